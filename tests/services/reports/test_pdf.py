"""PDF-01 to PDF-06 of the catalogue (security.md, C7), on real files read back by pypdf."""

from __future__ import annotations

import json
import random
import re
import subprocess
import sys
import tempfile
import time
import unicodedata
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PageObject, PdfReader
from pypdf.generic import DictionaryObject, IndirectObject, NameObject

from desktop.services.errors import Cancelled
from desktop.services.language import set_profile
from desktop.services.reports import file_name, kind_of, write_csv, write_pdf
from desktop.services.reports.fonts import BOX, FOLDER
from desktop.services.reports.suppression import NOBODY
from desktop.services.reports.types import Document, Headcount, PairRegister, StaffPack
from tests.services.reports.builders import NAMES, edition, pack, person, register
from tests.services.reports.hostile import LONG_NAMES, MARKUP, random_text

EMPTY = {
    "pairs_active": 0,
    "pairs_ended": 0,
    "meetings_held": 0,
    "meetings_planned": 0,
    "meetings_missed": 0,
    "minutes": None,
    "mentors": NOBODY,
    "mentees": NOBODY,
    "mentors_by_year": (),
    "paired_by_year": (),
    "weeks": (),
    "rooms_in": (),
    "needs": (),
}


def read(document: Document, copies: tuple[int, ...] | None = (1,)) -> PdfReader:
    return PdfReader(BytesIO(write_pdf(document, copies)))


def words(reader: PdfReader) -> str:
    """Give all text with single spaces."""
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def letters(value: str) -> str:
    return "".join(value.split())


def fonts(reader: PdfReader) -> dict[str, bool]:
    """Give the fonts of all pages and whether each is embedded."""
    found = {}
    for page in reader.pages:
        for font in page["/Resources"]["/Font"].values():
            made = font.get_object()
            found[str(made["/BaseFont"])] = "/FontFile2" in made.get("/FontDescriptor", DictionaryObject()).get_object()
    return found


def hostile_documents() -> list[Document]:
    rows = register(len(MARKUP), MARKUP)
    free = "\n".join(MARKUP)
    return [
        pack(
            school=MARKUP[0] + MARKUP[1],
            programme=MARKUP[4],
            needs=(*MARKUP, free),
            missing=MARKUP,
            rooms_in=MARKUP,
            edition=edition(audience=MARKUP[3], prepared_by=MARKUP[7]),
        ),
        replace(rows, school=free, edition=edition(audience=free, prepared_by=free)),
        replace(
            rows,
            rows=tuple(
                replace(row, period=MARKUP[at], mentor=replace(row.mentor, form=MARKUP[at], number=MARKUP[at]))
                for at, row in enumerate(rows.rows)
            ),
        ),
    ]


@pytest.mark.parametrize("which", [0, 1, 2])
def test_pdf_01_markup_is_printed_literally(which: int) -> None:
    shown = letters(words(read(hostile_documents()[which])))
    for text in MARKUP:
        assert letters(text) in shown, text


WATCHED = """
import json, sys
from tests.services.reports.test_pdf import hostile_documents
from tests.services.reports.builders import register
from desktop.services.reports import write_csv, write_pdf
import pandas
import desktop.services.reports.paper.write
write_csv(register())
seen = []
def hook(event, args):
    if event in ("open", "os.listdir", "os.scandir", "subprocess.Popen", "os.system", "os.exec") or event.startswith("socket."):
        seen.append([event, str(args[0])])
sys.addaudithook(hook)
for document in hostile_documents():
    write_pdf(document)
write_csv(hostile_documents()[1])
print(json.dumps(seen))
"""


def test_pdf_01_no_file_but_fonts_is_opened_and_no_socket_made() -> None:
    run = subprocess.run([sys.executable, "-c", WATCHED], capture_output=True, text=True, check=True)
    code = tuple(str(Path(part).resolve()) for part in (sys.prefix, sys.base_prefix) if part)
    for event, target in json.loads(run.stdout):
        path = Path(target).resolve()
        loaded = str(path).startswith(code) and (path.suffix in {".py", ".pyc", ".so", ".pyd"} or event != "open")
        ours = "desktop" in path.parts and path.suffix in {".py", ".pyc", ""}
        assert event in {"open", "os.listdir", "os.scandir"}, (event, target)
        assert path.parent == FOLDER or loaded or ours, (event, target)


