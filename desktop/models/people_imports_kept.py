"""An import that was left open, as a draft sealed to its author: the file's path, how it is read, what was decided."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, Final

from desktop.models.drafts import Draft
from desktop.models.people_imports_types import KINDS, AskKey, Reading

DRAFT_KEY: Final = "people/import"
_PAGE: Final = "people"


def packed(path: str, reading: Reading, answers: Mapping[AskKey, str], digest: str) -> Draft:
    """Make the draft."""
    content = {
        "reading": {**asdict(reading), "mapping": dict(reading.mapping) if reading.mapping is not None else None},
        "answers": [[list(key), value] for key, value in answers.items()],
        "digest": digest,
    }
    return Draft(json.dumps(content, ensure_ascii=False), page=_PAGE, record=path)


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
