"""Situations of working on rounds that a person can mend, one class each. They never name the people concerned."""

from __future__ import annotations

from desktop.services.errors import KnownError


class NoSuchDraft(KnownError):
    """A draft that is not here any more."""

    sentence = (
        "This draft is not here any more: it was published or discarded. Nothing was changed. Look at the list again."
    )


class DraftNameMissing(KnownError):
    """An empty name for a draft."""

    sentence = "A draft needs a name. Nothing was changed. Give it one."


class LockAndBan(KnownError):
    """One pair is to be locked and ruled out at once."""

    sentence = (
        "The same two are to be locked and ruled out at once. Nothing was proposed. "
        "Lock them or rule them out, not both."
    )


class NotTakingPart(KnownError):
    """Somebody of a pair to lock or to rule out takes no part."""

    sentence = (
        "Somebody of a pair that is to be locked or ruled out takes no part in this round in that role. "
        "Nothing was proposed. Enrol them first, or leave the pair out."
    )


class NothingToOverride(KnownError):
    """A pair that breaks no rule needs no reason."""

    sentence = "No rule forbids these two. Nothing was changed. Choose the {mentor} without a reason."


class NotFromRound(KnownError):
    """A pair that no round of this programme made."""

    sentence = (
        "This pair came from a file, or was made before rounds were kept, so no round says why. Nothing was changed."
    )


class PeriodNeeded(KnownError):
    """Locked pairs of one mentor that cannot each have a period of their own."""

    sentence = (
        "In this round a {mentor} never meets two students in one period, and the locked ones would have to. "
        "Nothing was changed. Unlock one of them, or allow two in one period."
    )


class NoSuchGroup(KnownError):
    """A move to a mentor who leads no group in the draft."""

    sentence = (
        "This {mentor} leads no group in this draft. Nothing was changed. Choose a {mentor} who leads one, or lock "
        "students and propose groups again."
    )


class GroupFull(KnownError):
    """A group that has as many as it may have, or does not meet when the student is free."""

    sentence = (
        "This student cannot join the group. What is missing: {missing}. Nothing was changed. "
        "Choose another group, or move somebody first."
    )


class NoGroupsHere(KnownError):
    """Something that only a draft of pairs can do."""

    sentence = "This draft is of groups. Nothing was changed. Move students between groups, or propose pairs."


class TurnedRound(KnownError):
    """A pair given with the mentee first."""

    sentence = (
        "The {mentor} is named first and the {mentee} second, and here it is the other way about. Nothing was "
        "proposed. Turn the two numbers round."
    )
