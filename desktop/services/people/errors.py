"""What can go wrong with people: one class and one sentence per situation, none with personal data."""

from __future__ import annotations

from desktop.services.errors import KnownError


class PlanOutdated(KnownError):
    """People changed between comparing a file and importing it."""

    sentence = (
        "The people here have changed since this file was compared with them. Nothing was imported. "
        "Open the file again."
    )


class NoSuchImport(KnownError):
    """Nothing was imported yet, or not this."""

    sentence = "There is no such import here. Nothing was changed. Import a file first."


class NoSuchPerson(KnownError):
    """No person has this number or uid."""

    sentence = "Nobody here has this number. Nothing was changed. Check the number on the People page."


class NumberNotUnique(KnownError):
    """Several persons have one number."""

    sentence = "Several people here have this number. Nothing was changed. Give each a number of their own first."


class NumberTaken(KnownError):
    """Somebody else has this number."""

    sentence = "Somebody else here has this number already. Nothing was changed. Check the number, or open that person."


class DraftNotValid(KnownError):
    """A person's details cannot be stored as typed. Values: fields."""

    sentence = (
        "These details are not complete or not possible: {fields}. Nothing was changed. Correct them and save again."
    )


class NoSuchPeriod(KnownError):
    """A period that is not in the school's week."""

    sentence = "This period is not in the school's week. Nothing was changed. Add it first."


class PeriodNotValid(KnownError):
    """An empty or overlong label."""

    sentence = "A period needs a label of 1 to 40 characters, such as Mon3. Nothing was changed."


class LinkNotValid(KnownError):
    """A guardian's link that cannot be stored: unknown relation, the student themselves, or somebody twice."""

    sentence = (
        "One of these guardians cannot be kept like this: choose how they are related, and each person once, "
        "not the student. Nothing was changed."
    )


class NotAStudent(KnownError):
    """Guardians were given to somebody who is no student."""

    sentence = "Only students have guardians here. Nothing was changed. Open the student and add the guardian there."


class PhotoNotValid(KnownError):
    """The bytes are no whole JPEG."""

    sentence = (
        "This file is not a picture in JPEG format, or it is damaged. Nothing was changed. Choose another picture."
    )


class PhotoTooLarge(KnownError):
    """A picture of more bytes than are kept. Values: most (thousands of bytes)."""

    sentence = "This picture is larger than {most} kB. Nothing was changed. Choose a smaller one."


class OwnFieldNotValid(KnownError):
    """A field without a label or a reason, too long, or one label twice."""

    sentence = (
        "Each of these needs a name of its own of at most 100 characters and a sentence on why it is asked. "
        "Nothing was changed."
    )


class NoSuchOwnField(KnownError):
    """A value for something that people are not asked here."""

    sentence = "People are not asked this here any more. Nothing was changed. Open the person again."


class ValueTooLong(KnownError):
    """What somebody says of themselves is too long. Values: most."""

    sentence = "This is longer than {most} characters. Nothing was changed. Shorten it."


class FilterNotValid(KnownError):
    """A filter without a name, or with a rule that is none."""

    sentence = "A filter needs a name of 1 to 100 characters. Nothing was changed. Give it one and save it again."


class NoSuchFilter(KnownError):
    """A saved filter that is gone."""

    sentence = "This filter is not there any more. Nothing was changed."


class FieldNotForMany(KnownError):
    """A detail that is each person's own was to be changed for many."""

    sentence = "This detail is each person's own. Nothing was changed. Change it for one person at a time."


class SameRecord(KnownError):
    """A record was to be joined with itself, or with one it is joined with already."""

    sentence = "These are one person already. Nothing was changed."


class KindsDiffer(KnownError):
    """A student and a member of staff, say, were to be joined."""

    sentence = (
        "These are people of different kinds, so they are not one person. Nothing was changed. "
        "If one of them has the wrong kind, correct that first."
    )


class PairedWithEachOther(KnownError):
    """Two who are or were a pair were to be joined."""

    sentence = (
        "These two are or were {mentor} and {mentee} of each other, so they are not one person. Nothing was changed. "
        "If it is the pair that is wrong, undo its publishing first."
    )


class GuardianOfEachOther(KnownError):
    """A student and their guardian were to be joined."""

    sentence = (
        "One of these looks after the other, so they are not one person. Nothing was changed. "
        "If that is wrong, take it out of the student's guardians first."
    )


class ChoiceNotValid(KnownError):
    """A value chosen for a joined record is for no known detail."""

    sentence = "One of the chosen details is not known. Nothing was changed. Compare the two records again."
