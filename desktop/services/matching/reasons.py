"""Why a pair was placed although it breaks rules: codes, so that a round holds no words about anybody. Pure."""

from __future__ import annotations

from typing import Final

from desktop.services.language import say
from desktop.services.matching.rules import RULES
from desktop.services.matching.store_rounds import OverrideRow
from desktop.services.matching.traits import listing

# Untranslated words.
REASONS: Final[dict[str, str]] = {
    "agreed_by_hand": "Both agreed to it in person",
    "time_arranged": "A time to meet is arranged with staff",
    "language_helped": "Somebody helps with the language",
    "year_known": "Staff know that the years suit",
    "asked_again": "Both wish to try it again",
    "guardians_agree": "Their parents or guardians agreed to it",
    "staff_decided": "Staff who know both decided it together",
}


def reason_words(code: str) -> str:
    """Say a reason; a code of a later version as it is."""
    return say(REASONS[code]) if code in REASONS else code


def words_of(decided: OverrideRow) -> str:
    """Say what was decided otherwise for a pair, and why."""
    titles = {rule.key: rule.title for rule in RULES}
    asked = listing(say(titles[key]) if key in titles else key for key in decided.rules)
    return say("Overridden: {rules}. {reason}", rules=asked, reason=reason_words(decided.reason))
