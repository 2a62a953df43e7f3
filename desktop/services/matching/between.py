"""What lies between two people before any score: who must be kept apart, who wished for, met or answered like whom.

Arrays of mentees by mentors, in the order given.
"""

from __future__ import annotations

from desktop.services.matching.arrays import Counts, Mask, np, npt
from desktop.services.matching.criteria import MET_TABLE
from desktop.services.matching.settings import Settings
from desktop.services.matching.traits import in_table, key_of
from desktop.services.matching.types import STYLES, Applicant


def kept_apart(mentees: tuple[Applicant, ...], mentors: tuple[Applicant, ...], settings: Settings) -> Mask:
    """Mark pairs that must not be, whatever else they are: mentees by mentors.

    One person in both roles, an avoid of either, kept apart by staff, of one family, or a pair that did not suit.
    """
    apart = np.zeros((len(mentees), len(mentors)), dtype=np.bool_)
    row_of, column_of = _by_number(mentees), _by_number(mentors)
    kinds = ("avoids", "blocked", *(("failed",) if settings.failed_before else ()))
    for kind in kinds:
        for i, mentee in enumerate(mentees):
            for number in getattr(mentee, kind):
                apart[i, column_of.get(number, [])] = True
        for j, mentor in enumerate(mentors):
            for number in getattr(mentor, kind):
                apart[row_of.get(number, []), j] = True
    column = {mentor.uid: j for j, mentor in enumerate(mentors)}
    families: dict[str, list[int]] = {}
    for j, mentor in enumerate(mentors):
        for family in mentor.families if settings.family else ():
            families.setdefault(family, []).append(j)
    for i, mentee in enumerate(mentees):
        if mentee.uid in column:
            apart[i, column[mentee.uid]] = True
        for family in mentee.families:
            apart[i, families.get(family, [])] = True
    return apart


def wished(mentees: tuple[Applicant, ...], mentors: tuple[Applicant, ...]) -> npt.NDArray[np.int8]:
    """Count the wishes of the two that meet."""
    wished = np.zeros((len(mentees), len(mentors)), dtype=np.int8)
    row_of, column_of = _by_number(mentees), _by_number(mentors)
    for i, mentee in enumerate(mentees):
        for number in set(mentee.wants):
            wished[i, column_of.get(number, [])] += 1
    for j, mentor in enumerate(mentors):
        for number in set(mentor.wants):
            wished[row_of.get(number, []), j] += 1
    return wished


def met(
    mentees: tuple[Applicant, ...], mentors: tuple[Applicant, ...]
) -> tuple[npt.NDArray[np.int16], npt.NDArray[np.int8]]:
    """Give the thousandths of who named whom at a meet-and-greet, both ways added, and how many named."""
    worth = np.zeros((len(mentees), len(mentors)), dtype=np.int16)
    count = np.zeros((len(mentees), len(mentors)), dtype=np.int8)
    row_of, column_of = _by_number(mentees), _by_number(mentors)
    for i, mentee in enumerate(mentees):
        for place, number in enumerate(dict.fromkeys(mentee.met)):
            worth[i, column_of.get(number, [])] += in_table(MET_TABLE, place)
            count[i, column_of.get(number, [])] += 1
    for j, mentor in enumerate(mentors):
        for place, number in enumerate(dict.fromkeys(mentor.met)):
            worth[row_of.get(number, []), j] += in_table(MET_TABLE, place)
            count[row_of.get(number, []), j] += 1
    return worth, count


def styles(people: tuple[Applicant, ...]) -> npt.NDArray[np.int8]:
    """The sliders of everybody, 0 where one was not set."""
    sliders = np.zeros((len(people), len(STYLES)), dtype=np.int8)
    for at, person in enumerate(people):
        given = person.style[: len(STYLES)]
        sliders[at, : len(given)] = given
    return sliders


def own_codes(mentees: tuple[Applicant, ...], mentors: tuple[Applicant, ...], field: str) -> tuple[Counts, Counts]:
    """Number the answers to an own field from 1, 0 for none."""
    said = [[key_of(dict(one.own).get(field, "")) for one in side] for side in (mentees, mentors)]
    codes = {"": 0} | {text: at for at, text in enumerate(sorted({*said[0], *said[1]} - {""}), 1)}
    rows, columns = (np.array([codes[text] for text in side], dtype=np.int32) for side in said)
    return rows, columns


def _by_number(people: tuple[Applicant, ...]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for at, person in enumerate(people):
        found.setdefault(person.number, []).append(at)
    return found
