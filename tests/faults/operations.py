"""The operations of the fault campaigns: what writes again and again, and what may be found after it was stopped.

A writer is given the open workspace and a number, and yields a line for each write that was acknowledged. `known`
looks at the workspace that was opened again: all that was acknowledged is there, and nothing stands half.
"""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from desktop.services import backups, files, handing, matching, notes, people, programme, reports, transfer
from desktop.services.clock import Clock, SystemClock
from desktop.services.vault import (
    Password,
    Workspace,
    add_user,
    change_password,
    change_role,
    compartment,
    container,
    find_user,
    load_keyring,
    rotation,
    schema,
    tries,
    undo_last,
)
from desktop.services.vault.copy_errors import CopyRefused
from desktop.services.vault.drafts import Draft
from tests import vaults
from tests.faults.reaching import PASSWORDS, assert_whole, opens, password_of, reach

OTHER, OTHERS_PASSWORD = "New Colleague", "five lanterns at noon"
_ON = 1_000_000
# Where an operation writes copies and reports: a stick that is pulled out, or a folder.
STICK = "stick"
# What a colleague brought: a copy, and a roster.
BROUGHT = "brought"


def school(folder: Path, clock: Clock | None = None) -> Path:
    """Fill a new workspace with 24 people who can be paired, a draft, a note and a backup."""
    ws = vaults.reopen(folder, clock or SystemClock())
    lines = ["number,role,interests,goals,languages,availability,places,wants,avoids"]
    for number in range(24):
        year = 12 if number % 2 else 8
        people.add_person(ws, people.PersonDraft(str(number), f"Family{number}", f"Given{number}", year=str(year)))
        lines.append(f"{number},{'mentor' if number % 2 else 'mentee'},chess,maths,,Mon3;Tue1,1,,")
    path = folder.parent / "participants.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    programme.import_participants(ws, programme.read_participants(path))
    notes.write(ws, 2, people.list_people(ws)[0].uid, "before")
    ws.drafts.keep("key0", Draft("0"))
    add_user(ws, OTHER, "counsellor", OTHERS_PASSWORD, cost=vaults.CHEAP)
    backups.back_up(ws)
    brought = files.private_folder(folder.parent / BROUGHT)
    transfer.copy_out(ws, brought / "one.peerkeep-copy")
    rows = [f"0x0x{row},Family{row},Given{row},9" for row in range(90)]
    (brought / "roster.csv").write_text("\n".join(["Student Number,Last Name,First Name,Grade", *rows]))
    ws.close()
    return folder


def stick(ws: Workspace) -> Path:
    """Give the folder beside the workspace that stands for a stick."""
    return files.private_folder(ws.folder.parent / STICK)


def write_settings(ws: Workspace, seed: int) -> Iterator[str]:
    """Single steps, as every small edit is."""
    for number in range(_ON):
        with ws.step("programme", "set_school") as step:
            step.insert("setting", name=f"ack-{seed}-{number}", value="v" * (number % 7 * 900))
        yield f"{seed}-{number}"


def settings_are_known(ws: Workspace, acknowledged: list[str]) -> None:
    """Every acknowledged one is there."""
    there = {name for (name,) in ws.rows("programme", "SELECT name FROM @.setting")}
    assert {f"ack-{each}" for each in acknowledged} <= there


def write_notes(ws: Workspace, seed: int) -> Iterator[str]:
    """Notes, each with a second wording."""
    person = people.list_people(ws)[0].uid
    for number in range(_ON):
        made = notes.write(ws, 2, person, f"first {seed}-{number} " + "x" * (number % 5 * 3000))
        yield f"first {seed}-{number}"
        notes.edit(ws, 2, made.uid, f"second {seed}-{number}")
        yield f"second {seed}-{number}"


def notes_are_known(ws: Workspace, acknowledged: list[str]) -> None:
    """Every acknowledged wording is there, and no note without one."""
    texts = {text.strip("x ").strip() for (text,) in ws.rows("counselling", "SELECT text FROM @.note_text")}
    assert set(acknowledged) <= texts
    assert ws.value("counselling", "SELECT 1 FROM @.note WHERE uid NOT IN (SELECT note FROM @.note_text)") is None


def keep_drafts(ws: Workspace, seed: int) -> Iterator[str]:
    """Text being typed, of three fields in turn."""
    first = max(int(draft.text.partition(" ")[0]) for draft in ws.drafts.all().values()) + 1
    for number in range(first, first + _ON):
        ws.drafts.keep(f"key{number % 3}", Draft(f"{number} " + "x" * (number % 4 * 2500)))
        yield str(number)


