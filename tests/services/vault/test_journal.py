"""The journal: what the triggers write, how a step is sealed, and what no statement can get past."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from typing import Any

import pytest
from sqlcipher3 import dbapi2 as sqlite

from desktop.services import files
from desktop.services.errors import BugError
from desktop.services.vault import Workspace, continue_as_new_device, new_uid, uid_of, undo_last, verify
from desktop.services.vault.canonical import canonical, digest
from tests import vaults
from tests.fakes.clock import FakeClock
from tests.services.vault import rows


def entries(ws: Workspace, tier: str, step: int) -> list[tuple[Any, ...]]:
    """Give (table, row, person, op, change) of one step of this device."""
    return [
        (tbl, row, person, op, json.loads(change) if change else None)
        for tbl, row, person, op, change in ws.rows(
            tier,
            "SELECT tbl, row, person, op, change FROM @.journal WHERE device = ? AND step = ? ORDER BY n",
            (ws.device, step),
        )
    ]


def last(ws: Workspace, tier: str = "programme") -> list[tuple[Any, ...]]:
    """Give the entries of the newest step of this device."""
    return entries(ws, tier, ws.value(tier, "SELECT max(step) FROM @.step WHERE device = ?", (ws.device,)))


def test_an_insert_writes_every_column(workspace: Workspace) -> None:
    student = rows.add_person(workspace, family="Ødegård", number="007", birth_date=None)
    ((table, row, person, op, change),) = last(workspace)
    assert (table, row, person, op) == ("person", student, student, "I")
    assert set(change) == set(workspace.tables_of("programme")["person"].columns)
    assert change["family"] == [None, "Ødegård"]
    assert change["number"] == [None, "007"]
    assert change["birth_date"] == [None, None]


def test_an_update_writes_what_differs(workspace: Workspace) -> None:
    student = rows.add_person(workspace)
    rows.edit(workspace, "person", student, year="10", form="9B", birth_date="2011-02-03")
    assert last(workspace) == [
        ("person", student, student, "U", {"year": ["9", "10"], "birth_date": [None, "2011-02-03"]})
    ]


def test_a_group_is_one_cell(workspace: Workspace) -> None:
    """Merging takes a cell whole, so the journal must hold it whole."""
    student = rows.add_person(workspace, family="Okafor", given="Ada")
    rows.edit(workspace, "person", student, given="Ade", year="9")
    ((*_, change),) = last(workspace)
    assert change == {"family": ["Okafor", "Okafor"], "given": ["Ada", "Ade"], "preferred": ["", ""]}
    newest = workspace.history("programme", "person", student)[0]
    assert newest.values == {"given": ("Ada", "Ade")}


def test_a_delete_writes_the_row(workspace: Workspace) -> None:
    student = rows.add_person(workspace, given="Ada")
    with workspace.step("programme", "delete_person") as step:
        step.delete("person", student)
    ((table, row, person, op, change),) = last(workspace)
    assert (table, row, person, op) == ("person", student, student, "D")
    assert change["given"] == ["Ada", None]


def test_an_insert_only_row_is_its_own_value(workspace: Workspace) -> None:
    student = rows.add_person(workspace)
    with workspace.step("counselling", "write_note", person=student) as step:
        note = rows.note(step, student, "first")
    made = last(workspace, "counselling")
    assert [(table, person, op) for table, _, person, op, _ in made] == [
        ("note", student, "I"),
        ("note_text", student, "I"),
    ]
    assert made[0][4] is not None
    assert made[1][4] is None
    (entry,) = workspace.history("counselling", "note_text", made[1][1])
    assert entry.values["text"] == (None, "first")
    assert entry.values["note"] == (None, note)


def test_what_does_not_differ_is_no_step(workspace: Workspace) -> None:
    student = rows.add_person(workspace, year="9")
    commits = workspace.commits("programme")
    changes = rows.edit(workspace, "person", student, year="9")
    assert not changes
    assert changes.step is None
    assert workspace.commits("programme") == commits


def test_an_event_is_a_step_without_entries(workspace: Workspace) -> None:
    changes = workspace.event("programme", "export", about="2")
    assert changes.step
    assert changes.count == 0
    assert last(workspace) == []
    assert verify(workspace).ok


def test_every_table_of_every_compartment_is_journalled(workspace: Workspace) -> None:
    """A table that the list forgets would be lost to audit, undo and merge."""
    for tier in workspace.compartments:
        schema = workspace.schema(tier)
        declared = {
            name
            for (name,) in workspace.connection.execute(
                f"SELECT name FROM {schema}.sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
            )
        }
        # Bodies of sealed items are not journalled on purpose: only their hash is (sealed_items.py).
        books = {"meta", "counter", "journalled", "step", "journal", "sealed_item_body"}
        assert declared - books == set(workspace.tables_of(tier))


def value_of(ws: Workspace, tier: str, table: str, row: str, change: str | None) -> str | None:
    """Give what a digest covers, written down here a second time from formats.md."""
    if change is not None:
        return change
    columns = ws.tables_of(tier)[table].columns
    found = ws.row(tier, f"SELECT {', '.join(columns)} FROM @.{table} WHERE uid = ?", (row,))
    assert found
    return json.dumps(
        {c: v for c, v in zip(columns, found, strict=True) if v is not None},
        sort_keys=True, separators=(",", ":"), ensure_ascii=False,
    )  # fmt: skip


def test_digests_are_those_of_the_format(workspace: Workspace) -> None:
    student = rows.add_person(workspace, given="Zoë")
    rows.edit(workspace, "person", student, given="Zoe")
    with workspace.step("counselling", "write_note", person=student) as step:
        rows.note(step, student, "text with ß and 漢字 and \U0001f98a")
    for tier in ("programme", "counselling"):
        previous: dict[str, str] = {}
        header = "device, step, clock, at, user, verb, about, person, knows, undoes, previous, digest"
        for device, number, *rest, before, stated in workspace.rows(
            tier, f"SELECT {header} FROM @.step ORDER BY device, step"
        ):
            assert before == previous.get(device, "")
            digests = []
            for salt, table, row, person, op, change, own in workspace.rows(
                tier,
                "SELECT salt, tbl, row, person, op, change, digest FROM @.journal WHERE device = ? AND step = ? "
                "ORDER BY n",
                (device, number),
            ):
                value = value_of(workspace, tier, table, row, change)
                assert own == digest(salt, table, row, person, op, value)
                digests.append(own)
            assert stated == digest(before, device, number, *rest, len(digests), *digests)
            previous[device] = stated


def test_digest_and_canonical_form_are_fixed() -> None:
    """Files of released versions must verify for ever."""
    assert canonical({"b": [1, None, "é"], "a": ""}) == '{"a":"","b":[1,null,"é"]}'.encode()
    assert digest("a", 1, None, "é") == hashlib.sha256("s1:a;i1:1;-;s2:é;".encode()).hexdigest()
    assert digest("ab", "c") != digest("a", "bc")
    assert digest("1") != digest(1)
    assert digest("") != digest(None)


def test_salts_are_never_the_same(workspace: Workspace) -> None:
    with workspace.step("programme", "import_roster", about="50") as step:
        for _ in range(50):
            rows.person(step, number="same")
    salts = workspace.rows("programme", "SELECT salt FROM @.journal")
    assert len(set(salts)) == len(salts)
    assert all(len(salt) == 32 for (salt,) in salts)


# knows


def knows(ws: Workspace, tier: str, step: int = 1) -> dict[str, int] | None:
    found = ws.value(tier, "SELECT knows FROM @.step WHERE device = ? AND step = ?", (ws.device, step))
    return json.loads(found) if found else None


def test_the_first_step_of_a_device_says_what_it_knew(workspace: Workspace) -> None:
    former, made = workspace.device, workspace.rows("programme", "SELECT device, max(step) FROM @.step GROUP BY 1")
    rows.add_person(workspace)
    assert knows(workspace, "programme") == dict(made)
    rows.add_person(workspace)
    assert knows(workspace, "programme", 2) is None
    continue_as_new_device(workspace)
    assert workspace.device != former
    rows.add_person(workspace)
    assert knows(workspace, "programme") == dict(made) | {former: 2}
    workspace.event("counselling", "read_note")
    assert knows(workspace, "counselling") == {}
    assert verify(workspace).ok


def test_a_device_goes_on_where_it_was(workspace_folder: Path, clock: FakeClock) -> None:
    ws = vaults.reopen(workspace_folder, clock)
    rows.add_person(ws)
    device = ws.device
    ws.close()
    ws = vaults.reopen(workspace_folder, clock)
    rows.add_person(ws)
    assert ws.device == device
    assert knows(ws, "programme", 2) is None
    ws.close()


# clocks


def test_clocks_only_grow(workspace: Workspace, clock: FakeClock) -> None:
    """`at` is what the wall clock said; `clock` orders even when the wall clock goes back."""
    for move in (5, -3600 * 24 * 365, 0, 0, 3600 * 24 * 400, -60):
        clock.forward(seconds=move)
        rows.add_person(workspace)
        workspace.event("counselling", "read_note")
    for tier in ("programme", "counselling"):
        clocks = [c for (c,) in workspace.rows(tier, "SELECT clock FROM @.step ORDER BY device, step")]
        assert len(set(clocks)) == len(clocks)
    ordered = workspace.rows(
        "programme", "SELECT clock, at FROM @.step WHERE device = ? ORDER BY step", (workspace.device,)
    )
    assert [c for c, _ in ordered] == sorted(c for c, _ in ordered)
    assert len({at[:4] for _, at in ordered}) > 1


# what no statement gets past


def test_uid_and_person_never_change(workspace: Workspace) -> None:
    student, other = rows.add_person(workspace), rows.add_person(workspace)
    with workspace.step("counselling", "write_note", person=student) as step:
        note = rows.note(step, student)
    for tier, table, row in (("programme", "person", student), ("counselling", "note", note)):
        for column in {"uid", workspace.tables_of(tier)[table].person}:
            with pytest.raises(sqlite.IntegrityError, match="fixed"), workspace.step(tier, "x") as step:
                step.run(f"UPDATE @.{table} SET {column} = ? WHERE uid = ?", (other, row))
    assert verify(workspace).ok


def test_insert_only_rows_never_change(workspace: Workspace) -> None:
    student = rows.add_person(workspace)
    with workspace.step("counselling", "write_note", person=student) as step:
        note = rows.note(step, student, "first")
        text = rows.wording(step, student, note, "second")
    with pytest.raises(sqlite.IntegrityError, match="insert only"), workspace.step("counselling", "x") as step:
        step.update("note_text", text, text="changed")
    assert verify(workspace).ok


def test_nothing_else_comes_back_under_an_insert_only_uid(workspace: Workspace) -> None:
    """The first insert's digest covers the row; another value under its uid would look like tampering."""
    student = rows.add_person(workspace)
    with workspace.step("counselling", "write_note", person=student) as step:
        note = rows.note(step, student, "first")
        text = rows.wording(step, student, note, "second")
    with workspace.step("counselling", "x") as step:
        step.delete("note_text", text)
    assert verify(workspace).ok
    row = {"person": student, "note": note, "author": "", "at": rows.DAY}
    with pytest.raises(sqlite.IntegrityError, match="insert only"), workspace.step("counselling", "x") as step:
        step.insert("note_text", text, text="other", **row)
    with workspace.step("counselling", "x") as step:
        step.insert("note_text", text, text="second", **row)
    assert verify(workspace).ok


