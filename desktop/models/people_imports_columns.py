"""Which column of a file is which, while somebody says so: columns as rows to drag, and what is missing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from PySide6.QtCore import QMimeData, QModelIndex, QPersistentModelIndex, Qt

from desktop.models.rows import Column, Row, Rows
from desktop.services.language import fold, say
from desktop.services.people.field_words import field_word
from desktop.services.people.roster_types import ColumnExample
from desktop.services.styles import STYLE_FIELDS

# What is dragged: the position of a column. Of this program only.
COLUMN_MIME: Final = "application/x-peerkeep-column"
HEADING, EXAMPLES, FIELD = 1, 2, 3

# Lists may stand in several columns, one for each answer.
_LISTS: Final = (
    "role",
    "interests",
    "goals",
    "languages",
    "availability",
    "wants",
    "avoids",
    "subjects",
    "experiences",
)
_SEVERAL: Final = frozenset(
    (*_LISTS, "mentee", "mentee_number", "mentee_family", "mentee_given", "mentee_year", "mentee_form")
)
_NAMES: Final = ("name", "family", "given", "preferred")
_NAMED: Final = ("number", "family", "given")
_PERSON: Final = ("number", *_NAMES, "birth_date", "year", "form")
_DETAILS: Final = ("number", "family", "given", "year", "form", "birth_date")
_GUARDIAN: Final = tuple(f"guardian_{n}_{what}" for n in (1, 2) for what in ("name", "relation", "phone", "email"))
_FIELDS: Final[dict[str, tuple[tuple[str, tuple[str, ...]], ...]]] = {
    "students": (
        ("", _PERSON),
        ("more", ("email", "phone", "languages", "access_needs")),
        ("guardians", _GUARDIAN),
    ),
    "staff": (("", ("number", *_NAMES, "job", "email", "phone")), ("more", ("languages",))),
    "participants": (
        ("who", _PERSON),
        ("", ("role", "interests", "goals", "languages", "availability", "places", "wants", "avoids")),
        ("matching", ("subjects", "experiences", *STYLE_FIELDS)),
    ),
    "pairs": (
        ("mentor", ("mentor", *(f"mentor_{name}" for name in _DETAILS))),
        ("mentee", ("mentee", *(f"mentee_{name}" for name in _DETAILS))),
        ("", ("since", "ended", "day", "period")),
    ),
}


def groups(kind: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Give (heading, fields) of what the columns of such a file can be, in the order they are shown."""
    words = {
        "": say("Fields"),
        "more": say("Only if you need it"),
        "guardians": say("Guardians"),
        "who": say("Who it is"),
        "matching": say("More for the matching"),
        "mentor": say("{Mentor}"),
        "mentee": say("{Mentee}"),
    }
    return tuple((words[key], fields) for key, fields in _FIELDS[kind])


def words_of(kind: str) -> dict[str, str]:
    """Say what each field of such a file is called, with a capital letter."""
    found = {
        field: _OWN[field]() if field in _OWN else _words(field) for _, fields in _FIELDS[kind] for field in fields
    }
    return {field: words[:1].upper() + words[1:] for field, words in found.items()}


_OWN: Final[dict[str, Callable[[], str]]] = {
    "role": lambda: say("role"),
    "interests": lambda: say("interests"),
    "goals": lambda: say("goals"),
    "availability": lambda: say("free periods"),
    "places": lambda: say("places"),
    "wants": lambda: say("wants"),
    "avoids": lambda: say("avoids"),
    "since": lambda: say("since"),
    "period": lambda: say("period"),
    "ended": lambda: say("ended"),
    "day": lambda: say("day of the week"),
    "mentor": lambda: say("{mentor}: name or number"),
    "mentee": lambda: say("{mentee}: name or number"),
}


def _words(field: str) -> str:
    side, _, name = field.partition("_")
    if side == "mentor":
        return say("{mentor}: {field}", field=field_word(name))
    if side == "mentee":
        return say("{mentee}: {field}", field=field_word(name))
    return field_word(field)


def missing(kind: str, fields: Sequence[str]) -> str:
    """Say what a list of this kind cannot do without; "" for nothing."""
    there = set(fields)
    if kind == "pairs":
        both = all(there & {side, *(f"{side}_{name}" for name in _NAMED)} for side in ("mentor", "mentee"))
        return "" if both else say("Say which columns hold the {mentor} and the {mentee}, by number or by name.")
    if kind == "participants":
        return "" if there & {"number", *_NAMES} else say("Say which column holds the number or the name.")
    if kind == "students" and "number" not in there:
        return say(
            "Say which column holds the student number; it tells people of one name apart. "
            "If there is none, export the list again with it."
        )
    return "" if there & set(_NAMES) else say("Say which column holds the name.")


