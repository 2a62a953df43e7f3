"""Choosing another mentor by hand: what each would cost from where the draft stands, and doing it.

A choice is priced by solving the round again with the pair locked, and compared with the draft as it is, changes by
hand included: what is said before choosing is exactly what happens then, and the draft is settled afterwards.
Imports no numpy itself: the engine comes with the first question.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Final

from desktop.services.language import say, say_many
from desktop.services.matching import joining
from desktop.services.matching.errors import NoDraft, NotInRound, PairForbidden
from desktop.services.matching.gather import Situation, look
from desktop.services.matching.rules import broken, missing
from desktop.services.matching.store import ProposalRow, RoundRow
from desktop.services.matching.types import Applicant, Broken, Cost, Move
from desktop.services.vault import Changes, Workspace

if TYPE_CHECKING:
    from desktop.services.matching.engine import Solved

_TIER = "programme"
_CHEAPEST: Final = 3
# So many who would move are named; the others are counted.
_NAMED: Final = 2
# So many are priced in full; in a very large school the others are listed below them, and priced when chosen.
PRICED: Final = 80
Progress = Callable[[int, int], bool]
# Who is with whom: uids of mentees to uids of mentors, None for nobody.
Seating = Mapping[str, str | None]


@dataclass(frozen=True, slots=True)
class Choice:
    """A mentor for one mentee of the draft: what choosing costs, from where the draft stands, or what forbids it.

    `left` is how many places the draft leaves with the mentor; `present` marks the one they have now. `cost` is
    None where `rules` forbid the pair, and where it is not priced. `sentence` says either, and who would move.
    """

    mentor: Applicant
    score: int
    left: int
    present: bool
    rules: tuple[Broken, ...]
    cost: Cost | None
    sentence: str


@dataclass(frozen=True)
class _Case:
    """A mentee of the draft with the round solved as if nothing were decided about this one."""

    row: RoundRow
    places: tuple[ProposalRow, ...]
    now: Situation
    solved: Solved
    at: int

    @property
    def mentee(self) -> Applicant:
        """Whom it is about."""
        return self.solved.table.mentees[self.at]

    @cached_property
    def present(self) -> dict[str, str | None]:
        """Who is with whom in the draft as it stands."""
        return {place.mentee: place.mentor for place in self.places}

    @cached_property
    def rows(self) -> dict[str, int]:
        """The rows of the mentees."""
        return {one.uid: i for i, one in enumerate(self.solved.table.mentees)}

    @cached_property
    def columns(self) -> dict[str, int]:
        """The columns of the mentors."""
        return {one.uid: j for j, one in enumerate(self.solved.table.mentors)}

    def score(self, mentee: str, mentor: str | None) -> int | None:
        """Score a pair; None for nobody."""
        row, column = self.rows.get(mentee), self.columns.get(mentor or "")
        return None if row is None or column is None else max(0, int(self.solved.table.scores[row, column]))

    def scores(self, seating: Seating) -> list[int]:
        """Give the scores of all pairs."""
        return [score for mentee, mentor in seating.items() if (score := self.score(mentee, mentor)) is not None]

    def after(self, column: int) -> dict[str, str | None]:
        """Solve again with this mentor for the mentee, and say who would be with whom."""
        from desktop.services.matching.solver import solve

        problem, table = self.solved.problem, self.solved.table
        found = solve(replace(problem, locks=tuple(sorted((*problem.locks, (self.at, column)))))).mentor_of
        seats = {table.mentees[i].uid: table.mentors[int(j)].uid if j >= 0 else None for i, j in enumerate(found)}
        return {**self.present, **seats}


def choices(ws: Workspace, mentee: str, progress: Progress | None = None) -> tuple[Choice, ...]:
    """Give every mentor for one mentee of the draft: the present one, then the cheapest, then those not allowed.

    Errors: NoDraft, NotInRound, Cancelled, and those of engine.run.
    """
    from desktop.services.matching.engine import report

    case = _case(ws, mentee)
    allowed = _allowed(case)
    found = [_forbidden(case, j, rules) for j, rules in _forbidden_columns(case).items()]
    for done, column in enumerate(allowed):
        report(progress, done, len(allowed))
        found.append(_priced(case, column) if done < PRICED else _unpriced(case, column))
    return tuple(sorted(found, key=_order))


def alternatives(ws: Workspace, mentee: str, most: int = _CHEAPEST) -> tuple[Choice, ...]:
    """Give the cheapest other mentors only. Errors: as `choices`."""
    case = _case(ws, mentee)
    now = case.present[mentee]
    others = [j for j in _allowed(case) if case.solved.table.mentors[j].uid != now]
    return tuple(sorted((_priced(case, column) for column in others[:most]), key=_order))


def place(ws: Workspace, mentee: str, mentor: str) -> Changes:
    """Give a mentee this mentor and lock the pair; whoever has to move for it moves, exactly as `choices` said.

    Errors: NoDraft, NotInRound, PairForbidden with every rule it breaks, and those of engine.run.
    """
    case = _case(ws, mentee)
    column = case.columns.get(mentor)
    if column is None:
        raise NotInRound
    rules = _rules(case, column) or _rules_today(case, mentor)
    if rules:
        raise PairForbidden(missing=missing(rules))
    after = case.after(column)
    with ws.step(_TIER, "place_by_hand", about=mentee, person=mentee) as step:
        for old in case.places:
            own, goes = old.mentee == mentee, after[old.mentee]
            if own or goes != old.mentor:
                score = case.score(old.mentee, goes)
                joining.put_proposal(ws, step, case.row.uid, ProposalRow(old.mentee, goes, score, own, own))
        step.uid = case.row.uid
    return step.changes


def _case(ws: Workspace, mentee: str) -> _Case:
    from desktop.services.matching.drafts import request_of
    from desktop.services.matching.engine import run

    now = look(ws)
    row = next(iter(joining.rounds(ws, now.programme, "draft")), None)
    if row is None:
        raise NoDraft
    places = joining.proposals(ws, row.uid)
    free = tuple(replace(p, locked=False) if p.mentee == mentee else p for p in places)
    solved = run(request_of(row, joining.entries(ws, row.uid, now.names), free))
    at = solved.row(mentee)
    if at is None or all(p.mentee != mentee for p in places):
        raise NotInRound
    return _Case(row, places, now, solved, at)


def _allowed(case: _Case) -> list[int]:
    """Give the columns of the mentors that nothing forbids, those likely to cost least first (residual.py)."""
    forbidden, ways = _forbidden_columns(case), case.solved.residual.forced(case.at)
    columns = [j for j in range(len(case.solved.table.mentors)) if j not in forbidden]

    def likely(column: int) -> tuple[bool, int, int]:
        way = ways[column]
        return way is None, way.loss if way else -int(case.solved.table.scores[case.at, column]), column

    return sorted(columns, key=likely)


def _forbidden_columns(case: _Case) -> dict[int, tuple[Broken, ...]]:
    found = {j: _rules(case, j) for j in range(len(case.solved.table.mentors))}
    return {j: rules for j, rules in found.items() if rules}


def _rules(case: _Case, column: int) -> tuple[Broken, ...]:
    """List what forbids the pair: hard rules as the draft knew them, what was ruled out, what locked pairs take."""
    mentor = case.solved.table.mentors[column]
    found = broken(case.mentee, mentor, case.row.settings)
    if (case.mentee.uid, mentor.uid) in case.row.bans:
        found += (Broken("banned", say("You ruled this pair out in this draft.")),)
    held = sum(j == column for _, j in case.solved.problem.locks)
    if mentor.places and held >= mentor.places:
        found += (Broken("places", say("Every place of {name} is taken by a pair you locked.", name=mentor.name)),)
    return found


def _rules_today(case: _Case, mentor: str) -> tuple[Broken, ...]:
    """List the hard rules that only what changed since the draft was made breaks. Error: NotInRound."""
    today = {(a.uid, a.role): a for a in case.now.applicants}
    one, other = today.get((case.mentee.uid, "mentee")), today.get((mentor, "mentor"))
    if one is None or other is None:
        raise NotInRound
    return broken(one, other, case.row.settings)


def _left(case: _Case, mentor: Applicant) -> int:
    return mentor.places - Counter(case.present.values())[mentor.uid]


def _forbidden(case: _Case, column: int, rules: tuple[Broken, ...]) -> Choice:
    mentor = case.solved.table.mentors[column]
    return Choice(mentor, 0, _left(case, mentor), False, rules, None, " ".join(rule.sentence for rule in rules))


def _unpriced(case: _Case, column: int) -> Choice:
    mentor = case.solved.table.mentors[column]
    score = case.score(case.mentee.uid, mentor.uid) or 0
    return Choice(mentor, score, _left(case, mentor), False, (), None, say("Costs more than those above."))


def _priced(case: _Case, column: int) -> Choice:
    mentor = case.solved.table.mentors[column]
    score = case.score(case.mentee.uid, mentor.uid) or 0
    if case.present[case.mentee.uid] == mentor.uid:
        cost, sentence = Cost(0, 0, 0, ()), say("They are together in this draft.")
        return Choice(mentor, score, _left(case, mentor), True, (), cost, sentence)
    after = case.after(column)
    cost = _cost(case, after)
    weaker = min(case.scores(after), default=0) < min(case.scores(case.present), default=0)
    sentence = " ".join(_words(cost, weaker))
    return Choice(mentor, score, _left(case, mentor), False, (), cost, sentence)


def _cost(case: _Case, after: Seating) -> Cost:
    before, table, fair = case.present, case.solved.table, case.row.settings.fairness
    then, now = case.scores(after), case.scores(before)
    changed = sorted(case.rows[uid] for uid, goes in after.items() if goes != before[uid] and uid != case.mentee.uid)
    moves = []
    for row in changed:
        goes = after[table.mentees[row].uid]
        moves.append(Move(table.mentees[row], None if goes is None else table.mentors[case.columns[goes]]))

    def weigh(scores: list[int]) -> int:
        return sum(score + fair.slope * min(score, fair.target) for score in scores)

    return Cost(weigh(now) - weigh(then), sum(now) - sum(then), len(now) - len(then), tuple(moves))


def _words(cost: Cost, weaker: bool) -> Iterator[str]:
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
    elif cost.points < 0:
        yield say_many("{n} point more overall.", "{n} points more overall.", -cost.points)
    else:
        yield say("As many points overall.")
    if weaker and cost.left_out <= 0:
        yield say("The weakest pair of the draft would be weaker.")
    elif cost.points <= 0 and cost.weighed > 0:
        yield say("Some weak pairs would be weaker.")
    yield from _moves(cost)


def _moves(cost: Cost) -> Iterator[str]:
    for move in cost.moves[:_NAMED]:
        if move.to is None:
            yield say("{name} would have no {mentor}.", name=move.mentee.name)
        else:
            yield say("{name} would move to {other}.", name=move.mentee.name, other=move.to.name)
    if len(cost.moves) > _NAMED:
        yield say_many("{n} other would move.", "{n} others would move.", len(cost.moves) - _NAMED)


def _order(choice: Choice) -> tuple[int, int, int, int, int, str, str]:
    cost = choice.cost
    kind = 0 if choice.present else 1 if cost is not None else 2 if not choice.rules else 3
    price = (cost.left_out, cost.weighed, cost.points) if cost else (len(choice.rules), -choice.score, 0)
    return (kind, *price, -choice.left, choice.mentor.number, choice.mentor.uid)
