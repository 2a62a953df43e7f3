"""Situations of matching that a person can mend, one class each.

They name the rules that are broken, never the people; `why_not` gives the facts of a pair.
"""

from __future__ import annotations

from desktop.services.errors import KnownError
from desktop.services.people.roster_errors import DateOrderUnclear


class NothingWeighs(KnownError):
    """All weights are zero."""

    sentence = (
        "No criterion has any weight, so no pair would be better than another. Nothing was proposed. "
        "Give at least one criterion a weight."
    )


class TooManyPeople(KnownError):
    """More people, with pairs to keep and wishes that come before points, than whole numbers can order exactly."""

    sentence = (
        "There are too many people in this round to weigh all pairs exactly. Nothing was proposed. "
        "Propose without putting wishes before points, or for those who wait only."
    )


class LocksContradict(KnownError):
    """Two locks for one mentee, or more locks than places."""

    sentence = (
        "The locked pairs contradict each other: a {mentee} is locked twice, or a {mentor} to more students than they "
        "have places, or than they have periods for. Nothing was proposed. Unlock one of them."
    )


class LockForbidden(KnownError):
    """A locked pair that a hard rule forbids."""

    sentence = (
        "A locked pair breaks a rule. What is missing: {missing}. Nothing was proposed. "
        "Unlock the pair, or change what the rule rests on."
    )


class PairForbidden(KnownError):
    """A pair made by hand that a hard rule forbids."""

    sentence = "These two cannot be paired. What is missing: {missing}. Nothing was changed."


class NotInRound(KnownError):
    """Somebody who takes no part in the present draft."""

    sentence = (
        "This student takes no part in the present draft. Nothing was changed. "
        "Propose again to take in new participants."
    )


class NoDraft(KnownError):
    """There is no draft to work on."""

    sentence = "There is no draft of pairs. Nothing was changed. Propose pairs first."


class NothingToPublish(KnownError):
    """A draft without a single pair."""

    sentence = "The draft holds no pairs, so there is nothing to publish. Nothing was changed."


class DraftOutdated(KnownError):
    """What the draft rests on changed since it was made, so that a pair in it is no longer allowed."""

    sentence = (
        "Something changed since this draft was made, and a pair in it is no longer allowed. "
        "What is missing: {missing}. Nothing was published. Propose again, or change the pair."
    )


class NoSuchPair(KnownError):
    """A pair that does not exist or has ended."""

    sentence = "This pair does not exist or has already ended. Nothing was changed."


class NotTheirPeriod(KnownError):
    """A period that the two do not share."""

    sentence = "The two are not both free in this period. Nothing was changed. Choose a period both have."


class SettingsNotValid(KnownError):
    """A weight or a measure is out of its range, or names a criterion that there is none of."""

    sentence = (
        "What counts was not changed: a weight or a number is outside what is possible. Choose each weight from the "
        "list, and a largest distance in {years} that is not below the smallest."
    )


class NotAPairsFile(KnownError):
    """No row names a column of mentors and one of mentees."""

    sentence = (
        "No row of this file names a column of {mentors} and one of {mentees}. Nothing was imported. "
        "Write mentor and mentee over the two columns, or say which they are."
    )
    option = "--map FILE"


class LooksLikeParticipants(KnownError):
    """A file of participants where pairs were expected."""

    sentence = (
        "This file says who takes part, and not who is paired with whom. Nothing was imported. "
        "Import it as participants."
    )
    option = "the command participants"


class PairDatesUnclear(DateOrderUnclear):
    """Every date of a file of pairs can be read in more than one way."""

    sentence = (
        "The file does not show whether its dates begin with the day, the month or the year. "
        "Nothing was changed. Say which of them it is."
    )


class NotTwoPeople(KnownError):
    """A block of somebody with themselves."""

    sentence = "These are one person, so there is nobody to be kept apart. Nothing was changed. Choose two people."


class AlreadyAPair(KnownError):
    """A block of two who are a pair now."""

    sentence = "These two are a pair now. Nothing was changed. End the pair first, then keep them apart."


class NoSuchBlock(KnownError):
    """A block that is not here, or lifted already."""

    sentence = "These two are not kept apart any more. Nothing was changed. Look at the list again."


class ReasonNotHere(KnownError):
    """The reason of a block needs the counselling compartment."""

    sentence = (
        "Why two are kept apart is kept with the {counselling} notes, which you cannot open. Nothing was changed. "
        "Keep them apart without a reason here, and hand the reason in to the {counsellor}."
    )


class NobodyToMeet(KnownError):
    """A meet-and-greet without one of the two sides."""

    sentence = (
        "A meet-and-greet needs {mentors} and {mentees} who take part. Nothing was planned. Enrol both on the page "
        "People."
    )


class NoSuchMeet(KnownError):
    """A meet-and-greet that is not here."""

    sentence = "This meet-and-greet is not here any more. Nothing was changed. Look at the list again."


class NoSuchBadge(KnownError):
    """A tick for somebody who was not there, is of the same role, or is the person themselves."""

    sentence = (
        "A {mentee} names {mentors} and a {mentor} names {mentees} who have a badge of this meet-and-greet. "
        "Nothing was changed. Look at the number on the badge."
    )


class TooManyNamed(KnownError):
    """More were named than count."""

    sentence = "At most {most} can be named. Nothing was changed. Take one away first."


class NotAFirstDay(KnownError):
    """A first meeting that lies in the future, or before the two were a pair."""

    sentence = (
        "A first meeting was held on a day from {since} to today. Nothing was changed. "
        "Choose such a day, or plan the meeting for later."
    )


class TooManyGoals(KnownError):
    """More goals than a pair begins with."""

    sentence = "A pair begins with at most {most} goals. Nothing was changed. Keep those that matter most now."


class NoTrial(KnownError):
    """A review of a pair that has not met yet, or is not on trial."""

    sentence = "This pair is not on trial: the trial begins with the first meeting. Nothing was changed."


class SlipsNotHere(KnownError):
    """Students' private answers need the counselling compartment."""

    sentence = (
        "What students answer about their pair is kept with the {counselling} notes, which you cannot open. "
        "Nothing was changed. The {counsellor} can enter it."
    )
