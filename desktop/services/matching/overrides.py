"""Deciding otherwise than a rule: a pair that breaks only what may be decided is placed, with a reason. Verb."""

from __future__ import annotations

from desktop.services.matching import joining, store_rounds
from desktop.services.matching.by_hand import forget_overrides
from desktop.services.matching.errors import PairForbidden
from desktop.services.matching.pricing import case_of, changed, column_of, rules_then, rules_today
from desktop.services.matching.reasons import REASONS
from desktop.services.matching.round_errors import NothingToOverride
from desktop.services.matching.rules import may_override, missing
from desktop.services.matching.store_rounds import OverrideRow
from desktop.services.vault import Changes, Workspace

__all__ = ["REASONS", "override"]

_TIER = "programme"


def override(ws: Workspace, mentee: str, mentor: str, reason: str) -> Changes:
    """Place and lock a pair although rules forbid it, with the code of a reason (REASONS).

    Whoever has to move for it moves, exactly as `choices` said. Unlocking, leaving out and undo take it back. Errors:
    NoDraft, NoGroupsHere, NotInRound, NothingToOverride, PairForbidden where a rule may not be decided otherwise;
    ValueError for an unknown reason.
    """
    if reason not in REASONS:
        raise ValueError("no such reason")
    mentee, mentor = joining.shown(ws, mentee, mentor)
    case = case_of(ws, mentee)
    column = column_of(case, mentor)
    broken = (*rules_then(case, column), *rules_today(case, mentor))
    rules = tuple({rule.rule: rule for rule in broken}.values())
    if not rules:
        raise NothingToOverride
    if not may_override(rules):
        raise PairForbidden(missing=missing(rules))
    places = changed(case, column)
    made = ws.clock.now().isoformat(timespec="seconds")
    row = OverrideRow(mentee, mentor, tuple(rule.rule for rule in rules), reason, ws.user.uid, made)
    with ws.step(_TIER, "override_rule", about=mentee, person=mentee) as step:
        forget_overrides(step, case.stored, places)
        known = next((one for one in case.stored.overrides if one.pair == row.pair), None)
        if known:
            store_rounds.delete_override(step, known.uid)
        for place in places:
            joining.put_proposal(ws, step, case.stored.row.uid, place)
        store_rounds.insert_override(step, case.stored.row.uid, row)
        step.uid = case.stored.row.uid
    return step.changes
