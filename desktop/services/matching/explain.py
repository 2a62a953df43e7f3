"""Puts a solved round into words: cards of pairs, and why somebody is not with somebody.

Why a mentee has nobody at all is in unplaced.py. Every number here is exact; a test compares the costs with
solving again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from desktop.services.language import say, say_many
from desktop.services.matching.criteria import breakdown
from desktop.services.matching.engine import Solved
from desktop.services.matching.residual import Forced, solve_forced
from desktop.services.matching.rules import forbids
from desktop.services.matching.settings import Settings
from desktop.services.matching.solver import solve
from desktop.services.matching.traits import common, listing, traits, year_gap
from desktop.services.matching.types import (
    Applicant,
    Breakdown,
    Broken,
    Card,
    Cost,
    Move,
    PairKey,
    Part,
    WhyNot,
    band_of,
)

REASONS = 3
# So many who would move are named, the others counted.
NAMED = 3
# What is told first of a pair, from what is most their own to what holds for many.
_TELLING = ("met", "wishes", "experiences", "subjects", "interests", "goals", "style", "languages", "periods", "gap")
LARGE_GAP = 4
TOGETHER = "They are together in this draft."


def cards(solved: Solved) -> tuple[Card, ...]:
    """Explain every pair, in the mentees' canonical order."""
    locked = set(solved.problem.locks)
    load = Counter(j for _, j in solved.pairs)
    return tuple(
        card(
            solved.table.mentees[i],
            solved.table.mentors[j],
            solved.request.settings,
            locked=(i, j) in locked,
            load=load[j],
        )
        for i, j in solved.pairs
    )


def card(mentee: Applicant, mentor: Applicant, settings: Settings, *, locked: bool = False, load: int = 1) -> Card:
    """Explain one pair; `load` is how many of the mentor's places this round takes."""
    parts = breakdown(mentee, mentor, settings)
    return Card(
        mentee,
        mentor,
        parts,
        reasons(mentee, mentor, parts, settings),
        warnings(mentee, mentor, parts, settings, load),
        locked,
    )


def reasons(mentee: Applicant, mentor: Applicant, parts: Breakdown, settings: Settings) -> tuple[str, ...]:
    """Give three reasons with their evidence, those first that say something of these two.

    Points decide who is paired; a counsellor believes a wish or a shared interest before a distance in years, which
    most pairs have and which scores high. The shared language fills up where there are fewer.
    """
    found = [part.evidence for part in sorted(parts.parts, key=_telling) if part.evidence]
    a, b = traits(mentee, settings), traits(mentor, settings)
    spoken = say("both speak {things}", things=listing(common(a.languages, b.languages)))
    if spoken not in found:
        found.append(spoken)
    return tuple(found[:REASONS])


def _telling(part: Part) -> int:
    """How early a reason is told; an own field of the school comes after what everybody is asked."""
    return _TELLING.index(part.key) if part.key in _TELLING else _TELLING.index("languages")


def warnings(mentee: Applicant, mentor: Applicant, parts: Breakdown, settings: Settings, load: int) -> tuple[str, ...]:
    """Give what a counsellor should look at twice before publishing the pair."""
    found = []
    gap = year_gap(mentee, mentor)
    if gap is not None and gap > LARGE_GAP:
        found.append(say("{n} {years} apart is a lot", n=gap))
    if gap is not None and gap < 1:
        found.append(
            say("in the same school {year}: nobody of the two is the older one")
            if not gap
            else say("the {mentor} is in a lower {year}")
        )
    if mentee.form and mentee.form == mentor.form and mentee.year == mentor.year:
        found.append(say("in the same class"))
    if len(common(traits(mentee, settings).periods, traits(mentor, settings).periods)) == 1:
        found.append(say("only one free period in common"))
    if parts.unanswered:
        found.append(
            say(
                "based on {n} of {all}: nothing given under {names}",
                n=len(parts.parts),
                all=parts.asked,
                names=listing(parts.unanswered),
            )
        )
    if load > 1 and load >= mentor.places:
        found.append(
            say_many(
                "the {mentor} has {n} student in this round and no place left",
                "the {mentor} has {n} students in this round and no place left",
                load,
            )
        )
    if band_of(parts.score) == "Weak":
        found.append(say("they have little in common"))
    return tuple(found)


