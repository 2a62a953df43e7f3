"""LEAK-02, LEAK-08, CRASH-21: a thousand errors with names and notes in them leave none of these in any log."""

from __future__ import annotations

import logging
import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.services import handing, notes, people, programme, reports, transfer
from desktop.services.errors import KnownError
from desktop.services.vault import Password, Workspace, open_workspace, undo_step
from desktop.services.vault.types import StepRef
from desktop.views.messages import Messages
from tests import vaults
from tests.fakes.clock import FakeClock

CANARY = "Zqxjcanary"


class Kept(logging.Handler):
    """Keeps every line as it would be written, tracebacks with it."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


@pytest.fixture
def log() -> Iterator[Kept]:
    """Everything that is logged at DEBUG by anybody."""
    root, kept = logging.getLogger(), Kept()
    before = root.level
    root.setLevel(logging.DEBUG)
    root.addHandler(kept)
    yield kept
    root.removeHandler(kept)
    root.setLevel(before)


def raises(error: Exception) -> None:
    raise error


def errors(ws: Workspace, folder: Path) -> list[Callable[[], object]]:
    """Give what goes wrong, our mistakes and other people's, each with the canary where a value may stand."""
    draft = people.PersonDraft(CANARY, CANARY, CANARY, birth_date=CANARY, year=CANARY)
    path = folder / f"{CANARY}.csv"
    path.write_bytes(b"\xff\xfe\x00" + CANARY.encode() * 3)
    book = folder / f"{CANARY}.xlsx"
    book.write_bytes(b"PK\x03\x04" + CANARY.encode() * 30)

    def bad_row(**columns: object) -> None:
        with ws.step("programme", "add_person", about="1") as step:
            step.insert("person", **{"number": CANARY, "family": CANARY, "given": CANARY} | columns)  # type: ignore[arg-type]

    def damaged() -> None:
        other = vaults.copy(ws.folder, folder / f"{CANARY}-{random.random()}.peerkeep")
        (other / "programme.db").write_bytes(CANARY.encode() * 1000)
        open_workspace(other, Password(vaults.USER, vaults.PASSWORD), clock=FakeClock())

    slow: list[Callable[[], object]] = [
        lambda: open_workspace(folder / CANARY, Password(CANARY, CANARY)),
        lambda: open_workspace(ws.folder, Password(CANARY, CANARY)),
        lambda: transfer.open_copy(path, folder / CANARY, Password(CANARY, CANARY)),
        lambda: people.read_roster(book),
        damaged,
    ]
    return [
        *slow,
        lambda: people.add_person(ws, draft),
        lambda: people.edit_person(ws, CANARY, draft),
        lambda: people.person(ws, CANARY),
        lambda: people.read_roster(path),
        lambda: people.read_roster(folder / CANARY / CANARY),
        lambda: notes.write(ws, 2, CANARY, CANARY),
        lambda: notes.edit(ws, 2, CANARY, CANARY),
        lambda: programme.enrol(ws, [CANARY], CANARY),
        lambda: handing.hand_in(ws, CANARY, CANARY),
        lambda: reports.make(ws, CANARY, CANARY),
        lambda: undo_step(ws, StepRef("programme", CANARY, 1)),
        lambda: ws.rows("programme", f"SELECT {CANARY} FROM @.person WHERE '{CANARY}'"),
        lambda: ws.rows(CANARY, "SELECT 1"),
        lambda: bad_row(kind=CANARY),
        lambda: bad_row(status=None),
        lambda: bad_row(nothing=CANARY),
        lambda: {}[CANARY],  # type: ignore[var-annotated]
        lambda: int(CANARY),
        lambda: CANARY.encode("utf-16").decode("ascii"),
        lambda: (folder / CANARY).read_bytes(),
        lambda: raises(AssertionError(CANARY)),
        lambda: raises(RuntimeError({"name": CANARY, "note": [CANARY]})),
    ]


def test_leak_02_a_thousand_errors_leave_no_name_in_any_log(
    workspace: Workspace, tmp_path: Path, qtbot: QtBot, log: Kept, capfd: pytest.CaptureFixture[str]
) -> None:
    messages, noise = Messages(), random.Random(2)
    qtbot.addWidget(messages)
    ways = errors(workspace, tmp_path)
    known = unknown = 0
    for number in range(1000):
        way = ways[number] if number < len(ways) else noise.choice(ways[5:])  # the first five take long
        try:
            way()
        except Exception as error:
            known += isinstance(error, KnownError)
            unknown += not isinstance(error, KnownError)
            messages.show_error(error)
        else:
            raise AssertionError(f"way {ways.index(way)} was not refused")
    assert known > 200
    assert unknown > 200
    assert len(log.lines) >= unknown
    assert [line for line in log.lines if CANARY.lower() in line.lower()] == []
    assert [said for said in capfd.readouterr() if CANARY.lower() in said.lower()] == []
    assert not any("/" in word and str(tmp_path) in word for line in log.lines for word in line.split())