@pytest.mark.parametrize("sql", ["INSERT OR REPLACE INTO", "REPLACE INTO"])
def test_replacing_is_journalled_as_delete_and_insert(workspace: Workspace, sql: str) -> None:
    """No source does this (checked elsewhere); if one did, nothing would go unseen."""
    uid = new_uid()
    with workspace.step("programme", "x") as step:
        step.insert("setting", uid, name="a", value="1")
    with workspace.step("programme", "x") as step:
        step.run(f"{sql} @.setting (uid, name, value) VALUES (?, 'a', '2')", (uid,))
    assert [op for _, _, _, op, _ in last(workspace)] == ["D", "I"]
    assert verify(workspace).ok


def test_upserts_are_journalled(workspace: Workspace) -> None:
    uid = new_uid()
    for value in ("1", "2"):
        with workspace.step("programme", "x") as step:
            step.run(
                "INSERT INTO @.setting (uid, name, value) VALUES (?, 'a', ?) "
                "ON CONFLICT (uid) DO UPDATE SET value = excluded.value",
                (uid, value),
            )
    assert last(workspace) == [("setting", uid, None, "U", {"value": ["1", "2"]})]
    assert verify(workspace).ok


def test_two_compartments_in_one_transaction_are_refused(workspace: Workspace) -> None:
    before = rows.dump(workspace)
    with pytest.raises(BugError), workspace.step("programme", "x") as step:  # noqa: PT012 - what is refused is the step
        student = rows.person(step)
        workspace.connection.execute(
            "INSERT INTO counselling.note (uid, person, author, written, happened_on, moved_why) "
            "VALUES (?, ?, '', '', '', '')",
            (new_uid(), student),
        )
    assert rows.dump(workspace) == before
    assert verify(workspace).ok


