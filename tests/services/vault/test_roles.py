"""What a role opens is decided by keys: ROLE-01, ROLE-02, ROLE-06, and passwords that somebody else gave."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from desktop.services import backups, handing, notes, people
from desktop.services.errors import KnownError
from desktop.services.vault import (
    Password,
    Workspace,
    add_user,
    change_password,
    change_role,
    find_user,
    keyring,
    list_users,
    open_workspace,
    verify,
)
from desktop.services.vault.drafts import Draft
from desktop.services.vault.errors import KeyringOlder
from desktop.services.vault.staff_errors import NoSuchRole, UserExists
from tests import vaults
from tests.fakes.clock import FakeClock
from tests.services.vault import attacks, rows, staffed
from tests.services.vault.staffed import CANARY, COORDINATOR, COUNSELLOR, FOUNDER, LEAD, opens, person, texts

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def full(school: Path, clock: FakeClock) -> Path:
    """The school with a draft of a note, something handed in, a backup, and the files of a removed counsellor."""
    ws = open_workspace(school, COUNSELLOR, clock=clock)
    ws.drafts.keep("note", Draft(f"{CANARY} draft"))
    handing.hand_in(ws, "safeguarding", f"{CANARY} handed in")
    backups.back_up(ws)
    ws.close()
    return school


def found(loot: attacks.Loot) -> int:
    return sum(content.count(CANARY.encode()) for content in loot.plain)


def test_role_01_a_coordinator_reads_no_byte_of_a_note(full: Path) -> None:
    """ROLE-01: his password, all files, our sources and every key he has yield 0 bytes; the same by a lead yields them."""
    loot = attacks.everything(full, COORDINATOR)
    assert found(loot) == 0
    opened = {Path(name).name for name in loot.opened if name.endswith(".db")}
    assert opened == {"programme.db"}, "and what is his, he reads"
    lead = attacks.everything(full, LEAD)
    assert found(lead) > 0
    texts_of_lead = b"".join(lead.plain)
    assert f"{CANARY} handed in".encode() in texts_of_lead
    assert f"{CANARY} private of {COUNSELLOR.user}".encode() not in texts_of_lead
    assert f"{CANARY} draft".encode() not in texts_of_lead


def test_role_01_whom_the_notes_were_taken_from_reads_none_that_came_after(full: Path, clock: FakeClock) -> None:
    """ROLE-01 for a former counsellor: what he had opens nothing that is written after."""
    before = attacks.everything(full, COUNSELLOR)
    ws = open_workspace(full, FOUNDER, clock=clock)
    change_role(ws, COUNSELLOR.user, "coordinator")
    staffed.write(ws, "counselling", rows.add_person(ws), "CANARY-after-9d41")
    ws.close()
    after = attacks.Loot()
    after.keys, after.identities = set(before.keys), set(before.identities)
    attacks._databases(full, after)
    attacks._sealed(full, keyring.load(full), after)
    assert not [content for content in after.plain if b"CANARY-after-9d41" in content]
    assert not [content for content in attacks.everything(full, COUNSELLOR).plain if b"CANARY-after-9d41" in content]


def test_who_may_manage_users_reads_no_safeguarding_and_nothing_private(full: Path) -> None:
    """Admin of accounts is not reader of notes: whoever made the workspace named the lead and opens nothing of hers."""
    loot = attacks.everything(full, FOUNDER)
    read = b"".join(loot.plain)
    assert f"{CANARY} counselling of {COUNSELLOR.user}".encode() in read
    for part in ("safeguarding of", "private of", "handed in", "draft"):
        assert f"{CANARY} {part}".encode() not in read


MEMORY = """
import sys
from pathlib import Path
from desktop.services import notes, people, handing, support
from desktop.services.vault import Password, open_workspace, steps, verify
ws = open_workspace(Path(sys.argv[1]), Password(sys.argv[2], sys.argv[3]))
everybody = people.list_people(ws)
held = [tier for tier, room in ((1, "programme"), (2, "counselling"), (4, "private")) if ws.holds(room)]
for one in everybody:
    notes.notes_about(ws, one.uid)
