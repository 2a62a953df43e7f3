"""Matching: who mentors whom, exact and explained; from proposals to published pairs. Public verbs.

Importing this package does not import numpy: the engine comes with the first proposal.
"""

from __future__ import annotations

from desktop.services.matching.beginnings import (
    first_meeting,
    first_meetings,
    hold_first,
    miss_first,
    plan_first,
    set_goals,
    take_back_first,
)
from desktop.services.matching.blocking import block_reasons, blocks, keep_apart, stop_keeping_apart
from desktop.services.matching.meet import add_badges, badges, close_meet, meets, plan_meet, set_named
from desktop.services.matching.pairs import end_pair, pairs, period_choices, set_period
from desktop.services.matching.pairs_file import read_pairs
from desktop.services.matching.pairs_import import import_pairs, plan_pairs
from desktop.services.matching.rounds import (
    allow,
    ban,
    discard,
    draft,
    leave_out,
    lock,
    propose,
    publish,
    solve_again,
    swap,
    unlock,
    why_not,
)
from desktop.services.matching.settings import Settings
from desktop.services.matching.summary import summary
from desktop.services.matching.trial import move_review, review_trial, set_slip, slips, trials
from desktop.services.matching.types import Applicant, Card, Draft, Pair, Unplaced, WhyNot
from desktop.services.matching.what_counts import Criterion, begin_again, criteria, set_settings, settings

__all__ = [
    "Applicant",
    "Card",
    "Criterion",
    "Draft",
    "Pair",
    "Settings",
    "Unplaced",
    "WhyNot",
    "add_badges",
    "allow",
    "badges",
    "ban",
    "begin_again",
    "block_reasons",
    "blocks",
    "close_meet",
    "criteria",
    "discard",
    "draft",
    "end_pair",
    "first_meeting",
    "first_meetings",
    "hold_first",
    "import_pairs",
    "keep_apart",
    "leave_out",
    "lock",
    "meets",
    "miss_first",
    "move_review",
    "pairs",
    "period_choices",
    "plan_first",
    "plan_meet",
    "plan_pairs",
    "propose",
    "publish",
    "read_pairs",
    "review_trial",
    "set_goals",
    "set_named",
    "set_period",
    "set_settings",
    "set_slip",
    "settings",
    "slips",
    "solve_again",
    "stop_keeping_apart",
    "summary",
    "swap",
    "take_back_first",
    "trials",
    "unlock",
    "why_not",
]