def why_not(solved: Solved, pair: PairKey) -> WhyNot:
    """Say why a mentee is not with a mentor: all hard rules that forbid it, else the exact cost of forcing it."""
    i, j = solved.row(pair[0]), solved.column(pair[1])
    if i is None or j is None:
        turned = solved.row(pair[1]) is not None and solved.column(pair[0]) is not None
        sentence = say("One of the two takes no part in this round.")
        if turned:
            sentence = say("The first of the two is a {mentee} and the second a {mentor}: ask the other way about.")
        return WhyNot((Broken("not_in_round", sentence),), None, sentence)
    if solved.solution.mentor_of[i] == j:
        return WhyNot((), Cost(0, 0, 0, ()), say(TOGETHER))
    mentee, mentor = solved.table.mentees[i], solved.table.mentors[j]
    overridden = pair in solved.request.overrides
    rules = forbids(mentee, mentor, solved.request.settings, overridden=overridden) + _by_hand(solved, i, j)
    rules = rules or _no_period_left(solved, i, j)
    if rules:
        return WhyNot(rules, None, " ".join(rule.sentence for rule in rules))
    forced = solved.residual.forced(i)[j] or solve_forced(solved.problem, solved.solution, i, j)
    if forced is None:
        sentence = say("Every place of {name} is taken by a pair you locked.", name=mentor.name)
        if solved.problem.left[j] > 0:
            sentence = say("Pairs you locked leave {name} no free period for both.", name=mentor.name)
        return WhyNot((Broken("locked_full", sentence),), None, sentence)
    cost = price(solved, forced)
    return WhyNot((), cost, _cost_sentence(solved, cost, i, j))


def what_if(solved: Solved, pair: PairKey) -> WhyNot:
    """Say why a mentee is not with a mentor as `why_not` does, but price the pair by solving the whole round with it.

    That is what locking the two does: how weak the weakest pair may be is found anew, so that the cost may be lower.
    """
    found = why_not(solved, pair)
    i, j = solved.row(pair[0]), solved.column(pair[1])
    if found.cost is None or i is None or j is None or solved.solution.mentor_of[i] == j:
        return found
    before, problem = solved.solution.mentor_of, solved.problem
    after = solve(replace(problem, locks=tuple(sorted((*problem.locks, (i, j)))))).mentor_of
    rows = [i, *(k for k in range(len(before)) if k != i and before[k] != after[k])]
    moves = tuple((k, int(after[k])) for k in rows)
    cost = _difference(solved, moves)
    return WhyNot((), cost, _cost_sentence(solved, cost, i, j))


def _difference(solved: Solved, moves: Sequence[tuple[int, int]]) -> Cost:
    """Price moves (row, column or -1) by scores, by what weak pairs count more, and by who is left without a mentor."""
    table, before, fair = solved.table, solved.solution.mentor_of, solved.request.settings.fairness
    lost = [max(0, int(table.scores[i, before[i]])) for i, _ in moves if before[i] >= 0]
    won = [max(0, int(table.scores[i, j])) for i, j in moves if j >= 0]

    def weigh(scores: list[int]) -> int:
        return sum(score + fair.slope * min(score, fair.target) for score in scores)

    people = tuple(Move(table.mentees[i], table.mentors[j] if j >= 0 else None) for i, j in moves)
    return Cost(weigh(lost) - weigh(won), sum(lost) - sum(won), len(lost) - len(won), people)


def alternatives(solved: Solved, mentee: str, most: int = 3) -> tuple[tuple[Applicant, Cost], ...]:
    """Give the mentors a mentee could have instead, cheapest for the whole round first."""
    i = solved.row(mentee)
    if i is None or i not in solved.residual.free:
        return ()
    found = [
        (forced.loss, j, forced)
        for j, forced in enumerate(solved.residual.forced(i))
        if forced is not None and solved.solution.mentor_of[i] != j
    ]
    cheapest = sorted(found, key=lambda entry: entry[:2])[:most]
    return tuple((solved.table.mentors[j], price(solved, forced)) for _, j, forced in cheapest)