def drafts_are_known(ws: Workspace, acknowledged: list[str]) -> None:
    """Each field holds what was last acknowledged of it, or what came after; every draft can be read."""
    there = {key: int(draft.text.partition(" ")[0]) for key, draft in ws.drafts.all().items()}
    for number in map(int, acknowledged):
        assert there[f"key{number % 3}"] >= number
    assert len(ws.drafts._read()) == len(list((ws.folder / "drafts").glob("*.age")))


def import_files(ws: Workspace, seed: int) -> Iterator[str]:
    """Whole files of students, each one step."""
    for number in range(_ON):
        mark = f"{seed}x{number}"
        lines = [f"{mark}x{row},Family{row},Given{row},9" for row in range(90)]
        with tempfile.TemporaryDirectory(dir=ws.folder.parents[1]) as folder:
            path = Path(folder) / "roster.csv"
            path.write_text("\n".join(["Student Number,Last Name,First Name,Grade", *lines]), encoding="utf-8")
            people.import_roster(ws, people.plan_import(ws, people.read_roster(path)))
        yield mark


def imports_are_known(ws: Workspace, acknowledged: list[str]) -> None:
    """Every acknowledged file is there, and every file whole."""
    found: dict[str, int] = {}
    for (number,) in ws.rows("programme", "SELECT number FROM @.person WHERE number LIKE '%x%'"):
        mark = number.rpartition("x")[0]
        found[mark] = found.get(mark, 0) + 1
    assert set(found.values()) <= {90}
    assert set(acknowledged) <= set(found)


def publish_rounds(ws: Workspace, seed: int) -> Iterator[str]:
    """Publish a draft and take it back, again and again; a writer that was killed may have left it published."""
    if matching.pairs(ws):
        undo_last(ws)
    for number in range(_ON):
        if matching.draft(ws) is None:
            matching.propose(ws)
        matching.publish(ws)
        yield f"published {seed} {number}"
        undo_last(ws)
        yield f"taken back {seed} {number}"


def rounds_are_known(ws: Workspace, acknowledged: list[str]) -> None:
    """Either a draft and no pairs, or pairs and no draft; the last acknowledged state or the one after it."""
    pairs, draft = len(matching.pairs(ws)), matching.draft(ws)
    assert (pairs > 0) != (draft is not None) or (pairs == 0 and draft is None and not acknowledged)
    assert pairs in (0, 12)


def join_records(ws: Workspace, seed: int) -> Iterator[str]:
    """Join two records and part them, again and again; a writer that was killed may have left them joined."""
    if people.kept(ws).targets:
        undo_last(ws)
    one, other = people.list_people(ws)[:2]
    for number in range(_ON):
        people.merge_people(ws, one.uid, other.uid, {"preferred": f"{seed}x{number}"})
        yield f"joined {seed} {number}"
        undo_last(ws)
        yield f"parted {seed} {number}"


def records_are_known(ws: Workspace, acknowledged: list[str]) -> None:
    """Either two people as before, or one with the chosen name: never one without the other."""
    chosen = [one.uid for one in people.list_people(ws) if "x" in one.preferred]
    assert chosen == list(people.kept(ws).groups)
    assert len(people.list_people(ws)) == 24 - len(chosen)


def undo_edits(ws: Workspace, seed: int) -> Iterator[str]:
    """Change two rows in a step and undo it, again and again."""
    one, other = (person.uid for person in people.list_people(ws)[:2])
    for number in range(_ON):
        with ws.step("programme", "edit_person", about="2") as step:
            step.update("person", one, preferred=f"{seed}-{number}")
            step.update("person", other, preferred=f"{seed}-{number}")
        yield f"{seed}-{number}"
        undo_last(ws)
        yield f"undone {seed}-{number}"


def edits_are_known(ws: Workspace, acknowledged: list[str]) -> None:
    """Both rows were changed or none; what was acknowledged last stands, or what came after it."""
    found = {person.preferred for person in people.list_people(ws) if person.number in ("0", "1")}
    assert len(found) == 1
    last = acknowledged[-1] if acknowledged else "undone"
    if last.startswith("undone"):
        return
    seed, number = last.split("-")
    (left,) = found
    assert left in (last, f"{seed}-{int(number) + 1}") or not left.startswith(f"{seed}-"), "undone already, or not yet"


def change_passwords(ws: Workspace, seed: int) -> Iterator[str]:
    """Change the password there and back, again and again; a writer that was killed may have left the other one."""
    former, new = PASSWORDS if opens(ws.folder, PASSWORDS[0]) else PASSWORDS[::-1]
    for _ in range(_ON):
        change_password(ws, former, new, cost=vaults.CHEAP)
        yield new
        former, new = new, former