def test_a_step_inside_a_step_is_refused(workspace: Workspace) -> None:
    before = rows.dump(workspace)
    with pytest.raises(BugError), workspace.step("programme", "x") as step:  # noqa: PT012 - as above
        rows.person(step)
        with workspace.step("programme", "y"):
            pass
    assert rows.dump(workspace) == before


@pytest.mark.parametrize(
    "call",
    [
        lambda step: step.insert("no_such_table", x=1),
        lambda step: step.insert("journal", tbl="x"),
        lambda step: step.insert("counter", only=2),
        lambda step: step.update("person", "x", **{"given = 'x', family": "y"}),
        lambda step: step.delete("step", "x"),
    ],
)
def test_only_tables_of_the_schema_are_written(workspace: Workspace, call: Any) -> None:  # noqa: ANN401
    with pytest.raises(BugError), workspace.step("programme", "x") as step:
        call(step)


def test_a_failing_step_leaves_nothing(workspace: Workspace) -> None:
    before, commits = rows.dump(workspace), workspace.commits("programme")
    for failing in (ValueError, KeyboardInterrupt, files.DiskFull):
        with pytest.raises(failing), workspace.step("programme", "x") as step:  # noqa: PT012 - as above
            rows.person(step)
            raise failing
    with pytest.raises(sqlite.IntegrityError), workspace.step("programme", "x") as step:
        rows.participant(step, "nobody", "no programme")
    assert rows.dump(workspace) == before
    assert workspace.commits("programme") == commits
    assert verify(workspace).ok
    assert rows.add_person(workspace)


