"""What can go wrong with meetings: one class and one sentence per situation, none with a name."""

from __future__ import annotations

from desktop.services.errors import KnownError


class RowNotValid(KnownError):
    """A row cannot be recorded as it is. Values: row (from 1), why (a sentence of `rules.check_row`)."""

    sentence = "Row {row}: {why} Nothing was saved, and what you typed is still here."


class PairNotThen(KnownError):
    """The pair was not yet, or no longer, a pair on that day. Values: row (from 1)."""

    sentence = "Row {row}: these two were not a pair on that day. Nothing was saved. Check the day."


class NoSuchMeeting(KnownError):
    """The uid is not known, or belongs to another pair or day."""

    sentence = "This meeting is not there any more. Nothing was saved. Look at the day again."
