"""Whether the words of a cell of kinds or roles leave somebody a student or a member of staff. Pure."""

from __future__ import annotations

import re
from typing import Final

from desktop.services.language import fold

_STUDENT_WORDS: Final = frozenset("student students pupil pupils learner child mentor mentee".split())
_FAMILY_WORDS: Final = frozenset(
    "guardian guardians parent parents carer mother father relative contact family sibling grandparent".split()
)
_OTHER_WORDS: Final = frozenset(
    "staff teacher teachers teachingstaff supportstaff teachingassistant assistant aide "
    "paraprofessional employee faculty principal headteacher head administrator admin "
    "districtadministrator siteadministrator systemadministrator schooladministrator proctor "
    "counselor counsellor coach volunteer helper governor visitor guardian guardians parent parents "
    "carer mother father relative contact family sibling grandparent nurse librarian secretary "
    "officer".split()
)
_LIST: Final = re.compile(r"[;,/|\n]")


def is_student(words: str) -> bool:
    """Say whether a cell of kinds or roles leaves somebody a student: only a known other word says no."""
    kinds = _kinds(words)
    return bool(kinds & _STUDENT_WORDS) or not kinds & _OTHER_WORDS


def is_staff(words: str) -> bool:
    """Say whether a cell of kinds or roles leaves somebody a member of staff: not one of students or families only."""
    kinds = _kinds(words)
    return bool(kinds & (_OTHER_WORDS - _FAMILY_WORDS)) or not kinds & (_STUDENT_WORDS | _FAMILY_WORDS)


def _kinds(words: str) -> set[str]:
    return {"".join(c for c in fold(word) if c.isalnum()) for word in _LIST.split(words)} if words else set()
