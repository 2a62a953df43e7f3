"""Bytes of a school's file to text, whatever program wrote them. Knows nothing of columns or students.

UTF-8 and UTF-16 prove themselves. An older code page proves nothing: each is tried, and the one wins in which the
words look most like names. General detectors need long prose; a class list has twenty accented words.
Alphabets: the official ones of each language. Weights: tried out on name lists (tests/services/people).
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import Final

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

_WEST: Final = ("fr de nl af", "es ca", "pt", "sv fi de", "da", "is", "it", "ga gd cy", "et")

# Code page -> how rare it is, and its languages with the letters that ASCII lacks.
_PAGES: Final[dict[str, tuple[float, tuple[str, ...]]]] = {
    "cp1252": (0, _WEST),
    "mac_roman": (1.5, _WEST),
    "cp1250": (1.5, ("pl", "cs sk", "hu", "ro", "hr sl", "de")),
    "cp850": (3, _WEST),
    "cp1254": (1.5, ("tr", "fr de")),
    "cp1257": (3, ("lv lt", "et", "pl")),
    "iso8859_2": (3, ("pl", "cs sk", "hu", "ro", "hr sl", "de")),
    "mac_latin2": (4, ("pl", "cs sk", "hu", "hr sl", "de")),
    "cp1251": (2, ("ru uk bg sr",)),
    "koi8_r": (4, ("ru",)),
    "mac_cyrillic": (4, ("ru uk bg sr",)),
    "cp1253": (2, ("el",)),
    "iso8859_7": (2.5, ("el",)),
    "cp1255": (2, ("he",)),
    "cp1256": (2, ("ar fa", "fr")),
    "shift_jis": (3, ("cjk",)),
    "gb18030": (3, ("cjk",)),
    "big5": (4, ("cjk",)),
    "euc_kr": (3, ("cjk",)),
    "euc_jp": (3.5, ("cjk",)),
}

_LETTERS: Final[dict[str, str]] = {
    "fr": "àâæçéèêëîïôœùûü",
    "es": "áéíñóúü",
    "pt": "áâãàçéêíóôõú",
    "de": "äöüß",
    "sv": "åäöé",
    "da": "æøåé",
    "is": "áéíóúýðþæö",
    "it": "àèéìòóù",
    "ca": "àçèéíïòóúü",
    "nl": "éëïóöüè",
    "af": "éêëïôû",
    "ga": "áéíóú",
    "gd": "àèìòù",
    "cy": "âêîôû",
    "et": "äöõüšž",
    "fi": "äöå",
    "pl": "ąćęłńóśźż",
    "cs": "áčďéěíňóřšťúůýž",
    "sk": "áäčďéíĺľňóôŕšťúýž",
    "hu": "áéíóöőúüű",
    "ro": "ăâîșțşţ",
    "hr": "čćđšž",
    "sl": "čšž",
    "tr": "çğıöşüâî",
    "lv": "āčēģīķļņšūž",
    "lt": "ąčęėįšųūž",
}
_SCRIPTS: Final[dict[str, tuple[tuple[int, int], ...]]] = {
    "ru": ((0x0400, 0x045F),),
    "uk": ((0x0400, 0x0491),),
    "bg": ((0x0410, 0x044F),),
    "sr": ((0x0402, 0x045F),),
    "el": ((0x0386, 0x03CE),),
    "he": ((0x05D0, 0x05F4),),
    "ar": ((0x0621, 0x0652),),
    "fa": ((0x067E, 0x06CC),),
    "cjk": ((0x3005, 0x3006), (0x3040, 0x30FF), (0x4E00, 0x9FFF), (0xAC00, 0xD7A3)),
}

_WORD: Final = re.compile(rb"[A-Za-z\x80-\xff'\-]*[\x80-\xff][A-Za-z\x80-\xff'\-]*")
_MOST_WORDS: Final = 4000
_TYPOGRAPHY: Final = frozenset("’‘´–ªº\xa0")

# Two-byte code pages keep their everyday characters under these first bytes.
_EVERYDAY: Final = {
    "gb18030": (0xB0, 0xD7),
    "big5": (0xA4, 0xC6),
    "shift_jis": (0x81, 0x97),
    "euc_kr": (0xB0, 0xC8),
    "euc_jp": (0xA4, 0xCF),
}

_IN_OTHER_ALPHABET, _NO_ALPHABET, _MARK, _SYMBOL, _CONTROL, _BROKEN = 3.0, 6.0, 2.0, 8.0, 40.0, 25.0
_CAPITAL_WITHIN, _SCRIPTS_MIXED, _RUN_OF_ACCENTS, _SMALL_FIRST = 4.0, 6.0, 3.0, 2.0
_CROWDED_CONSONANT, _CROWDED_VOWEL, _ANOTHER_LANGUAGE, _VOWEL_SIGN = 2.5, 1.5, 1.3, 4.0
_TWO_BYTES: Final = {"gb18030": 2.0, "big5": 2.0, "shift_jis": 2.0, "euc_kr": 1.9, "euc_jp": 2.0}


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text of a file, the encoding it was read with, and whether some bytes did not fit (shown as U+FFFD)."""

    text: str
    encoding: str
    damaged: bool


