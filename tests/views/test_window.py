"""The window on a real workspace: pages, keys, search, blank, lock, undo, the card, accessible names."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from desktop.features import FEATURES
from desktop.models.drafts import PLACE_KEY
from desktop.models.school import rename_school
from desktop.models.session import Session
from desktop.models.transfer import copy_to_file
from desktop.services.vault import Workspace, prove_words
from desktop.services.vault.drafts import Draft
from desktop.views.feature import Feature, Hit
from desktop.views.main_window import MainWindow
from desktop.views.page import Page
from desktop.views.palette import Palette
from desktop.views.risk_card import RiskSheet
from desktop.views.shell import Shell
from desktop.views.widgets import DraftTextEdit, Sheet, label
from tests.views.conftest import Ended, MakeWindow, unlock

SENTENCE = "Finn says he was ill."


class NotePage(Page):
    """A page with a field, as an area would make one."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell, "Notes of today", "What was said")
        self.refreshed = 0
        self.shown: dict[str, str] = {}
        self.field = DraftTextEdit("Note", self.session.drafts, "note:1", page="today")
        self.content.addWidget(self.field)
        self.side.body.addWidget(label("Beside"))
        self.set_main_action("New note", lambda: None, "N")
        self.show_side()
        self.field.restore()

    watches = ("setting",)

    def refresh(self) -> None:
        self.refreshed += 1

    def place(self) -> dict[str, str]:
        return {"person": "u1"}

    def show_place(self, place: dict[str, str]) -> None:
        self.shown = place
        self.field.setFocus()


TODAY = Feature("today", "Today", "white-balance-sunny", NotePage)
HIDDEN = Feature("safeguarding", "Safeguarding", "shield-outline", NotePage, needs="safeguarding")


@pytest.fixture
def window(qtbot: QtBot, make_window: MakeWindow, session: Session, folder: Path) -> Iterator[MainWindow]:
    made = make_window((TODAY, HIDDEN, *(feature for feature in FEATURES if feature.below)))
    unlock(qtbot, session, folder)
    yield made
    for sheet in made.findChildren(Sheet):
        sheet.close()


def the_page(window: MainWindow) -> NotePage:
    page = window.pages["today"]
    assert isinstance(page, NotePage)
    return page


def the_keys(qtbot: QtBot, window: MainWindow) -> Sheet:
    window.show_keys()
    sheet = window.findChild(Sheet)
    assert sheet is not None
    qtbot.waitUntil(lambda: QApplication.activeWindow() is sheet)
    return sheet


def test_title_says_nothing_and_only_open_features_are_shown(window: MainWindow) -> None:
    assert window.windowTitle() == "Peerkeep"
    assert [feature.key for feature in window.shown_features] == ["today", "settings", "audit", "help"]


def test_side_panel_stands_beside_or_below(window: MainWindow, qtbot: QtBot) -> None:
    page = the_page(window)
    assert page.side.x() > page.field.x()
    window.resize(1100, 768)
    qtbot.waitUntil(lambda: page.side.y() > 100 and page.side.x() == 0)


def test_write_reaches_bus_status_and_undo(window: MainWindow, session: Session, qtbot: QtBot) -> None:
    page = the_page(window)
    before = page.refreshed
    with qtbot.waitSignals([session.saved, session.signed_in_changed], timeout=5_000):
        page.write(rename_school, "Quarry Bank", ())
    assert page.refreshed == before + 1
    assert session.signed_in is not None
    assert session.signed_in.school == "Quarry Bank"
    assert session.signed_in.undo
    with qtbot.waitSignals([session.saved, session.signed_in_changed], timeout=5_000):
        qtbot.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert session.signed_in.school == "Northfield School"
    assert session.signed_in.redo


def test_errors_are_shown_in_the_window_with_their_sentence(window: MainWindow, session: Session, qtbot: QtBot) -> None:
    the_page(window).write(rename_school, "", ())
    qtbot.waitUntil(lambda: bool(window.messages.texts()))
    assert "name" in window.messages.texts()[0].lower()


