"""The full check of a workspace: files, chains, rows against the journal. It names the first bad thing of each kind.

Each of SQLCipher's and SQLite's own checks sees what the other does not; neither sees what somebody with
the key changed. That is what the chains and the comparison of rows with their journal are for.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from sqlcipher3 import dbapi2 as sqlite

from desktop.services import files
from desktop.services.errors import Cancelled, KnownError
from desktop.services.vault import chains, compartment, keyring
from desktop.services.vault.pages import Pages
from desktop.services.vault.replay import Replay, Values
from desktop.services.vault.schema import Table, bodies, departures, unlike_bodies
from desktop.services.vault.slots import Secret, open_person
from desktop.services.vault.sqlite_words import sentences
from desktop.services.vault.types import CheckReport, Problem
from desktop.services.vault.workspace import Workspace

Progress = Callable[[int, int], bool]
# SQLite asks after so many steps of its machine whether to go on: some hundredths of a second.
_OFTEN = 100_000
_MOST_PAGES = 12
_MOST_FILE = 1 << 33


class _Ticker:
    """Counts pages, entries and rows; asks whether to go on."""

    def __init__(self, total: int, progress: Progress | None) -> None:
        self._done, self._total, self._progress = 0, max(1, total), progress

    def add(self, n: int) -> None:
        """Count `n` more. Error: Cancelled."""
        self._done = min(self._total, self._done + n)
        if self.stopped():
            raise Cancelled

    def stopped(self) -> bool:
        """Ask whether to stop."""
        return self._progress is not None and not self._progress(self._done, self._total)


def verify(ws: Workspace, progress: Progress | None = None) -> CheckReport:
    """Check every held compartment in full. `progress(done, total)` counts pages and entries. Error: Cancelled."""
    problems: list[Problem] = []
    counts: dict[str, int] = {}
    uncounted: set[str] = set()
    steps = 0
    ticker = _Ticker(sum(_size(ws, tier) for tier in ws.compartments), progress)
    ws.connection.set_progress_handler(ticker.stopped if progress else None, _OFTEN)
    try:
        for tier in ws.compartments:
            try:
                with sentences(ws.file_of(tier)):
                    _look_at(ws, tier, ticker, problems, counts)
                    steps += int(ws.value(tier, "SELECT count(*) FROM @.step"))
            except (sqlite.DatabaseError, KnownError):
                uncounted.update(ws.tables_of(tier))
                if not any(one.compartment == tier and one.where.startswith("file") for one in problems):
                    problems.append(_bad_file(ws, tier, "cannot be read to its end"))
        ticker.add(0)
    finally:
        ws.connection.set_progress_handler(None, 0)
    problems += _other_files(ws)
    problems += _noticed(ws)
    return CheckReport(len(ws.keyring.compartments), steps, counts, tuple(problems), frozenset(uncounted))


def _size(ws: Workspace, tier: str) -> int:
    """Give how much there is to look at: each page twice, each entry and each step, and each table."""
    try:
        pages = int(ws.connection.execute(f"PRAGMA {ws.schema(tier)}.page_count").fetchone()[0])
        return 2 * pages + sum(int(ws.value(tier, f"SELECT count(*) FROM @.{name}")) for name in ("step", "journal"))
    except (sqlite.DatabaseError, KnownError):
        return 1


def _look_at(ws: Workspace, tier: str, ticker: _Ticker, problems: list[Problem], counts: dict[str, int]) -> None:
    problems += _file(ws, tier, ticker)
    problems += _schema(ws, tier)
    problems += _chains(ws, tier, ticker)
    problems += _rows(ws, tier)
    problems += _bodies(ws, tier)
    for name in ws.tables_of(tier):
        counts[name] = counts.get(name, 0) + int(ws.value(tier, f"SELECT count(*) FROM @.{name}"))


def _noticed(ws: Workspace) -> list[Problem]:
    """Name what opening found of the small files beside the compartments."""
    problems = [
        Problem(notice.partition(":")[2], "heads.json", "was changed by somebody else")
        for notice in ws.notices
        if notice.startswith("heads:")
    ]
    problems += [
        Problem("workspace", notice.removeprefix("found:"), "was missing or damaged when the workspace was opened")
        for notice in ws.notices
        if notice.startswith("found:")
    ]
    return problems


def _other_files(ws: Workspace) -> list[Problem]:
    """Look at the compartments this user does not hold, from outside."""
    held = {ws.compartment_name(tier) for tier in ws.compartments}
    found = []
    for name in ws.keyring.compartments:
        if name not in held:
            try:
                compartment.look_at(ws.folder / compartment.file_name(name))
            except KnownError as error:
                found.append(Problem("another", "file", type(error).__name__))
    return found


def _file(ws: Workspace, tier: str, ticker: _Ticker) -> list[Problem]:
    """Ask SQLCipher for every page, SQLite for how they hang together, and whether every reference leads somewhere."""
    schema, run = ws.schema(tier), ws.connection.execute
    (pages,) = run(f"PRAGMA {schema}.page_count").fetchone()
    if run(f"PRAGMA {schema}.cipher_integrity_check").fetchall():
        return [_bad_file(ws, tier, "has pages that do not authenticate")]
    ticker.add(pages)
    found = []
    answers = [str(answer) for (answer,) in run(f"PRAGMA {schema}.integrity_check(5)").fetchall()]
    if answers != ["ok"]:
        names = [name for (name,) in run(f"SELECT name FROM {schema}.sqlite_schema") if any(name in a for a in answers)]
        where = f", {max(names, key=len)}" if names else ""
        said = sorted({int(page) for answer in answers for page in re.findall(r"[Pp]age (\d+)", answer)})
        named = "".join(f", page {page}" for page in said)
        found.append(Problem(tier, f"file{where}{named}", "is not a whole database", tuple(said)))
    ticker.add(pages)
    broken = run(f"PRAGMA {schema}.foreign_key_check").fetchone()
    if broken:
        found.append(Problem(tier, f"table {broken[0]}", f"refers to a row of {broken[2]} that is not there"))
    return found


def _bad_file(ws: Workspace, tier: str, what: str) -> Problem:
    """Name the pages that do not authenticate and what stands on them, as far as the rest tells."""
    try:
        name = ws.compartment_name(tier)
        content = files.read_bounded(ws.folder / compartment.file_name(name), _MOST_FILE)
    except files.FileRefused:
        return Problem(tier, "file", what)
    pages = Pages(content, ws.opened.grants[name].key)
    owners, bad = pages.owners(), tuple(pages.bad())
    named = "".join(f", page {page} ({owners.get(page, '?')})" for page in bad[:_MOST_PAGES])
    return Problem(tier, f"file{named}", what, bad)


def pages_of_unopened(folder: Path, secret: Secret, file: str) -> tuple[int, ...]:
    """Give the pages of a file that do not authenticate, of a workspace that does not open; () where nobody can tell.

    Looks no failed tries up and writes nothing: the secret has just opened the person.
    """
    try:
        grants = open_person(keyring.load(folder), secret).grants
        key = next(grant.key for name, grant in grants.items() if compartment.file_name(name) == file)
        return tuple(Pages(files.read_bounded(folder / file, _MOST_FILE), key).bad())
    except (KnownError, StopIteration):
        return ()


def _schema(ws: Workspace, tier: str) -> list[Problem]:
    """Compare the file's tables and triggers with those the migrations make, and see that the triggers are awake."""
    schema = ws.schema(tier)
    changed = departures(ws.connection, schema, tier)
    found = [Problem(tier, changed[0], "is not as Peerkeep made it")] if changed else []
    if ws.value(tier, "SELECT silent FROM @.counter"):
        found.append(Problem(tier, "table counter", "keeps the journal silent"))
    return found


