"""Headers of two rows, as one survey service exports them: questions, and under each its options. Pure.

A question stands over the first of its options only; under a question with one answer stands "Response". The two rows
become one header: "Interests [Chess]", "Interests [Go]".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from desktop.services.language import fold
from desktop.services.sheets.text import clean
from desktop.services.sheets.types import Row

_SINGLE: Final = frozenset(("response", "open-ended response", "antwort", "offene antwort", "reponse", "respuesta"))
_MOST_ABOVE: Final = 20


def with_one_header(rows: Sequence[Row]) -> Sequence[Row]:
    """Give the rows with such a pair of header rows joined, else as they are."""
    for place, (first, second) in enumerate(pairwise(rows[:_MOST_ABOVE])):
        if any(fold(clean(cell)) in _SINGLE for cell in second.cells):
            header = replace(second, cells=_joined(first.cells, second.cells))
            return (*rows[:place], header, *rows[place + 2 :])
    return rows


def _joined(questions: Sequence[str], options: Sequence[str]) -> tuple[str, ...]:
    found: list[str] = []
    question = ""
    for at in range(max(len(questions), len(options))):
        asked = clean(questions[at]) if at < len(questions) else ""
        option = clean(options[at]) if at < len(options) else ""
        question = asked or question
        found.append(f"{question} [{option}]" if option and fold(option) not in _SINGLE and question else asked)
    return tuple(found)
