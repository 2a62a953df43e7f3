"""Matching: who mentors whom, exact and explained; from proposals to published pairs. Public verbs.

Importing this package does not import numpy: the engine comes with the first proposal.
"""

from __future__ import annotations

from desktop.services.matching.again import solve_again
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
from desktop.services.matching.by_hand import allow, ban, leave_out, lock, swap, unlock
from desktop.services.matching.comparing import compare
from desktop.services.matching.group_rounds import propose_groups
from desktop.services.matching.kept_drafts import begin_anew, drafts, rename_draft, set_aside, take_up
from desktop.services.matching.meet import add_badges, badges, close_meet, meets, plan_meet, set_named
from desktop.services.matching.overrides import override
from desktop.services.matching.pairs import end_pair, pairs, period_choices, set_period, teams
from desktop.services.matching.pairs_file import read_pairs
from desktop.services.matching.pairs_import import import_pairs, plan_pairs
from desktop.services.matching.publishing import publish
from desktop.services.matching.round_types import Comparison, DraftLine, Heat, Team
from desktop.services.matching.rounds import discard, draft, propose
from desktop.services.matching.seeing import heat, how_robust, proof
from desktop.services.matching.settings import Settings
from desktop.services.matching.summary import summary
from desktop.services.matching.trial import move_review, review_trial, set_slip, slips, trials
from desktop.services.matching.types import Applicant, Card, Draft, Pair, Unplaced, WhyNot
from desktop.services.matching.what_counts import Criterion, begin_again, criteria, set_settings, settings
from desktop.services.matching.why import why_not, why_pair

__all__ = [
    "Applicant",
    "Card",
    "Comparison",
    "Criterion",
    "Draft",
    "DraftLine",
    "Heat",
    "Pair",
    "Settings",
    "Team",
    "Unplaced",
    "WhyNot",
    "add_badges",
    "allow",
    "badges",
    "ban",
    "begin_again",
    "begin_anew",
    "block_reasons",
    "blocks",
    "close_meet",
    "compare",
    "criteria",
    "discard",
    "draft",
    "drafts",
    "end_pair",
    "first_meeting",
    "first_meetings",
    "heat",
    "hold_first",
    "how_robust",
    "import_pairs",
    "keep_apart",
    "leave_out",
    "lock",
    "meets",
    "miss_first",
    "move_review",
    "override",
    "pairs",
    "period_choices",
    "plan_first",
    "plan_meet",
    "plan_pairs",
    "proof",
    "propose",
    "propose_groups",
    "publish",
    "read_pairs",
    "rename_draft",
    "review_trial",
    "set_aside",
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
    "take_up",
    "teams",
    "trials",
    "unlock",
    "why_not",
    "why_pair",
]
