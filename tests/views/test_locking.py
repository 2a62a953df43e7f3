"""LOCK-01, LOCK-04: locking and blanking whatever is open: a menu, a list of choices, a file dialog, a sheet with text,
work that runs. LOCK-03, LOCK-08, LOCK-09: from outside, from every page, and to the ear.
"""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QMenu, QWidget
from pytestqt.qtbot import QtBot

from desktop.app import App
from desktop.features import FEATURES
from desktop.models.drafts import PLACE_KEY
from desktop.models.session import OPEN, Session
from desktop.models.session_ending import SessionEnding
from desktop.services.vault import Workspace
from desktop.services.vault.drafts import Draft
from desktop.services.vault.errors import WrongPassword
from desktop.views.main_window import MainWindow
from desktop.views.messages import catch_unexpected
from desktop.views.top_bar import LOCK_KEY
from desktop.views.widgets import Button, DraftTextEdit, Sheet
from desktop.views.widgets.file_choice import ask_for_file
from tests.views.conftest import Ended, MakeWindow, paint, unlock
from tests.views.test_window import TODAY

CANARY = "ZQXJcanary0009"
LOCK = (Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
BLANK = (Qt.Key.Key_F9, Qt.KeyboardModifier.NoModifier)


@pytest.fixture
def window(qtbot: QtBot, make_window: MakeWindow, session: Session, folder: Path) -> Iterator[MainWindow]:
    made = make_window((TODAY,))
    unlock(qtbot, session, folder)
    yield made
    for sheet in made.findChildren(Sheet):
        sheet.close()


def covered(window: MainWindow) -> bool:
    """Nothing of ours is in sight but the cover."""
    others = [widget for widget in QApplication.topLevelWidgets() if widget.isVisible() and widget is not window]
    return window._cover.isVisible() and others == []


def a_menu(window: MainWindow) -> QWidget:
    menu = QMenu(window)
    menu.addAction("A")
    menu.popup(window.mapToGlobal(window.rect().center()))
    return menu


def choices(window: MainWindow) -> QWidget:
    box = QComboBox(window.pages["today"])
    box.addItems(["a", "b"])
    box.show()
    box.showPopup()
    return box.view()


@pytest.mark.parametrize("opened", [a_menu, choices])
@pytest.mark.parametrize("key", [LOCK, BLANK])
def test_the_keys_work_while_something_pops_up(
    window: MainWindow,
    ended: Ended,
    opened: Callable[[MainWindow], QWidget],
    key: tuple[Qt.Key, Qt.KeyboardModifier],
) -> None:
    popup = opened(window)
    assert QApplication.activePopupWidget() is not None
    # Where the system delivers keys: the window that has the keyboard, which hands them to the popup.
    QTest.keyClick(window.windowHandle(), *key)
    assert not popup.isVisible()
    assert covered(window)
    assert ended.times == (1 if key == LOCK else 0)


def test_other_keys_reach_the_popup(window: MainWindow) -> None:
    menu = a_menu(window)
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_Escape)
    assert not menu.isVisible()
    assert not window._cover.up


@pytest.mark.parametrize("opened", [a_menu, choices])
def test_idle_time_locks_over_what_pops_up(
    window: MainWindow, ended: Ended, opened: Callable[[MainWindow], QWidget]
) -> None:
    popup = opened(window)
    window._idle.idle.emit()
    assert ended.times == 1
    assert not popup.isVisible()
    assert covered(window)


def test_locking_from_a_file_dialog(window: MainWindow, ended: Ended, qtbot: QtBot) -> None:
    dialog = ask_for_file(window, "Choose", "", lambda _path: None)
    qtbot.waitUntil(lambda: QApplication.activeWindow() is dialog)
    qtbot.keyClick(dialog, *LOCK)
    assert ended.times == 1
    assert covered(window)
    dialog.close()


def test_text_in_a_sheet_is_kept(window: MainWindow, session: Session, ended: Ended, qtbot: QtBot) -> None:
    sheet = Sheet(window, "Add to a note")
    field = DraftTextEdit("What is added", session.drafts, "addendum:1", page="today")
    sheet.body.addWidget(field)
    sheet.open()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is sheet)
    qtbot.keyClicks(field, "Half")
    qtbot.keyClick(field, *LOCK)
    assert ended.times == 1
    assert covered(window)
    session.drafts.seal_now()
    assert session.drafts.find("addendum:1") == Draft("Half", 4, "today")


def test_locking_does_not_wait_for_work(window: MainWindow, session: Session, ended: Ended, qtbot: QtBot) -> None:
    began, gate = threading.Event(), threading.Event()

    def write(ws: Workspace) -> None:
        with ws.step("programme", "add_period", about="1") as step:
            step.insert("period", label="Mon3", position=1)
            began.set()
            gate.wait(10)

    session.write(window, write, failed=lambda _: None)
    assert began.wait(5)
    qtbot.keyClick(window, *LOCK)
    assert ended.times == 1
    assert covered(window)
    gate.set()