def test_what_lasts_stays_on_every_page_until_it_is_mended(
    window: MainWindow, session: Session, folder: Path, qtbot: QtBot
) -> None:
    assert window.messages.texts() == ()
    session.ask(session, prove_words_not)
    session.refresh_signed_in()
    qtbot.waitUntil(lambda: len(window.messages.texts()) == 1, timeout=5_000)
    for n in range(5):
        window.messages.show_words(f"Passing {n}")
    assert window.messages.texts()[:3] == ("Passing 4", "Passing 3", "Passing 2")
    window.go("settings")
    (lasting,) = window.messages.texts()
    assert "recovery words" in lasting
    session.ask(session, prove_words)
    session.refresh_signed_in()
    qtbot.waitUntil(lambda: window.messages.texts() == (), timeout=5_000)


def prove_words_not(ws: Workspace) -> None:
    prove_words(ws, proven=False)


def test_status_line_says_how_old_the_newest_copy_is(
    window: MainWindow, session: Session, tmp_path: Path, qtbot: QtBot
) -> None:
    assert "No copy yet" in texts(window._status)
    session.ask(session, copy_to_file, str(tmp_path / "c.peerkeep-copy"))
    session.refresh_signed_in()
    qtbot.waitUntil(lambda: "Last copy today" in texts(window._status), timeout=10_000)


def texts(widget: QWidget) -> str:
    return "\n".join(one.text() for one in widget.findChildren(QLabel))


def test_unexpected_error_shows_no_data(window: MainWindow, qtbot: QtBot, caplog: pytest.LogCaptureFixture) -> None:
    def fail(_ws: object) -> None:
        raise ValueError("ZQXJ-canary-0001")

    the_page(window).ask(fail)
    qtbot.waitUntil(lambda: bool(window.messages.texts()))
    assert "canary" not in window.messages.texts()[0] + caplog.text
    assert "ValueError" in caplog.text


def test_search_for_everything_finds_pages_actions_and_what_features_offer(window: MainWindow, qtbot: QtBot) -> None:
    window.show_palette()
    palette = window.findChild(Palette)
    assert palette is not None
    palette.field.setText("settings")
    assert palette.list.item(0).text().startswith("Settings")
    palette.choose()
    assert window.pages["settings"].isVisible()


def test_provider_answers_late_and_only_the_newest_counts(qtbot: QtBot) -> None:
    host, asked, opened = QWidget(), [], []
    qtbot.addWidget(host)
    palette = Palette(host, [], [lambda text, found: asked.append((text, found))])
    palette.field.setText("ad")
    qtbot.waitUntil(lambda: len(asked) == 1)
    palette.field.setText("ada")
    qtbot.waitUntil(lambda: len(asked) == 2)
    asked[0][1]([Hit("Old", "", "", lambda: None)])
    asked[1][1]([Hit("Ada", "Year 9", "account-outline", lambda: opened.append(1))])
    assert [palette.list.item(row).text()[:3] for row in range(palette.list.count())] == ["Ada"]
    palette.choose()
    assert opened == [1]


def test_blank_hides_everything_and_the_same_key_brings_it_back(window: MainWindow, qtbot: QtBot) -> None:
    sheet = the_keys(qtbot, window)
    qtbot.keyClick(sheet, Qt.Key.Key_F9)
    assert not sheet.isVisible()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is window)
    qtbot.keyClick(window, Qt.Key.Key_F9)
    assert sheet.isVisible()