def decode(data: bytes) -> Decoded:
    """Read the bytes of a text file of any encoding; never fails, byte-order marks are dropped."""
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _decoded(data[len(mark) :], name)
    wide = _utf16_without_mark(data)
    if wide:
        return _decoded(data, wide)
    try:
        return Decoded(data.decode("utf-8"), "utf-8", False)
    except UnicodeDecodeError:
        return _decoded(data, "utf-8" if _mostly_utf8(data) else code_page(data))


def _decoded(data: bytes, encoding: str) -> Decoded:
    # A file cut in the middle of a character loses only that character.
    text = data.decode(encoding, errors="replace")
    return Decoded(text, encoding, "\ufffd" in text)


def _utf16_without_mark(data: bytes) -> str:
    head = data[:4096]
    half = len(head) // 2
    if half < 4:
        return ""
    zeros_first, zeros_second = head[0 : 2 * half : 2].count(0), head[1 : 2 * half : 2].count(0)
    if zeros_second > half * 0.3 and zeros_first < zeros_second / 4:
        return "utf-16-le"
    if zeros_first > half * 0.3 and zeros_second < zeros_first / 4:
        return "utf-16-be"
    return ""


_UTF8_CHARACTER: Final = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_WHOLE_UTF8: Final = re.compile(rb"(?:" + _UTF8_CHARACTER.pattern + rb")+")
_HIGH: Final = re.compile(rb"[\x80-\xff]+")


def _mostly_utf8(data: bytes) -> bool:
    good = len(_UTF8_CHARACTER.findall(data))
    bad = len(_HIGH.findall(_UTF8_CHARACTER.sub(b"", data)))
    if good > 4 * bad:
        return True
    # In an older code page, hardly ever are all bytes beside one another whole characters of UTF-8, let alone twice.
    runs = Counter(bool(_WHOLE_UTF8.fullmatch(run)) for run in _HIGH.findall(data))
    return runs[True] > 1 and runs[True] >= runs[False]


def code_page(data: bytes) -> str:
    """Choose the code page in which the words of `data` with bytes above 127 look most like names."""
    words = Counter[bytes]()
    for found in _WORD.finditer(data):
        words[found.group()] += 1
        if len(words) >= _MOST_WORDS:
            break
    # Each word counts once: a road name in a thousand addresses says no more than in one.
    sample = list(words)
    return min(_PAGES, key=lambda page: _cost(sample, page))