def unlocked_again(window: MainWindow) -> None:
    """Stand where the person would after unlocking; the end of the process was only counted."""
    window.session.state = OPEN
    window._cover.lift()


def test_sheets_over_sheets_are_hidden(window: MainWindow, ended: Ended, qtbot: QtBot) -> None:
    """LOCK-01: a question over a sheet over the window."""
    first = Sheet(window, "First")
    first.open()
    second = Sheet(first, "Second")
    second.open()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is second)
    qtbot.keyClick(second, *LOCK)
    assert ended.times == 1
    assert covered(window)


def test_what_the_system_tells_locks_before_anything_else_is_drawn(
    window: MainWindow, ended: Ended, qtbot: QtBot
) -> None:
    """LOCK-03: by a log of what was painted: when the slot returns, the cover was the last."""
    told, painted = SessionEnding(), []
    told.left.connect(window.lock)
    paint(window)

    class Log(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Paint and isinstance(watched, QWidget):
                painted.append(watched)
            return False

    log, page = Log(), window.pages["today"]
    watched = [window._cover, page, *page.findChildren(QWidget)]
    for widget in watched:
        widget.installEventFilter(log)
    told.left.emit()
    assert ended.times == 1
    assert painted == [window._cover]
    page.update()
    window.update()
    qtbot.wait(100)
    assert set(painted) == {window._cover}
    for widget in watched:
        widget.removeEventFilter(log)


def test_leaving_the_laptop_while_it_unlocks_locks_as_soon_as_it_is_open(
    qtbot: QtBot, make_window: MakeWindow, session: Session, folder: Path, ended: Ended
) -> None:
    """LOCK-03: the key is being derived, and the lid is closed."""
    window = make_window((TODAY,))
    session.state_changed.connect(lambda state: window.lock() if state == "unlocking" else None)
    unlock(qtbot, session, folder)
    assert ended.times == 1
    assert covered(window)
    assert window.pages == {}
    assert session.drafts.find(PLACE_KEY) is None, "the place of the time before is kept"


def test_a_lid_closed_over_a_wrong_password_does_not_lock_the_next_try(
    qtbot: QtBot, make_window: MakeWindow, session: Session, folder: Path, ended: Ended
) -> None:
    """LOCK-03: what was to be locked never opened."""
    window = make_window((TODAY,))
    failed: list[Exception] = []

    def wrong() -> Workspace:
        raise WrongPassword

    session.unlock(session, wrong, failed=failed.append)
    window.lock()
    qtbot.waitUntil(lambda: bool(failed))
    unlock(qtbot, session, folder)
    assert ended.times == 0
    assert window.pages["today"].isVisible()


def test_logout_seals_and_ends_without_a_next_process(window: MainWindow, session: Session, qtbot: QtBot) -> None:
    """CRASH-22."""
    page = window.pages["today"]
    field = page.findChild(DraftTextEdit)
    assert field is not None
    qtbot.keyClicks(field, "Half")
    left: list[object] = []
    window.lock(lambda: left.append(session.drafts.seal_now()))
    assert left == [()]
    assert covered(window)
    assert session.drafts.find("note:1") == Draft("Half", 4, "today")


def test_every_page_locks_by_its_key_and_its_corner_at_once(
    qtbot: QtBot, make_window: MakeWindow, session: Session, folder: Path, ended: Ended
) -> None:
    """LOCK-08: within 300 ms, with the keyboard in whatever the page gives it to."""
    window = make_window(FEATURES)
    unlock(qtbot, session, folder)
    times = 0
    for feature in window.shown_features:
        corner = next(one for one in window._top.findChildren(Button) if one.key == LOCK_KEY)
        for locks in (lambda: qtbot.keyClick(focus_of(window), *LOCK), corner.click):
            window.go(feature.key)
            qtbot.waitUntil(lambda: not session.tasks.busy, timeout=10_000)
            window.activateWindow()
            qtbot.waitUntil(lambda: QApplication.activeWindow() is window, timeout=5_000)
            began = time.perf_counter()
            locks()
            took, times = time.perf_counter() - began, times + 1
            assert ended.times == times, feature.key
            assert covered(window), feature.key
            assert took < 0.3, f"{feature.key}: {took * 1000:.0f} ms"
            unlocked_again(window)


def focus_of(window: MainWindow) -> QWidget:
    return window.focusWidget() or window


def words_in(at: QAccessibleInterface) -> Iterator[str]:
    """Give every word that a screen reader can find from here downwards, hidden or not."""
    for part in (QAccessible.Text.Name, QAccessible.Text.Value, QAccessible.Text.Description):
        yield at.text(part)
    shown = at.textInterface()
    if shown is not None:
        yield shown.text(0, shown.characterCount())
    for n in range(at.childCount()):
        child = at.child(n)
        if child is not None and child.isValid():
            yield from words_in(child)


@pytest.mark.parametrize("key", [LOCK, BLANK])
def test_a_screen_reader_finds_nothing_behind_the_cover(
    window: MainWindow, qtbot: QtBot, key: tuple[Qt.Key, Qt.KeyboardModifier]
) -> None:
    """LOCK-09: also for the moment before the process is gone, and while the screen is blank."""
    page = window.pages["today"]
    field = page.findChild(DraftTextEdit)
    assert field is not None
    field.setFocus()
    qtbot.keyClicks(field, CANARY)
    seen = QAccessible.queryAccessibleInterface(window)
    assert any(CANARY in words for words in words_in(seen)), "the walk can see it"
    qtbot.keyClick(field, *key)
    assert not any(CANARY in words for words in words_in(seen))
    unlocked_again(window)
    assert any(CANARY in words for words in words_in(seen))
    assert QApplication.focusWidget() is field


def test_what_goes_wrong_in_a_slot_costs_no_word(
    window: MainWindow,
    session: Session,
    qtbot: QtBot,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """CRASH-21: the text is sealed at once, and the log has the type and the place of what went wrong, no value."""
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    keep = App._keep_typed
    catch_unexpected(window.messages, lambda: keep(SimpleNamespace(session=session)))  # type: ignore[arg-type]
    field = window.pages["today"].findChild(DraftTextEdit)
    assert field is not None
    qtbot.keyClicks(field, CANARY)
    with qtbot.waitSignal(session.drafts.kept, timeout=5_000) as kept:
        try:
            raise ValueError(CANARY)
        except ValueError as error:
            sys.excepthook(ValueError, error, error.__traceback__)
    assert kept.args == ["note:1"]
    assert session.drafts.seal_now() == ()
    assert "unexpected ValueError at" in caplog.text
    assert CANARY not in caplog.text + "".join(window.messages.texts())


def test_closing_on_a_full_drive_locks_instead(
    window: MainWindow, session: Session, ended: Ended, folder: Path, qtbot: QtBot
) -> None:
    """LOCK-02: the next process keeps what the drive does not take; closing for good would lose it."""
    (folder / "drafts").write_bytes(b"")  # no file can be made under this
    field = window.pages["today"].findChild(DraftTextEdit)
    assert field is not None
    qtbot.keyClicks(field, "Half")
    window.close()
    assert ended.times == 1
    assert window.isVisible()
    assert len(session.drafts.seal_now()) == 3, "the note, what can be taken back, and the place"
    (folder / "drafts").unlink()


def test_a_window_that_cannot_be_had_hold_of_keeps_nothing_open(
    window: MainWindow, ended: Ended, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """LOCK-01: PySide may give something that is no widget among the windows (found by the storm)."""
    sheet = Sheet(window, "First")
    sheet.open()
    qtbot.waitUntil(sheet.isVisible)
    monkeypatch.setattr(QApplication, "topLevelWidgets", lambda: [object(), window])
    window.lock()
    monkeypatch.undo()
    assert ended.times == 1
    assert window._cover.isVisible()
    assert not sheet.windowHandle().isVisible()


def test_a_cover_that_fails_does_not_keep_the_process_alive(
    window: MainWindow, ended: Ended, monkeypatch: pytest.MonkeyPatch
) -> None:
    """LOCK-01."""
    monkeypatch.setattr(window._cover, "cover", lambda _words: 1 / 0)
    window.lock()
    assert ended.times == 1


def test_the_caret_is_kept_where_it_went_after_the_last_letter(
    window: MainWindow, session: Session, ended: Ended, qtbot: QtBot
) -> None:
    """LOCK-01."""
    field = window.pages["today"].findChild(DraftTextEdit)
    assert field is not None
    field.setFocus()
    qtbot.keyClicks(field, "Half")
    qtbot.waitUntil(lambda: session.drafts.find("note:1") is not None)
    qtbot.keyClick(field, Qt.Key.Key_Home)
    window.lock()
    assert ended.times == 1
    assert session.drafts.find("note:1") == Draft("Half", 0, "today")


def test_a_page_that_cannot_say_where_one_is_does_not_keep_it_open(
    window: MainWindow, session: Session, ended: Ended, monkeypatch: pytest.MonkeyPatch
) -> None:
    """LOCK-01."""
    monkeypatch.setattr(window.pages["today"], "place", lambda: 1 / 0)
    window.lock()
    assert ended.times == 1
    assert session.drafts.find(PLACE_KEY) == Draft("", page="today")


@pytest.mark.parametrize("state", ["closed", "open"])
def test_the_end_of_the_systems_session_ends_it_in_every_state(state: str) -> None:
    """CRASH-22: on the unlock page too, after a wrong password."""
    did: list[object] = []
    app = SimpleNamespace(
        session=SimpleNamespace(state=state),
        _leave=lambda: did.append("gone"),
        window=SimpleNamespace(lock=did.append),
        end=SimpleNamespace(leave="sealed"),
    )
    App._on_ending(app)  # type: ignore[arg-type]  # needs only these of an App
    assert did[0] == ("gone" if state == "closed" else "sealed")
