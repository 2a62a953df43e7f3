"""Recovery words: 24 words of the BIP-39 English list for 256 random bits, in four rows with a check letter each.

A mistake is found before any key is derived: a word outside the list is named, a wrong or swapped
word names its row by the row's check letter, and the whole carries BIP-39's own checksum.
"""

from __future__ import annotations

import hashlib
import secrets
from functools import cache

from desktop.services.vault.errors import UnknownWord, WrongRow, WrongWordCount, WrongWords

ROWS = 4
PER_ROW = 6
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"


@cache
def _listed() -> tuple[str, ...]:
    from mnemonic import Mnemonic

    return tuple(Mnemonic("english").wordlist)


def new_words() -> tuple[str, ...]:
    """Draw 24 recovery words."""
    return _to_words(secrets.token_bytes(32))


def _to_words(entropy: bytes) -> tuple[str, ...]:
    bits = int.from_bytes(entropy) << 8 | hashlib.sha256(entropy).digest()[0]
    words = _listed()
    return tuple(words[bits >> 11 * place & 0x7FF] for place in reversed(range(24)))


def check_letter(row: int, words: tuple[str, ...]) -> str:
    """Give the check letter of `row` (0 to 3) with these six words."""
    hashed = hashlib.sha256(f"peerkeep row {row}:{' '.join(words)}".encode()).digest()
    return _LETTERS[int.from_bytes(hashed[:4]) % len(_LETTERS)]


def sheet(words: tuple[str, ...]) -> tuple[str, ...]:
    """Lay the words out in four rows, each ended by its check letter in brackets."""
    rows = [words[r * PER_ROW : (r + 1) * PER_ROW] for r in range(ROWS)]
    return tuple(f"{' '.join(row)} [{check_letter(r, row)}]" for r, row in enumerate(rows))


def read_words(text: str) -> tuple[str, ...]:
    """Read typed or stored words; case, spaces, numbers and line ends are forgiven.

    Errors: WrongWordCount, UnknownWord, WrongRow (where check letters are given), WrongWords (checksum).
    """
    words: list[str] = []
    letters: list[str] = []
    for piece in text.lower().replace(",", " ").split():
        bare = piece.strip("[]().:;")
        if piece.startswith("[") or (len(bare) == 1 and bare.isalpha()):
            letters.append(bare.upper())
        elif bare and not bare.isdigit():
            words.append(bare)
    known = set(_listed())
    for number, word in enumerate(words, 1):
        if word not in known:
            raise UnknownWord(number=number)
    if len(words) != ROWS * PER_ROW:
        raise WrongWordCount(found=len(words))
    if len(letters) == ROWS:
        for row, letter in enumerate(letters):
            if check_letter(row, tuple(words[row * PER_ROW : (row + 1) * PER_ROW])) != letter:
                raise WrongRow(row=row + 1)
    entropy_of(tuple(words))
    return tuple(words)


def entropy_of(words: tuple[str, ...]) -> bytes:
    """Give the 32 bytes behind 24 words. Error: WrongWords where the checksum does not fit."""
    place = {word: index for index, word in enumerate(_listed())}
    bits = 0
    for word in words:
        bits = bits << 11 | place[word]
    entropy = (bits >> 8).to_bytes(32)
    if hashlib.sha256(entropy).digest()[0] != bits & 0xFF:
        raise WrongWords
    return entropy
