"""Filters of the People page, kept in the workspace by name."""

from __future__ import annotations

from desktop.models.people_rules import Rule
from desktop.services import people
from desktop.services.people.types import SavedFilter
from desktop.services.vault import Changes, Workspace

_PAGE = "people"


def saved_filters(ws: Workspace) -> tuple[SavedFilter, ...]:
    """Read the filters of the page, by name."""
    return people.filters(ws, _PAGE)


def save_filter(ws: Workspace, name: str, rule: Rule) -> Changes:
    """Keep a filter under a name; one of that name gives way. Raises FilterNotValid."""
    return people.save_filter(ws, _PAGE, name, rule.stored())


def remove_filter(ws: Workspace, uid: str) -> Changes:
    """Take a filter away."""
    return people.remove_filter(ws, uid)
