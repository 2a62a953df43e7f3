"""Recovery words: a mistake is named before any key is derived."""

from __future__ import annotations

import random
import time

import pytest
from mnemonic import Mnemonic

from desktop.services.vault import new_words, read_words, sheet
from desktop.services.vault.errors import UnknownWord, WrongRow, WrongWordCount, WrongWords
from desktop.services.vault.words import check_letter, entropy_of

LISTED = Mnemonic("english").wordlist


def test_words_are_those_of_bip39() -> None:
    """Checked against the reference implementation, whose own published vectors it passes."""
    for seed in range(50):
        entropy = random.Random(seed).randbytes(32)
        theirs = tuple(Mnemonic("english").to_mnemonic(entropy).split())
        assert entropy_of(theirs) == entropy
    assert entropy_of((*("abandon",) * 23, "art")) == bytes(32)
    for _ in range(50):
        assert Mnemonic("english").check(" ".join(new_words()))


def test_words_differ_each_time() -> None:
    assert len({new_words() for _ in range(20)}) == 20


def test_sheet_has_four_rows_of_six_and_a_letter() -> None:
    words = new_words()
    rows = sheet(words)
    assert len(rows) == 4
    assert [len(row.split()) for row in rows] == [7, 7, 7, 7]
    assert read_words("\n".join(rows)) == words


@pytest.mark.parametrize(
    "typed",
    [
        lambda words: "  ".join(words).upper(),
        lambda words: "\t\n ".join(words) + "\r\n",
        lambda words: ", ".join(words),
        lambda words: " ".join(f"{n}. {word}" for n, word in enumerate(words, 1)),
        lambda words: " ".join(f"{n} {word.title()}" for n, word in enumerate(words, 1)),
    ],
)
def test_case_spaces_and_numbers_are_forgiven(typed: object) -> None:
    words = new_words()
    assert read_words(typed(words)) == words  # type: ignore[operator]  # one of the lambdas above


def test_a_word_not_in_the_list_is_named_by_its_place() -> None:
    words = list(new_words())
    words[16] = "abandom"
    with pytest.raises(UnknownWord) as error:
        read_words(" ".join(words))
    assert error.value.values == {"number": 17}
    assert "abandom" not in str(error.value)


@pytest.mark.parametrize("count", [0, 1, 12, 23, 25, 48])
def test_the_count_is_named(count: int) -> None:
    with pytest.raises(WrongWordCount) as error:
        read_words(" ".join(LISTED[:count]))
    assert error.value.values == {"found": count}


def test_every_wrong_or_swapped_word_names_its_row_or_fails_the_checksum() -> None:
    """One letter in 24 of a row fits by chance; then the checksum of the whole catches all but one in 256."""
    noise = random.Random(11)
    named = missed = 0
    for _ in range(600):
        words = list(new_words())
        rows = sheet(tuple(words))
        row = noise.randrange(4)
        one, other = noise.sample(range(row * 6, row * 6 + 6), 2)
        if noise.random() < 0.5:
            words[one], words[other] = words[other], words[one]
        else:
            words[one] = noise.choice(LISTED)
        if words == " ".join(r.rsplit(" ", 1)[0] for r in rows).split():
            continue
        typed = " ".join(" ".join(words[r * 6 : r * 6 + 6]) + " " + rows[r].rsplit(" ", 1)[1] for r in range(4))
        try:
            entropy_of(read_words(typed))
            missed += 1
        except WrongRow as error:
            assert error.values == {"row": row + 1}  # noqa: PT017 - one of three outcomes
            named += 1
        except WrongWords:
            pass
    assert named > 540
    assert missed < 5


def test_rows_in_the_wrong_order_are_named() -> None:
    words = new_words()
    rows = sheet(words)
    swapped = [rows[1], rows[0], rows[2], rows[3]]
    bare = [row.rsplit(" ", 1)[0] for row in swapped]
    letters = [row.rsplit(" ", 1)[1] for row in rows]
    with pytest.raises(WrongRow) as error:
        read_words(" ".join(f"{row} {letter}" for row, letter in zip(bare, letters, strict=True)))
    assert error.value.values["row"] in (1, 2)


def test_check_letters_are_read_in_brackets_or_alone() -> None:
    words = new_words()
    letters = [check_letter(row, words[row * 6 : row * 6 + 6]) for row in range(4)]
    text = " ".join(f"{' '.join(words[r * 6 : r * 6 + 6])} {letters[r].lower()}" for r in range(4))
    assert read_words(text) == words


def test_nothing_slow_happens_before_the_words_are_right() -> None:
    began = time.perf_counter()
    with pytest.raises(UnknownWord):
        read_words("zzz " * 24)
    assert time.perf_counter() - began < 0.1


@pytest.mark.parametrize("text", ["[[[[", "....", "\0" * 24, "é " * 24, "a" * 100_000])
def test_other_texts_are_refused(text: str) -> None:
    with pytest.raises((UnknownWord, WrongWordCount)):
        read_words(text)


def test_a_swap_that_no_letter_tells_fails_the_whole() -> None:
    """AUTH-08: the letters may be left out; then BIP-39's own checksum finds it, before any key is derived."""
    right = ("abandon",) * 23 + ("art",)
    assert read_words(" ".join(right)) == right
    with pytest.raises(WrongWords):
        read_words(" ".join((*right[:22], "art", "abandon")))
