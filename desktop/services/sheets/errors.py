"""Why a file cannot be read as tables: one class and one sentence per situation, none with personal data."""

from __future__ import annotations

from typing import ClassVar

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
    """A workbook where text is wanted, or one of a make that is not read."""

    sentence = (
        "This is a spreadsheet program's own file of a kind that is not read. Nothing was changed. "
        "Open it there, save it as XLSX or CSV, and import that."
    )


class BinaryWorkbook(Spreadsheet):
    """Excel's XLSB."""

    sentence = (
        "This is an Excel binary workbook (.xlsb), which is not read. Nothing was changed. "
        "Open it in Excel, save it as Excel workbook (.xlsx), and import that."
    )


class NumbersFile(Spreadsheet):
    """Apple's Numbers."""

    sentence = (
        "This is a file of Apple Numbers, which is not read. Nothing was changed. "
        "Open it in Numbers, choose File, Export To, Excel or CSV, and import that."
    )


class WebPage(Spreadsheet):
    """A page of the web without a table, such as the page on which to sign in."""

    sentence = (
        "This file is a page of the web without a table, whatever its name says. Nothing was changed. "
        "Export the list again; you may have to sign in first."
    )


class WorkbookLocked(Spreadsheet):
    """Encrypted with a password."""

    sentence = (
        "This workbook is locked with a password. Nothing was changed. "
        "Open it in its spreadsheet program, take the password off or save a copy without one, and import that."
    )


class WorkbookDamaged(Spreadsheet):
    """Not what its kind prescribes."""

    sentence = (
        "This workbook is damaged or was not saved completely. Nothing was changed. "
        "Open it in its spreadsheet program and save it again, or save it as CSV."
    )


class WorkbookTooLarge(Spreadsheet):
    """It unpacks to more than a workbook of a school can: a bomb. Values: most (in MB)."""

    sentence = (
        "This workbook unpacks to far more than any school's list (at most {most} MB are read). Nothing was changed. "
        "Check that it is the right file, or copy the list alone into a new workbook."
    )


class TooMuchText(SheetRefused):
    """The cells together hold more than is read. Values: row."""

    sentence = (
        "Up to row {row}, the cells hold more text than any school's list. Nothing was changed. "
        "Export only the columns that are needed."
    )


class UnsafeMarkup(SheetRefused):
    """A document type, an entity, or a reference to something outside the file: no honest program writes these."""

    sentence = (
        "This file holds definitions or references to other files that do not belong in a list, so it was not read. "
        "Nothing was changed. Export it again from its own program, or ask where it came from."
    )


class NestedTooDeep(UnsafeMarkup):
    """Elements within elements, deeper than any program writes them. Values: most."""

    sentence = (
        "The parts of this file lie inside one another more than {most} deep, as no list does, so it was not read. "
        "Nothing was changed. Export it again from its own program, or ask where it came from."
    )


class MarkupDamaged(SheetRefused):
    """XML that is not well formed. Values: line."""

    sentence = (
        "This XML file is damaged or was not saved completely (line {line}). Nothing was changed. Export it again."
    )


class NotATable(SheetRefused):
    """XML or a page of the web without a table, or a text document."""

    sentence = "This file holds no table. Nothing was changed. Export the list as CSV or as a spreadsheet."


class NoSuchPart(SheetRefused):
    """No sheet or file of that name. Values: names."""

    sentence = "There is no sheet or file of this name in it. Nothing was changed. The names are: {names}."
    option: ClassVar[str] = "--sheet NAME"


class NothingInFolder(SheetRefused):
    """A folder or zip file in which nothing can be a table."""

    sentence = (
        "There is no list in this folder or zip file: no CSV, spreadsheet or XML file. Nothing was changed. "
        "Choose the folder or file of the export itself."
    )


class FolderTooFull(SheetRefused):
    """More files than any export has. Values: most."""

    sentence = (
        "This folder holds more than {most} files. Nothing was changed. "
        "Choose the folder of the export itself, or a single file."
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
    """Damaged, or packed in an unknown way."""

    sentence = "This zip file is damaged or packed in an unknown way. Nothing was changed. Export it again."


class ZipLocked(ZipUnreadable):
    """Encrypted with a password."""

    sentence = (
        "This zip file is locked with a password. Nothing was changed. "
        "Unpack it with the password, and import the folder or the file that was in it."
    )


class ZipInZip(SheetRefused):
    """A zip file with nothing but further zip files in it."""

    sentence = (
        "This zip file holds another zip file, which is not opened. Nothing was changed. "
        "Unpack the outer one, and import the inner one."
    )


class ZipTooLarge(SheetRefused):
    """A member unpacks to more than is read, or there are too many. Values: most (in MB)."""

    sentence = (
        "This zip file holds more than any school's list ({most} MB a file at most). Nothing was changed. "
        "Check that it is the right one."
    )
