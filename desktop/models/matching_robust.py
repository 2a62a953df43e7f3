"""How much a pair of the draft depends on the weights, as the window says it.

`what_to_try` runs on the worker of the workspace, `try_weights` beside it.
"""

from __future__ import annotations

from desktop.services.language import say
from desktop.services.matching import trying

Asked = trying.Asked
Robust = trying.Robust
what_to_try = trying.what_to_try
try_weights = trying.try_weights


def robust_words(found: Robust | None) -> str:
    """Say how much a pair depends on the weights."""
    if found is None:
        return say("Proposing again would change this pair.")
    if found.robust:
        return say("Robust: stays in {n} of {all} tries with other weights.", n=found.kept, all=found.tries)
    return say("Depends on the weights: stays in {n} of {all} tries with others.", n=found.kept, all=found.tries)
