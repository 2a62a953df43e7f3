"""Moving a student to another group of a draft by hand: what forbids it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from desktop.services.language import say
from desktop.services.matching.errors import NotInRound
from desktop.services.matching.round_errors import GroupFull, NoSuchGroup
from desktop.services.matching.rules import broken, missing
from desktop.services.matching.store import ProposalRow
from desktop.services.matching.store_rounds import TeamRow
from desktop.services.matching.stored import StoredDraft
from desktop.services.matching.traits import folded
from desktop.services.matching.types import Applicant, PairKey

# Rules between a member and who helps to lead; the others are about the leader.
_WITH_SECOND = frozenset({"same_person", "avoids", "blocked"})


def check_group(stored: StoredDraft, others: Sequence[ProposalRow], pair: PairKey) -> None:
    """Refuse a group that is full, meets at another time, or is led by who must be kept apart from the student.

    `others` are the places of all other students. Errors: NoSuchGroup, GroupFull, NotInRound.
    """
    team = next((one for one in stored.teams if one.leader == pair[1]), None)
    if team is None or stored.row.groups is None:
        raise NoSuchGroup
    if sum(place.mentor == pair[1] for place in others) >= stored.row.groups.most:
        raise GroupFull(missing=say("a seat in the group"))
    for known in (stored.people, stored.now.applicants):
        wrong = not_with(stored, known, team, pair[0])
        if wrong:
            raise GroupFull(missing=wrong)


def not_with(stored: StoredDraft, people: Iterable[Applicant], team: TeamRow, mentee: str) -> str:
    """Say what keeps a student from a group beside the rules with its leader: its period, who helps. "" for nothing."""
    known = {(a.uid, a.role): a for a in people}
    one = known.get((mentee, "mentee"))
    if one is None:
        raise NotInRound
    if not folded((team.period,)).keys() <= folded(one.periods).keys():
        return say("being free when the group meets")
    second = known.get((team.second or "", "mentor"))
    if second is None:
        return ""
    return missing(rule for rule in broken(one, second, stored.row.settings) if rule.rule in _WITH_SECOND)
