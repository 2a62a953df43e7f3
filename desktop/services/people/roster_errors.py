"""Why a file of people cannot be taken: one class and one sentence per situation, none with personal data."""

from __future__ import annotations

from typing import ClassVar

from desktop.services.language import say
from desktop.services.people.roster_types import PartChoice
from desktop.services.sheets.errors import SheetRefused

_COLUMNS = "--no-header number,family,given,birth_date,year"
_MAP = '--map FILE, a JSON file such as {"ID": "number", "Pupil": "name", "Class": "form"}'


class RosterRefused(SheetRefused):
    """A file of people that cannot be taken; root of the situations below."""

    sentence = "This file could not be read as a list of students. Nothing was changed."


class NoHeader(RosterRefused):
    """No row names two known columns."""

    sentence = (
        "No row of this file names its columns in a way that is recognised. Nothing was changed. "
        "Say which column is which."
    )
    option: ClassVar[str] = f"{_MAP}; for a file without headings {_COLUMNS}"


class _ColumnMissing(RosterRefused):
    """A column that a list of people needs is not there. Values: row of the header, 0 where it was said what is what.

    `said` is the sentence of the latter: then nothing in the file was looked at.
    """

    said: ClassVar[str] = ""

    def __str__(self) -> str:
        """Speak of the header, or of what was said."""
        return super().__str__() if self.values.get("row") else say(self.said)

    @property
    def option(self) -> str:  # type: ignore[override]  # which one helps depends on whether there is a header
        """Say which column is which by their headings; without those, from left to right."""
        return _MAP if self.values.get("row") else _COLUMNS


class NoNumberColumn(_ColumnMissing):
    """The header is known, but no column holds a student number. Values: row."""

    sentence = (
        "No column of the header in row {row} is recognised as the student number. Nothing was changed. "
        'Name the column "Student number" in the file, or say which column is which.'
    )
    said = "None of the columns that were named is the number. Nothing was changed. Name one of them number."


class NoNameColumn(_ColumnMissing):
    """The header is known, but no column holds a name. Values: row."""

    sentence = (
        "No column of the header in row {row} is recognised as a name. Nothing was changed. "
        'Name the columns "Family name" and "Given name" in the file, or say which column is which.'
    )
    said = (
        "None of the columns that were named holds a name. Nothing was changed. "
        "Name one of them name, or two of them family and given."
    )


class HeaderThere(RosterRefused):
    """Columns were named from left to right, but a row of the file names them already. Values: row."""

    sentence = (
        "Row {row} of this file holds headings, so it would be taken for a person. Nothing was changed. "
        "Import the file as one with headings, and say which column is which where they are not recognised."
    )
    option: ClassVar[str] = _MAP


class SetHasHeader(RosterRefused):
    """Columns were named from left to right for files whose columns are settled, such as OneRoster."""

    sentence = (
        "The columns of such an export are known by their headings. Nothing was changed. "
        "Import it without saying what the columns are."
    )


class NoSuchPlace(RosterRefused):
    """A map names a column by a place behind the last one. Values: places, width."""

    sentence = (
        "The map names the column {places}, but this file has {width} columns. Nothing was changed. "
        "Count the columns from #1."
    )
    option: ClassVar[str] = "--map FILE"


class MapNamesTwice(RosterRefused):
    """A map gives one field to two columns. Values: name."""

    sentence = (
        "The map gives {name} to two columns. Nothing was changed. "
        "Give each field to one column, and - to columns to leave out."
    )
    option: ClassVar[str] = "--map FILE"


class LooksLikeStaff(RosterRefused):
    """A list of staff where students were expected."""

    sentence = "This looks like a list of staff, and not of students. Nothing was changed. Import it as staff."
    option: ClassVar[str] = "--kind staff"


class ListsPairs(RosterRefused):
    """A list of pairs where people were expected."""

    sentence = (
        "This file names pairs, a {mentor} and a {mentee} in each row. Nothing was changed. "
        "Import the list of all students first, then this file as existing pairs."
    )
    option: ClassVar[str] = "the command pairs-import"


class ListsParticipants(RosterRefused):
    """A list of who takes part where people were expected."""

    sentence = (
        "This file says who takes part. Nothing was changed. "
        "Import the list of all students first, then this file as participants."
    )
    option: ClassVar[str] = "the command participants"


