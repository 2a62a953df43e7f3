"""Choosing another mentor by hand: what each would cost from where the draft stands, and doing it.

A choice is priced by solving the round again with the pair locked, and compared with the draft as it is, changes by
hand included: what is said before choosing is exactly what happens then, and the draft is settled afterwards.
Imports no numpy itself: the engine comes with the first question.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from desktop.services.language import say, say_many
from desktop.services.matching import joining
from desktop.services.matching.by_hand import forget_overrides
from desktop.services.matching.errors import PairForbidden
from desktop.services.matching.pricing import Case, Seating, case_of, changed, column_of, rules_then, rules_today
from desktop.services.matching.rules import may_override, missing
from desktop.services.matching.types import Applicant, Broken, Cost, Move
from desktop.services.vault import Changes, Workspace

_TIER = "programme"
_CHEAPEST: Final = 3
# So many times as many are priced to find the cheapest, in a round of so many mentees at most.
_TRIED: Final = 4
_SMALL: Final = 300
# So many who would move are named; the others are counted.
_NAMED: Final = 2
# So many are priced in full; in a very large school the others are listed below them, and priced when chosen.
PRICED: Final = 80
Progress = Callable[[int, int], bool]


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
    # The order in which they come is a guess where wishes or a floor count; so more are priced than are given.
    tried = most * _TRIED if len(case.present) <= _SMALL else most
    return tuple(sorted((_priced(case, column, ()) for column in others[:tried]), key=_order))[:most]


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
