"""Whom the list of people shows: a filter's rule, its words, and the test it makes of a row.

How a rule is kept by name is people_filters.py's.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, fields

from desktop.models.arranging import Row
from desktop.models.people_rows import CALL, FORM, GUARDIANS, KIND, LANGUAGES, ROLE_KEYS, STATE, YEAR
from desktop.services.language import say


@dataclass(frozen=True)
class Rule:
    """Whom the list shows. Empty: no matter. kind: a kind, or "all", guardians too. state: present, left or archived.

    kind may be "uncalled" too, students here with nobody to call, and "idle", guardians of nobody here.
    role: mentor, mentee, or "none" for students who could take part and do not. text: what is searched.
    """

    kind: str = ""
    year: str = ""
    form: str = ""
    role: str = ""
    state: str = ""
    language: str = ""
    text: str = ""

    @property
    def narrows(self) -> bool:
        """Whether it asks for anything."""
        return self != Rule()

    def stored(self) -> dict[str, str]:
        """Give it as it is kept."""
        return {name: value for name, value in asdict(self).items() if value}

    def words(self) -> str:
        """Say it in words, for a person and on paper."""
        said = (
            self.kind and kinds_words(self.kind),
            self.year and say("{Year} {n}", n=self.year),
            self.form and say("{Form} {n}", n=self.form),
            self.role and roles_words(self.role),
            self.state and states_words(self.state),
            self.language and say("speaks {language}", language=self.language),
            self.text and say("with \u201c{text}\u201d", text=self.text),
        )
        return ", ".join(filter(None, said))


def rule_of(stored: Mapping[str, object]) -> Rule:
    """Read a rule as it was kept; what this version does not know is left out."""
    known = {one.name for one in fields(Rule)}
    return Rule(**{name: value for name, value in stored.items() if name in known and isinstance(value, str)})


def kinds_words(kind: str) -> str:
    """Say which kinds of people a filter asks for."""
    words = {
        "": say("All but guardians"),
        "student": say("Students"),
        "staff": say("Staff"),
        "guardian": say("Guardians"),
        "helper": say("Helpers"),
        "all": say("Every kind"),
        "uncalled": say("Nobody to call"),
        "idle": say("Guardians of nobody here"),
    }
    return words.get(kind, kind)


def roles_words(role: str) -> str:
    """Say which roles a filter asks for."""
    words = {
        "": say("Any role"),
        "mentor": say("{Mentors}"),
        "mentee": say("{Mentees}"),
        "none": say("Not taking part"),
    }
    return words.get(role, role)


def states_words(state: str) -> str:
    """Say which states a filter asks for."""
    words = {
        "": say("Not archived"),
        "present": say("Here"),
        "left": say("Left the school"),
        "archived": say("Archived"),
    }
    return words.get(state, state)


def passes(rule: Rule) -> Callable[[Row], bool]:
    """Make the test that says whether a row passes a rule; its text is searched elsewhere.

    Guardians are many and rarely looked for: they are shown where they are asked for.
    """
    asked: list[Callable[[Row], bool]] = [_state_test(rule.state)]
    if rule.kind != "all":
        asked.append(_kind_test(rule.kind))
    if rule.year:
        asked.append(lambda row: row[YEAR] == rule.year)
    if rule.form:
        asked.append(lambda row: row[FORM] == rule.form)
    if rule.language:
        asked.append(lambda row: rule.language in row[LANGUAGES])
    if rule.role == "none":
        asked.append(lambda row: not row[ROLE_KEYS] and row[STATE] == "present" and row[KIND] == "student")
    elif rule.role:
        asked.append(lambda row: rule.role in row[ROLE_KEYS])
    return lambda row: all(test(row) for test in asked)


def _kind_test(kind: str) -> Callable[[Row], bool]:
    if not kind:
        return lambda row: bool(row[KIND] != "guardian")
    if kind == "uncalled":
        return lambda row: (
            row[KIND] == "student" and row[STATE] == "present" and (not row[GUARDIANS] or bool(row[CALL]))
        )
    if kind == "idle":
        return lambda row: row[KIND] == "guardian" and row[STATE] == "present" and bool(row[CALL])
    return lambda row: bool(row[KIND] == kind)


def _state_test(state: str) -> Callable[[Row], bool]:
    if state:
        return lambda row: bool(row[STATE] == state)
    return lambda row: bool(row[STATE] != "archived")
