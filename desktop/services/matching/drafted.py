"""A draft put into words and times: pairs with cards and weekly periods, and the unplaced with causes.

Pure, on what rounds.py read. Imports numpy and scipy: import this module inside functions only.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from desktop.services.language import say
from desktop.services.matching.changed import changes_of
from desktop.services.matching.engine import Progress, Solved, run
from desktop.services.matching.explain import card
from desktop.services.matching.problem import keep_everything
from desktop.services.matching.reasons import words_of
from desktop.services.matching.slots import clashes, plan
from desktop.services.matching.store import ProposalRow, RoundRow
from desktop.services.matching.store_rounds import OverrideRow
from desktop.services.matching.stored import StoredDraft
from desktop.services.matching.traits import canonical, common, folded
from desktop.services.matching.types import Applicant, Card, Draft, Load, Request, Unplaced
from desktop.services.matching.unplaced import unplaced


def request_of(
    row: RoundRow, people: tuple[Applicant, ...], places: Sequence[ProposalRow], overrides: Sequence[OverrideRow] = ()
) -> Request:
    """Give the run that a draft's locks, bans and decisions by hand ask for; kept pairs may break rules."""
    bonus = keep_everything(sum(a.role == "mentee" for a in people), row.settings.fairness) if row.kept else 0
    return Request(
        applicants=people,
        settings=row.settings,
        bans=row.bans,
        locks=tuple((p.mentee, p.mentor) for p in places if p.locked and p.mentor is not None),
        left_out=tuple(p.mentee for p in places if p.locked and p.mentor is None),
        kept=row.kept,
        keep_bonus=bonus,
        overrides=tuple(dict.fromkeys((*row.kept, *(one.pair for one in overrides)))),
    )


def solved_of(stored: StoredDraft) -> Solved:
    """Solve what the draft asks for. Raises what engine.run raises."""
    return run(request_of(stored.row, stored.people, stored.places, stored.overrides))


def explain(stored: StoredDraft, progress: Progress | None = None) -> Draft:
    """Explain a draft as it stands, changes by hand included. Raises what engine.run raises, and Cancelled."""
    solved = solved_of(stored)
    shown = cards_of(stored)
    paired = {one.mentee.uid: one.mentor.uid for one in shown}
    waiting = [a for a in stored.people if a.role == "mentee" and a.uid not in paired]
    best = {solved.table.mentees[i].uid: solved.table.mentors[j].uid for i, j in solved.pairs}
    plain = plain_draft(stored, shown)
    return replace(
        plain,
        unplaced=_unplaced(solved, waiting, best, progress),
        floor=solved.solution.floor,
        settled=best == paired,
    )


def plain_draft(stored: StoredDraft, shown: tuple[Card, ...]) -> Draft:
    """Give a draft with all that needs no solving."""
    load = Counter(one.mentor.uid for one in shown)
    changes = changes_of(stored.row, stored.people, stored.now)
    return Draft(
        uid=stored.row.uid,
        label=stored.row.label,
        made=stored.row.made,
        cards=shown,
        unplaced=(),
        loads=tuple(Load(mentor, load[mentor.uid]) for mentor in canonical(stored.by_uid("mentor").values())),
        bans=stored.row.bans,
        by_hand=frozenset(p.mentee for p in stored.places if p.by_hand),
        floor=0,
        settled=True,
        outdated=bool(changes),
        scope=stored.row.scope,
        changes=changes,
        ending=tuple((pair.mentee, pair.mentor) for pair in stored.ending),
    )


def cards_of(stored: StoredDraft) -> tuple[Card, ...]:
    """Make the cards in the mentees' canonical order, each with its period."""
    mentees, mentors = stored.by_uid("mentee"), stored.by_uid("mentor")
    held = {p.mentee: p for p in stored.places if p.mentee in mentees and p.mentor in mentors}
    load = Counter(p.mentor for p in held.values())
    said = {one.pair: one for one in stored.overrides}
    staying = stored.staying
    found = []
    for mentee in canonical(mentees[uid] for uid in held):
        place = held[mentee.uid]
        mentor = mentors[place.mentor or ""]
        pair = (mentee.uid, mentor.uid)
        one = card(mentee, mentor, stored.row.settings, locked=place.locked, load=load[mentor.uid])
        found.append(replace(_overridden(one, said.get(pair)), stays=pair in staying))
    return with_periods(found, stored)


def _overridden(one: Card, decided: OverrideRow | None) -> Card:
    """Put first what was decided otherwise for a pair."""
    if decided is None:
        return one
    return replace(one, overridden=decided.rules, warnings=(words_of(decided), *one.warnings))


def with_periods(cards: Sequence[Card], stored: StoredDraft) -> tuple[Card, ...]:
    """Give each pair a period of the week, mentor by mentor, with the fewest clashes; a clash is a warning.

    A pair that stays keeps its period, except where nobody may meet two in one and only a change would do.
    """
    chosen: dict[str, str] = {}
    clashing: set[str] = set()
    for uid in dict.fromkeys(one.mentor.uid for one in cards):
        mine = [one for one in cards if one.mentor.uid == uid]
        found, load = _periods(mine, stored)
        chosen.update(found)
        clashing |= {mentee for mentee, label in found.items() if load[label] > 1}
    said = say("the {mentor} meets two students in one period")
    return tuple(
        replace(
            one,
            period=chosen.get(one.mentee.uid, ""),
            warnings=(*one.warnings, said) if one.mentee.uid in clashing else one.warnings,
        )
        for one in cards
    )


def _periods(mine: Sequence[Card], stored: StoredDraft) -> tuple[dict[str, str], Counter[str]]:
    """Give one mentor's mentees their periods, and how often each is used."""
    now, uid = stored.now, mine[0].mentor.uid
    taken = now.taken.get(uid, ())
    shared = {one.mentee.uid: shared_periods(one.mentee, one.mentor, now.week) for one in mine}
    fixed = {one.mentee.uid: stored.staying[one.mentee.uid, uid] for one in mine if one.stays}
    fixed = {mentee: label for mentee, label in fixed.items() if label}
    rest = {mentee: labels for mentee, labels in shared.items() if mentee not in fixed}
    found = fixed | plan(rest, (*taken, *fixed.values()))
    if stored.row.settings.one_per_period and fixed and clashes([*taken, *found.values()]):
        anew = plan(shared, taken)
        found = found if clashes([*taken, *anew.values()]) else anew
    return found, Counter((*taken, *found.values()))


def shared_periods(mentee: Applicant, mentor: Applicant, week: Sequence[str]) -> list[str]:
    """Give the periods both have, in the order of the week."""
    place = {key: at for at, key in enumerate(folded(week))}
    both = common(folded(mentee.periods), folded(mentor.periods))
    return sorted(both, key=lambda label: (place.get(next(iter(folded([label]))), len(place)), label))


def _unplaced(
    solved: Solved, waiting: Sequence[Applicant], best: Mapping[str, str], progress: Progress | None
) -> tuple[Unplaced, ...]:
    """Explain who has nobody: the matcher's cause, or that the draft was changed since it was solved."""
    causes = {one.mentee.uid: one for one in unplaced(solved, progress)}
    names = {mentor.uid: mentor.name for mentor in solved.table.mentors}
    found = []
    for mentee in canonical(waiting):
        if mentee.uid in causes:
            found.append(causes[mentee.uid])
        else:
            why = say("The draft was changed by hand since it was solved.")
            name = names[best[mentee.uid]]
            change = say("Solving again would place this student with {name}.", name=name)
            found.append(Unplaced(mentee, "changed", why, change))
    return tuple(found)