# values


@pytest.mark.parametrize(
    "text",
    ["", " ", "a\0b", "\0", "\x01\x1f", "'\"\\;--", "\u2028\u202e", "e\u0301", "漢字かな", "\U0001f468‍\U0001f469‍\U0001f467", "x" * 200_000,
     '{"json": [1, null]}', "null", "007", "1e9", "NaN"],
)  # fmt: skip
def test_every_text_survives_journal_undo_and_check(workspace: Workspace, text: str) -> None:
    student = rows.add_person(workspace, given=text)
    rows.edit(workspace, "person", student, given="other")
    assert workspace.history("programme", "person", student)[0].values["given"] == (text, "other")
    undo_last(workspace)
    assert workspace.value("programme", "SELECT given FROM @.person WHERE uid = ?", (student,)) == text
    with workspace.step("counselling", "write_note", person=student) as step:
        rows.note(step, student, text)
    assert verify(workspace).ok


def test_numbers_and_nulls_survive(workspace: Workspace) -> None:
    programme, mentee, mentor = rows.programme(workspace), rows.add_person(workspace), rows.add_person(workspace)
    with workspace.step("programme", "x") as step:
        pair = rows.pair(step, mentee, mentor, programme, score=2**62)
    rows.edit(workspace, "pair", pair, score=None)
    values = workspace.history("programme", "pair", pair)[0].values
    assert values["score"] == (2**62, None)
    assert verify(workspace).ok