support.today(ws), steps(ws, 50), verify(ws)
print("ready", flush=True)
sys.stdin.read(1)
"""


def memory_of(folder: Path, secret: Password) -> bytes:
    """Run what a window would run, in a process of its own, and read all of its memory."""
    process = subprocess.Popen(
        [sys.executable, "-c", MEMORY, str(folder), secret.user, secret.password],
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdout
    try:
        if process.stdout.readline().strip() != "ready":
            raise AssertionError(process.communicate()[1])
        read = []
        with Path(f"/proc/{process.pid}/mem").open("rb", buffering=0) as memory:
            for line in Path(f"/proc/{process.pid}/maps").read_text(encoding="utf-8").splitlines():
                (
                    span,
                    rights,
                    *_,
                ) = line.split()
                start, end = (int(at, 16) for at in span.split("-"))
                if rights.startswith("rw") and end - start < 1 << 30:
                    try:
                        memory.seek(start)
                        read.append(memory.read(end - start))
                    except (OSError, ValueError, OverflowError):
                        continue
        return b"".join(read)
    finally:
        process.communicate("x")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="memory is read through /proc")
def test_role_02_a_coordinators_memory_holds_no_note(full: Path) -> None:
    """ROLE-02: 0 canaries in the memory of his process; a counsellor's holds them, so it was looked at rightly."""
    try:
        control = memory_of(full, COUNSELLOR)
    except PermissionError:
        pytest.skip("this system lets nobody read a process's memory")
    assert control.count(CANARY.encode()) + control.count(CANARY.encode("utf-16-le")) > 0
    own = memory_of(full, COORDINATOR)
    assert len(own) > 1 << 20
    assert own.count(CANARY.encode()) + own.count(CANARY.encode("utf-16-le")) == 0


