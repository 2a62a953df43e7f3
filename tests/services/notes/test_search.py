"""Search: literal, folded, newest first, kept up to date, and silent about what the keys do not open."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.services import notes, people
from desktop.services.errors import Cancelled
from desktop.services.language import fold
from desktop.services.notes.rules import searchable, snippet
from desktop.services.people.types import PersonDraft
from desktop.services.vault import Workspace, redo_last, steps, undo_last
from tests.fakes.clock import FakeClock

Found = Callable[[str], list[str]]


@pytest.fixture
def ada(workspace: Workspace) -> str:
    return people.add_person(workspace, PersonDraft(number="1", family="Lovelace", given="Ada", year="9")).uid


@pytest.fixture
def found(workspace: Workspace) -> Found:
    return lambda words: [hit.snippet for hit in notes.search(workspace, words)]


TEXTS = (
    "O'Brien came late", "50% of the time", "snake_case word", "back\\slash", 'said "no" twice', "five * stars",
    "NEAR(the gate", "either a OR b", "minus -x", "see notes:x", "Łucja spielte Fußball", "Ærøskøbing, ÐE",
    "naïve café", "Straße\nund  Weg", "李明和王芳一起学习", "เด็กนักเรียน", "анна и мария", "مدرسة ثانوية",
)  # fmt: skip


@pytest.mark.parametrize(("query", "expected"), [
    ("O'Brien", ["O'Brien came late"]), ("o’brien", ["O'Brien came late"]), ("O Brien", ["O'Brien came late"]),
    ("%", ["50% of the time"]), ("50%", ["50% of the time"]), ("_", ["snake_case word"]),
    ("snake_case", ["snake_case word"]), ("\\", ["back\\slash"]), ("back\\sl", ["back\\slash"]),
    ('"', ['said "no" twice']), ('"no"', ['said "no" twice']), ("*", ["five * stars"]), ("five *", ["five * stars"]),
    ("NEAR(", ["NEAR(the gate"]), ("a OR", ["either a OR b"]), ("a or b", ["either a OR b"]), ("-x", ["minus -x"]),
    ("notes:x", ["see notes:x"]), ("lucja", ["Łucja spielte Fußball"]), ("FUSSBALL", ["Łucja spielte Fußball"]),
    ("Fußb", ["Łucja spielte Fußball"]), ("aeroskobing", ["Ærøskøbing, ÐE"]), ("de", ["Ærøskøbing, ÐE"]),
    ("NAIVE CAFÉ", ["naïve café"]), ("strasse und weg", ["Straße und Weg"]), ("王芳", ["李明和王芳一起学习"]),
    ("นักเรียน", ["เด็กนักเรียน"]), ("Анна", ["анна и мария"]), ("مدرسة", ["مدرسة ثانوية"]),
    ("", []), ("   ", []), ("\0", []), ("nothing like it", []), ("x AND y", []), ("^five", []), ("{five}", []),
    ("five + stars", []), ("(", ["NEAR(the gate"]), ("word;--", []), ("'; DROP TABLE note", []), ("café naïve", []),
])  # fmt: skip
def test_what_is_typed_is_what_is_found(
    workspace: Workspace, ada: str, found: Found, query: str, expected: list[str]
) -> None:
    for text in TEXTS:
        notes.write(workspace, 2, ada, text)
    assert found(query) == expected


@pytest.mark.parametrize("query", ["a " * 5000, "a" * 10_000, "%" * 10_000, '"' * 10_001, "(" * 500 + "a", "\ud800"])
def test_endless_queries_are_answered(workspace: Workspace, ada: str, query: str) -> None:
    notes.write(workspace, 1, ada, "a short text")
    begin = time.perf_counter()
    assert notes.search(workspace, query) == ()
    assert time.perf_counter() - begin < 0.3


def test_hits_come_newest_first_with_tier_person_and_day(workspace: Workspace, ada: str) -> None:
    for tier, day in ((1, "2026-11-05"), (2, "2026-11-12"), (4, "2026-10-01"), (2, "2026-11-01")):
        notes.write(workspace, tier, ada, f"the heron on {day}", happened_on=day)
    hits = notes.search(workspace, "heron")
    assert [(hit.tier, hit.happened_on) for hit in hits] == [
        (2, "2026-11-12"), (1, "2026-11-05"), (2, "2026-11-01"), (4, "2026-10-01"),
    ]  # fmt: skip
    assert {hit.person for hit in hits} == {ada}
    assert [hit.happened_on for hit in notes.search(workspace, "heron", limit=2)] == ["2026-11-12", "2026-11-05"]


def test_the_index_follows_every_verb_and_its_undo(workspace: Workspace, ada: str, found: Found) -> None:
    ben = people.add_person(workspace, PersonDraft(number="2", family="Banneker", given="Ben", year="8")).uid
    notes.build_index(workspace)
    note = notes.write(workspace, 2, ada, "about herons").uid
    assert found("heron") == ["about herons"]
    notes.edit(workspace, 2, note, "about otters")
    assert found("heron") == []
    assert found("otter") == ["about otters"]
    undo_last(workspace)
    assert found("heron") == ["about herons"]
    assert found("otter") == []
    redo_last(workspace)
    notes.sign(workspace, 2, note)
    notes.add_addendum(workspace, 2, note, "from Łódź", "and badgers")
    assert found("badgers") == ["from Łódź: and badgers"]
    assert found("LODZ") == ["from Łódź: and badgers"]
    notes.refile(workspace, 2, note, ben, "wrong")
    assert found("otters") == ["about otters"]
    assert [hit.person for hit in notes.search(workspace, "badgers")] == [ben]
    for _ in range(4):
        undo_last(workspace)
    assert found("heron") == ["about herons"]
    undo_last(workspace)
    assert found("heron") == []
    notes.write(workspace, 2, ada, "another heron")
    assert found("heron") == ["another heron"]


def test_a_note_is_found_once(workspace: Workspace, ada: str, found: Found) -> None:
    note = notes.write(workspace, 2, ada, "heron, heron").uid
    notes.sign(workspace, 2, note)
    notes.add_addendum(workspace, 2, note, "why", "heron again")
    assert len(found("heron")) == 1


def test_the_index_grows_in_slices_with_saves_between(workspace: Workspace, ada: str, found: Found) -> None:
    for n in range(30):
        notes.write(workspace, 1 + n % 2, ada, f"heron number{n}")
    assert not notes.index_stands(workspace)
    left = notes.index_slice(workspace, 7)
    assert left == 23
    notes.write(workspace, 2, ada, "late heron")
    undone = notes.write(workspace, 2, ada, "heron to be undone")
    assert undone
    undo_last(workspace)
    while notes.index_slice(workspace, 7):
        assert not notes.index_stands(workspace)
    assert notes.index_stands(workspace)
    assert len(found("heron")) == 31
    assert found("heron number17") == ["heron number17"]


def test_building_can_be_stopped_and_goes_on_later(workspace: Workspace, ada: str, found: Found) -> None:
    for n in range(900):
        notes.write(workspace, 1, ada, f"heron {n}") if n < 3 else None
    with workspace.step("counselling", "write_note") as step:
        for n in range(900):
            note = step.insert(
                "note", person=ada, author="x", written="2026-01-01", happened_on="2026-01-01", moved_why=""
            )
            step.insert("note_text", person=ada, note=note, text=f"otter {n}", author="x", at="2026-01-01")
    seen = []
    with pytest.raises(Cancelled):
        notes.build_index(workspace, lambda done, total: bool(seen.append((done, total))))
    assert seen == [(400, 903)]
    assert not notes.index_stands(workspace)
    assert found("otter 899") == ["otter 899"]


def test_a_search_that_shows_confidential_text_is_journalled_once(
    workspace: Workspace, ada: str, clock: FakeClock
) -> None:
    notes.write(workspace, 1, ada, "heron")
    for _ in range(2):
        notes.write(workspace, 2, ada, "heron")
    for _ in range(3):
        notes.search(workspace, "heron")
    events = [step for step in steps(workspace) if step.verb == "search_notes"]
    assert [(step.ref.compartment, step.words) for step in events] == [("counselling", "search that showed 2 notes")]


@given(st.text(max_size=60), st.text(max_size=20), st.text(max_size=60))
def test_the_mark_is_around_what_was_looked_for(before: str, middle: str, after: str) -> None:
    query = searchable(middle)
    shown, marks = snippet(f"{before} {middle} {after}", query)
    assert "\n" not in shown
    if query:
        assert marks
        assert query in searchable(shown)
    for begin, end in marks:
        assert 0 <= begin < end <= len(shown)


@given(st.text())
def test_folding_here_finds_what_folding_everywhere_finds(text: str) -> None:
    assert searchable(searchable(text)) == searchable(text)
    assert searchable(fold(text)) == searchable(text)


@pytest.mark.parametrize(("text", "query", "marked"), [
    ("große Straße", "strasse", "Straße"), ("æ æ Ærø", "aero", "Ærø"), ("cafe\u0301 cafe\u0301 bar", "bar", "bar"),
    ("ß", "s", "ß"), ("ßx", "x", "x"), ("e\u0301x", "x", "x"), ("ﬁsh and ﬁre", "fire", "ﬁre"),
])  # fmt: skip
def test_marks_hold_where_folding_changes_the_length(text: str, query: str, marked: str) -> None:
    shown, ((begin, end),) = snippet(text, query)
    assert shown[begin:end] == marked


def test_snippets_are_short_and_marked() -> None:
    text = "word " * 100 + "der große Fußball\nliegt hier " + "word " * 100
    shown, ((begin, end),) = snippet(text, "fussball liegt")
    assert shown[begin:end] == "Fußball liegt"
    assert len(shown) < 300
    assert shown.startswith("… ")
    assert shown.endswith(" …")
    assert snippet("Joanna and Ann", "ann")[1] == ((11, 14),)
    assert snippet("short", "absent") == ("short", ())