def gap_words(solved: Solved) -> str:
    """Say how far from the best a round could be; "" where it is proven best, as all but huge ones are."""
    solution = solved.solution
    if not solution.gap:
        return ""
    if solution.more > 0:
        return say_many(
            "Not proven best: at most {n} more student could be placed.",
            "Not proven best: at most {n} more students could be placed.",
            solution.more,
        )
    return say("Not proven best: a better draft could have at most {n} more points.", n=solution.gap)


def price(solved: Solved, forced: Forced) -> Cost:
    """Turn a chain of moves into what it costs in scores and in mentees left without a mentor."""
    scores, before = solved.problem.scores, solved.solution.mentor_of
    change = sum(max(0, int(scores[i, j])) if j >= 0 else 0 for i, j in forced.moves)
    change -= sum(int(scores[i, before[i]]) for i, _ in forced.moves if before[i] >= 0)
    placed = sum(int(j >= 0) for _, j in forced.moves) - sum(int(before[i] >= 0) for i, _ in forced.moves)
    moves = tuple(Move(solved.table.mentees[i], solved.table.mentors[j] if j >= 0 else None) for i, j in forced.moves)
    return Cost(int(forced.loss + placed * solved.solution.base), -change, -placed, moves)


def _by_hand(solved: Solved, i: int, j: int) -> tuple[Broken, ...]:
    """Give what the counsellor decided against the pair: a ban, or a lock with somebody else."""
    found = []
    mentee, mentor = solved.table.mentees[i], solved.table.mentors[j]
    if (mentee.uid, mentor.uid) in solved.request.bans:
        found.append(Broken("banned", say("You ruled this pair out in this draft.")))
    held = dict(solved.problem.locks)
    if held.get(i, j) != j:
        found.append(
            Broken(
                "locked",
                say("{name} is locked to {other}.", name=mentee.name, other=solved.table.mentors[held[i]].name),
            )
        )
    return tuple(found)


def _no_period_left(solved: Solved, i: int, j: int) -> tuple[Broken, ...]:
    """Where a mentor meets one student in a period: nothing is left of what the two share."""
    seating = solved.problem.periods
    if seating is None or len(seating.shared(i, j)) or solved.solution.mentor_of[i] == j:
        return ()
    name = solved.table.mentors[j].name
    return (Broken("period_taken", say("{name} already meets somebody whenever both are free.", name=name)),)


def _cost_sentence(solved: Solved, cost: Cost, i: int, j: int) -> str:
    """Say what a pair would cost and who would have to change."""
    said = [_price_words(cost)]
    others = cost.moves[1:]
    for move in others[:NAMED]:
        said.append(_move_words(move, had=move.mentee.uid in solved.placed))
    if len(others) > NAMED:
        said.append(say_many("{n} other would move.", "{n} others would move.", len(others) - NAMED))
    if solved.problem.scores[i, j] < solved.solution.floor:
        said.append(
            say(
                "With {score} points the pair is below {floor}, which every pair of this draft reaches.",
                score=int(solved.problem.scores[i, j]),
                floor=solved.solution.floor,
            )
        )
    return " ".join(said)


def _move_words(move: Move, *, had: bool) -> str:
    """Say what becomes of somebody; `had`: there was a {mentor} before."""
    if move.to is None:
        return say("{name} would have no {mentor}.", name=move.mentee.name)
    if had:
        return say("{name} would move to {other}.", name=move.mentee.name, other=move.to.name)
    return say("{name}, who has nobody, would get {other}.", name=move.mentee.name, other=move.to.name)


def _price_words(cost: Cost) -> str:
    if cost.left_out > 0:
        return say_many(
            "It would leave {n} more student without a {mentor}.",
            "It would leave {n} more students without a {mentor}.",
            cost.left_out,
        )
    if cost.points > 0:
        return say_many("It would cost {n} point overall.", "It would cost {n} points overall.", cost.points)
    if cost.points < 0:
        return say_many(
            "It would bring {n} point more overall, but a pair with a low score would become worse.",
            "It would bring {n} points more overall, but a pair with a low score would become worse.",
            -cost.points,
        )
    if cost.weighed > 0:
        return say("It would cost no points overall, but a pair with a low score would become worse.")
    return say("It would cost nothing overall: the two solutions are equally good.")
