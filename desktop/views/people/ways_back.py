"""How the sheets of the People page are opened again after a lock, about the same people."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final

from desktop.models import people as model
from desktop.models.people_rules import rule_of
from desktop.views.people import leaving
from desktop.views.people.bulk import BulkSheet
from desktop.views.people.forms import AnswersSheet, PeriodsSheet
from desktop.views.people.guardians import GuardiansSheet
from desktop.views.people.handing_out import HandOutSheet
from desktop.views.people.joining import JoinSheet
from desktop.views.people.own_words import OwnWordsSheet
from desktop.views.people.wishes import WishesSheet

if TYPE_CHECKING:
    from desktop.views.people.page import PeoplePage


def _bulk(page: PeoplePage, people: list[str]) -> None:
    page.when_listed(lambda: BulkSheet(page, tuple(people)).open())


def _hand_out(page: PeoplePage, chosen: list[str]) -> None:
    page.when_listed(lambda: HandOutSheet(page, chosen).open())


def _leaving(page: PeoplePage, people: list[str], roles: list[str], to: str) -> None:
    leaving.ask_again(page, tuple(people), tuple(roles), to)


def _answers(page: PeoplePage, person: str, part: str) -> None:
    def show(found: model.Details) -> None:
        for one in found.parts:
            if one.uid == part:
                AnswersSheet(page, one).open()

    page.ask(model.load_details, person, done=show)


def _wishes(page: PeoplePage, person: str) -> None:
    page.ask(model.load_details, person, done=lambda found: WishesSheet(page, found).open())


def _guardians(page: PeoplePage, person: str, name: str) -> None:
    page.ask(model.load_person, person, done=lambda found: GuardiansSheet(page, found, name).open())


def _new_guardian(page: PeoplePage) -> None:
    """Ask for a new guardian over the sheet of guardians, which is opened again before."""
    for sheet in page.window().findChildren(GuardiansSheet):
        sheet.add_new()


def _name_filter(page: PeoplePage, rule: dict[str, str]) -> None:
    page.bar.show_rule(rule_of(rule))
    page.save_filter()


SHEETS: Final[Mapping[str, Callable[..., object]]] = {
    "new_person": lambda page: page.add_person(),
    "person": lambda page, person: page.edit_person(person),
    "new_guardian": _new_guardian,
    "guardians": _guardians,
    "own_fields": lambda page: page.deeds.ask_own(),
    "own_words": lambda page, person, name: OwnWordsSheet(page, person, name).open(),
    "answers": _answers,
    "wishes": _wishes,
    "periods": lambda page: PeriodsSheet(page).open(),
    "bulk": _bulk,
    "leaving": _leaving,
    "likely": lambda page: page.show_likely(),
    "join": lambda page, one, other, why: JoinSheet.show_two(page, one, other, why),
    "name_filter": _name_filter,
    "columns": lambda page: page.choose_columns(),
    "hand_out": _hand_out,
    "import_ways": lambda page: page.imports.choose(),
}
