"""How old the newest copy of the workspace is, in words."""

from __future__ import annotations

from datetime import date

from desktop.services.language import say, say_many, show_date

# A stolen or broken laptop should not cost more than a week.
_OLD_AFTER_DAYS = 7


def last_copy_words(last: str, today: date) -> tuple[str, bool]:
    """Say when the last copy was made (an ISO date or time, "" for never), and whether that is too long ago."""
    if not last:
        return say("No copy yet"), True
    days = max((today - date.fromisoformat(last[:10])).days, 0)
    if days == 0:
        return say("Last copy today"), False
    words = say_many("Last copy yesterday", "Last copy {n} days ago, {day}", days, day=show_date(last))
    return words, days > _OLD_AFTER_DAYS