class ColumnRows(Rows):
    """The columns of a file: heading, examples, and what each is taken for; rows can be dragged onto a field."""

    def __init__(self, kind: str, columns: Sequence[ColumnExample], mapping: Mapping[str, str] | None) -> None:
        words = words_of(kind)
        super().__init__(
            (
                Column(
                    "heading", say("Column of the file"), lambda row: row[HEADING], width=18, tone=_strong, icon=_drag
                ),
                Column("examples", say("Examples"), lambda row: row[EXAMPLES], width=23, tip=lambda row: row[EXAMPLES]),
                Column(
                    "field",
                    say("Is taken for"),
                    lambda row: words[row[FIELD]] if row[FIELD] else say("left out"),
                    width=15,
                    tone=_tone,
                ),
            )
        )
        self.kind, self.words = kind, words
        self._columns = tuple(columns)
        fields = {field for _, group in groups(kind) for field in group}
        self._fields: dict[int, str] = {}
        for column in self._columns:
            field = column.guess if mapping is None else mapping.get(column.heading, "")
            if field in fields and (field in _SEVERAL or field not in self._fields.values()):
                self._fields[column.position] = field
        self._show()

    def take(self, uid: str, field: str) -> str:
        """Take a column for a field, "" for none; a field is one column's at a time.

        Gives the heading of the column that gives it up, "" for none.
        """
        position = int(uid)
        given_up = "" if field in _SEVERAL or self._fields.get(position) == field else self.heading_of(field)
        if field and field not in _SEVERAL:
            self._fields = {at: other for at, other in self._fields.items() if other != field}
        if field:
            self._fields[position] = field
        else:
            self._fields.pop(position, None)
        self._show()
        return given_up if field else ""

    def taken(self) -> dict[int, str]:
        """Give what each column is taken for, by its position."""
        return dict(self._fields)

    def put_back(self, fields: Mapping[int, str]) -> None:
        """Go back to what the columns were taken for; they are shown anew with the next `take`."""
        self._fields = dict(fields)

    def by_letter(self, uid: str, letters: str) -> str:
        """Find a field by first letters, of its name or of any word in it; "" for none.

        It begins after the field that the column has.
        """
        order = [field for _, group in groups(self.kind) for field in group]
        now = self._fields.get(int(uid), "")
        start = order.index(now) + (len(letters) == 1) if now else 0
        around, wanted = (*order[start:], *order[:start]), fold(letters)
        whole = (field for field in around if fold(self.words[field]).startswith(wanted))
        return next(whole, "") or next((field for field in around if _has_words(self.words[field], wanted)), "")

    def step(self, uid: str, by: int) -> str:
        """Give the field before or after the one that a column has; "" stands before the first."""
        order = ["", *(field for _, group in groups(self.kind) for field in group)]
        return order[(order.index(self._fields.get(int(uid), "")) + by) % len(order)]

    def field_of(self, uid: str) -> str:
        """Give what a column is taken for."""
        return self._fields.get(int(uid), "")

    def heading_of(self, field: str) -> str:
        """Give the heading of the column, or columns, taken for a field; "" for none."""
        places = {at for at, other in self._fields.items() if other == field}
        return ", ".join(_heading(column) for column in self._columns if column.position in places)

    def mapping(self) -> dict[str, str]:
        """Give every heading with its field, "" for those left out."""
        return {column.heading: self._fields.get(column.position, "") for column in self._columns}

    def advice(self) -> str:
        """Say what would rather be said too, though it can do without; "" for nothing."""
        there = set(self._fields.values())
        for side in ("", "mentor_", "mentee_"):
            if f"{side}family" in there and not there & {f"{side}given", "name", side.rstrip("_")}:
                return say("No column is taken for the given name: these people come in under their family name alone.")
        return ""

    def problem(self) -> str:
        """Say what is missing; "" for nothing."""
        return missing(self.kind, tuple(self._fields.values()))

    def _show(self) -> None:
        self.show(
            (str(column.position), _heading(column), _examples(column), self._fields.get(column.position, ""))
            for column in self._columns
        )

    def flags(self, index: QModelIndex | QPersistentModelIndex) -> Qt.ItemFlag:
        """Let rows be dragged."""
        found = super().flags(index)
        return found | Qt.ItemFlag.ItemIsDragEnabled if index.isValid() else found

    def mimeTypes(self) -> list[str]:
        """Name what is dragged."""
        return [COLUMN_MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """Pack the column that is dragged."""
        data = QMimeData()
        row = self.at(indexes[0].row()) if indexes else None
        data.setData(COLUMN_MIME, str(row[0]).encode() if row else b"")
        return data


def _has_words(text: str, wanted: str) -> bool:
    """Say whether every word of `wanted` begins one of the text; a hyphen need not be typed."""
    words = fold(text).split()
    begins = [*words, *(word.replace("-", "") for word in words)]
    return bool(wanted.split()) and all(any(one.startswith(word) for one in begins) for word in wanted.split())


def _heading(column: ColumnExample) -> str:
    return say("Column {n}", n=column.position + 1) if column.heading.startswith("#") else column.heading


def _examples(column: ColumnExample) -> str:
    return "  ·  ".join(column.values) or say("no values")


def _tone(row: Row) -> str:
    return "accent" if row[FIELD] else "muted"


def _strong(_row: Row) -> str:
    return "strong"


def _drag(_row: Row) -> str:
    return "dots-horizontal"