def test_role_06_without_any_if_the_keys_still_decide(
    full: Path, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """ROLE-06: a program that believes he holds everything, and asks nobody, shows him nothing."""
    ws = open_workspace(full, COORDINATOR, clock=clock)
    everybody = people.list_people(ws)
    monkeypatch.setattr(Workspace, "holds", lambda self, compartment: True)
    for schema in (None, "main"):
        if schema:
            monkeypatch.setattr(Workspace, "schema", lambda self, compartment: "main")
            monkeypatch.setattr(Workspace, "file_of", lambda self, compartment: "programme.db")
        shown = []
        for attempt in (
            lambda: [notes.notes_about(ws, one.uid) for one in everybody],
            lambda: notes.build_index(ws),
            lambda: handing.handed_in(ws),
            lambda: handing.take_in(ws),
            lambda: [ws.rows(part, "SELECT * FROM @.note_text") for part in ("counselling", "safeguarding", "private")],
        ):
            try:
                shown.append(repr(attempt()))
            except Exception as error:  # noqa: BLE001 - whatever a program without its checks runs into
                shown.append(repr(error))
        assert CANARY not in "".join(shown)
    monkeypatch.undo()
    monkeypatch.setenv("PEERKEEP_HOME", str(full.parent / "home"))
    ws.close()


# passwords that somebody else gave


def test_a_given_password_is_marked_until_its_user_chooses_one(workspace: Workspace, clock: FakeClock) -> None:
    made = add_user(workspace, "Our Counsellor", "counsellor", vaults.GIVEN, cost=vaults.CHEAP)
    assert (made.given, made.private, made.role, made.owner) == (True, False, "counsellor", False)
    folder = workspace.folder
    workspace.close()
    ws = open_workspace(folder, Password(made.label, vaults.GIVEN), clock=clock)
    assert ws.user.given
    assert ws.compartments == ("programme", "counselling")
    ws.drafts.keep("before", Draft("typed before"))
    change_password(ws, vaults.GIVEN, COUNSELLOR.password, cost=vaults.CHEAP)
    assert (ws.user.given, ws.user.private) == (False, True)
    assert ws.holds("private")
    assert ws.drafts.all().keys() == {"before"}
    ws.drafts.keep("after", Draft("typed after"))
    staffed.write(ws, "private", rows.add_person(ws), "mine alone")
    assert verify(ws).ok
    ws.close()
    ws = open_workspace(folder, Password(made.label, COUNSELLOR.password), clock=clock)
    assert texts(ws, "private") == ["mine alone"]
    assert ws.drafts.all().keys() == {"before", "after"}
    ws.close()


@pytest.mark.parametrize("role", ["counsellor", "lead"])
def test_who_gave_the_first_password_opens_nothing_after_it_was_replaced(
    workspace: Workspace, clock: FakeClock, tmp_path: Path, role: str
) -> None:
    """The inviter keeps the keyring of then and the password of then: they open no private note, no draft, no concern."""
    folder = workspace.folder
    add_user(workspace, "New Colleague", role, vaults.GIVEN, cost=vaults.CHEAP)
    workspace.close()
    kept = Path(shutil.copytree(folder, tmp_path / "kept"))
    given = attacks.everything(kept, Password("New Colleague", vaults.GIVEN))
    ws = open_workspace(folder, Password("New Colleague", vaults.GIVEN), clock=clock)
    change_password(ws, vaults.GIVEN, LEAD.password, cost=vaults.CHEAP)
    ws.close()
    assert bool(keyring.load(folder).authors) == (role == "counsellor")
    if role == "counsellor":  # a later promotion seals safeguarding to keys that only its holder ever had
        ws = vaults.reopen(folder, clock)
        change_role(ws, "New Colleague", "lead")
        ws.close()
        assert keyring.load(folder).authors == [], "the owner has signed for them"
    ws = open_workspace(folder, Password("New Colleague", LEAD.password), clock=clock)
    student = rows.add_person(ws)
    for tier in ("private", "safeguarding"):
        staffed.write(ws, tier, student, f"{CANARY} {tier}")
    ws.drafts.keep("note", Draft(f"{CANARY} draft"))
    assert verify(ws).ok
    ws.close()
    loot = attacks.everything(folder, FOUNDER)
    loot.keys |= given.keys
    loot.identities |= given.identities
    attacks._slots(keyring.load(folder), Password("", vaults.GIVEN), loot)
    attacks._sealed(folder, keyring.load(folder), loot)
    attacks._databases(folder, loot)
    assert found(loot) == 0
    assert found(attacks.everything(folder, Password("New Colleague", LEAD.password))) > 0


def test_a_mark_taken_out_of_a_slot_opens_nothing(workspace: Workspace, clock: FakeClock) -> None:
    from tests.services.vault.tampering import rewrite_keyring

    add_user(workspace, "New Colleague", "counsellor", vaults.GIVEN, cost=vaults.CHEAP)
    folder = workspace.folder
    workspace.close()
    rewrite_keyring(folder, lambda plain: plain["slots"][-1].pop("given"))
    assert staffed.error_of(folder, Password("New Colleague", vaults.GIVEN), clock) is not None


def test_private_notes_only_where_the_school_has_them(tmp_path: Path, clock: FakeClock) -> None:
    folder = tmp_path / "None.peerkeep"
    vaults.make(folder, clock, private=False).close()
    vaults.colleague(folder, clock, COUNSELLOR.user, "counsellor", COUNSELLOR.password)
    ws = open_workspace(folder, COUNSELLOR, clock=clock)
    assert not ws.holds("private")
    assert [user.private for user in list_users(ws)] == [False, False]
    ws.close()


def test_a_stranger_cannot_state_a_private_part_for_another(school: Path, clock: FakeClock) -> None:
    """Whoever can write the file cannot make an author use another compartment; a laptop that knew better says so."""
    before = keyring.load(school)
    open_workspace(school, COUNSELLOR, clock=clock).close()
    ring = keyring.load(school)
    forger = person(school, COORDINATOR)
    own = next(one for one in ring.own if one["user"] == person(school, COUNSELLOR).user)
    own["reader"], own["verify"] = forger.recipient, forger.author.verify
    ring.sign_own(own, forger.author.signing)
    keyring.save(school, ring)
    assert own["compartment"] not in keyring.load(school).compartments
    assert staffed.error_of(school, COUNSELLOR, clock) is KeyringOlder
    ring.own.remove(own)
    keyring.save(school, ring)
    assert staffed.error_of(school, COUNSELLOR, clock) is KeyringOlder
    keyring.save(school, before)
    assert staffed.error_of(school, COUNSELLOR, clock) is None


def test_a_private_part_that_nobody_states_any_more_is_told(school: Path, clock: FakeClock) -> None:
    """On a laptop that knows nothing, an author whose statement was taken out begins anew, and is told."""
    ring = keyring.load(school)
    ring.own = [one for one in ring.own if one["user"] != person(school, COUNSELLOR).user]
    keyring.save(school, ring)
    ws = open_workspace(school, COUNSELLOR, clock=clock)
    assert ws.holds("private")
    assert ws.notices == ("found:private notes",)
    assert not verify(ws).ok
    ws.close()


def test_a_role_that_does_not_exist_and_a_name_twice(workspace: Workspace) -> None:
    with pytest.raises(NoSuchRole):
        add_user(workspace, "Somebody", "principal", vaults.GIVEN, cost=vaults.CHEAP)
    add_user(workspace, "Somebody", "coordinator", vaults.GIVEN, cost=vaults.CHEAP)
    with pytest.raises(UserExists):
        add_user(workspace, "SOMEBODY", "counsellor", vaults.GIVEN, cost=vaults.CHEAP)
    with pytest.raises(KnownError):
        find_user(workspace, "")


def test_a_file_left_by_a_killed_process_is_set_aside(workspace: Workspace) -> None:
    left = workspace.folder / "safeguarding.db"
    left.write_bytes(os.urandom(8192))
    add_user(workspace, "Our Lead", "lead", vaults.GIVEN, cost=vaults.CHEAP)
    assert len(list(workspace.folder.glob("safeguarding.db-*.set-aside"))) == 1
    assert not opens(left, workspace.opened.grants["counselling"].key)
