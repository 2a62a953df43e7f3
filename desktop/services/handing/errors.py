"""What can go wrong with handing in: one class and one sentence per situation, none with a word of the text."""

from __future__ import annotations

from desktop.services.errors import KnownError


class NobodyNamed(KnownError):
    """The compartment does not exist yet: nobody could ever read what is put into it."""

    sentence = (
        "No {lead} can unlock this workspace yet, so nobody could read it. Nothing was handed in. Tell the {lead} in "
        "person, and ask who manages users to invite them."
    )


class NothingWritten(KnownError):
    """Nothing but blanks."""

    sentence = "Nothing is written. Nothing was handed in. Write something first."


class TooMuchWritten(KnownError):
    """More than one item can hold. Values: most."""

    sentence = (
        "The text is longer than can be handed in at once ({most} characters). Nothing was handed in, and what you "
        "typed is still here. Divide it."
    )


class NotTakingItems(KnownError):
    """Not a compartment that things are handed in to. Value: compartment."""

    sentence = "Nothing can be handed in to “{compartment}”. Nothing was handed in. Choose safeguarding or counselling."


class NoSuchItem(KnownError):
    """The uid is not known in the compartments that are held."""

    sentence = "This is not there, or cannot be opened with your password. Nothing was changed. Look at the list again."
