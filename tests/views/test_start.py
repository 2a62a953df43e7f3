"""The pages before unlocking: the wizard from nothing to an open workspace, unlocking, and files in trouble."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from desktop.models.session import Opener, Session
from desktop.services.errors import KnownError
from desktop.services.language import set_profile
from desktop.services.vault import (
    Password,
    add_recovery,
    add_user,
    load_keyring,
    new_words,
    open_workspace,
    sheet,
)
from desktop.services.vault.errors import KeyringOlder, OlderThanSeen, TwoHistories, WrongPassword
from desktop.services.vault.heads import Tried, laptop_record
from desktop.views.start.beginning import Beginning
from desktop.views.start.forgotten import ForgottenPage
from desktop.views.start.frame import StartFrame
from desktop.views.start.unlock import UnlockPage
from desktop.views.start.welcome import BigButton, Welcome
from desktop.views.start.wizard import Wizard
from desktop.views.start.words import WordsProof
from desktop.views.theme import Look
from desktop.views.widgets import Button
from tests import vaults
from tests.views.conftest import show
from tests.views.test_window import focusable_without_a_name

PASSWORD = "seven purple lanterns"


@pytest.fixture
def frame(qtbot: QtBot, look: Look) -> Iterator[StartFrame]:
    made = StartFrame(lambda: None)
    made.resize(1366, 768)
    qtbot.addWidget(made)
    show(qtbot, made)
    yield made
    set_profile("uk")


def unlock_page(frame: StartFrame, session: Session, folder: Path, qtbot: QtBot) -> UnlockPage:
    page = UnlockPage(session, folder, lambda: None)
    frame.show_page(page)
    qtbot.waitUntil(lambda: not session.tasks.busy, timeout=5_000)
    return page


def test_wizard_makes_a_workspace_and_opens_it(
    frame: StartFrame, session: Session, tmp_path: Path, qtbot: QtBot
) -> None:
    made: list[int] = []
    wizard = Wizard(session, lambda: None, lambda: made.append(1), tmp_path)
    frame.show_page(wizard)
    wizard.button.click()
    assert "Step 1" in wizard._purpose.text()  # nothing typed: it stays and says why
    qtbot.keyClicks(wizard._form_line, "Quarry Bank School")
    qtbot.keyClicks(wizard._user, "R. Osei")
    wizard._profile.choose("uk")
    qtbot.keyClick(wizard._user, Qt.Key.Key_Return)
    assert "Step 2" in wizard._purpose.text()
    assert not wizard.button.isEnabled()
    qtbot.keyClick(wizard._password.first.line, Qt.Key.Key_Return)
    assert "Step 2" in wizard._purpose.text()
    qtbot.keyClicks(wizard._password.first.line, PASSWORD)
    qtbot.keyClicks(wizard._password.second.line, PASSWORD)
    qtbot.waitUntil(wizard.button.isEnabled, timeout=10_000)
    wizard.button.click()
    wizard.button.click()
    assert not wizard.button.isEnabled()
    for field, place in zip(wizard._proof._fields, wizard._proof._asked, strict=True):
        qtbot.keyClicks(field, f" {wizard._words[place].upper()} ")
    assert wizard.button.isEnabled()
    wizard.button.click()
    with qtbot.waitSignal(session.signed_in_changed, timeout=20_000):
        wizard.button.click()
    assert session.signed_in is not None
    assert session.signed_in.folder == tmp_path / "Quarry.peerkeep"
    assert (session.signed_in.school, session.signed_in.words_proven) == ("Quarry Bank School", True)
    assert made == [1]


def test_short_password_and_school_name_are_refused_with_a_reason(
    frame: StartFrame, session: Session, tmp_path: Path, qtbot: QtBot
) -> None:
    wizard = Wizard(session, lambda: None, lambda: None, tmp_path)
    frame.show_page(wizard)
    wizard._form_line.setText("Quarry Bank School")
    wizard._user.setText("R. Osei")
    wizard.button.click()
    wizard._password.first.line.setText("short")
    qtbot.waitUntil(lambda: "too short" in wizard._password._reason.text(), timeout=10_000)
    wizard._password.first.line.setText("Quarry Bank School 1")
    qtbot.waitUntil(lambda: "school" in wizard._password._reason.text(), timeout=10_000)
    assert not wizard._password.ready


def test_wrong_term_date_keeps_the_wizard_and_names_the_way_to_type_it(
    frame: StartFrame, session: Session, tmp_path: Path, qtbot: QtBot
) -> None:
    wizard = Wizard(session, lambda: None, lambda: None, tmp_path)
    frame.show_page(wizard)
    wizard._profile.choose("uk")
    wizard._go(4)
    first_day = wizard._terms._lines[0][1]
    first_day.setText("31 February 2026")
    wizard.button.click()
    assert first_day.property("wrong") is True
    assert session.state == "closed"


def test_unlock_by_password_and_enter(frame: StartFrame, session: Session, folder: Path, qtbot: QtBot) -> None:
    page = unlock_page(frame, session, folder, qtbot)
    qtbot.keyClicks(page.password.line, vaults.PASSWORD)
    with qtbot.waitSignal(session.signed_in_changed, timeout=10_000):
        qtbot.keyClick(page.password.line, Qt.Key.Key_Return)


def test_wrong_password_is_one_sentence_and_another_try(
    frame: StartFrame, session: Session, folder: Path, qtbot: QtBot
) -> None:
    page = unlock_page(frame, session, folder, qtbot)
    qtbot.keyClicks(page.password.line, "wrong")
    page.button.click()
    qtbot.waitUntil(lambda: bool(page.messages.texts()), timeout=10_000)
    assert "The name or the password is not right" in page.messages.texts()[0]
    assert page.password.line.selectedText()
    assert page.button.isEnabled()


def test_where_there_are_no_recovery_words_none_are_offered(
    frame: StartFrame, session: Session, tmp_path: Path, qtbot: QtBot
) -> None:
    wordless = tmp_path / "Wordless.peerkeep"
    vaults.make(wordless, session.clock).close()
    page = unlock_page(frame, session, wordless, qtbot)
    assert not page._forgot.isVisible()
    qtbot.keyClicks(page.password.line, "wrong")
    page.button.click()
    qtbot.waitUntil(lambda: bool(page.messages.texts()), timeout=10_000)
    assert page.messages.texts()[0].endswith("There are no recovery words here.")


def test_caps_lock_is_hinted_at(frame: StartFrame, session: Session, folder: Path, qtbot: QtBot) -> None:
    page = unlock_page(frame, session, folder, qtbot)
    qtbot.keyClick(page.password.line, "S")
    assert page.password._caps.isVisible()
    qtbot.keyClick(page.password.line, "s")
    assert not page.password._caps.isVisible()


def try_wrongly(folder: Path, times: int) -> None:
    for _ in range(times):
        with pytest.raises(WrongPassword):
            open_workspace(folder, Password(vaults.USER, "eight herons over water"))


def test_after_wrong_tries_the_page_counts_down_and_lets_nobody_try(
    frame: StartFrame, session: Session, folder: Path, qtbot: QtBot
) -> None:
    """AUTH-02: in sight, and with what was typed still there when the time is up."""
    try_wrongly(folder, 4)
    page = unlock_page(frame, session, folder, qtbot)
    assert not page.countdown.isVisible()
    qtbot.keyClicks(page.password.line, "wrong")
    page.button.click()
    qtbot.waitUntil(page.countdown.isVisible, timeout=10_000)
    assert "Too many wrong tries. The next one is in" in page.countdown.words()
    assert not page.button.isEnabled()
    page.password.line.setText(vaults.PASSWORD)
    qtbot.keyClick(page.password.line, Qt.Key.Key_Return)
    assert session.state == "closed"
    qtbot.waitUntil(page.button.isEnabled, timeout=5_000)
    assert not page.countdown.isVisible()
    with qtbot.waitSignal(session.signed_in_changed, timeout=10_000):
        qtbot.keyClick(page.password.line, Qt.Key.Key_Return)


def test_a_page_shown_during_a_wait_counts_down_at_once(
    frame: StartFrame, session: Session, folder: Path, qtbot: QtBot
) -> None:
    try_wrongly(folder, 5)
    page = unlock_page(frame, session, folder, qtbot)
    assert page.countdown.isVisible()
    assert not page.button.isEnabled()


def test_after_a_hundred_wrong_tries_only_the_words_are_offered(
    frame: StartFrame, session: Session, folder: Path, qtbot: QtBot
) -> None:
    ring = load_keyring(folder)
    record = laptop_record(ring.workspace, folder)
    record.tries[ring.users[0]["user"]] = Tried(100, 0)
    record.save()
    page = unlock_page(frame, session, folder, qtbot)
    assert "100 wrong tries" in page.messages.texts()[0]
    assert not page.button.isEnabled()
    assert not page.password.isEnabled()
    assert page._forgot.isVisible()


def forgotten_page(frame: StartFrame, session: Session, folder: Path, qtbot: QtBot) -> ForgottenPage:
    page = ForgottenPage(session, folder, lambda: None)
    frame.show_page(page)
    qtbot.waitUntil(lambda: not session.tasks.busy, timeout=5_000)
    return page


def test_recovery_words_are_checked_before_any_key_is_derived(
    frame: StartFrame, session: Session, folder: Path, qtbot: QtBot
) -> None:
    page = forgotten_page(frame, session, folder, qtbot)
    page.text.setPlainText("abandon zebra notaword")
    page.button.click()
    assert "Word 3" in page.messages.texts()[0]
    page.text.setPlainText(" ".join(new_words()))
    page.button.click()
    qtbot.waitUntil(lambda: any("do not open" in text for text in page.messages.texts()), timeout=10_000)
    assert (page.step, session.state) == (0, "closed")


def test_a_forgotten_password_is_set_anew_with_the_words(
    frame: StartFrame, session: Session, folder: Path, qtbot: QtBot
) -> None:
    """AUTH-07, with two users: whose it is, is chosen; what private notes become, is said before."""
    words = new_words()
    ws = open_workspace(folder, Password(vaults.USER, vaults.PASSWORD))
    add_recovery(ws, words)
    add_user(ws, "New Coordinator", "coordinator", "five lanterns at noon", cost=vaults.CHEAP)
    ws.close()
    page = forgotten_page(frame, session, folder, qtbot)
    page.text.setPlainText("\n".join(sheet(words)).upper())
    page.button.click()
    qtbot.waitUntil(lambda: page.step == 1, timeout=10_000)
    assert focusable_without_a_name(frame) == []
    assert any("private notes written until now stay closed" in each.text() for each in page.findChildren(QLabel))
    said = "Copies and backups made before still open with the former password, and with these words"
    assert any(said in each.text() for each in page.findChildren(QLabel))
    assert page.who.isVisible()
    page.who.choose("New Coordinator")
    assert not page.button.isEnabled()
    qtbot.keyClicks(page.password.first.line, PASSWORD)
    qtbot.keyClicks(page.password.second.line, PASSWORD)
    qtbot.waitUntil(page.button.isEnabled, timeout=10_000)
    with qtbot.waitSignal(session.signed_in_changed, timeout=20_000):
        page.button.click()
    assert session.signed_in is not None
    assert (session.signed_in.label, session.signed_in.words_used) == ("New Coordinator", True)
    assert session.signed_in.compartments == ("programme",)


def test_the_unlock_page_leads_to_the_words_and_back(
    frame: StartFrame, session: Session, folder: Path, qtbot: QtBot
) -> None:
    beginning = Beginning(session, lambda: None)
    qtbot.addWidget(beginning.frame)
    beginning.unlock(folder)
    [forgot] = [b for b in beginning.frame.findChildren(Button) if b.words == "I have forgotten my password"]
    forgot.click()
    assert isinstance(beginning.frame.page, ForgottenPage)
    beginning.frame.page._on_back()
    assert isinstance(beginning.frame.page, UnlockPage)
    qtbot.waitUntil(lambda: not session.tasks.busy, timeout=5_000)


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (lambda folder: (folder / "keyring.json").unlink(), "missing"),
        (lambda folder: (folder / "keyring.json").write_bytes(b""), "empty"),
        (lambda folder: (folder / "keyring.json").write_bytes(b"{}"), "damaged"),
        (lambda folder: [path.unlink() for path in folder.iterdir() if path.is_file()], "This folder is empty"),
    ],
)
def test_each_trouble_of_the_files_has_its_own_sentence_and_no_password_field(
    frame: StartFrame, session: Session, folder: Path, qtbot: QtBot, damage: object, said: str
) -> None:
    damage(folder)  # type: ignore[operator]
    page = unlock_page(frame, session, folder, qtbot)
    assert said in page.messages.texts()[0]
    assert not page.password.isVisible()
    assert not page.button.isVisible()


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (OlderThanSeen(here="2026-11-01", seen="2026-11-20"), "Go on with the older one"),
        (KeyringOlder(), "Go on with the older one"),
        (TwoHistories(), "Go on with this one"),
    ],
)
def test_an_older_workspace_can_be_opened_on_purpose(
    frame: StartFrame, session: Session, folder: Path, qtbot: QtBot, error: KnownError, words: str
) -> None:
    """FILE-06, AUTH-10: what going on means is said, and nothing opens without the click."""
    page = unlock_page(frame, session, folder, qtbot)
    asked: list[bool] = []

    def opener(older: bool) -> Opener:
        asked.append(older)
        return lambda: open_workspace(folder, Password(vaults.USER, vaults.PASSWORD), accept_older=older)

    page._opener = opener
    page._on_failed(error)
    assert len(page.messages.texts()) == 2
    # The sentence and the button use the same words.
    assert words[0].lower() + words[1:] in page.messages.texts()[1]
    with qtbot.waitSignal(session.signed_in_changed, timeout=10_000):
        next(button for button in page.messages.findChildren(Button) if button.words == words).click()
    assert asked == [True]


def test_the_only_workspace_on_the_laptop_is_unlocked_at_once(
    frame: StartFrame, session: Session, folder: Path, qtbot: QtBot
) -> None:
    beginning = Beginning(session, lambda: None)
    qtbot.addWidget(beginning.frame)
    chosen: list[Path] = []
    beginning.folder_chosen.connect(chosen.append)
    beginning.begin(folder.parent)
    qtbot.waitUntil(lambda: not session.tasks.busy, timeout=5_000)
    assert isinstance(beginning.frame.page, UnlockPage)
    assert chosen == [folder]
    [leave] = [button for button in beginning.frame.page.findChildren(Button) if button.words == "Another workspace"]
    leave.click()
    assert isinstance(beginning.frame.page, Welcome)


@pytest.mark.parametrize("names", [(), ("A.peerkeep", "B.peerkeep")])
def test_with_none_or_several_workspaces_the_first_page_is_shown(
    frame: StartFrame, session: Session, tmp_path: Path, qtbot: QtBot, names: tuple[str, ...]
) -> None:
    place = tmp_path / "documents"
    for name in names:
        (place / name).mkdir(parents=True)
    beginning = Beginning(session, lambda: None)
    qtbot.addWidget(beginning.frame)
    beginning.begin(place)
    assert isinstance(beginning.frame.page, Welcome)


def test_welcome_offers_the_ways_and_leads_to_them(
    session: Session, qtbot: QtBot, look: Look, monkeypatch: pytest.MonkeyPatch, folder: Path
) -> None:
    monkeypatch.setattr("desktop.views.start.beginning.nearby", lambda: (folder,))
    beginning = Beginning(session, lambda: None)
    qtbot.addWidget(beginning.frame)
    show(qtbot, beginning.frame)
    beginning.welcome()
    assert isinstance(beginning.frame.page, Welcome)
    buttons = beginning.frame.page.findChildren(BigButton)
    assert [button.words for button in buttons] == [
        "Open Test",
        "Make a workspace",
        "Open a workspace",
        "Look at the sample school",
    ]
    assert focusable_without_a_name(beginning.frame) == []
    with qtbot.waitSignal(beginning.folder_chosen) as chosen:
        buttons[0].click()
    assert chosen.args == [folder]
    assert isinstance(beginning.frame.page, UnlockPage)
    assert focusable_without_a_name(beginning.frame) == []
    beginning.make()
    assert isinstance(beginning.frame.page, Wizard)
    assert focusable_without_a_name(beginning.frame) == []
    set_profile("uk")


def test_proof_of_words_wants_the_right_ones(qtbot: QtBot) -> None:
    proof = WordsProof([f"word{n}" for n in range(24)])
    qtbot.addWidget(proof)
    fields = proof.findChildren(QLineEdit)
    assert len(fields) == 3
    for field in fields:
        field.setText("wrong")
    assert not proof.proven
    said = [field.accessibleDescription() for field in fields]
    assert all(words.startswith("This is not the word there. Look at row") for words in said)
    assert {line.text() for line in proof.findChildren(QLabel) if not line.isHidden()} >= set(said)
    fields[0].setText("WOR")
    assert fields[0].accessibleDescription() == ""
