"""Choosing another mentor by hand: what each would cost from where the draft stands, and doing it.

Costs compare the whole draft as it would be with the whole draft as it is, changes by hand included, so that what
is said before choosing is what happens then. Imports no numpy itself: the engine comes with the first question.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from desktop.services.language import say, say_many
from desktop.services.matching import store
from desktop.services.matching.errors import NoDraft, NotInRound, PairForbidden
from desktop.services.matching.gather import Situation, look
from desktop.services.matching.rules import broken, missing
from desktop.services.matching.store import ProposalRow, RoundRow
from desktop.services.matching.types import Applicant, Broken, Choice, Cost, Move, Settings
from desktop.services.vault import Changes, Workspace

if TYPE_CHECKING:
    from desktop.services.matching.engine import Solved
    from desktop.services.matching.residual import Forced

_TIER = "programme"
_NAMED: Final = 3
Progress = Callable[[int, int], bool]
# Who is with whom: uids of mentees to uids of mentors, None for nobody.
Seating = Mapping[str, str | None]


@dataclass(frozen=True)
class _Case:
    """A mentee of the draft with the round solved as if nothing were decided about this one."""

    row: RoundRow
    places: tuple[ProposalRow, ...]
    now: Situation
    solved: Solved
    mentee: Applicant
    at: int

    @property
    def present(self) -> dict[str, str | None]:
        """Who is with whom in the draft as it stands."""
        return {place.mentee: place.mentor for place in self.places}

    def after(self, forced: Forced) -> dict[str, str | None]:
        """Who would be with whom."""
        table, found = self.solved.table, dict(self.present)
        for i, j in enumerate(self.solved.solution.mentor_of):
            found[table.mentees[i].uid] = table.mentors[int(j)].uid if j >= 0 else None
        for i, j in forced.moves:
            found[table.mentees[i].uid] = table.mentors[j].uid if j >= 0 else None
        return found


def choices(ws: Workspace, mentee: str, progress: Progress | None = None) -> tuple[Choice, ...]:
    """Give every mentor for one mentee of the draft: the present one, then the cheapest, then those not allowed.

    Errors: NoDraft, NotInRound, Cancelled, and those of engine.run.
    """
    from desktop.services.matching.engine import report

    case = _case(ws, mentee)
    ways = _cheap_ways(case)
    used = Counter(case.present.values())
    found = []
    for j, mentor in enumerate(case.solved.table.mentors):
        report(progress, j, len(ways))
        left = mentor.places - used[mentor.uid]
        rules = _rules(case, mentor)
        forced = None if rules else ways[j] or _dear_way(case, j)
        found.append(_forbidden(mentor, left, rules) if forced is None else _priced(case, j, left, forced))
    return tuple(sorted(found, key=_order))


def alternatives(ws: Workspace, mentee: str, most: int = _NAMED) -> tuple[Choice, ...]:
    """Give the cheapest other mentors only, without solving again for any. Errors: as `choices`."""
    case = _case(ws, mentee)
    used = Counter(case.present.values())
    mentors = case.solved.table.mentors
    found = [
        _priced(case, j, mentors[j].places - used[mentors[j].uid], forced)
        for j, forced in enumerate(_cheap_ways(case))
        if forced is not None and not _rules(case, mentors[j])
    ]
    return tuple(one for one in sorted(found, key=_order) if not one.present)[:most]


def place(ws: Workspace, mentee: str, mentor: str) -> Changes:
    """Give a mentee this mentor and lock the pair; whoever has to move for it moves, exactly as `choices` said.

    Errors: NoDraft, NotInRound, PairForbidden with every rule it breaks, and those of engine.run.
    """
    case = _case(ws, mentee)
    column = case.solved.column(mentor)
    if column is None:
        raise NotInRound
    known = case.solved.table.mentors[column]
    rules = _rules(case, known) or _rules_today(case, mentor)
    forced = None if rules else _cheap_ways(case)[column] or _dear_way(case, column)
    if forced is None:
        raise PairForbidden(missing=missing(rules or (Broken("places", ""),)))
    return _write(ws, case, case.after(forced))


def _write(ws: Workspace, case: _Case, after: Seating) -> Changes:
    uid = case.mentee.uid
    with ws.step(_TIER, "place_by_hand", about=uid, person=uid) as step:
        for old in case.places:
            own = old.mentee == uid
            score = _score(case, old.mentee, after[old.mentee])
            new = replace(old, mentor=after[old.mentee], score=score)
            if own or new.mentor != old.mentor:
                store.put_proposal(step, case.row.uid, replace(new, locked=own, by_hand=own))
        step.uid = case.row.uid
    return step.changes


def _case(ws: Workspace, mentee: str) -> _Case:
    from desktop.services.matching.drafts import request_of
    from desktop.services.matching.engine import run

    now = look(ws)
    row = next(iter(store.rounds(ws, now.programme, "draft")), None)
    if row is None:
        raise NoDraft
    places = store.proposals(ws, row.uid)
    free = tuple(replace(p, locked=False) if p.mentee == mentee else p for p in places)
    solved = run(request_of(row, store.entries(ws, row.uid, now.names), free))
    at = solved.row(mentee)
    if at is None:
        raise NotInRound
    return _Case(row, places, now, solved, solved.table.mentees[at], at)


def _cheap_ways(case: _Case) -> list[Forced | None]:
    return case.solved.residual.forced(case.at)


def _dear_way(case: _Case, column: int) -> Forced | None:
    """Price a pair below the floor, which takes solving once more."""
    from desktop.services.matching.residual import solve_forced

    return solve_forced(case.solved.problem, case.solved.solution, case.at, column)


def _rules(case: _Case, mentor: Applicant) -> tuple[Broken, ...]:
    """List what forbids the pair: hard rules as the draft knew them, then what was ruled out or locked by hand."""
    found = broken(case.mentee, mentor, case.row.settings)
    if (case.mentee.uid, mentor.uid) in case.row.bans:
        found += (Broken("banned", say("You ruled this pair out in this draft.")),)
    held = sum(p.locked and p.mentor == mentor.uid and p.mentee != case.mentee.uid for p in case.places)
    if not found and held >= mentor.places:
        found = (Broken("places", say("Every place of {name} is taken by a pair you locked.", name=mentor.name)),)
    return found


def _rules_today(case: _Case, mentor: str) -> tuple[Broken, ...]:
    """List the hard rules that only what changed since the draft was made breaks. Error: NotInRound."""
    today = {(a.uid, a.role): a for a in case.now.applicants}
    one, other = today.get((case.mentee.uid, "mentee")), today.get((mentor, "mentor"))
    if one is None or other is None:
        raise NotInRound
    settings: Settings = case.row.settings
    return broken(one, other, settings)


def _forbidden(mentor: Applicant, left: int, rules: tuple[Broken, ...]) -> Choice:
    if not rules:
        rules = (Broken("places", say("{name} has no place left.", name=mentor.name)),)
    return Choice(mentor, 0, left, False, rules, None, " ".join(rule.sentence for rule in rules))


def _priced(case: _Case, column: int, left: int, forced: Forced) -> Choice:
    mentor = case.solved.table.mentors[column]
    score = int(case.solved.table.scores[case.at, column])
    present = case.present[case.mentee.uid] == mentor.uid
    if present:
        return Choice(mentor, score, left, True, (), Cost(0, 0, 0, ()), say("They are together in this draft."))
    cost = _cost(case, case.after(forced), forced.loss)
    return Choice(mentor, score, left, False, (), cost, " ".join(_words(cost)))


def _cost(case: _Case, after: Seating, loss: int) -> Cost:
    before, people = case.present, {a.uid: a for a in case.solved.table.mentees + case.solved.table.mentors}
    changed = [uid for uid, mentor in after.items() if mentor != before[uid] and uid != case.mentee.uid]
    moves = tuple(Move(people[uid], people.get(after[uid] or "")) for uid in sorted(changed, key=_by_name(people)))
    return Cost(
        loss,
        _points(case, before) - _points(case, after),
        sum(mentor is not None for mentor in before.values()) - sum(mentor is not None for mentor in after.values()),
        moves,
    )


def _by_name(people: Mapping[str, Applicant]) -> Callable[[str], tuple[str, str]]:
    return lambda uid: (people[uid].name, uid)


def _points(case: _Case, seating: Seating) -> int:
    return sum(_score(case, mentee, mentor) or 0 for mentee, mentor in seating.items())


def _score(case: _Case, mentee: str, mentor: str | None) -> int | None:
    row, column = case.solved.row(mentee), case.solved.column(mentor or "")
    return None if row is None or column is None else max(0, int(case.solved.table.scores[row, column]))


def _words(cost: Cost) -> Iterator[str]:
    """Say what choosing costs, then who moves."""
    if cost.left_out > 0:
        yield say_many(
            "It would leave {n} more student without a {mentor}.",
            "It would leave {n} more students without a {mentor}.",
            cost.left_out,
        )
    elif cost.left_out < 0:
        yield say_many("It would place {n} more student.", "It would place {n} more students.", -cost.left_out)
    elif cost.points > 0:
        yield say_many("{n} point less overall.", "{n} points less overall.", cost.points)
    elif cost.weighed > 0 and cost.points < 0:
        yield say_many(
            "{n} point more overall, but a weak pair would become weaker.",
            "{n} points more overall, but a weak pair would become weaker.",
            -cost.points,
        )
    elif cost.weighed > 0:
        yield say("No points less overall, but a weak pair would become weaker.")
    elif cost.points < 0:
        yield say_many("{n} point more overall.", "{n} points more overall.", -cost.points)
    else:
        yield say("Equally good overall.")
    for move in cost.moves[:_NAMED]:
        if move.to is None:
            yield say("{name} would have no {mentor}.", name=move.mentee.name)
        else:
            yield say("{name} would move to {other}.", name=move.mentee.name, other=move.to.name)
    if len(cost.moves) > _NAMED:
        yield say_many("{n} other would move.", "{n} others would move.", len(cost.moves) - _NAMED)


def _order(choice: Choice) -> tuple[int, int, int, int, str, str]:
    cost = choice.cost
    return (
        0 if choice.present else 1 if cost is not None else 2,
        cost.left_out if cost else 0,
        cost.weighed if cost else len(choice.rules),
        cost.points if cost else 0,
        choice.mentor.number,
        choice.mentor.uid,
    )
