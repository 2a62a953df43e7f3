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
from desktop.services.matching.by_hand import forget_overrides
from desktop.services.matching.criteria import breakdown
from desktop.services.matching.errors import NotInRound, PairForbidden
from desktop.services.matching.gather import Situation
from desktop.services.matching.round_errors import NoGroupsHere
from desktop.services.matching.rules import broken, may_override, missing
from desktop.services.matching.store import ProposalRow, RoundRow
from desktop.services.matching.stored import StoredDraft, read, the_draft
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
    `overridable`: `rules` forbid it, but a counsellor may decide otherwise with a reason (overrides.py); then `cost` is
    what that would cost.
    """

    mentor: Applicant
    score: int
    left: int
    present: bool
    rules: tuple[Broken, ...]
    cost: Cost | None
    sentence: str
    overridable: bool = False


@dataclass(frozen=True)
class Case:
    """A mentee of the draft with the round solved as if nothing were decided about this one."""

    stored: StoredDraft
    solved: Solved
    at: int

    @property
    def row(self) -> RoundRow:
        """The round."""
        return self.stored.row

    @property
    def places(self) -> tuple[ProposalRow, ...]:
        """The draft as it stands."""
        return self.stored.places

    @property
    def now(self) -> Situation:
        """What is known today."""
        return self.stored.now

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
        if row is None or column is None:
            return None
        table = self.solved.table
        found = int(table.scores[row, column])
        return found if found >= 0 else breakdown(table.mentees[row], table.mentors[column], self.row.settings).score

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

    Errors: NoDraft, NoGroupsHere, NotInRound, Cancelled, and those of engine.run.
    """
    from desktop.services.matching.engine import report

    case = case_of(ws, mentee)
    forbidden = _forbidden_columns(case)
    possible = [*_allowed(case, forbidden), *(j for j, rules in forbidden.items() if may_override(rules))]
    found = [_forbidden(case, j, rules) for j, rules in forbidden.items() if not may_override(rules)]
    for done, column in enumerate(possible):
        report(progress, done, len(possible))
        rules = forbidden.get(column, ())
        if done < PRICED:
            found.append(_priced(case, column, rules))
        else:
            found.append(_forbidden(case, column, rules) if rules else _unpriced(case, column))
    return tuple(sorted(found, key=_order))


def price(ws: Workspace, mentee: str, mentor: str) -> Choice:
    """Price one mentor for one mentee, also where rules forbid the pair that may be decided otherwise.

    Errors: as `choices`.
    """
    case = case_of(ws, mentee)
    column = column_of(case, mentor)
    rules = rules_then(case, column)
    return _priced(case, column, rules) if may_override(rules) else _forbidden(case, column, rules)


def alternatives(ws: Workspace, mentee: str, most: int = _CHEAPEST) -> tuple[Choice, ...]:
    """Give the cheapest other mentors only. Errors: as `choices`."""
    case = case_of(ws, mentee)
    now = case.present[case.mentee.uid]
    others = [j for j in _allowed(case, _forbidden_columns(case)) if case.solved.table.mentors[j].uid != now]
    return tuple(sorted((_priced(case, column, ()) for column in others[:most]), key=_order))


def place(ws: Workspace, mentee: str, mentor: str) -> Changes:
    """Give a mentee this mentor and lock the pair; whoever has to move for it moves, exactly as `choices` said.

    Errors: NoDraft, NoGroupsHere, NotInRound, PairForbidden with every rule it breaks, and those of engine.run.
    """
    case = case_of(ws, mentee)
    column = column_of(case, mentor)
    rules = rules_then(case, column) or rules_today(case, mentor)
    if rules:
        raise PairForbidden(missing=missing(rules))
    places = changed(case, column)
    with ws.step(_TIER, "place_by_hand", about=mentee, person=mentee) as step:
        for one in places:
            joining.put_proposal(ws, step, case.row.uid, one)
        forget_overrides(step, case.stored, places)
        step.uid = case.row.uid
    return step.changes


def changed(case: Case, column: int) -> tuple[ProposalRow, ...]:
    """Give the places that change when the mentee of a case gets this mentor, theirs locked."""
    after, mentee = case.after(column), case.mentee.uid
    return tuple(
        ProposalRow(old.mentee, after[old.mentee], case.score(old.mentee, after[old.mentee]), own, own)
        for old in case.places
        if (own := old.mentee == mentee) or after[old.mentee] != old.mentor
    )


def case_of(ws: Workspace, mentee: str) -> Case:
    """Solve the draft without what is decided about one mentee. Errors: as `choices`."""
    from desktop.services.matching.drafted import request_of
    from desktop.services.matching.engine import run

    mentee, _ = joining.shown(ws, mentee, "")
    stored = read(ws, the_draft(ws))
    if stored.row.groups:
        raise NoGroupsHere
    free = tuple(replace(p, locked=False) if p.mentee == mentee else p for p in stored.places)
    others = tuple(one for one in stored.overrides if one.mentee != mentee)
    solved = run(request_of(stored.row, stored.people, free, others))
    at = solved.row(mentee)
    if at is None or all(p.mentee != mentee for p in stored.places):
        raise NotInRound
    return Case(stored, solved, at)


