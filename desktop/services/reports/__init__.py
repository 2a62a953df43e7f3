"""Documents on paper and for spreadsheets: the staff-meeting pack and the pair register.

Reads what other areas publish, keeps the register of what was made for whom, and gives bytes; whoever
asked shows, prints or saves them. ReportLab and pandas are loaded by the first document, not before.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from desktop.services.reports.rules import file_name, kind_of
from desktop.services.reports.types import Document, PairRegister

__all__ = ["file_name", "kind_of", "write_csv", "write_pdf"]


def write_pdf(document: Document, copies: Sequence[int] | None = None,
              progress: Callable[[int, int], bool] | None = None) -> bytes:
    """Give a document as PDF in memory.

    `copies` are the numbers of the copies wanted, all of its edition where None; a preview asks for one.
    `progress` hears pages done and expected and answers whether to go on. Raises Cancelled.
    """
    from desktop.services.reports.paper.write import pdf

    return pdf(document, document.edition.numbers if copies is None else copies, progress)


def write_csv(register: PairRegister) -> bytes:
    """Give the pair register as CSV in memory: UTF-8 with a byte-order mark, formula-safe, numbers as text."""
    from desktop.services.reports.spreadsheet import csv

    return csv(register)
