"""XLS workbooks."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from desktop.services.language import say_many
from desktop.services.sheets.errors import WorkbookDamaged, WorkbookLocked
from desktop.services.sheets.grid import Cells, Gatherer, as_rows
from desktop.services.sheets.numbers import iso, plain
from desktop.services.sheets.types import Part, Table


class Xls:
    """A workbook."""

    def __init__(self, data: bytes) -> None:
        """Open it."""
        import python_calamine as calamine

        if "EncryptedPackage".encode("utf-16-le") in data:
            raise WorkbookLocked
        try:
            self._book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        except calamine.PasswordError as error:
            raise WorkbookLocked from error
        except BaseException as error:
            raise WorkbookDamaged from error
        found = [m for m in self._book.sheets_metadata if m.typ == calamine.SheetTypeEnum.WorkSheet]
        seen = [m.name for m in found if m.visible == calamine.SheetVisibleEnum.Visible]
        names = seen or [m.name for m in found]
        hidden = len(found) - len(names)
        self.parts = tuple(Part(name, 0, "sheet") for name in names)
        self.notices: tuple[str, ...] = ()
        if hidden:
            self.notices = (say_many("{n} hidden sheet was left out.", "{n} hidden sheets were left out.", hidden),)

    def table(self, name: str, most_rows: int) -> Table:
        """Give a sheet."""
        return Table(as_rows(self._numbered(name, most_rows)), "", "", False, list(self.notices))

    def _numbered(self, name: str, most_rows: int) -> Iterator[tuple[int, Cells]]:
        gatherer = Gatherer(most_rows)
        sheet = self._book.get_sheet_by_name(name)
        for number, row in enumerate(sheet.to_python(skip_empty_area=False), 1):
            gatherer.begin(number)
            for column, value in enumerate(row):
                text = _text(value)
                if text:
                    gatherer.put(column, text)
            gatherer.finish()
        yield from gatherer.taken()


def _text(value: int | float | str | bool | time | date | datetime | timedelta) -> str:
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, (int, float)):
        return plain(value)
    if isinstance(value, date):
        return iso(value)
    if isinstance(value, time):
        return value.strftime("%H:%M")
    return str(value)