def passwords_are_known(ws: Workspace, acknowledged: list[str]) -> None:
    """AUTH-12: exactly one of the two opens, and both copies of the keyring say the same."""
    assert len([one for one in PASSWORDS if opens(ws.folder, one)]) == 1
    assert (ws.folder / "keyring.json").read_bytes() == (ws.folder / "keyring.bak").read_bytes()


def change_roles(ws: Workspace, seed: int) -> Iterator[str]:
    """Take a role from a colleague, which makes new keys, and give it back, again and again."""
    for number in range(_ON):
        role = "coordinator" if find_user(ws, OTHER).role == "counsellor" else "counsellor"
        change_role(ws, OTHER, role)
        yield f"{role} {seed}-{number}"


def roles_are_known(ws: Workspace, acknowledged: list[str]) -> None:
    """Both open exactly what their roles say, whatever keys were being made; and what was written before is there."""
    rotation.finish(ws)
    assert rotation.unfinished(ws) == ()
    role = find_user(ws, OTHER).role
    opened = tries.open_person(load_keyring(ws.folder), Password(OTHER, OTHERS_PASSWORD))
    held = {"programme", "counselling"} if role == "counsellor" else {"programme"}
    assert {name for name in opened.grants if not name.startswith("private")} == held
    for name in held:
        assert compartment.opens(ws.folder / f"{name}.db", opened.grants[name].key), name
    assert ws.value("counselling", "SELECT count(*) FROM @.note_text WHERE text = 'before'") == 1
    assert not acknowledged or role in ("coordinator", "counsellor")


def hand_in(ws: Workspace, seed: int) -> Iterator[str]:
    """Hand something in and take it in, again and again."""
    for number in range(_ON):
        handing.hand_in(ws, "counselling", f"{seed}-{number}")
        yield f"{seed}-{number}"
        handing.take_in(ws)
        yield f"{seed}-{number}"


def handed_in_is_known(ws: Workspace, acknowledged: list[str]) -> None:
    """All that was handed in is there once, sealed or taken in, and can be taken in."""
    handing.take_in(ws)
    texts = [text for (text,) in ws.rows("counselling", "SELECT text FROM @.handed_in")]
    found = [one for one in acknowledged if any(one in text for text in texts)]
    assert set(found) == set(acknowledged)
    assert len(texts) == len(set(texts))
    assert handing.left_sealed(ws) == 0


def copy_out(ws: Workspace, seed: int) -> Iterator[str]:
    """Copies onto a stick."""
    for number in range(_ON):
        path = stick(ws) / f"{seed}-{number}.peerkeep-copy"
        transfer.copy_out(ws, path)
        yield path.name


def copies_are_known(ws: Workspace, acknowledged: list[str]) -> None:
    """Whatever has its final name is whole."""
    made = {path.name: path for path in stick(ws).glob("*.peerkeep-copy")}
    assert set(acknowledged) <= set(made)
    for path in made.values():
        try:
            container.examine(path)
        except CopyRefused as error:
            raise AssertionError(path.name) from error
        path.unlink()


def back_up(ws: Workspace, seed: int) -> Iterator[str]:
    """Backups, more than the rotation keeps."""
    for _ in range(_ON):
        yield backups.back_up(ws).path.name


def backups_are_known(ws: Workspace, acknowledged: list[str]) -> None:
    """Whatever has its final name is whole, and the newest that were acknowledged are there."""
    made = backups.check_backups(ws)
    assert made, "the backup of before is never removed first"
    assert all(one.whole for one in made), [one.fault for one in made]
    assert set(acknowledged[-9:]) <= {one.path.name for one in made}
    backups.back_up(ws)
    left = [path.name for path in (ws.folder / "backups").iterdir() if path.name.startswith(".")]
    assert left == []


def restore(ws: Workspace, seed: int) -> Iterator[str]:
    """Restore the newest backup into new folders."""
    path = (backups.list_backups(ws) or (backups.back_up(ws),))[0].path
    for number in range(_ON):
        folder = ws.folder.parent / f"restored-{seed}-{number}.peerkeep"
        backups.restore(ws, path, folder)
        yield folder.name


def restored_are_known(ws: Workspace, acknowledged: list[str]) -> None:
    """Whatever has its final name opens and is whole."""
    made = {path.name: path for path in ws.folder.parent.glob("restored-*")}
    assert set(acknowledged) <= set(made)
    for path in made.values():
        other = reach(path)
        try:
            assert_whole(other)
            assert len(people.list_people(other)) == len(people.list_people(ws))
        finally:
            other.close()
        shutil.rmtree(path)


