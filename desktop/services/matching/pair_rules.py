"""What speaks against bringing in a pair of a file, beside all pairs that stand. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from desktop.services.language import say, show_date
from desktop.services.matching.pairs_types import FilePair


@dataclass
class Standing:
    """The pairs there are, growing with those of the file that are taken.

    active: of each mentee in a pair, the mentor and the row of the file (0: stored before). ended: (mentee, mentor,
    since). together: (mentee, mentor) of all that go on; a mentee of two joined records may have two. taken: rows of
    the file by mentee, mentor and day. apart: two who must not be paired. begun: since when those of
    `together` are a pair.
    """

    active: dict[str, tuple[str, int]] = field(default_factory=dict)
    ended: set[tuple[str, str, str]] = field(default_factory=set)
    together: set[tuple[str, str]] = field(default_factory=set)
    taken: dict[tuple[str, str, str], int] = field(default_factory=dict)
    apart: set[frozenset[str]] = field(default_factory=set)
    begun: dict[tuple[str, str], str] = field(default_factory=dict)

    @classmethod
    def of(cls, pairs: Iterable[tuple[str, str, str, str]], apart: set[frozenset[str]]) -> Standing:
        """Gather stored pairs, each as mentee, mentor, since and state."""
        made = cls(apart=apart)
        for mentee, mentor, since, state in pairs:
            if state == "active":
                made.active[mentee] = (mentor, 0)
                made.together.add((mentee, mentor))
                made.begun[mentee, mentor] = since
            else:
                made.ended.add((mentee, mentor, since))
        return made

    def has(self, pair: FilePair) -> bool:
        """Say whether a pair is stored already: the two are together, or were since the same day."""
        if pair.ended is None and (pair.mentee.uid, pair.mentor.uid) in self.together:
            return True
        return pair.ended is not None and (pair.mentee.uid, pair.mentor.uid, pair.since) in self.ended

    def add(self, pair: FilePair) -> None:
        """Take a pair of the file."""
        self.taken[pair.mentee.uid, pair.mentor.uid, pair.since] = pair.row
        if pair.ended is None:
            self.active[pair.mentee.uid] = (pair.mentor.uid, pair.row)

    def stays(self, pair: FilePair) -> str:
        """Say that a stored pair keeps its day, where the file names another; "" where it does not."""
        since = self.begun.get((pair.mentee.uid, pair.mentor.uid))
        if pair.ended is not None or since is None or since == pair.since:
            return ""
        return say("These two are a pair here since {day}, and that stays.", day=show_date(since))

    def turned(self, pair: FilePair) -> str:
        """Say that the two are a pair the other way round too, which may be a slip; "" where they are not."""
        both = self.active.get(pair.mentor.uid, ("", 0))[0] == pair.mentee.uid
        if not both or pair.ended is not None:
            return ""
        return say("These two are each other's {mentor}. Check that this is meant.")


def refuse(pair: FilePair, standing: Standing) -> tuple[str, str] | None:
    """Give (field, sentence) where a pair cannot be taken; None where it can, or is here already."""
    mentee, mentor = pair.mentee.uid, pair.mentor.uid
    if mentee == mentor:
        return "mentee", say("This row pairs somebody with themselves.")
    key = (mentee, mentor, pair.since)
    if key in standing.taken:
        return "", say("Row {row} names this pair already.", row=standing.taken[key])
    other, row = standing.active.get(mentee, ("", 0))
    if pair.ended is not None:
        if (mentee, mentor) in standing.together:
            return "ended", say("These two are still a pair here. End it under Matching if it is over.")
        return None
    if (mentee, mentor) in standing.together:
        return None
    if other == mentor:
        return "", say("Row {row} names this pair already.", row=row)
    if other:
        said = say("Row {row} gives this {mentee} another {mentor}.", row=row)
        return "mentee", said if row else say("This {mentee} has another {mentor} here. End that pair first.")
    if key in standing.ended:
        return "", say("This pair was ended here. Pair the two anew if they go on.")
    if frozenset((mentee, mentor)) in standing.apart:
        return "mentee", say("One of the two wishes not to be paired with the other. Lift that wish first.")
    return None