def _cost(words: list[bytes], page: str) -> float:
    """Add up what speaks against a code page. A word keeps to one language; each further language is less likely."""
    rarity, groups = _PAGES[page]
    texts = [word.decode(page, errors="replace") for word in words]
    letters = [Counter(c.lower()[0] for c in text if not c.isascii() and c.isalpha()) for text in texts]
    by_group = [[_alphabet_cost(found, group, page) for found in letters] for group in groups]
    by_group.sort(key=sum)
    chosen = [min(range(len(groups)), key=lambda index: by_group[index][word]) for word in range(len(texts))]
    fit = sum(by_group[index][word] for word, index in enumerate(chosen))
    return rarity + _ANOTHER_LANGUAGE * len(set(chosen)) + fit + sum(map(_word_cost, texts))


def _alphabet_cost(letters: Counter[str], group: str, page: str) -> float:
    home, elsewhere = _alphabet(group), _alphabet(" ".join(_PAGES[page][1]))
    usual = _TWO_BYTES.get(page, 1.0)
    cost = 0.0
    for c, count in letters.items():
        if c.isascii() or (c in home and _everyday(c, page)):
            cost += usual * count
        else:
            cost += count * (_IN_OTHER_ALPHABET if c in elsewhere and page not in _EVERYDAY else _NO_ALPHABET)
    return cost


def _everyday(c: str, page: str) -> bool:
    if page not in _EVERYDAY:
        return True
    first, last = _EVERYDAY[page]
    return first <= c.encode(page)[0] <= last


@cache
def _alphabet(languages: str) -> frozenset[str]:
    letters: set[str] = set()
    for language in languages.split():
        letters.update(_LETTERS.get(language, ""))
        for first, last in _SCRIPTS.get(language, ()):
            letters.update(chr(code).lower() for code in range(first, last + 1))
    return frozenset(letters)


def _word_cost(word: str) -> float:
    cost = _SMALL_FIRST if word[:1].islower() and not _is_latin(word[0]) else 0.0
    before = ""
    for c, after in zip(word, word[1:] + " ", strict=True):
        cost += _character_cost(c) + (_neighbour_cost(before, c, after) if before else 0.0)
        before = c
    return cost


def _character_cost(c: str) -> float:
    if c.isascii() or c.isalpha():
        return 0.0
    if c == "\ufffd":
        return _BROKEN
    category = unicodedata.category(c)
    if category in ("Cc", "Co", "Cn"):
        return _CONTROL
    if category in ("Mn", "Mc"):
        return _VOWEL_SIGN
    return _MARK if c in _TYPOGRAPHY else _SYMBOL


def _neighbour_cost(before: str, c: str, after: str) -> float:
    if unicodedata.combining(c):
        return _SCRIPTS_MIXED if _is_latin(before) else 0.0
    if not (before.isalpha() and c.isalpha()) or (before.isascii() and c.isascii()):
        return 0.0
    # Portuguese has õ before e only, and Icelandic þ at the start only: elsewhere they are Hungarian and Turkish.
    cost = 1.0 if (c in "õÕ" and after not in "eE") or c in "þÞ" else 0.0
    if c.isupper() and (before.islower() or (not c.isascii() and after.islower())):
        cost += _CAPITAL_WITHIN
    latin = _is_latin(before), _is_latin(c)
    if latin[0] != latin[1]:
        cost += _SCRIPTS_MIXED
    elif all(latin) and not before.isascii() and not c.isascii():
        cost += _RUN_OF_ACCENTS
    if not c.isascii() and all(latin) and after.isalpha():
        kinds = {_is_vowel(before), _is_vowel(c), _is_vowel(after)}
        cost += (_CROWDED_VOWEL if _is_vowel(c) else _CROWDED_CONSONANT) if len(kinds) == 1 else 0.0
    return cost


def _is_vowel(c: str) -> bool:
    return unicodedata.normalize("NFD", c)[0].lower() in "aeiouyæøœı"


def _is_latin(c: str) -> bool:
    return ord(c) < 0x0250
