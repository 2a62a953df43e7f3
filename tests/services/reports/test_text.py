"""Any text can be set: cleaned, ordered, broken into lines."""

from __future__ import annotations

import random
import sys

import pytest

from desktop.services.reports.fonts import BOX, FOLDER
from desktop.services.reports.layout import line, lines
from desktop.services.reports.text import clean, isolate, joined, one_line, visual
from tests.services.reports.hostile import LONG_NAMES, random_text


def printed(value: str, width: float = 500.0) -> list[str]:
    """Give the text of each line in the order of the page."""
    return ["".join(run.text for run in at.runs) for at in lines(value, "regular", 10, width)]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("a\x00b\x07c", f"a{BOX}b{BOX}c"),
        ("\ud800x", f"{BOX}x"),
        ("\U000f0000", BOX),
        ("\U00016fff", BOX),
        ("gnikcah \u202eabc", f"gnikcah {BOX}abc"),
        ("a\u200db\u00adc\ufeff", "abc"),
        ("a\r\nb\rc\u2028d", "a\nb\nc\nd"),
        ("e\u0301", "é"),
        ("a\tb\u3000c", "a b c"),
        ("\u2067x\u2069", "x"),
    ],
)
def test_unprintable_characters_show_as_a_box_and_invisible_ones_go(value: str, expected: str) -> None:
    assert clean(value) == expected


def test_a_character_that_no_font_has_shows_as_a_box() -> None:
    assert printed("\u0915\U0001f9ff") == [BOX * 2]


@pytest.mark.parametrize(
    ("logical", "base", "page"),
    [
        ("דוד (כהן)", "R", "(ןהכ) דוד"),
        ("Ann (דוד)", "L", "Ann (דוד)"),
        ("[דוד]", "L", "[דוד]"),
        ("דוד (a)", "R", "(a) דוד"),
        ("דוד 12-13", "R", "12-13 דוד"),
        ("«ab» דוד", "L", "«ab» דוד"),
        ("דוד <12> ((a", "R", "a)) <12> דוד"),
    ],
)
def test_brackets_turn_with_the_text(logical: str, base: str, page: str) -> None:
    reversed_words = page.replace("דוד", "דוד"[::-1])
    assert visual(logical, "R" if base == "R" else "L") == reversed_words


def test_an_isolated_name_leaves_its_neighbours_in_order() -> None:
    sentence = f"{isolate('דוד')} (0012), {isolate('Ann')} (0034), {isolate('علي')} (0056)"
    page = printed(sentence)[0]
    assert page.index("(0012)") < page.index("Ann") < page.index("(0034)") < page.index("(0056)")


def test_a_name_cannot_end_its_isolation_or_turn_the_line() -> None:
    for bad in ("\u2069\u202eevil", "\u202e\u202eevil", "\u2067\u2067evil", "\u2068\u2068evil"):
        page = printed(f"{isolate(bad)} 12 {isolate('Ann')} 34")[0]
        assert "evil 12 Ann 34" in page


def test_a_name_over_two_lines_keeps_its_brackets() -> None:
    value = isolate("דוד (דודי) בן-גוריון מזרחי-אשכנזי [כהן] לוי הלוי ירושלמי") + " (00047)"
    page = " ".join(printed(value, 120))
    assert "(00047)" in page
    assert page.count("(") == page.count(")") == 2
    assert "[ןהכ]" in page


def test_arabic_letters_are_joined() -> None:
    shown = joined("محمد")
    assert shown != "محمد"
    assert all("\ufb50" <= char <= "\ufefc" for char in shown)


@pytest.mark.parametrize("width", [12.0, 60.0, 185.0, 500.0])
@pytest.mark.parametrize("name", LONG_NAMES)
def test_no_line_is_wider_than_its_room(name: str, width: float) -> None:
    for at in lines(name, "bold", 9.5, width):
        assert at.width <= width + 0.01 or sum(len(run.text.rstrip("\u0301\u0327\u0323")) for run in at.runs) == 1


@pytest.mark.parametrize("name", [name for name in LONG_NAMES if name.isascii() or "欧" in name or "김" in name])
def test_breaking_loses_no_character(name: str) -> None:
    assert "".join(printed(name, 70)).replace(" ", "") == name.replace(" ", "")


def test_latin_lines_break_between_words() -> None:
    words = "the quick brown fox jumps over the lazy dog " * 20
    assert " ".join(printed(words, 140)) == words.strip()


def test_one_line_is_cut_with_an_ellipsis() -> None:
    assert one_line(" a \n b ") == "a b"
    assert one_line("x" * 1_000_000) == "x" * 299 + "…"


def test_all_fonts_are_bundled_with_their_licences() -> None:
    assert {path.name for path in FOLDER.glob("*.txt")} == {"OFL.txt", "Apache-2.0.txt", "DejaVu.txt"}
    assert sum(path.stat().st_size for path in FOLDER.glob("*.ttf")) < 8_000_000


def fuzz(texts: int, seed: int) -> None:
    source = random.Random(seed)
    for _ in range(texts):
        value = random_text(source)
        for at in lines(value, "regular", 11, source.choice((20.0, 90.0, 480.0))):
            for run in at.runs:
                run.text.encode()
                assert all(char.isprintable() or char in "\xa0\u200c\u200d" for char in run.text)
        line(isolate(value), "bold", 9)


def test_random_texts_are_set() -> None:
    fuzz(200, 5)


@pytest.mark.long
def test_five_thousand_random_texts_are_set() -> None:
    fuzz(5_000, 6)


def test_setting_text_loads_no_page_writer() -> None:
    import subprocess

    code = (
        "import sys; import desktop.services.reports; "
        "sys.exit(any(m.split('.')[0] in ('reportlab', 'pandas', 'numpy', 'bidi') for m in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_joiner_inside_a_word_is_set_without_width() -> None:
    """A Persian word without it would join two letters that stay apart; it comes back when the page is copied."""
    apart = line("\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645", "regular", 10)
    assert "\u200c" in "".join(run.text for run in apart.runs)
    assert line("a\u200db", "regular", 10).width == line("ab", "regular", 10).width
    assert "".join(run.text for run in line("\u200da b\u200c", "regular", 10).runs) == "a b"
