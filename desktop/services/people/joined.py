"""People of several records, as a file meets them that still has a row for each. Pure."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence

from desktop.services.language import fold
from desktop.services.people.oddities import Read
from desktop.services.people.types import Person, PersonDraft


class Joined:
    """Who is known by the numbers and keys of records that were joined to theirs."""

    def __init__(self, known: Iterable[Person], records: Mapping[str, Sequence[Person]]) -> None:
        """Index the further records, by the uid of the person under whom they are shown."""
        self._records = records
        self._by_key: dict[str, list[Person]] = {}
        self._by_number: dict[str, list[Person]] = {}
        for person in known if records else ():
            # The person's own are among them: where two rows have one number, only the first is found by it.
            for one in (person, *records[person.uid]) if person.uid in records else ():
                if one.source_key:
                    self._by_key.setdefault(one.source_key, []).append(person)
                if one.number:
                    self._by_number.setdefault(one.number, []).append(person)

    def names_of(self, uid: str) -> frozenset[str]:
        """Give the numbers and keys of a person's further records."""
        return frozenset(v for one in self._records.get(uid, ()) for v in (one.number, one.source_key) if v)

    def of_key(self, key: str) -> Sequence[Person]:
        """Give who has a key in one of several records."""
        return self._by_key.get(key, ()) if key else ()

    def of_number(self, number: str) -> Sequence[Person]:
        """Give who has a number in one of several records."""
        return self._by_number.get(number, ()) if number else ()

    def second_row(self, item: Read, met: Container[str]) -> Person | None:
        """Give the person of several records, met in another row, of whom this row is too; None where it is nobody's.

        A number under another key, or with nothing else that is the same, went on to somebody else.
        """
        for person in (*self.of_key(item.row.source_key), *self.of_number(item.row.number)):
            both = (person, *self._records.get(person.uid, ()))
            keys = {one.source_key for one in both} - {""}
            another = bool(item.row.source_key and keys) and item.row.source_key not in keys
            if person.uid in met and not another and not all(somebody_else(item, one) for one in both):
                return person
        return None


def names(who: Person | PersonDraft) -> set[str]:
    """Give what somebody may be called, folded."""
    return {fold(name) for name in (who.given, who.preferred, who.family) if name}


def somebody_else(item: Read, match: Person) -> bool:
    """Say whether nothing but the number speaks for a match: neither a name nor the birth date is the same."""
    mine = names(match)
    if not mine or mine & names(item.draft):
        return False
    return not (match.birth_date and match.birth_date == item.draft.birth_date)
