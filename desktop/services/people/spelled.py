"""A person's name as somebody typed it: the words of the name, and what stands beside them. Pure; knows nobody.

"Okafor, Ada", "ada okafor (9B)", "Dr. Ada O'Kafor - Year 9" and "Ada Okafor 00123" are all read here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from desktop.services.language import fold
from desktop.services.people.rules import LONGEST_TEXT
from desktop.services.sheets.text import clean

_APOSTROPHES: Final = str.maketrans("", "", "'\u2019\u2018`\u00b4\u02bc\u02b9\u02bb\u2032")
_WORD: Final = re.compile(r"[^\W_]+")
_BRACKETS: Final = re.compile(r"[(\[{]([^)\]}]*)[)\]}]?")
_DASH: Final = re.compile(r"\s+[-\u2013\u2014/|:]\s+|\s*[|:]\s*")
_YEAR_WORD: Final = r"(?:years?|yr|y|grades?|gr|forms?|class|group|tutor|homeroom|reg|klasse)"
_WITH_DIGIT: Final = re.compile(
    rf"(?:\b{_YEAR_WORD}\W*)*(?<![^\W\d_])[\w./-]*\d[\w./-]*(?:\s+{_YEAR_WORD}\b)*", re.IGNORECASE
)
_TITLES: Final = frozenset("mr mrs ms miss mx dr prof sir madam herr frau mme mlle sra srta dra".split())
_PRONOUNS: Final = frozenset("she her hers he him his they them theirs".split())
# German and Nordic letters are also written out; fold only takes their dots and rings away.
_WRITTEN_OUT: Final = str.maketrans({
    "ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "Ø": "Oe", "Å": "Aa",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Spelled:
    """A name as typed. words: folded words of the name in their order.

    family: those before a comma, as in "Okafor, Ada"; called: words in brackets that may be another name; beside: what
    stands beside the name and holds a digit, such as a form, a year or a number.
    """

    words: tuple[str, ...]
    family: tuple[str, ...] = ()
    called: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()


def words_of(text: str) -> tuple[str, ...]:
    """Give the folded words of a name; apostrophes join, hyphens part: O'Brien is one word, Anne-Marie two."""
    # Comparing two names takes time by the square of their length.
    text = text[:LONGEST_TEXT]
    if text.isascii() and text.isalpha():
        return (text.lower(),)
    return tuple(_WORD.findall(fold(clean(text).translate(_APOSTROPHES))))


def written_out(text: str) -> str:
    """Give a name with ä, ö, ü, ø and å as two letters; the same text where it has none of them."""
    return text if text.isascii() else clean(text).translate(_WRITTEN_OUT)


def read_name(text: str) -> Spelled:
    """Part a typed name from what stands beside it."""
    called: list[str] = []
    beside: list[str] = []
    bare = clean(text)[:LONGEST_TEXT]
    for inside in _BRACKETS.findall(bare):
        for piece in re.split("[,;]", inside):
            if any(c.isdigit() for c in piece):
                beside.append(piece.strip())
            else:
                called += [word for word in words_of(piece) if word not in _PRONOUNS]
    bare = _BRACKETS.sub(" ", bare)
    name, *after = _DASH.split(bare)
    beside += [piece.strip() for piece in after if piece.strip()]
    beside += [found.strip() for found in _WITH_DIGIT.findall(name)]
    parts = [words_of(part) for part in _WITH_DIGIT.sub(" ", name).split(",")]
    filled = [part for part in parts if part]
    words = tuple(word for part in filled for word in part)
    while len(words) > 2 and words[0] in _TITLES:
        words = words[1:]
    family = filled[0] if len(filled) == 2 and parts[0] else ()
    return Spelled(words, family, tuple(called), tuple(beside))


def full_name(given: str, family: str) -> Spelled:
    """Read a name that stands in two cells. What stands beside it may be in either."""
    one, other = read_name(given), read_name(family)
    known = other.words if one.words else ()
    return Spelled((*one.words, *other.words), known, (*one.called, *other.called), (*one.beside, *other.beside))
