"""Why a file cannot be read as tables: one class and one sentence per situation, none with personal data."""

from __future__ import annotations

from desktop.services.errors import KnownError


class SheetRefused(KnownError):
    """A file that cannot be taken; root of the situations below, and of those of the areas that read files."""

    sentence = "This file could not be read as a table. Nothing was changed."


class EmptyFile(SheetRefused):
    """Nothing but blanks."""

    sentence = "This file is empty. Nothing was changed. Export or save it again."


class NotText(SheetRefused):
    """A picture, a PDF, a program or other binary data."""

    sentence = "This file is not a table of text. Nothing was changed. Export the list of students as CSV."


class Spreadsheet(SheetRefused):
    """A workbook of a spreadsheet program."""

    sentence = (
        "This is a spreadsheet program's own file, which cannot be read yet. Nothing was changed. "
        "Open it there, save it as CSV, and import that."
    )


class CellTooLong(SheetRefused):
    """Values: row, most (in MB)."""

    sentence = (
        "Row {row} holds a cell of more than {most} MB. Nothing was changed. "
        "Check for a missing quotation mark there, or export the list again."
    )


class TooManyColumns(SheetRefused):
    """Values: row, most."""

    sentence = "Row {row} has more than {most} columns. Nothing was changed. Export only the columns that are needed."


class TooManyRows(SheetRefused):
    """Values: row, most."""

    sentence = (
        "The file goes on at row {row}; at most {most} rows are read. Nothing was changed. "
        "Remove empty rows, or split it."
    )


class ZipUnreadable(SheetRefused):
    """Damaged, encrypted, or packed in an unknown way."""

    sentence = (
        "This zip file is damaged, locked with a password, or packed in an unknown way. Nothing was changed. "
        "Export it again."
    )


class ZipTooLarge(SheetRefused):
    """A member unpacks to more than is read, or there are too many. Values: most (in MB)."""

    sentence = (
        "This zip file holds more than any school's list ({most} MB a file at most). Nothing was changed. "
        "Check that it is the right one."
    )