def fuzz(texts: int, each: int, seed: int) -> None:
    source = random.Random(seed)
    for _ in range(texts // each):
        notes = tuple(random_text(source) for _ in range(each))
        reader = read(
            pack(
                school=notes[0],
                programme=notes[1],
                needs=notes,
                weeks=(),
                edition=edition(audience=notes[2], prepared_by=notes[3]),
            )
        )
        assert len(reader.pages) >= 2
        read(register(4, notes))


def test_pdf_02_random_texts_never_stop_a_document() -> None:
    fuzz(200, 20, 8)


@pytest.mark.long
def test_pdf_02_five_thousand_random_texts_never_stop_a_document() -> None:
    fuzz(5_000, 20, 9)


def test_pdf_02_unprintable_characters_show_as_a_box() -> None:
    assert f"bell{BOX}and{BOX}end" in words(read(pack(needs=("bell\x07and\U000f0000end",))))


def test_pdf_03_long_and_right_to_left_names_are_whole() -> None:
    names = (*LONG_NAMES[:6], *NAMES)
    shown = letters(unicodedata.normalize("NFKC", words(read(register(40, names)))))
    for name in (
        *LONG_NAMES[:1],
        *LONG_NAMES[3:6],
        "王小明",
        "김민준",
        "Nguyễn Thị Hà",
        "Елена Петрова",
        "Ελένη Παππά",
    ):
        assert letters(unicodedata.normalize("NFKC", name)) in shown
    assert "علي" in shown or "علي"[::-1] in shown


def test_pdf_03_no_name_turns_round_another() -> None:
    names = ("\u202egnikcah", "\u2067Eve", "Ann\u2069\u202e", "محمد", "Bob")
    shown = words(read(register(10, names)))
    assert f"{BOX}gnikcah" in shown
    assert "Bob" in shown
    assert "Mon3 7 Sep 2026" in shown


@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_pdf_03_nothing_leaves_the_page(paper: str) -> None:
    made = edition(paper=paper, audience=LONG_NAMES[1] * 3, prepared_by=LONG_NAMES[6])
    for document in (
        register(18, LONG_NAMES, edition=made, school=LONG_NAMES[3] * 4),
        pack(edition=made, needs=LONG_NAMES),
    ):
        reader = read(document)
        width = float(reader.pages[0].mediabox.width)
        for page in reader.pages:
            assert all(50 <= x <= width - 50 for x in beginnings(page))


def beginnings(page: PageObject) -> list[float]:
    """Give where each piece of text begins; that no line is wider than its room is shown in test_text.py."""
    found: list[float] = []

    def visit(text: str, matrix: list[float], place: list[float], _font: object, _size: float) -> None:
        if text.strip():
            found.append(place[4] * matrix[0] + matrix[4])

    page.extract_text(visitor_text=visit)
    return found


def test_pdf_04_two_hundred_thousand_characters_paginate_within_ten_seconds() -> None:
    text = ("She said she would try again on Thursday, and bring <b>the book</b>. " * 3_000)[:200_000]
    begun = time.monotonic()
    reader = read(pack(needs=(text,)))
    assert time.monotonic() - begun < 10
    assert len(reader.pages) > 60
    assert letters(words(reader)).count(letters("bring <b>the book</b>")) > 2_500


@pytest.mark.parametrize("document", [pack(), register(30, LONG_NAMES)])
def test_pdf_05_the_file_says_nothing_about_anybody(document: Document) -> None:
    raw = write_pdf(document, None)
    reader = PdfReader(BytesIO(raw))
    about = {key: str(value) for key, value in (reader.metadata or {}).items() if not key.endswith("Date")}
    title = "Staff meeting pack" if isinstance(document, StaffPack) else "Pair register"
    assert about.pop("/Title") == about.pop("/Subject") == title
    assert set(about.values()) <= {"Peerkeep", "/False", ""}, about
    assert reader.xmp_metadata is None
    assert str(reader.trailer["/Root"]["/Lang"]) == "en-GB"
    keys = names_in(reader)
    assert not keys & {
        "/JavaScript",
        "/JS",
        "/URI",
        "/OpenAction",
        "/AA",
        "/Annots",
        "/Launch",
        "/EmbeddedFiles",
        "/GoToR",
    }
    assert b"/root" not in raw
    assert str(Path.home()).encode() not in raw


def names_in(reader: PdfReader) -> set[str]:
    """Collect every key and name of every object in the file."""
    found: set[str] = set()
    waiting: list[object] = [reader.get_object(IndirectObject(n, 0, reader)) for n in range(1, len(reader.xref[0]) + 1)]
    while waiting:
        item = waiting.pop()
        if isinstance(item, DictionaryObject):
            found.update(str(key) for key in item)
            waiting.extend(value for value in item.values() if not isinstance(value, IndirectObject))
        elif isinstance(item, list):
            waiting.extend(value for value in item if not isinstance(value, IndirectObject))
        elif isinstance(item, NameObject):
            found.add(str(item))
    return found


def test_pdf_06_no_file_is_left_by_writing_cancelling_or_dying(tmp_path: Path) -> None:
    """Documents exist in memory only: a run that is killed half-way leaves nothing in the temporary folder."""
    code = (
        f"import tempfile; tempfile.tempdir = {str(tmp_path)!r}\n"
        "import os\n"
        "from desktop.services.errors import Cancelled\n"
        "from desktop.services.reports import write_csv, write_pdf\n"
        "from tests.services.reports.builders import pack, register\n"
        "write_pdf(pack()); write_csv(register())\n"
        "try:\n    write_pdf(register(200), progress=lambda done, total: done < 3)\n"
        "except Cancelled:\n    pass\n"
        "write_pdf(register(400), progress=lambda done, total: done < 3 or os._exit(9))\n"
    )
    run = subprocess.run([sys.executable, "-c", code], check=False, env=None)
    assert run.returncode == 9
    assert list(tmp_path.iterdir()) == []
    before = set(Path(tempfile.gettempdir()).glob("*.pdf"))
    write_pdf(pack())
    assert set(Path(tempfile.gettempdir()).glob("*.pdf")) == before


def test_cancelling_stops_within_a_page() -> None:
    heard: list[int] = []

    def stop(done: int, _total: int) -> bool:
        heard.append(done)
        return done < 2

    with pytest.raises(Cancelled):
        write_pdf(register(200), progress=stop)
    assert heard == [0, 1, 2]


def test_progress_ends_complete() -> None:
    heard: list[tuple[int, int]] = []
    write_pdf(register(60), progress=lambda done, total: not heard.append((done, total)))
    assert all(done <= total for done, total in heard)
    assert heard[-1][0] == heard[-1][1] == len(read(register(60)).pages)


@pytest.mark.parametrize(("paper", "size"), [("a4", (595, 842)), ("letter", (612, 792))])
def test_paper_follows_the_profile(paper: str, size: tuple[int, int]) -> None:
    upright, across = read(pack(edition=edition(paper=paper))), read(register(3, edition=edition(paper=paper)))
    assert [round(float(side)) for side in upright.pages[0].mediabox[2:]] == list(size)
    assert [round(float(side)) for side in across.pages[0].mediabox[2:]] == list(reversed(size))


def test_each_copy_bears_its_number_its_readers_and_its_pages() -> None:
    reader = read(pack(edition=edition(first_copy=3, copies=2)), None)
    texts = [page.extract_text() for page in reader.pages]
    assert len(texts) == 4
    for at, text in enumerate(texts):
        assert f"Copy {3 + at // 2} of 4 · For: the staff meeting · Shred by 27 Nov 2026" in text
        assert f"Page {1 + at % 2} of 2" in text
        assert "Prepared by Ms R. Okafor · as of 20 Nov 2026" in text


@pytest.mark.parametrize("document", [pack(), register(30), register(20, LONG_NAMES), pack(**EMPTY), register(0)])
def test_every_font_is_ours_and_embedded(document: Document) -> None:
    found = fonts(read(document))
    assert found
    for name, embedded in found.items():
        assert embedded, name
        assert name.split("+")[1].startswith(("NotoSans", "Droid", "Nanum", "DejaVu")), name


def test_an_empty_programme_says_so() -> None:
    shown = words(read(pack(**EMPTY, missing=("No roster has been imported yet.",))))
    assert "Nothing has been recorded in this programme yet" in shown
    assert "No roster has been imported yet." in shown
    assert "There are no pairs yet." in words(read(register(0)))


def test_the_pack_states_its_wholes_and_bands() -> None:
    shown = words(read(pack()))
    for part in (
        "38 active pairs",
        "2 have ended",
        "257 meetings held",
        "of 286 planned",
        "6,425 minutes together",
        "34 mentors",
        "38–42 mentees",
        "29 meetings missed",
        "Years 9 to 13",
        "n = 257 held",
        "Mon3, WedLunch, Thu2",
    ):
        assert part in shown, part


def test_few_students_of_a_role_are_not_counted_on_paper() -> None:
    shown = words(read(pack(mentors=Headcount(0, 4), mentees=Headcount(0, 5))))
    assert "fewer than 5 mentors" in shown
    assert "fewer than 6 mentees" in shown


def test_the_pack_says_grade_in_the_united_states() -> None:
    set_profile("us")
    try:
        shown = words(read(pack()))
    finally:
        set_profile("uk")
    assert "Mentees who have a mentor, by grade" in shown
    assert "Grades 9 to 13" in shown


def test_the_register_repeats_its_heads_and_breaks_no_row() -> None:
    names = tuple(f"Begin{at:03} " + "with a very long family name indeed " * 4 + f"End{at:03}" for at in range(160))
    reader = read(register(60, names))
    assert len(reader.pages) > 4
    for page in reader.pages:
        text = " ".join(page.extract_text().split())
        assert "Mentor Mentee Meets Since Held Last met State" in text
        assert re.findall(r"Begin(\d+)", text) == re.findall(r"End(\d+)", text) != []


def test_two_of_the_same_name_are_told_apart() -> None:
    row = register(1).rows[0]
    twins = tuple(
        replace(row, mentor=person(5 + at, name, number=f"00{17 + at}"))
        for at, name in enumerate(("Ana Lima", "ANA LÍMA"))
    )
    shown = words(read(PairRegister(edition(), "S", "P", twins)))
    assert "Ana Lima (0017)" in shown
    assert "ANA LÍMA (0018)" in shown


def test_initials_replace_names_and_numbers() -> None:
    shown = words(read(register(6, ("Amina Yusuf", "Ben O'Brien"), initials=True)))
    assert "Amina" not in shown
    assert "0000" not in shown
    assert "A. Y. (1)" in shown


def test_file_names_hold_day_and_kind_only() -> None:
    assert file_name(kind_of(pack()), "2026-11-20", "pdf") == "2026-11-20 staff pack.pdf"
    assert file_name(kind_of(register()), "2026-11-20", "csv") == "2026-11-20 pair register.csv"


def test_pages_are_readable_in_grey(tmp_path: Path) -> None:
    """What is set on paper keeps a contrast of 4.5 to 1 in shades of grey (WCAG 2, relative luminance)."""
    from desktop.services.reports import style

    for colour in (style.INK, style.MUTED, style.ACCENT):
        channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        red, green, blue = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
        assert 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05) >= 4.5


def test_csv_comes_from_the_same_rows() -> None:
    assert write_csv(register(3)).count(b"\r\n") == 4


def test_no_document_uses_what_parses_markup_or_opens_addresses() -> None:
    """ReportLab's paragraphs and images read what a text names (security.md, finding 11); `Text` draws letters."""
    folder = Path(__file__).resolve().parents[3] / "desktop" / "services" / "reports"
    for path in folder.rglob("*.py"):
        assert not re.search(
            r"\b(Paragraph|XPreformatted|Image|ImageReader|Preformatted|drawImage|linkURL)\b",
            path.read_text(encoding="utf-8"),
        ), path.name