# history


@pytest.mark.parametrize("others", [1, 7])
def test_clocks_of_a_part_do_not_count_the_steps_in_another(
    workspace: Workspace, clock: FakeClock, others: int
) -> None:
    """ROLE-03: also after the laptop's date was ahead, when each step must come after what seems to be the future."""
    clock.forward(days=30)
    rows.add_person(workspace)
    clock.back(days=30)
    clock.forward(minutes=1)
    rows.add_person(workspace)
    for _ in range(others):
        clock.forward(seconds=10)
        with workspace.step("counselling", "write_note", person="p") as step:
            rows.wording(step, "p", rows.note(step, "p", "x"), "x")
    clock.forward(seconds=600 - 10 * others)
    rows.add_person(workspace)
    first, last = (row[0] for row in workspace.rows("programme", "SELECT clock FROM @.step ORDER BY clock")[-2:])
    assert last - first == 600_000
    assert workspace.value("counselling", "SELECT min(clock) FROM @.step") > first


def test_history_reads_newest_first_with_names(workspace: Workspace, clock: FakeClock) -> None:
    student = rows.add_person(workspace, given="A")
    for given in "BCD":
        clock.forward(days=1)
        rows.edit(workspace, "person", student, given=given)
    told = workspace.history("programme", "person", student)
    assert [entry.values["given"][1] for entry in told] == ["D", "C", "B", "A"]
    assert {entry.by for entry in told} == {vaults.USER}
    assert [entry.at[:10] for entry in told] == ["2026-11-21", "2026-11-20", "2026-11-19", "2026-11-18"]
    assert [entry.op for entry in told] == ["U", "U", "U", "I"]


def test_changes_say_what_was_touched(workspace: Workspace) -> None:
    with workspace.step("programme", "import_roster", about="2") as step:
        one, other = rows.person(step), rows.person(step)
        step.update("person", one, given="X")
        step.uid = one
    changes = step.changes
    assert changes.count == 2
    assert changes.tables == {"person"}
    assert {touched.person for touched in changes.touched} == {one, other}
    assert changes.uid == one
    assert changes.step
    assert (changes.step.compartment, changes.step.device) == ("programme", workspace.device)


def test_uids() -> None:
    made = [new_uid() for _ in range(1000)]
    assert len(set(made)) == 1000
    assert all(uid[14] == "7" and uid[19] in "89ab" for uid in made)
    assert uid_of("wish", "a", "b") == uid_of("wish", "a", "b")
    assert uid_of("wish", "a", "b") != uid_of("wish", "b", "a")
    assert uid_of("wish", "ab", "") != uid_of("wish", "a", "b")
    assert uid_of("wish", "a", "b")[14] == "8"


def test_no_source_writes_past_the_journal() -> None:
    """Only the vault may name what keeps the books."""
    desktop = Path(__file__).parents[3] / "desktop"
    books = re.compile(r"(UPDATE|INTO|DELETE FROM)\s+@\.(journal|journalled|step|counter|meta)\b")
    for path in desktop.rglob("*"):
        if path.suffix in (".py", ".sql") and "vault" not in path.parts:
            assert not books.search(path.read_text(encoding="utf-8")), path
