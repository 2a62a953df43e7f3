"""Situations of making groups that a person can mend, one class each."""

from __future__ import annotations

from desktop.services.errors import KnownError


class GroupSizesWrong(KnownError):
    """Sizes that no group can have, or a number of leaders that is neither one nor two."""

    sentence = (
        "Groups of {least} to {most} students with {leaders} leaders cannot be made. Nothing was proposed. "
        "Give at least 1 student, at most as many as you like, and 1 or 2 leaders."
    )


class LockedGroupImpossible(KnownError):
    """A locked pair whose group cannot come about: no common period, or never large enough."""

    sentence = (
        "A group with a locked student cannot come about: its {mentor} and those locked to it share no free period, "
        "or too few others can join them then. Nothing was proposed. Unlock one of them, or allow smaller groups."
    )
