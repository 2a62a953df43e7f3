"""Turning what a file says of people into people, with the answers somebody gave: found, asked about, or not here.

Knows neither what the file is for nor how it was read; nothing is written.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from desktop.services.language import say, say_many
from desktop.services.people.finding import (
    ASKED,
    DIFFERS,
    DOUBTFUL,
    GONE,
    INITIAL,
    LIKE,
    NO_ZEROS,
    NONE,
    SEVERAL,
    Clue,
    Finder,
    Found,
    candidates,
)
from desktop.services.people.types import Person, Question
from desktop.services.sheets.text import clean

Answers = Mapping[tuple[int, str], str]
_AND: Final = re.compile(r"\s+(?:and|und|et|y|e|plus)\s+|\s*&\s*|\s+/\s+", re.IGNORECASE)
_COMMAS: Final = re.compile("[,\uff0c\u060c\u3001]")
_WHY: Final = {
    SEVERAL: "Several people here fit what the row says.",
    DIFFERS: "The name, or the number, is somebody's here, but not everything beside it fits.",
    DOUBTFUL: "The name fits somebody here only in part.",
    INITIAL: "The name is cut short.",
    LIKE: "Nobody here is called this, but somebody's name looks or sounds alike.",
}


@dataclass(frozen=True, slots=True)
class Whom:
    """Who is meant, or a translated sentence that says why nobody was taken; "" where it is asked or was answered."""

    person: Person | None
    message: str = ""


class Asking:
    """Looks people up, and gathers what must be asked, who is unknown, and what to say."""

    def __init__(
        self,
        people: Iterable[Person],
        today: date,
        answers: Answers,
        further: Mapping[str, Sequence[Person]] = NONE,
    ) -> None:
        """Index people once. answers: by row and column, a uid, or "" for nobody here; further: as for a Finder."""
        self._everybody = {person.uid: person for person in people}
        self._finder = Finder(self._everybody.values(), today, further)
        self._answers = answers
        self._without_zeros = 0
        self._left_out = 0
        self.questions: list[Question] = []
        self.unknown: dict[str, None] = {}

    def whom(self, clue: Clue, column: str, *, gone: bool = False) -> Whom:
        """Say whom a clue means; `column` names the cell in questions and answers. gone: whoever has left will do."""
        answer = self._answers.get((clue.row, column))
        if answer is not None:
            return self._answered(answer)
        found = self._finder.find(clue, gone=gone)
        self._without_zeros += found.why == NO_ZEROS and found.person is not None
        if found.person is not None:
            return Whom(found.person)
        if found.why in (*ASKED, LIKE) and found.candidates:
            self._ask(clue, column, found)
            return Whom(None)
        if found.why == GONE:
            return Whom(None, say("This student has left or is archived."))
        self.unknown[clue.text] = None
        named = clean(clue.name) or clean(clue.given) or clean(clue.family)
        by_number = not named or (named == clean(clue.name) and any(c.isdigit() for c in named))
        return Whom(None, say("Nobody here has this number.") if by_number else say("Nobody here has this name."))

    def several(self, row: int, column: str, cells: Iterable[str]) -> list[Whom]:
        """Say whom a cell of several people means, given its pieces; a name with a comma is one where it is somebody's.

        Questions name the place: "wants 2" is the second person of the cells.
        """
        pieces = [piece for cell in cells for piece in self.parted(cell)]
        return [self.whom(Clue(row, name=piece), f"{column} {at}") for at, piece in enumerate(pieces, 1)]

    def parted(self, cell: str) -> list[str]:
        """Part a cell at commas and "and" where that names somebody, and the whole cell does not.

        "Okafor, Ada and Laski, Ben" are two: what a comma parts stays together where only both name somebody.
        """
        if self._finder.find(Clue(name=cell)).person is not None:
            return [cell]
        parts: list[str] = []
        for piece in filter(None, map(clean, _AND.split(cell))):
            parts += self._at_commas(piece)
        return parts if any(map(self._means_somebody, parts)) else [cell]

    def _at_commas(self, piece: str) -> list[str]:
        pieces = [part for part in map(clean, _COMMAS.split(piece)) if part]
        found: list[str] = []
        while pieces:
            first, *rest = pieces
            both = f"{first}, {rest[0]}" if rest else ""
            if both and not self._means_somebody(first) and self._means_somebody(both):
                found.append(both)
                pieces = rest[1:]
            else:
                found.append(first)
                pieces = rest
        return found

    def _means_somebody(self, part: str) -> bool:
        found = self._finder.find(Clue(name=part))
        return found.person is not None or found.why in (SEVERAL, GONE)

    def notices(self) -> tuple[str, ...]:
        """Give sentences about the file as a whole."""
        found = []
        if self._without_zeros:
            found.append(
                say_many(
                    "{n} number of the file has lost zeros at its front; its owner was found without them.",
                    "{n} numbers of the file have lost zeros at their front; their owners were found without them.",
                    self._without_zeros,
                )
            )
        if self._left_out:
            found.append(
                say_many("{n} name was left out, as was said.", "{n} names were left out, as was said.", self._left_out)
            )
        return tuple(found)

    def _answered(self, uid: str) -> Whom:
        if not uid:
            self._left_out += 1
            return Whom(None)
        person = self._everybody.get(uid)
        return Whom(person, "" if person else say("The person who was chosen is no longer here."))

    def _ask(self, clue: Clue, column: str, found: Found) -> None:
        asked = Question(clue.row, column, clue.text, candidates(found), say(_WHY[found.why]), must=found.why in ASKED)
        self.questions.append(asked)