def column_of(case: Case, mentor: str) -> int:
    """Give the column of a mentor. Error: NotInRound."""
    column = case.columns.get(mentor)
    if column is None:
        raise NotInRound
    return column


def _allowed(case: Case, forbidden: Mapping[int, tuple[Broken, ...]]) -> list[int]:
    """Give the columns of the mentors that nothing forbids, those likely to cost least first (residual.py)."""
    ways = case.solved.residual.forced(case.at)
    columns = [j for j in range(len(case.solved.table.mentors)) if j not in forbidden]

    def likely(column: int) -> tuple[bool, int, int]:
        way = ways[column]
        return way is None, way.loss if way else -int(case.solved.table.scores[case.at, column]), column

    return sorted(columns, key=likely)


def _forbidden_columns(case: Case) -> dict[int, tuple[Broken, ...]]:
    found = {j: rules_then(case, j) for j in range(len(case.solved.table.mentors))}
    return {j: rules for j, rules in found.items() if rules}


def rules_then(case: Case, column: int) -> tuple[Broken, ...]:
    """List what forbids the pair: hard rules as the draft knew them, what was ruled out, what locked pairs take."""
    mentor = case.solved.table.mentors[column]
    found = broken(case.mentee, mentor, case.row.settings)
    if (case.mentee.uid, mentor.uid) in case.row.bans:
        found += (Broken("banned", say("You ruled this pair out in this draft.")),)
    held = sum(j == column for _, j in case.solved.problem.locks)
    if mentor.places and held >= mentor.places:
        found += (Broken("places", say("Every place of {name} is taken by a pair you locked.", name=mentor.name)),)
    elif held and _crowded(case, column):
        sentence = say("{name} meets a student of a pair you locked in the only period that suits.", name=mentor.name)
        found += (Broken("locked_period", sentence),)
    return found


def _crowded(case: Case, column: int) -> bool:
    """Whether the pairs locked to a mentor leave this mentee no period of their own."""
    problem = case.solved.problem
    rows = [i for i, j in problem.locks if j == column]
    return problem.periods is not None and problem.periods.seats(column, [*rows, case.at]) is None


def rules_today(case: Case, mentor: str) -> tuple[Broken, ...]:
    """List the hard rules that what is known today breaks. Error: NotInRound."""
    today = {(a.uid, a.role): a for a in case.now.applicants}
    one, other = today.get((case.mentee.uid, "mentee")), today.get((mentor, "mentor"))
    if one is None or other is None:
        raise NotInRound
    return broken(one, other, case.row.settings)


def _left(case: Case, mentor: Applicant) -> int:
    return mentor.places - Counter(case.present.values())[mentor.uid]


def _forbidden(case: Case, column: int, rules: tuple[Broken, ...]) -> Choice:
    mentor = case.solved.table.mentors[column]
    said, open_to = " ".join(rule.sentence for rule in rules), may_override(rules)
    return Choice(mentor, 0, _left(case, mentor), False, rules, None, said, open_to)


def _unpriced(case: Case, column: int) -> Choice:
    mentor = case.solved.table.mentors[column]
    score = case.score(case.mentee.uid, mentor.uid) or 0
    return Choice(mentor, score, _left(case, mentor), False, (), None, say("Costs more than those above."))


def _priced(case: Case, column: int, rules: tuple[Broken, ...]) -> Choice:
    """Price a mentor; with `rules`, what deciding otherwise would cost."""
    mentor = case.solved.table.mentors[column]
    score = case.score(case.mentee.uid, mentor.uid) or 0
    if case.present[case.mentee.uid] == mentor.uid:
        cost, sentence = Cost(0, 0, 0, ()), say("They are together in this draft.")
        return Choice(mentor, score, _left(case, mentor), True, (), cost, sentence)
    after = case.after(column)
    cost = _cost(case, after)
    weaker = min(case.scores(after), default=0) < min(case.scores(case.present), default=0)
    said = list(cost_words(cost, weaker))
    if rules:
        said = [*(rule.sentence for rule in rules), say("With a reason you may place them all the same."), *said]
    return Choice(mentor, score, _left(case, mentor), False, rules, cost, " ".join(said), bool(rules))


def _cost(case: Case, after: Seating) -> Cost:
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


def cost_words(cost: Cost, weaker: bool) -> Iterator[str]:
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
    kind = 3 + (not choice.overridable) if choice.rules else 0 if choice.present else 1 if cost is not None else 2
    dear = (cost.left_out, cost.weighed, cost.points) if cost else (len(choice.rules), -choice.score, 0)
    return (kind, *dear, -choice.left, choice.mentor.number, choice.mentor.uid)
