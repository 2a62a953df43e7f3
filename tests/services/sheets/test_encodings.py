"""Any encoding: what a file of names says comes out as it was written (IMP-05)."""

from __future__ import annotations

import codecs
import random

import pytest

from desktop.services.sheets.encodings import decode

WEST = (
    "José García",
    "Zoë Müller",
    "Siân Évans",
    "Renée Lefèvre",
    "Sean O’Brien",
    "Björn Åkesson",
    "François Nuñez",
    "Jørgen Sæther",
)
WESTERN_WORDS = (
    "Sørensen Jørgensen Åberg Lindström Öberg Mårten Håkan Mónica Ángel Íñigo Raúl Lévêque Benoît Dubé Côté Pálsson João Simões Araújo "
    "Conceição Niamh Seán Róisín Ciarán Hélène Chloé Léa Noël Anaïs Inès Aimée Gonçalves Jürgen Groß Weiß Schäfer Köhler Böhm López Fernández",
)
POLISH = ("Łukasz Wiśniewski", "Małgorzata Dąbrowska", "Zażółć Gęśla", "Jan Wójcik")
CZECH = ("Jiří Dvořák", "Božena Němcová", "Tomáš Kříž", "Zdeněk Černý")
GREEK = ("Γιώργος Παπαδόπουλος", "Ελένη Νικολάου", "Άννα Ιωάννου")
RUSSIAN = ("Иванов Пётр", "Ольга Смирнова", "Юрий Щукин")
ARABIC = ("محمد أحمد", "فاطمة الزهراء", "يوسف")
TURKISH = ("Yıldız Şahin", "İbrahim Çağlar", "Ömer Gül", "Ayşe Öztürk")
HEBREW = ("דוד כהן", "שרה לוי")
CHINESE, JAPANESE, KOREAN = ("张伟", "李娜", "王芳"), ("山田太郎", "さくら", "佐藤花子"), ("김민준", "이서연")

CASES = [
    *((encoding, WEST) for encoding in ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "mac_roman")),
    ("latin-1", tuple(name.replace("’", "'") for name in WEST)), ("cp850", tuple(name.replace("’", "'") for name in WEST)),
    ("cp1250", POLISH), ("iso8859_2", POLISH), ("utf-8", POLISH), ("utf-16", POLISH), ("cp1250", CZECH), ("cp1250", ("Győző Szűcs", "Ágnes Kovács")),
    ("cp1253", GREEK), ("utf-16-le", GREEK), ("cp1251", RUSSIAN), ("koi8_r", RUSSIAN), ("cp1256", ARABIC), ("utf-16-be", ARABIC),
    ("cp1254", TURKISH), ("cp1255", HEBREW), ("cp1257", ("Jānis Bērziņš", "Līga Kalniņa")), ("cp1252", ("Guðrún Þórsdóttir", "Ásta Ævarsdóttir")),
    ("gb18030", CHINESE), ("shift_jis", JAPANESE), ("euc_kr", KOREAN), ("big5", ("陳大文", "林小明")),
]  # fmt: skip


@pytest.mark.parametrize(("encoding", "names"), CASES, ids=lambda value: value if isinstance(value, str) else value[0])
def test_names_come_out_as_written(encoding: str, names: tuple[str, ...]) -> None:
    text = "Number,Name\r\n" + "".join(f"{n:04},{name}\r\n" for n, name in enumerate(names))
    found = decode(text.encode(encoding))
    assert found.text == text
    assert not found.damaged


@pytest.mark.parametrize(
    ("encoding", "name"),
    [
        ("cp1252", "José"), ("cp1252", "O’Brien"), ("cp1252", "MÜLLER"), ("cp1252", "Šárka"), ("cp1252", "Groß"), ("mac_roman", "José"),
        ("mac_roman", "Müller"), ("mac_roman", "Chloé"), ("cp1250", "Łukasz Wójcik"), ("cp1250", "Dvořáková Černá"),
    ],
)  # fmt: skip
def test_one_accented_name_in_a_short_file_is_enough(encoding: str, name: str) -> None:
    """A general detector needs prose, and takes such files for Chinese or Cyrillic."""
    text = f"Number,Name\n1,{name}\n2,Smith\n"
    assert decode(text.encode(encoding)).text == text


def test_a_few_broken_bytes_do_not_turn_utf_8_into_something_else() -> None:
    text = "Number,Name\n" + "".join(f"{n},José Müller\n" for n in range(20))
    found = decode(text.encode().replace(b"\n7,Jos\xc3\xa9", b"\n7,Jos\xc3"))
    assert found.encoding == "utf-8"
    assert found.damaged
    assert found.text.count("José Müller") == 19


def test_a_wide_file_cut_in_the_middle_of_a_character_loses_only_that() -> None:
    data = codecs.BOM_UTF16_LE + "number,name\n1,Ada".encode("utf-16-le")
    assert decode(data[:-1]).text.startswith("number,name\n1,Ad")


def test_random_short_lists_of_western_names_are_never_taken_for_another_language() -> None:
    """Three names are enough."""
    names = sorted({word for name in WEST + WESTERN_WORDS for word in name.replace("’", "'").split()})
    chance = random.Random(5)
    for encoding in ("cp1252", "mac_roman"):
        for _ in range(100):
            text = "Number,Name\n" + "".join(f"{n},{chance.choice(names)} {chance.choice(names)}\n" for n in range(3))
            assert decode(text.encode(encoding)).text == text


@pytest.mark.parametrize(
    ("good", "bad"), [("Álvarez Núria", "René Zoë"), ("Müller Jürgen Weiß", "André"), ("Łaski Żak", "José Noël")]
)
def test_utf_8_with_some_bytes_of_an_older_page_stays_utf_8_and_is_said_to_be_damaged(good: str, bad: str) -> None:
    found = decode(f"1,{good}\n".encode() + f"2,{bad}\n".encode("latin-1"))
    assert (found.encoding, found.damaged) == ("utf-8", True)
    assert good in found.text


@pytest.mark.parametrize(
    ("page", "names"),
    [("cp1250", "JÓŹWIAK KRÓL ŁUKASZ"), ("cp1250", "PODRÓŻNA JÓŹWIAK ŻAK ŚWIST ŁOŚ"), ("cp1252", "É’ Renée Zoë Núria")],
)
def test_bytes_of_an_older_page_that_could_be_utf_8_by_chance(page: str, names: str) -> None:
    assert decode(f"1,{names}\n".encode(page)).text == f"1,{names}\n"
