"""How old the newest copy and the newest backup of the workspace are, in words."""

from __future__ import annotations

from datetime import date

from desktop.services.language import say, say_many, show_date

# A stolen or broken laptop should not cost more than a week.
_OLD_AFTER_DAYS = 7


def is_copy_due(since: str, today: date) -> bool:
    """Say whether no copy has left the laptop for a week; `since` is the last one's ISO date, or the first day's."""
    return days_since(since, today) >= _OLD_AFTER_DAYS


def days_since(since: str, today: date) -> int:
    """Count the days since an ISO date or time; 0 for one that is still to come."""
    return max((today - date.fromisoformat(since[:10])).days, 0)


def last_backup_words(last: str, today: date) -> str:
    """Say when the last backup was made (an ISO date or time, "" for never)."""
    if not last:
        return say("No backup yet")
    days = days_since(last, today)
    return say_many("Backup yesterday", "Backup {n} days ago", days) if days else say("Backup today")


def last_copy_words(last: str, today: date) -> tuple[str, bool]:
    """Say when the last copy was made (an ISO date or time, "" for never), and whether that is too long ago."""
    if not last:
        return say("No copy yet"), True
    days = days_since(last, today)
    if days == 0:
        return say("Last copy today"), False
    words = say_many("Last copy yesterday", "Last copy {n} days ago, {day}", days, day=show_date(last))
    return words, days > _OLD_AFTER_DAYS