def open_copies(ws: Workspace, seed: int) -> Iterator[str]:
    """Make workspaces of the copy that a colleague brought."""
    secret = Password(vaults.USER, password_of(ws.folder))
    for number in range(_ON):
        folder = ws.folder.parent / f"restored-{seed}-{number}.peerkeep"
        transfer.open_copy(ws.folder.parent / BROUGHT / "one.peerkeep-copy", folder, secret).close()
        yield folder.name


def read_rosters(ws: Workspace, seed: int) -> Iterator[str]:
    """Import the roster that a colleague brought, once."""
    path = ws.folder.parent / BROUGHT / "roster.csv"
    people.import_roster(ws, people.plan_import(ws, people.read_roster(path)))
    yield "0x0"


def make_reports(ws: Workspace, seed: int) -> Iterator[str]:
    """Registers of pairs as files, as the command line saves them."""
    for number in range(_ON):
        path = stick(ws) / f"{seed}-{number}.csv"
        files.write_whole(path, reports.make(ws, "pair-register", "csv", f"{seed}-{number}"))
        yield path.name


def reports_are_known(ws: Workspace, acknowledged: list[str]) -> None:
    """Each file is whole, and stands in the register of what was made."""
    made = {path.name: path for path in stick(ws).glob("*.csv")}
    assert set(acknowledged) <= set(made)
    registered = {f"{release.audience}.csv" for release in reports.releases(ws)}
    for name, path in made.items():
        assert path.read_bytes().startswith(b"\xef\xbb\xbf")
        assert path.read_bytes().endswith(b"\n")
        assert name in registered
        path.unlink()


@contextlib.contextmanager
def former_program(version: int = 2) -> Iterator[None]:
    """Be a program of before: it knows the first migrations alone."""
    every = schema.migrations
    schema._made.cache_clear()
    with contextlib.ExitStack() as after:
        after.callback(schema._made.cache_clear)
        after.callback(setattr, schema, "migrations", every)
        setattr(schema, "migrations", lambda kind: tuple(one for one in every(kind) if one[0] <= version))  # noqa: B010
        yield


def older(folder: Path) -> Path:
    """Make a workspace as a program of before made it, with people and notes."""
    with former_program():
        ws = vaults.make(folder, SystemClock())
        with ws.step("programme", "import_roster", about="40") as step:
            columns = {name: "" for name in ws.tables_of("programme")["person"].columns}
            for number in range(40):
                said = {"number": str(number), "family": f"Family{number}", "given": "Ada", "kind": "student"}
                step.insert("person", **(columns | said | {"status": "present", "birth_date": None}))
        ws.close()
    return folder


def migrated_is_known(ws: Workspace, acknowledged: list[str]) -> None:
    """Everybody is there in the schema of now, and the copy made before the migration is whole."""
    assert len(people.list_people(ws)) == 40
    for tier in ws.compartments:
        assert schema.version(ws.connection) == schema.newest("programme"), tier
    kept = list((ws.folder / "backups").glob("*-schema-*.db"))
    assert kept
    assert all(path.stat().st_size % 4096 == 0 and path.stat().st_size for path in kept)


@dataclass(frozen=True)
class Operation:
    """One operation; `write` is None where opening is it.

    longest: seconds a writer that is to be killed writes at most. medium: the folder of the stick it writes or reads.
    """

    write: Callable[[Workspace, int], Iterator[str]] | None
    known: Callable[[Workspace, list[str]], None]
    longest: float
    medium: str = ""


OPERATIONS = {
    "step": Operation(write_settings, settings_are_known, 0.08),
    "note": Operation(write_notes, notes_are_known, 0.12),
    "draft": Operation(keep_drafts, drafts_are_known, 0.08),
    "import": Operation(import_files, imports_are_known, 0.5),
    "publish": Operation(publish_rounds, rounds_are_known, 0.5),
    "merge": Operation(join_records, records_are_known, 0.1),
    "undo": Operation(undo_edits, edits_are_known, 0.1),
    "migration": Operation(None, migrated_is_known, 0.6),
    "password": Operation(change_passwords, passwords_are_known, 0.8),
    "roles": Operation(change_roles, roles_are_known, 0.5),
    "hand in": Operation(hand_in, handed_in_is_known, 0.15),
    "backup": Operation(back_up, backups_are_known, 0.25),
    "restore": Operation(restore, restored_are_known, 0.8),
    "copy": Operation(copy_out, copies_are_known, 0.25, medium=STICK),
    "open copy": Operation(open_copies, restored_are_known, 0.8, medium=BROUGHT),
    "report": Operation(make_reports, reports_are_known, 0.3, medium=STICK),
}
# Done once only, so that it cannot be killed again and again.
ONCE = {"read roster": Operation(read_rosters, imports_are_known, 0.0, medium=BROUGHT)}
