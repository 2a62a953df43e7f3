"""Matching: who mentors whom, exact and explained; from proposals to published pairs. Public verbs.

Importing this package does not import numpy: the engine comes with the first proposal.
"""

from __future__ import annotations

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
    "allow",
    "ban",
    "begin_again",
    "criteria",
    "discard",
    "draft",
    "end_pair",
    "import_pairs",
    "leave_out",
    "lock",
    "pairs",
    "period_choices",
    "plan_pairs",
    "propose",
    "publish",
    "read_pairs",
    "set_period",
    "set_settings",
    "settings",
    "solve_again",
    "summary",
    "swap",
    "unlock",
    "why_not",
]
