"""Situations of the programme area, one class and one sentence each."""

from __future__ import annotations

from typing import ClassVar

from desktop.services.errors import KnownError


class NotAParticipantsFile(KnownError):
    """No row names the columns that a participants file must have."""

    sentence: ClassVar[str] = (
        "No row of this file names a column of names or student numbers. Nothing was imported. "
        "Write names over the columns, or save the template, fill it in, and import that."
    )


class RoleMissing(KnownError):
    """The file says who takes part, but not as what. The window asks; the command line has an option."""

    sentence: ClassVar[str] = (
        "This file does not say who is a {mentor} and who a {mentee}. Nothing was imported. "
        "Say what everybody in it is, or add a column called role."
    )
    option: ClassVar[str] = "--role mentor or --role mentee"


class LooksLikePairs(KnownError):
    """A file of pairs where participants were expected."""

    sentence: ClassVar[str] = (
        "This file names pairs, a {mentor} and a {mentee} in each row, and not who takes part. Nothing was imported. "
        "Import it as existing pairs."
    )
    option: ClassVar[str] = "the command pairs-import"


class AlreadyFounded(KnownError):
    """The first set-up was done before."""

    sentence: ClassVar[str] = (
        "This workspace has been set up already. Nothing was changed. Change the school under Settings."
    )


class NotFounded(KnownError):
    """There is no programme, because the set-up was never finished or was undone."""

    sentence: ClassVar[str] = "This workspace has no {programme} yet. Nothing was changed. Finish the set-up first."


class BadTerms(KnownError):
    """Terms that overlap, end before they begin, or have no name."""

    sentence: ClassVar[str] = (
        "The dates of the {terms} do not fit together. Nothing was changed. Correct them and save again."
    )


class SchoolNameMissing(KnownError):
    """A school without a name."""

    sentence: ClassVar[str] = "The school needs a name. Nothing was changed. Type it and save again."


class NoSuchParticipant(KnownError):
    """The enrolment is not, or no longer, there."""

    sentence: ClassVar[str] = "This enrolment is no longer there. Nothing was changed. Look at the list again."


class BadPlaces(KnownError):
    """A number of places outside its bounds."""

    sentence: ClassVar[str] = "The number of places must be between 0 and {most}. Nothing was changed."