def _chains(ws: Workspace, tier: str, ticker: _Ticker) -> list[Problem]:
    """Recompute every digest; give the first bad step of every device, and what no step sealed."""
    loose = ws.row(tier, "SELECT tbl, row FROM @.journal WHERE step IS NULL ORDER BY id LIMIT 1")
    problems = [Problem(tier, f"table {loose[0]}, row {loose[1]}", "was written past the journal")] if loose else []
    named: set[str] = set()
    for fault in chains.faults(ws.connection, ws.schema(tier), ws.tables_of(tier), ticker.add):
        if fault.device not in named or fault.what.startswith("knew "):
            problems.append(Problem(tier, fault.where, fault.what))
        named.add(fault.device)
    return problems


def _rows(ws: Workspace, tier: str) -> list[Problem]:
    """Compare every table with what its journal adds up to; give the first difference of each table."""
    problems = []
    replay = Replay(ws.connection, ws.schema(tier), ws.tables_of(tier))
    for table in ws.tables_of(tier).values():
        expected = {uid: values for (name, uid), values in replay.rows.items() if name == table.name}
        columns = ", ".join(("uid", *table.columns))
        for uid, *values in ws.rows(tier, f"SELECT {columns} FROM @.{table.name} ORDER BY uid"):
            wrong = _wrong_row(
                replay, table, uid, dict(zip(table.columns, values, strict=True)), expected.pop(uid, None)
            )
            if wrong:
                problems.append(Problem(tier, f"table {table.name}, row {uid}", wrong))
                break
        else:
            if expected:
                problems.append(Problem(tier, f"table {table.name}, row {min(expected)}", "is missing"))
    return problems


def _bodies(ws: Workspace, tier: str) -> list[Problem]:
    """Compare bodies that are not journalled with the hashes that are; give the first of each kind."""
    problems = []
    for table, body in bodies(ws.connection, ws.schema(tier)).items():
        without, loose = unlike_bodies(ws.connection, ws.schema(tier), table, body)
        problems += [Problem(tier, f"table {body}, row {uid}", "is missing or was changed") for uid in without[:1]]
        problems += [Problem(tier, f"table {body}, row {uid}", f"belongs to no row of {table}") for uid in loose[:1]]
    return problems


def _wrong_row(replay: Replay, table: Table, uid: str, found: Values, expected: Values | None) -> str:
    """Say how a row differs from its journal; "" where it does not. What once was so came back with an older page."""
    if expected is None:
        return "was deleted and is there again" if replay.was_deleted((table.name, uid)) else "is not in the journal"
    if table.insert_only or found == expected:
        return ""
    return "is as it was earlier" if replay.was((table.name, uid), found) else "differs from its journal"


def recent_problem(ws: Workspace, tier: str) -> str:
    """Check the newest steps, the digests they cover and the rows they left; give where the first bad one is, or ''."""
    with sentences(ws.file_of(tier)):
        found = chains.recent(ws.connection, ws.schema(tier), ws.tables_of(tier))
    return found.where if found else ""
