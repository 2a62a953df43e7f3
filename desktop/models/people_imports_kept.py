"""An import that was left open, as a draft sealed to its author: the file's path, how it is read, what was decided."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, Final

from desktop.models.drafts import Draft
from desktop.models.people_imports_types import KINDS, AskKey, HalfMapped, Reading

DRAFT_KEY: Final = "people/import"
_PAGE: Final = "people"


def packed(
    path: str,
    reading: Reading,
    answers: Mapping[AskKey, str],
    digest: str,
    half: HalfMapped | None = None,
    *,
    mapped: bool = False,
) -> Draft:
    """Make the draft. half: columns that are being mapped; mapped: somebody said in this import what they are."""
    content = {
        "reading": {**asdict(reading), "mapping": dict(reading.mapping) if reading.mapping is not None else None},
        "answers": [[list(key), value] for key, value in answers.items()],
        "digest": digest,
        "half": [dict(half.mapping), half.first_is_data] if half else None,
        "mapped": mapped,
    }
    return Draft(json.dumps(content, ensure_ascii=False), page=_PAGE, record=path)


def unpacked_columns(draft: Draft) -> tuple[HalfMapped | None, bool]:
    """Give the columns that were being mapped, and whether somebody said what they are."""
    try:
        content: dict[str, Any] = json.loads(draft.text)
        half = content.get("half")
        known = HalfMapped({str(key): str(said) for key, said in half[0].items()}, bool(half[1])) if half else None
        return known, bool(content.get("mapped"))
    except (ValueError, TypeError, KeyError, IndexError, AttributeError):
        return None, False


def unpacked(draft: Draft) -> tuple[str, Reading, dict[AskKey, str], str]:
    """Give path, reading, answers and digest; what another version wrote otherwise is begun anew."""
    try:
        content: dict[str, Any] = json.loads(draft.text)
        reading = Reading(**content["reading"])
        answers = {tuple(map(str, key)): str(value) for key, value in content["answers"]}
        if reading.kind not in ("", *KINDS):
            raise ValueError
        return draft.record, reading, answers, str(content["digest"])
    except (ValueError, TypeError, KeyError):
        return draft.record, Reading(), {}, ""
