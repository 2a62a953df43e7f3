"""Why private notes are not lent, or not taken back: one class, one sentence per situation."""

from __future__ import annotations

from typing import ClassVar

from desktop.services.errors import KnownError


class NoPrivateNotes(KnownError):
    """Nothing to lend."""

    sentence: ClassVar[str] = "You have no private notes of your own here. Nothing was changed."


class NotASubstitute(KnownError):
    """Somebody who may not read private notes of others."""

    sentence: ClassVar[str] = (
        "Only another counsellor or safeguarding lead, with a password of their own choice, can be a substitute. "
        "Nothing was changed. Choose somebody else, or let them choose their password first."
    )


class UnfitDay(KnownError):
    """The last day of a lending is over or too far away."""

    sentence: ClassVar[str] = (
        "The last day must be from today to a year from today. Nothing was changed. Choose another."
    )


class LentAlready(KnownError):
    """Private notes have one substitute at a time."""

    sentence: ClassVar[str] = (
        "Your private notes are lent to somebody else already. Nothing was changed. Take them back first."
    )


class NothingLent(KnownError):
    """Nothing to take back."""

    sentence: ClassVar[str] = "Your private notes are lent to nobody. Nothing was changed."
