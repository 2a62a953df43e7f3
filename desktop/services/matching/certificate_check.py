"""Checks a certificate of the matcher without the matcher, in plain Python: what anybody could write anew.

A certificate is one JSON object, with lists in the order of `mentees` and `mentors` (student numbers as text):

- `places`: how many mentees each mentor takes. `scores`: mentees by mentors, what a pair is worth, -1 where it must not
  be: after hard rules, bans, the floor, the shortfall (points below the target count more), wishes that come first
  and pairs to keep. A locked mentee's row allows only the locked mentor, at more than all others could bring.
- `pairs`: [index of the mentee, index of the mentor]. `coverage`: how many. `total`: their scores added up, less
  (k - 1) * `balance` for the k-th mentee of each mentor. `points`: the real scores added up. `floor`: the real score
  that no pair is below, locked ones aside. `locks`: the pairs that were locked.
- `duals`: `base`, what placing one more mentee counts: more than all scores of any solution together. `mentees` and
  `mentors`: a price of zero or more for each, such that for every allowed pair price + price >= base + score.
  A mentor's k-th place then counts for the mentor's price less (k - 1) * balance, or for nothing.
- Only where a mentor must not meet two in one period: `periods` with `mentees` and `mentors` (the indices of their
  free periods) and `pairs` (the index of the period of each pair); `duals` has `periods`, a price for each mentor's
  periods in the same order. For a pair, the price of a period both have is added; each of the shared periods
  has to make the sum large enough.

Every solution is worth at most all prices of mentees, of places and of periods together. If that is what these pairs
are worth, none places more, and none that places as many scores more.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

_LISTS = ("mentors", "mentees", "places", "scores", "pairs", "locks")
_NUMBERS = ("floor", "coverage", "total", "points", "balance")


def check(found: dict[str, Any]) -> list[str]:
    """Give what is wrong with a certificate, in English for whoever checks it; nothing where the proof holds."""
    wrong = list(_shape(found))
    if wrong:
        return wrong
    wrong += [*_pairs(found), *_locks(found), *_periods(found), *_prices(found)]
    if not wrong and bound(found) != found["coverage"] * found["duals"]["base"] + found["total"]:
        wrong.append("the prices do not add up to what the pairs are worth, so a better solution is not ruled out")
    return wrong


def bound(found: dict[str, Any]) -> int:
    """Add up the prices: what no solution can be worth more than, if they cover every pair."""
    prices, balance = found["duals"], found["balance"]
    places = sum(
        max(0, price - k * balance)
        for price, most in zip(prices["mentors"], found["places"], strict=True)
        for k in range(most)
    )
    return int(sum(prices["mentees"]) + places + sum(map(sum, prices.get("periods", []))))


def _shape(found: dict[str, Any]) -> Iterator[str]:
    """Say what is missing or of the wrong form, so that the rest can be read without asking."""
    duals = found.get("duals")
    if any(not isinstance(found.get(key), list) for key in _LISTS) or not isinstance(duals, dict):
        yield "a list is missing"
        return
    if any(not _whole(found.get(key)) for key in _NUMBERS) or not _whole(duals.get("base")):
        yield "a whole number is missing"
        return
    mentees, mentors = len(found["mentees"]), len(found["mentors"])
    if not _line(found["places"], mentors) or not _line(duals.get("mentors"), mentors):
        yield "places and prices of the mentors do not fit their number"
    if not _line(duals.get("mentees"), mentees) or len(found["scores"]) != mentees:
        yield "scores and prices of the mentees do not fit their number"
    if any(not _line(row, mentors) for row in found["scores"]):
        yield "a row of scores does not fit the number of mentors"
    for key in ("pairs", "locks"):
        if any(not _line(pair, 2) or not (0 <= pair[0] < mentees and 0 <= pair[1] < mentors) for pair in found[key]):
            yield f"{key} are not indices of mentees and mentors"
    if "periods" in found:
        yield from _period_shape(found, mentees, mentors)


def _period_shape(found: dict[str, Any], mentees: int, mentors: int) -> Iterator[str]:
    periods, prices = found["periods"], found["duals"].get("periods")
    whole = isinstance(periods, dict) and all(isinstance(periods.get(key), list) for key in ("mentees", "mentors"))
    if not whole or len(periods["mentees"]) != mentees or len(periods["mentors"]) != mentors:
        yield "the periods do not fit the people"
    elif not _line(periods.get("pairs"), len(found["pairs"])):
        yield "the periods of the pairs do not fit the pairs"
    elif not isinstance(prices, list) or len(prices) != mentors:
        yield "the prices of the periods do not fit the mentors"
    elif any(not _line(row, len(own)) for row, own in zip(prices, periods["mentors"], strict=True)):
        yield "the prices of a mentor's periods do not fit the periods"


def _whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _line(row: object, length: int) -> bool:
    return isinstance(row, list) and len(row) == length and all(map(_whole, row))


def _pairs(found: dict[str, Any]) -> Iterator[str]:
    """Check that the pairs are allowed, and that they are as many and as good as is said."""
    scores, places = found["scores"], found["places"]
    load = Counter(j for _, j in found["pairs"])
    if len({i for i, _ in found["pairs"]}) != len(found["pairs"]):
        yield "a mentee is in two pairs"
    if any(taken > places[j] for j, taken in load.items()):
        yield "a mentor has more mentees than places"
    if any(scores[i][j] < 0 for i, j in found["pairs"]):
        yield "a pair is made that must not be"
    if found["coverage"] != len(found["pairs"]):
        yield "the coverage is not the number of pairs"
    further = found["balance"] * sum(n * (n - 1) // 2 for n in load.values())
    if found["total"] != sum(scores[i][j] for i, j in found["pairs"]) - further:
        yield "the total is not what the scores of the pairs add up to"


def _locks(found: dict[str, Any]) -> Iterator[str]:
    """Check that locked rows leave no choice, and that no other gain could make up for breaking a lock."""
    held = {i for i, _ in found["locks"]}
    others = sum(max([0, *row]) for i, row in enumerate(found["scores"]) if i not in held)
    made = {tuple(pair) for pair in found["pairs"]}
    for i, j in found["locks"]:
        row = found["scores"][i]
        if any(score >= 0 for k, score in enumerate(row) if k != j) or row[j] <= others:
            yield "a locked row allows another solution"
        if (i, j) not in made:
            yield "a locked pair is not among the pairs"


def _periods(found: dict[str, Any]) -> Iterator[str]:
    """Check that each pair has a period both have, and that no mentor meets two in one."""
    if "periods" not in found:
        return
    periods, used = found["periods"], set()
    for (i, j), period in zip(found["pairs"], periods["pairs"], strict=True):
        if period not in periods["mentees"][i] or period not in periods["mentors"][j]:
            yield "a pair meets in a period that one of the two does not have"
        if (j, period) in used:
            yield "a mentor meets two mentees in one period"
        used.add((j, period))


def _prices(found: dict[str, Any]) -> Iterator[str]:
    """Check that no price is below zero, that they cover every allowed pair, and that the base puts placing first."""
    scores, balance = found["scores"], found["balance"]
    base, mentees, mentors = (found["duals"][key] for key in ("base", "mentees", "mentors"))
    most = sum(max([0, *row]) for row in scores)
    further = balance * sum(n * (n - 1) // 2 for n in found["places"] if n > 0)
    if balance < 0 or base <= most + further:
        yield "the base is not more than all scores of a solution together"
    if min([0, *mentees, *mentors, *(price for row in found["duals"].get("periods", []) for price in row)]) < 0:
        yield "a price is below zero"
    for i, row in enumerate(scores):
        for j, score in enumerate(row):
            if score >= 0 and mentees[i] + mentors[j] + _cheapest(found, i, j) < base + score:
                yield f"the prices do not cover mentee {i} with mentor {j}"
                return


def _cheapest(found: dict[str, Any], i: int, j: int) -> int:
    """Give the lowest price of a period both have: 0 without periods, and more than any score where none is shared."""
    if "periods" not in found:
        return 0
    own = set(found["periods"]["mentees"][i])
    prices = zip(found["periods"]["mentors"][j], found["duals"]["periods"][j], strict=True)
    never = found["duals"]["base"] + found["scores"][i][j]
    return min((int(price) for period, price in prices if period in own), default=never)
