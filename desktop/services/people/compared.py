"""A file's people against those stored: who is who, what differs, who is gone or back, who looks like whom. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from desktop.services.language import fold, say
from desktop.services.people.joined import Joined, names, somebody_else
from desktop.services.people.likeness import Faces
from desktop.services.people.oddities import Read, nearly_same_number
from desktop.services.people.roster_types import Problem, Roster
from desktop.services.people.rules import same_year
from desktop.services.people.types import Alike, ChangedPerson, Decisions, NewPerson, Person, PersonDraft

_COMPARED: Final = (
    "number", "family", "given", "preferred", "birth_date", "year", "form", "email", "phone", "job", "languages",
    "access_needs",
)  # fmt: skip
_MOST_ALIKE: Final = 3
Fields = tuple[tuple[str, str | None, str | None], ...]


class Comparison:
    """The growing result of comparing a file with the workspace."""

    def __init__(
        self, roster: Roster, known: Sequence[Person], records: Mapping[str, Sequence[Person]], decisions: Decisions
    ) -> None:
        """Index the people. records: further records of a person, under whose numbers a file may know them too."""
        self.new: list[NewPerson] = []
        self.changed: list[ChangedPerson] = []
        self.unchanged: list[Person] = []
        self.missing: list[Person] = []
        self.alike: list[Alike] = []
        self.returners: list[Person] = []
        self.proposed_leavers: list[Person] = []
        self.leavers: list[Person] = []
        self.back: list[Person] = []
        self.problems: list[Problem] = []
        self.skipped: list[Problem] = []
        self._roster, self._known, self._decisions = roster, known, decisions
        self._delta = roster.mode == "delta"
        self.passed_over = 0
        self._uid_of_row: dict[int, str] = {}
        self._index(records)

    def _index(self, records: Mapping[str, Sequence[Person]]) -> None:
        self._by_uid = {person.uid: person for person in self._known}
        self._by_key: dict[str, Person] = {}
        self._by_number: dict[str, list[Person]] = {}
        self._others: dict[str, frozenset[str]] = {}
        self._joined = Joined(self._known, records)
        for person in self._known:
            self._others[person.uid] = self._joined.names_of(person.uid)
            if person.source_key:
                self._by_key.setdefault(person.source_key, person)
            if person.number:
                self._by_number.setdefault(person.number, []).append(person)
        self._by_trait: dict[str, list[Person]] = {}
        for person in self._known if self._staff else ():
            self._by_trait.setdefault(f"name {_full_name(person)}", []).append(person)
            if person.email:
                self._by_trait.setdefault(f"email {fold(person.email)}", []).append(person)

    def compare(self, read: Sequence[Read]) -> None:
        """Compare the rows, each of one person."""
        # Keys go first over the whole file: a number that moved to another student must not find its former owner.
        found: dict[int, Person] = {}
        met: set[str] = set()
        ways = (self._of_key, self._of_joined_key, self._of_number, self._of_joined_number)
        for way in (*ways, *((self._of_email, self._of_name) if self._staff else ())):
            for item in read:
                match = None if item.row.row in found else way(item, met)
                if match:
                    found[item.row.row] = match
                    met.add(match.uid)
        read = self._without_second_rows(read, found)
        strangers = [
            item for item in read if item.row.row not in found and not (self._gone(item) or item.row.known_only)
        ]
        strangers = [item for item in strangers if item.row.row not in self._decisions.without]
        self._offer(strangers, met)
        for item in strangers:
            chosen = self._by_uid.get(self._decisions.same.get(item.row.row, ""))
            if chosen and chosen.uid not in met:
                found[item.row.row] = chosen
                met.add(chosen.uid)
        for item in read:
            self._place(item, found.get(item.row.row))
        self._missing(met)

    @property
    def _staff(self) -> bool:
        return self._roster.kind == "staff"

    def _of_key(self, item: Read, met: set[str]) -> Person | None:
        person = self._by_key.get(item.row.source_key) if item.row.source_key else None
        return person if person and person.uid not in met else None

    def _of_number(self, item: Read, met: set[str]) -> Person | None:
        return next((p for p in self._by_number.get(item.row.number, ()) if p.uid not in met), None)

    def _of_joined_key(self, item: Read, met: set[str]) -> Person | None:
        return next((p for p in self._joined.of_key(item.row.source_key) if p.uid not in met), None)

    def _of_joined_number(self, item: Read, met: set[str]) -> Person | None:
        return next((p for p in self._joined.of_number(item.row.number) if p.uid not in met), None)

    def _without_second_rows(self, read: Sequence[Read], found: Mapping[int, Person]) -> list[Read]:
        """Pass over the rows of people whose records were joined here, while the school's system still has two."""
        rows = {person.uid: row for row, person in found.items()}
        kept = []
        for item in read:
            person = None if item.row.row in found else self._joined.second_row(item, rows.keys())
            if person is None:
                kept.append(item)
                continue
            text = say(
                "The record of this row is joined here with the person of row {row}; nothing was taken from it.",
                row=rows[person.uid],
            )
            self.skipped.append(Problem(item.row.row, "number", text))
        return kept

    def _of_email(self, item: Read, met: set[str]) -> Person | None:
        """Know by address whoever is called alike too: an office may have one address for several."""
        if not item.row.email:
            return None
        mine = names(item.draft)
        found = [one for one in self._of_trait(f"email {fold(item.row.email)}", met) if mine & names(one)]
        exact = [one for one in found if _full_name(one) == _full_name(item.draft)]
        return (exact or found)[0] if len(exact or found) == 1 else None

    def _of_name(self, item: Read, met: set[str]) -> Person | None:
        """Know by name alone whoever has neither number nor address on one side, and nobody else's name."""
        found = self._of_trait(f"name {_full_name(item.draft)}", met)
        found = [one for one in found if one.birth_date == item.draft.birth_date] or [
            one for one in found if not (one.birth_date and item.draft.birth_date)
        ]
        if len(found) != 1 or (item.row.number and found[0].number) or (item.row.email and found[0].email):
            return None
        return found[0]

    def _of_trait(self, trait: str, met: set[str]) -> list[Person]:
        return [person for person in self._by_trait.get(trait, ()) if person.uid not in met]

    def _gone(self, item: Read) -> bool:
        return item.row.deleted and self._delta

    def _offer(self, strangers: Sequence[Read], met: set[str]) -> None:
        """Offer each unknown person those stored and not in the file who may be the same."""
        unmet = [person for person in self._known if person.uid not in met] if strangers else []
        faces = Faces(unmet) if unmet else None
        plain: list[Read] = []
        for item in strangers:
            found = faces.like(item.draft)[:_MOST_ALIKE] if faces else []
            chosen = self._decisions.same.get(item.row.row)
            self.alike += [Alike(item.row.row, item.draft, person, why, chosen) for person, why in found]
            if found and chosen is None:
                text = say(
                    "Somebody here may be this person under another number. {why} Both are kept.", why=found[0][1]
                )
                self.problems.append(Problem(item.row.row, "number", text))
            if not found:
                plain.append(item)
        self.problems += nearly_same_number(plain, self._known)

    def _place(self, item: Read, match: Person | None) -> None:
        row = item.row
        if row.row in self._decisions.without:
            self.skipped.append(Problem(row.row, "", say("This row was left out because somebody decided so.")))
        elif match is None and self._gone(item):
            text = say("The source says that this person is gone, who is not here either; the row was left out.")
            self.skipped.append(Problem(row.row, "", text))
        elif match is None and row.known_only:
            text = say("It is not said whether this person is a student, and nobody here has the number or key.")
            self.skipped.append(Problem(row.row, "", text))
        elif match is None:
            self.new.append(NewPerson(row.row, item.draft, row.source_key))
        elif self._gone(item):
            self._gone_person(match)
        else:
            self._known_person(item, match)

    def _gone_person(self, match: Person) -> None:
        self.unchanged.append(match)
        if match.status == "present":
            (self.leavers if match.uid in self._decisions.left else self.proposed_leavers).append(match)

    def _known_person(self, item: Read, match: Person) -> None:
        self._uid_of_row[item.row.row] = match.uid
        self.passed_over += self._blanks(item, match)
        self.problems += self._odd_match(item, match)
        differing = self._differing(item, match)
        if match.status != "present":
            differing += self._returned(item, match)
        if differing:
            self.changed.append(ChangedPerson(item.row.row, match, differing))
        else:
            self.unchanged.append(match)

    def _returned(self, item: Read, match: Person) -> Fields:
        if match.uid in self._decisions.back:
            self.back.append(match)
            return (("status", match.status, "present"),)
        self.returners.append(match)
        stays = (
            say("This person is archived here and stays archived.")
            if match.status == "archived"
            else say("This person is stored here as having left, and stays so.")
        )
        self.problems.append(Problem(item.row.row, "", stays))
        return ()

    def _missing(self, met: set[str]) -> None:
        # A file of nobody says nothing about anybody.
        if self._delta or not self._roster.students:
            return
        for person in self._known:
            if person.uid not in met and person.status == "present":
                (self.leavers if person.uid in self._decisions.left else self.missing).append(person)

    def _odd_match(self, item: Read, match: Person) -> list[Problem]:
        row, found = item.row, []
        if row.number != match.number and any(
            other.status == "present" and other.uid != match.uid for other in self._by_number.get(row.number, ())
        ):
            found.append(Problem(row.row, "number", say("Somebody here has the new number of this person already.")))
        if (
            row.source_key
            and match.source_key
            and row.source_key != match.source_key
            and row.source_key not in self._others[match.uid]
        ):
            text = say("The source keeps this person's number under another key than before.")
            found.append(Problem(row.row, "number", text))
        if row.number == match.number and somebody_else(item, match):
            text = say("Names and birth date are not those stored under this number; check that it is the same person.")
            found.append(Problem(row.row, "", text))
        return found

    def _blanks(self, item: Read, person: Person) -> int:
        return sum(
            1
            for name in _COMPARED
            if name in self._roster.fields and not getattr(item.draft, name) and getattr(person, name)
        )

    def _differing(self, item: Read, person: Person) -> Fields:
        found: list[tuple[str, str | None, str | None]] = []
        others = self._others[person.uid]
        for name in _COMPARED:
            old, new = getattr(person, name), getattr(item.draft, name)
            if not new or new == old or (name == "number" and new in others) or _same_value(name, old, new):
                continue
            if name == "languages":
                old, new = ", ".join(old), ", ".join(new)
            found.append((name, old, new))
        key = item.row.source_key
        if key and key != person.source_key and key not in others:
            found.append(("source_key", person.source_key, key))
        return tuple(found)

    def students(self, read: Sequence[Read]) -> Iterable[tuple[Read, str]]:
        """Give the rows that are taken, each with the uid of the stored person or ""."""
        new = {one.row for one in self.new}
        for item in read:
            uid = self._uid_of_row.get(item.row.row, "")
            if uid or item.row.row in new:
                yield item, uid


def _same_value(name: str, old: str, new: str) -> bool:
    """Say whether two texts of a field differ in spelling only."""
    if name == "year":
        return same_year(old, new)
    if name == "email":
        return fold(old) == fold(new)
    return name == "phone" and "".join(filter(str.isalnum, old)) == "".join(filter(str.isalnum, new))


def _full_name(who: Person | PersonDraft) -> str:
    return f"{fold(who.family)}, {fold(who.given)}"