class StudentsOnly(RosterRefused):
    """Staff were looked for in files that hold students only. Values: what (Ed-Fi or Common Transfer File)."""

    sentence = (
        "This is a file of the kind {what}, of which the students are read and nobody else. Nothing was changed. "
        "Import it as students, or choose a list of staff."
    )
    option: ClassVar[str] = "--kind students"


class UnknownColumn(RosterRefused):
    """A name given to a column is none. Values: position, known."""

    sentence = (
        "The name given to column {position} is not known. Nothing was changed. "
        "Known are: {known}, and - for a column to leave out."
    )
    option: ClassVar[str] = _COLUMNS


class ColumnNamedTwice(RosterRefused):
    """Values: name."""

    sentence = (
        "Two columns are given the name {name}. Nothing was changed. "
        "Give each name once, and - to columns to leave out."
    )
    option: ClassVar[str] = _COLUMNS


class UnknownHeading(RosterRefused):
    """The mapping names a heading that the file has not. Values: heading (one or several, in quotation marks)."""

    sentence = (
        "No row of this file has the heading {heading}. Nothing was changed. "
        "Write each heading as it stands in the file, or #3 for the third column."
    )
    option: ClassVar[str] = "--map FILE"


class UnknownField(RosterRefused):
    """The mapping names a field that there is not. Values: heading, known."""

    sentence = (
        'What was said of the column "{heading}" is not known. Nothing was changed. '
        "Known are: {known}, and - for a column to leave out."
    )
    option: ClassVar[str] = "--map FILE"


class DateOrderUnclear(RosterRefused):
    """Every date of the file can be read in more than one way. Attributes: orders, examples (texts of the file).

    The examples are birth dates: for the window, which asks with them; never for a log.
    """

    sentence = (
        "The file does not show whether its birth dates begin with the day, the month or the year. "
        "Nothing was changed. Say which of them it is."
    )
    option: ClassVar[str] = "--date-order dmy, --date-order mdy or --date-order ymd"

    def __init__(self, orders: tuple[str, ...], examples: tuple[str, ...]) -> None:
        """Keep which orders are possible, and some texts to ask with."""
        super().__init__()
        self.orders = orders
        self.examples = examples


class UnknownDateOrder(RosterRefused):
    """The order asked for is none of dmy, mdy, ymd."""

    sentence = "The order of dates is one of dmy, mdy and ymd. Nothing was changed. Use one of them."
    option: ClassVar[str] = "--date-order"


class SheetUnclear(RosterRefused):
    """Several tables of a file or folder could be the one that was meant. Attribute: choices (PartChoice).

    The choices hold names and rows of the file: for the window, which asks with them; never for a log.
    """

    sentence = (
        "Several tables of this file or folder could be the list that was meant. Nothing was changed. "
        "Say which of them it is."
    )

    def __init__(self, choices: tuple[PartChoice, ...]) -> None:
        """Keep what can be chosen."""
        super().__init__()
        self.choices = choices

    @property
    def option(self) -> str:  # type: ignore[override]  # the names are known only here, and only the command line asks
        """Name the option with each choice."""
        return ", ".join(f'--sheet "{choice.name}"' for choice in self.choices[:20])


class NotARoster(RosterRefused):
    """Several tables, and none of them is a list of people."""

    sentence = (
        "No table of this file or folder names people with their numbers. Nothing was changed. "
        "Choose the file of students itself, or the folder or zip file of the whole export."
    )


class UnknownXml(RosterRefused):
    """An XML file that is neither Ed-Fi nor CTF."""

    sentence = (
        "This XML file is neither an Ed-Fi file of students nor a Common Transfer File. Nothing was changed. "
        "Export the list of students as CSV."
    )


class NoRoles(RosterRefused):
    """A OneRoster set that does not say who is a student."""

    sentence = (
        "This OneRoster set does not say who is a student: it has neither roles.csv nor a role column in users.csv. "
        "Nothing was changed. Export the set again with roles."
    )


class SetIncomplete(RosterRefused):
    """A file of the set lacks the column that everything hangs on. Values: file, column."""

    sentence = "The file {file} of this set has no column {column}. Nothing was changed. Export the set again."
