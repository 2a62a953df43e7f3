"""Why two are not together, as the window asks it: whom one can ask about, the answer, and deciding otherwise.

Every function that takes a workspace runs on the worker.
"""

from __future__ import annotations

from dataclasses import dataclass

from desktop.models.findable import Findable, findable
from desktop.models.matching_heat import can_place, cost_words, may_decide, rules_words
from desktop.services import matching, people, programme
from desktop.services.language import fold, say
from desktop.services.matching import choices
from desktop.services.matching.errors import NoDraft, NotInRound
from desktop.services.matching.overrides import REASONS
from desktop.services.matching.round_errors import NoGroupsHere
from desktop.services.vault import Workspace


@dataclass(frozen=True)
class Sides:
    """Everybody who takes part, to be found by name or number."""

    mentees: Findable
    mentors: Findable

    def has(self, role: str, uid: str) -> bool:
        """Whether somebody takes part in a role."""
        return uid in (self.mentees if role == "mentee" else self.mentors).places


@dataclass(frozen=True)
class Answer:
    """Why two are not together: each rule as a sentence, what it costs otherwise, and what can be done here.

    `about` says which pairs it is about. `can_place`: nothing forbids it; `may_decide`: with a reason.
    """

    about: str
    rules: tuple[str, ...]
    words: str
    can_place: bool = False
    may_decide: bool = False


def load_sides(ws: Workspace) -> Sides:
    """Read who takes part. Error: NotFounded."""
    known = {one.uid: one for one in people.list_people(ws)}
    labels = people.labels(known.values())
    found: dict[str, list[tuple[str, str, str]]] = {"mentee": [], "mentor": []}
    for part in programme.participants(ws):
        one = known.get(part.person)
        if one is not None:
            words = f"{labels[one.uid]} · {one.number}" if one.number else labels[one.uid]
            found[part.role].append((words, one.uid, f"{one.given} {one.family} {one.form}"))
    mentees, mentors = (findable(sorted(found[role], key=lambda one: fold(one[0]))) for role in ("mentee", "mentor"))
    return Sides(mentees, mentors)


def load_answer(ws: Workspace, mentee: str, mentor: str) -> Answer:
    """Answer from the draft where both are in one, with what placing them would cost; else from what is published.

    Errors: NotFounded, Cancelled, and those of the matcher.
    """
    try:
        found = choices.price(ws, mentee, mentor)
    except (NoDraft, NoGroupsHere, NotInRound):
        return _published(ws, mentee, mentor)
    rules, words = rules_words(found), cost_words(found)
    return Answer(say("In this draft"), rules, words, can_place=can_place(found), may_decide=may_decide(found))


def _published(ws: Workspace, mentee: str, mentor: str) -> Answer:
    """Ask without a draft of pairs."""
    found = matching.why_not(ws, mentee, mentor)
    grouped = any(line.aside is None and line.groups for line in matching.drafts(ws))
    about = say("In this draft of groups") if grouped else say("With the pairs there are")
    rules = rules_words(found)
    return Answer(about, rules, cost_words(found) or ("" if rules else found.sentence))


def reason_options() -> tuple[tuple[str, str], ...]:
    """Give the reasons for deciding otherwise than a rule, none first."""
    return (("", say("Choose a reason")), *((code, say(words)) for code, words in REASONS.items()))


override = matching.override
