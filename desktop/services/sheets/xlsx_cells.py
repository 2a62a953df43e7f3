"""The cells of one XLSX sheet as the parser meets them. Knows no workbook: texts and formats are handed in.

Source: ECMA-376 part 1, 18.3.1.4 (c) and 18.18.11 (types of cells).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from typing import Final

from desktop.services.sheets.errors import TooManyRows, UnsafeMarkup, WorkbookDamaged
from desktop.services.sheets.grid import LAST_ROW, Gatherer, Oddities
from desktop.services.sheets.markup import Attributes, Reader
from desktop.services.sheets.numbers import Show, iso, plain
from desktop.services.sheets.text import MOST_CELL, MOST_ROWS

_MOST_BLANK: Final = 5_000_000
_ESCAPED: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")
_LONGEST_NUMBER: Final = 400
_DIGITS: Final = "0123456789"
_BOOLEANS: Final = {"1": "Yes", "true": "Yes", "0": "No", "false": "No"}


@lru_cache(maxsize=20_000)
def column_of(letters: str) -> int:
    """Give the position of a column, 0-based, by its letters; -1 for what is none."""
    position = 0
    if not 0 < len(letters) <= 3:
        return -1
    for letter in letters:
        if not "A" <= letter <= "Z":
            return -1
        position = position * 26 + ord(letter) - 64
    return position - 1


def unescaped(text: str) -> str:
    """Undo how control characters are written in XLSX: _x000D_ for a carriage return."""
    return _ESCAPED.sub(_character, text) if "_x" in text else text


def _character(found: re.Match[str]) -> str:
    code = int(found.group(1), 16)
    return "\ufffd" if 0xD800 <= code < 0xE000 else chr(code)


class SheetReader(Reader):
    """Gathers the rows of a sheet. `texts`: the shared ones; `shown`: how each style shows numbers."""

    def __init__(self, gatherer: Gatherer, texts: Sequence[str], shown: Sequence[Show], oddities: Oddities) -> None:
        """Begin a sheet."""
        super().__init__()
        self._gatherer, self._texts, self._shown, self._oddities = gatherer, texts, shown, oddities
        self._rows = self._blank = 0
        self._column = -1
        self._kind = self._style = ""
        self._pieces: list[str] = []
        self._length = 0
        self._value = self._formula = self._inline = ""
        self._has_formula = self._has_value = False
        self._within = self._in_cell = self._aside = False

    def begin(self, name: str, attributes: Attributes) -> None:
        """Meet the start of an element; overwrites the general one for speed, as a sheet has a million of them."""
        self.depth += 1
        if self.depth > 50:
            raise UnsafeMarkup
        name = name[name.find(":") + 1 :]
        if not self._within:
            self._within = name == "sheetData"
        elif name == "c":
            self._begin_cell(attributes)
        elif name == "v" or name == "f" or (name == "t" and not self._aside):
            if self._in_cell:
                self._pieces, self._length = [], 0
                self.parser.CharacterDataHandler = self._hear
        elif name == "row":
            self._begin_row(attributes)
        elif name == "rPh":
            self._aside = True

    def _begin_row(self, attributes: Attributes) -> None:
        self._rows += 1
        if self._rows > LAST_ROW:
            raise TooManyRows(row=self._rows, most=MOST_ROWS)
        number = attributes.get("r", "")
        self._gatherer.begin(int(number) if number.isascii() and number.isdigit() and len(number) < 9 else 0)
        self._column = -1

    def _begin_cell(self, attributes: Attributes) -> None:
        reference = attributes.get("r")
        stated = column_of(reference.rstrip(_DIGITS)) if reference else -1
        self._column = stated if stated >= 0 else self._column + 1
        self._kind = attributes.get("t", "n")
        self._style = attributes.get("s", "0")
        self._value = self._formula = self._inline = ""
        self._has_formula = self._has_value = False
        self._in_cell = True

    def _hear(self, text: str) -> None:
        if self._length <= MOST_CELL:
            self._pieces.append(text)
            self._length += len(text)

    def finish(self, name: str) -> None:
        """Meet the end of an element."""
        self.depth -= 1
        if not self._within:
            return
        name = name[name.find(":") + 1 :]
        if name == "c":
            self._end_cell()
        elif name == "v":
            self._value, self._has_value = self._heard(), True
        elif name == "t":
            self._inline += self._heard() if len(self._inline) <= MOST_CELL and not self._aside else ""
        elif name == "f":
            self._formula, self._has_formula = self._heard(), True
        elif name == "row":
            self._gatherer.finish()
        elif name == "rPh":
            self._aside = False
        elif name == "sheetData":
            self._within = False

    def _heard(self) -> str:
        self.parser.CharacterDataHandler = None
        pieces, self._pieces = self._pieces, []
        return pieces[0] if len(pieces) == 1 else "".join(pieces)

    def _end_cell(self) -> None:
        self._in_cell = False
        text = self._text()
        if text:
            self._gatherer.put(self._column, text)
            return
        self._blank += 1
        if self._blank > _MOST_BLANK:
            raise TooManyRows(row=self._gatherer.number, most=MOST_ROWS)

    def _text(self) -> str:
        """Give what a person sees in the cell; a formula without a value as it is written."""
        kind, value = self._kind, self._value
        if kind == "s":
            return self._shared(value.strip()) if value else ""
        if kind == "inlineStr":
            return unescaped(self._inline)
        if self._has_formula and not value and kind != "str":
            self._oddities.formulas += 1
            return f"={self._formula}" if self._formula else ""
        if kind == "n":
            return self._number(value) if value else ""
        if kind == "b":
            return _BOOLEANS.get(value, value)
        return _iso_text(value) if kind == "d" else unescaped(value)

    def _shared(self, value: str) -> str:
        place = int(value) if value.isascii() and value.isdigit() and len(value) < 9 else -1
        if not 0 <= place < len(self._texts):
            raise WorkbookDamaged  # the text is lost, and a blank would hide that
        return self._texts[place]

    def _number(self, value: str) -> str:
        if len(value) > _LONGEST_NUMBER:
            return value
        try:
            number = float(value)
            style = int(self._style)
        except ValueError:
            return value
        if abs(number) >= 1e15:
            self._oddities.long_numbers += 1
        return self._shown[style](number) if 0 <= style < len(self._shown) else plain(number)


def _iso_text(value: str) -> str:
    try:
        return iso(datetime.fromisoformat(value))
    except ValueError:
        return value
