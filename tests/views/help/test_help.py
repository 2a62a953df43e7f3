"""The help: every topic in every country's words, found by what it says, and true of the keys it names."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from desktop.features import FEATURES
from desktop.models.session import Session
from desktop.services import people
from desktop.services.language import PROFILES, set_profile
from desktop.services.matching.robustness import DRAWS, ROBUST_PERCENT
from desktop.services.matching.types import BANDS
from desktop.services.people.types import PersonDraft
from desktop.services.vault import Workspace
from desktop.views.feature import Hit
from desktop.views.help.details import DetailsSheet
from desktop.views.help.page import HelpPage, find
from desktop.views.help.topics import GUARDIANS, IMPORTING, SCORES, sections, topics
from desktop.views.main_window import MainWindow
from desktop.views.matching.page import MatchingPage
from desktop.views.matching.registry import MORE
from desktop.views.widgets import Button
from tests.views.conftest import MakeWindow, unlock

_KEY = re.compile(r"\b(?:Ctrl\+(?:Shift\+)?[A-Z]|Alt\+[A-Z]|F\d{1,2})\b")


@pytest.fixture
def window(qtbot: QtBot, make_window: MakeWindow, session: Session, folder: Path) -> MainWindow:
    made = make_window(FEATURES)
    unlock(qtbot, session, folder)
    made.go("help")
    return made


def page_of(window: MainWindow) -> HelpPage:
    page = window.pages["help"]
    assert isinstance(page, HelpPage)
    return page


def words_of(page: HelpPage) -> str:
    return "\n".join(one.text() for one in page.findChildren(QLabel) if not one.isHidden())


@pytest.mark.parametrize("profile", sorted(PROFILES))
def test_every_topic_is_in_the_country_s_words(profile: str) -> None:
    set_profile(profile)
    try:
        for key, title in topics():
            assert title
            for section in sections(key):
                assert section.lines
                assert all("{" not in text for text in (section.title, *section.lines))
    finally:
        set_profile("uk")


def test_each_topic_is_shown_and_comes_back_after_the_lock(window: MainWindow) -> None:
    page = page_of(window)
    seen = set()
    for key, _ in topics():
        page.show_topic(key)
        assert sections(key)[0].lines[0] in words_of(page)
        seen.add(words_of(page))
        assert page.place() == {"topic": key}
    assert len(seen) == len(topics())
    page.show_place({"topic": GUARDIANS})
    assert "Not to be contacted" in words_of(page)
    page.show_place({"topic": "of a later version"})
    assert page.place() == {"topic": GUARDIANS}


def test_in_a_small_window_with_large_text_the_topics_are_a_list(window: MainWindow, qtbot: QtBot) -> None:
    page = page_of(window)
    assert page._topics.isVisible()
    assert not page._list.isVisible()
    window.resize(900, 600)
    qtbot.waitUntil(lambda: page._list.isVisible() and not page._topics.isVisible())
    page._list.choose(GUARDIANS)
    page._list.chosen.emit(GUARDIANS)
    assert page.place() == {"topic": GUARDIANS}
    window.resize(1366, 768)
    qtbot.waitUntil(page._topics.isVisible)


def test_the_search_for_everything_finds_topics_by_what_they_say(window: MainWindow) -> None:
    found: list[Hit] = []
    find(window, "onerostér set", found.extend)
    assert [hit.title for hit in found] == ["Bringing people in"]
    found[0].open()
    assert page_of(window).place() == {"topic": IMPORTING}
    found.clear()
    find(window, "  ", found.extend)
    assert found == []


def test_what_a_score_is_says_what_the_matcher_does(window: MainWindow) -> None:
    """The bands and the draws are those of the code, and Matching leads here."""
    entry = next(one for one in MORE if one.words() == "What a score is, and is not")
    window.go("matching")
    page = window.pages["matching"]
    assert isinstance(page, MatchingPage)
    entry.act(page)
    assert page_of(window).isVisible()
    assert page_of(window).place() == {"topic": SCORES}
    said = words_of(page_of(window))
    for name, least in BANDS:
        assert (f"{name} from {least}" if least else f"{name} below") in said
    assert f"{DRAWS * ROBUST_PERCENT // 100} of {DRAWS} rounds" in said
    for words in ("no chance of success", "too few studies", "the points add up", "left blank", "no gender", "why not"):
        assert words in said


def test_the_keys_that_the_help_names_are_there(window: MainWindow) -> None:
    """Those of the import's sheet are tested with it: Alt+C, Alt+D, Alt+S."""
    named = {
        key for topic, _ in topics() for one in sections(topic) for line in one.lines for key in _KEY.findall(line)
    }
    window.go("people")
    there = {key for key, _words in (*window.pages["people"].keys(), *window._keys.words())}
    assert named - there <= {"Alt+C", "Alt+D", "Alt+S"}
    assert {"Ctrl+I", "Ctrl+D", "Ctrl+K", "F2", "F9"} <= named & there


def test_details_for_support_name_nobody_and_count_roughly(
    window: MainWindow, session: Session, folder: Path, qtbot: QtBot
) -> None:
    """LEAK-09: schema versions and rounded counts; shown first, copied on demand."""
    write_canaries(session, qtbot)
    page = page_of(window)
    button = next(one for one in page.findChildren(Button) if one.words == "Details for support")
    button.click()
    qtbot.waitUntil(lambda: window.findChild(DetailsSheet) is not None, timeout=10_000)
    sheet = window.findChild(DetailsSheet)
    assert sheet is not None
    shown = sheet.text.toPlainText()
    assert "programme schema: " in shown
    assert "counselling schema: " in shown
    assert "programme person: about 10" in shown
    assert "counselling note: under 10" in shown
    for canary in ("ZQXJ", "Northfield", "Sample Counsellor", str(folder), folder.name, "2026-1"):
        assert canary not in shown
    counts = re.findall(r"^(?:programme|counselling|private) (?!schema).*: (.*)$", shown, flags=re.MULTILINE)
    assert all(re.fullmatch(r"under 10|about [1-9]0+", count) for count in counts)
    sheet._copy()
    assert QGuiApplication.clipboard().text() == shown


def write_canaries(session: Session, qtbot: QtBot) -> None:
    def write(ws: Workspace) -> None:
        for n in range(12):
            uid = people.add_person(ws, PersonDraft(f"ZQXJ{n:04}", "ZQXJfamily", "ZQXJgiven", year="8")).uid
        with ws.step("counselling", "write_note") as step:
            note = step.insert(
                "note", person=uid, author=ws.user.uid, written="2026-11-18", happened_on="2026-11-18", moved_why=""
            )
            step.insert("note_text", person=uid, note=note, text="ZQXJnote", author=ws.user.uid, at="2026-11-18")

    done: list[object] = []
    session.ask(session, write, done=done.append, failed=pytest.fail)
    qtbot.waitUntil(lambda: bool(done), timeout=10_000)
