"""What can go wrong with notes: one class and one sentence per situation, none with a word of a note."""

from __future__ import annotations

from desktop.services.errors import KnownError


class NoSuchNote(KnownError):
    """The uid is not known in this tier."""

    sentence = "This note is not there any more. Nothing was changed. Look at the person's notes again."


class TierNotHeld(KnownError):
    """The user's keys do not open this tier, or the workspace has none."""

    sentence = "Notes of this kind cannot be opened with your password. Nothing was changed."


class PrivateSwitchedOff(TierNotHeld):
    """The workspace has no private compartment at all: its profile does without."""

    sentence = "Private notes are switched off in this workspace's profile. Nothing was changed."


class TextEmpty(KnownError):
    """Nothing but blanks."""

    sentence = "The note is empty. Nothing was saved. Write something first."


class TextTooLong(KnownError):
    """More than a note can hold. Values: most."""

    sentence = (
        "The text is longer than a note can be ({most} characters). Nothing was saved, and what you typed is still "
        "here. Divide it into several notes."
    )


class ReasonMissing(KnownError):
    """An addendum or a re-filing without a reason."""

    sentence = "The reason is missing. Nothing was saved. Say in a few words why."


class SignedAlready(KnownError):
    """The note is locked."""

    sentence = "This note is signed and cannot be changed any more. Nothing was changed. Write an addendum instead."


class NotSigned(KnownError):
    """An addendum to a note that can still be edited."""

    sentence = "This note is not signed yet. Nothing was changed. Change the note itself, then sign it."


class NotYours(KnownError):
    """Somebody else wrote it."""

    sentence = "Only the person who wrote this note can change or sign it. Nothing was changed."


class MovedAway(KnownError):
    """The note was re-filed; its trace is all that is here."""

    sentence = "This note was re-filed to another person's record. Nothing was changed. Open it there."


class SamePerson(KnownError):
    """Re-filing a note to where it is."""

    sentence = "The note is in this person's record already. Nothing was changed. Choose another person."


class NoSuchDay(KnownError):
    """Not a day of the calendar."""

    sentence = "The day on which it happened is not a date. Nothing was saved. Choose a day of the calendar."


class DayToCome(KnownError):
    """A note about what has not happened yet."""

    sentence = "The day on which it happened lies in the future. Nothing was saved. Choose today or an earlier day."