def test_lock_seals_text_and_place_covers_and_ends(
    window: MainWindow, session: Session, ended: Ended, folder: Path, qtbot: QtBot
) -> None:
    page = the_page(window)
    page.field.setFocus()
    qtbot.keyClicks(page.field, SENTENCE)
    clipboard = QApplication.clipboard()
    clipboard.setText("ZQXJ")
    qtbot.keyClick(page.field, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert ended.times == 1
    assert clipboard.text() == ""
    session.drafts.seal_now()
    assert session.drafts.find("note:1") == Draft(SENTENCE, len(SENTENCE), "today")
    assert session.drafts.find(PLACE_KEY) == Draft("", page="today", extra={"person": "u1"})
    assert len(list((folder / "drafts").glob("*.age"))) == 3, "the text, what can be taken back of it, and the place"
    assert SENTENCE.encode() not in b"".join(path.read_bytes() for path in (folder / "drafts").glob("*.age"))


def test_lock_works_from_a_sheet(window: MainWindow, ended: Ended, qtbot: QtBot) -> None:
    sheet = the_keys(qtbot, window)
    qtbot.keyClick(sheet, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert ended.times == 1
    assert not sheet.isVisible()


def test_card_shows_whom_to_call_also_before_unlocking(make_window: MakeWindow, folder: Path, qtbot: QtBot) -> None:
    window = make_window((TODAY,))
    window.folder = folder
    qtbot.keyClick(window, Qt.Key.Key_F2)
    card = window.findChild(RiskSheet)
    assert card is not None
    texts = [name for widget in card.findChildren(QWidget) if (name := widget.accessibleName())]
    assert "999" in texts
    card.close()


def test_text_size_makes_the_pages_anew_and_keeps_what_is_typed(window: MainWindow, qtbot: QtBot) -> None:
    old = the_page(window)
    qtbot.keyClicks(old.field, SENTENCE)
    window.preferences.set("text_percent", 150)
    qtbot.waitUntil(lambda: window.pages["today"] is not old)
    assert the_page(window).field.toPlainText() == SENTENCE
    window.look.apply("light", 100)


def focusable_without_a_name(root: QWidget) -> list[str]:
    """Give the widgets that Tab reaches and a screen reader could not name."""
    reached = [
        widget
        for widget in root.findChildren(QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisibleTo(root) and widget.isEnabled()
    ]
    nameless = []
    for widget in reached:
        interface = QAccessible.queryAccessibleInterface(widget)
        if interface is None or not interface.text(QAccessible.Text.Name).strip():
            nameless.append(f"{type(widget).__name__} in {type(widget.parentWidget()).__name__}")
    return nameless


def test_every_focusable_widget_of_every_page_has_an_accessible_name(
    make_window: MakeWindow, session: Session, folder: Path, qtbot: QtBot
) -> None:
    window = make_window(FEATURES)
    unlock(qtbot, session, folder)
    for feature in window.shown_features:
        window.go(feature.key)
        qtbot.waitUntil(lambda: not session.tasks.busy, timeout=20_000)
        assert focusable_without_a_name(window) == [], feature.key


def test_place_comes_back_after_unlocking(
    qtbot: QtBot, make_window: MakeWindow, session: Session, folder: Path
) -> None:
    from desktop.services.vault import Password, open_workspace
    from tests import vaults

    ws = open_workspace(folder, Password(vaults.USER, vaults.PASSWORD))
    ws.drafts.keep("note:1", Draft(SENTENCE, 4, "today"))
    ws.drafts.keep(PLACE_KEY, Draft("", page="today", extra={"person": "u7"}))
    ws.close()
    window = make_window((*(f for f in FEATURES if f.key == "help"), TODAY))
    unlock(qtbot, session, folder)
    page = the_page(window)
    assert page.shown == {"person": "u7"}
    assert page.field.toPlainText() == SENTENCE
    assert page.field.textCursor().position() == 4
    assert session.drafts.find(PLACE_KEY) is None


def test_no_view_runs_a_loop_of_its_own() -> None:
    views = Path(__file__).parents[2] / "desktop"
    offenders = [
        path.name
        for path in views.rglob("*.py")
        if path.parent.name != "tour"  # it plays the person, who also waits
        if (".exec(" in path.read_text("utf-8") and path.name != "app.py") or "processEvents" in path.read_text("utf-8")
    ]
    assert offenders == []


@pytest.mark.parametrize("percent", [100, 150])
def test_every_page_fits_the_smallest_screen(
    percent: int, make_window: MakeWindow, session: Session, folder: Path, qtbot: QtBot
) -> None:
    window = make_window(FEATURES)
    window.look.apply("light", percent)
    try:
        unlock(qtbot, session, folder)
        for feature in window.shown_features:
            window.go(feature.key)
            qtbot.waitUntil(lambda: not session.tasks.busy, timeout=20_000)
            least = window.centralWidget().minimumSizeHint()
            assert least.width() <= 1366, (feature.key, least)
            assert least.height() <= 768, (feature.key, least)
    finally:
        window.look.apply("light", 100)
