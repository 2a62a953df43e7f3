"""The keyring: each thing that can be wrong has its own sentence, and nothing is touched."""

from __future__ import annotations

import json
import shutil
import time
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from desktop.services.errors import KnownError
from desktop.services.vault import (
    Password,
    Words,
    add_recovery,
    add_user,
    keyring,
    make_workspace,
    new_words,
    open_workspace,
    sealing,
    why_not,
)
from desktop.services.vault.errors import (
    KeyringDamaged,
    KeyringEmpty,
    KeyringForeign,
    KeyringMissing,
    KeyringOlder,
    KeyringRefused,
    NewerWorkspace,
    NoRecovery,
    PasswordNamesSchool,
    PasswordTooCommon,
    PasswordTooShort,
    WhoAreYou,
    WrongPassword,
    WrongWords,
)
from tests import vaults
from tests.fakes.clock import FakeClock
from tests.services.vault.tampering import hashes, rewrite_keyring

SECRET = Password(vaults.USER, vaults.PASSWORD)


def refused(folder: Path, secret: Password | Words = SECRET) -> KnownError:
    """Try to open; check that no file changed; give the refusal."""
    before = hashes(folder)
    with pytest.raises(KnownError) as error:
        open_workspace(folder, secret, clock=FakeClock())
    assert hashes(folder) == before
    assert "Nothing was changed" in str(error.value)
    return error.value


@pytest.fixture
def other_folder(tmp_path: Path) -> Path:
    """A workspace of another school, whose user has another password."""
    ws = make_workspace(
        tmp_path / "Southside.peerkeep", school="Southside School", user="Their Counsellor",
        password="nine otters under ice", private=False, found=vaults.found, cost=vaults.CHEAP, clock=FakeClock(),
    )  # fmt: skip
    ws.close()
    return ws.folder


def test_wrong_password(workspace_folder: Path) -> None:
    assert type(refused(workspace_folder, Password(vaults.USER, "eight herons over water"))) is WrongPassword


def test_wrong_user_reads_like_a_wrong_password(workspace_folder: Path) -> None:
    unknown = refused(workspace_folder, Password("Nobody At All", vaults.PASSWORD))
    assert str(unknown) == str(refused(workspace_folder, Password(vaults.USER, "eight herons over water")))


def test_missing(workspace_folder: Path) -> None:
    """AUTH-10: missing; the database is untouched."""
    (workspace_folder / "keyring.json").unlink()
    error = refused(workspace_folder)
    assert type(error) is KeyringMissing
    assert "keyring.bak" in str(error)


@pytest.mark.parametrize("content", [b"", b"\0" * 4000, b"\n"])
def test_empty(workspace_folder: Path, content: bytes) -> None:
    """AUTH-10: empty; the database is untouched."""
    (workspace_folder / "keyring.json").write_bytes(content)
    error = refused(workspace_folder)
    assert type(error) is KeyringEmpty
    assert "keyring.bak" in str(error)


def test_every_flipped_bit_is_damage_or_changes_nothing(workspace_folder: Path) -> None:
    """Some bits stand in spaces between the values; then the parsed content is the same."""
    whole = (workspace_folder / "keyring.json").read_bytes()
    stated = json.loads(whole)
    for place in range(0, len(whole) * 8, 97):
        flipped = bytearray(whole)
        flipped[place // 8] ^= 1 << place % 8
        try:
            ring = keyring.from_bytes(bytes(flipped))
        except KeyringDamaged:
            continue
        except NewerWorkspace as error:  # the digit of the format number itself
            assert error.values["found"] != 1  # noqa: PT017 - one of three outcomes
            continue
        assert ring.slots == stated["slots"]
        assert ring.signature == stated["signature"]


def test_flipped_bit_on_opening(workspace_folder: Path) -> None:
    """AUTH-10: damaged; the database is untouched."""
    path = workspace_folder / "keyring.json"
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 4
    path.write_bytes(content)
    assert type(refused(workspace_folder)) is KeyringDamaged


def test_another_workspaces(workspace_folder: Path, other_folder: Path) -> None:
    """AUTH-10: The password of this workspace cannot open that keyring, but that is not what is wrong."""
    shutil.copy(other_folder / "keyring.json", workspace_folder / "keyring.json")
    assert type(refused(workspace_folder, Password("Their Counsellor", vaults.PASSWORD))) is KeyringForeign
    assert type(refused(workspace_folder, Password("Their Counsellor", "nine otters under ice"))) is KeyringForeign


def test_another_owners_signature(workspace_folder: Path) -> None:
    """Somebody signs with a key of his own; the slot knows the right owner."""

    def sign_anew(plain: dict[str, Any]) -> None:
        owner = sealing.new_signing_key()
        plain["owner"] = sealing.to_text(sealing.public_of(owner))
        parts = {k: v for k, v in plain.items() if k not in ("format", "compartments")}
        ring = keyring.Keyring(**parts, shared=plain["compartments"])
        ring.sign(owner)
        plain["signature"] = ring.signature

    rewrite_keyring(workspace_folder, sign_anew)
    assert type(refused(workspace_folder)) is KeyringForeign


@pytest.mark.parametrize(
    "change",
    [
        lambda plain: plain["users"][0].update(roles=["owner", "counsellor", "lead"]),
        lambda plain: plain["grants"].pop(),
        lambda plain: plain.update(generation=99),
        lambda plain: plain.update(signature=""),
        lambda plain: plain.update(signature="not base64!"),
        lambda plain: plain["users"].append(dict(plain["users"][0], user="x", label="Intruder")),
    ],
)
def test_changed_without_the_owner(workspace_folder: Path, change: Callable[[dict[str, Any]], object]) -> None:
    rewrite_keyring(workspace_folder, change)
    secret = SECRET if len(keyring.load(workspace_folder).users) == 1 else Password(vaults.USER, vaults.PASSWORD)
    assert type(refused(workspace_folder, secret)) is KeyringDamaged


@pytest.mark.parametrize(
    "change",
    [
        lambda slot: slot.update(counter=7),
        lambda slot: slot.update(id="another"),
        lambda slot: slot["kdf"].update(passes=3),
        lambda slot: slot.update(nonce=sealing.to_text(b"x" * 12)),
    ],
)
def test_slot_is_bound_to_its_place(workspace_folder: Path, change: Callable[[dict[str, Any]], object]) -> None:
    rewrite_keyring(workspace_folder, lambda plain: change(plain["slots"][0]))
    assert type(refused(workspace_folder)) is WrongPassword


def test_older_than_this_laptop_saw(workspace_folder: Path, clock: FakeClock) -> None:
    """AUTH-10: A former keyring, which a former user could still open, is told from the present one."""
    vaults.reopen(workspace_folder, clock).close()
    former = (workspace_folder / "keyring.json").read_bytes()
    ws = vaults.reopen(workspace_folder, clock)
    add_user(ws, "New Lead", "lead", "five lanterns at noon", cost=vaults.CHEAP)
    ws.close()
    (workspace_folder / "keyring.json").write_bytes(former)
    error = refused(workspace_folder)
    assert type(error) is KeyringOlder
    assert error.option == "--accept-older"
    open_workspace(workspace_folder, SECRET, clock=clock, accept_older=True).close()


def test_newer_format(workspace_folder: Path) -> None:
    """AUTH-10, ENV-06: newer, said before a password is tried; no byte is changed."""
    rewrite_keyring(workspace_folder, lambda plain: plain.update(format=2))
    error = refused(workspace_folder)
    assert type(error) is NewerWorkspace
    assert "2" in str(error)


def test_the_sentences_differ() -> None:
    """AUTH-10: each situation has a sentence of its own."""
    kinds = [WrongPassword, KeyringMissing, KeyringEmpty, KeyringDamaged, KeyringForeign, KeyringOlder, NewerWorkspace,
             KeyringRefused, NoRecovery, WrongWords, WhoAreYou]  # fmt: skip
    assert len({kind.sentence for kind in kinds}) == len(kinds)


@pytest.mark.parametrize(
    "asked",
    [
        {"memory": 64 * 1024 * 1024},
        {"memory": 8},
        {"passes": 0},
        {"passes": 1_000_000},
        {"lanes": 0},
        {"lanes": 64},
        {"name": "scrypt"},
        {"name": "hkdf-sha256"},
        {"salt": ""},
        {"memory": -1},
    ],
)
def test_absurd_costs_are_refused_before_any_derivation(workspace_folder: Path, asked: dict[str, Any]) -> None:
    """AUTH-11: within 100 ms, and without taking memory."""
    rewrite_keyring(workspace_folder, lambda plain: plain["slots"][0]["kdf"].update(asked))
    began = time.perf_counter()
    with pytest.raises(KeyringRefused):
        open_workspace(workspace_folder, SECRET)
    assert time.perf_counter() - began < 0.1


@pytest.mark.parametrize("asked", [{"memory": "much"}, {"memory": None}, {"salt": 5}, {"salt": "ä"}])
def test_costs_that_are_no_numbers_are_damage(workspace_folder: Path, asked: dict[str, Any]) -> None:
    rewrite_keyring(workspace_folder, lambda plain: plain["slots"][0]["kdf"].update(asked))
    assert type(refused(workspace_folder)) is KeyringDamaged


@pytest.mark.parametrize(
    "content",
    [b"[]", b"null", b"{}", b'{"format": 1}', b"[" * 100_000, b'{"format": 1, "checksum": 7}', b"\xff\xfe", b'"x"'],
)
def test_other_json_is_damage(workspace_folder: Path, content: bytes) -> None:
    (workspace_folder / "keyring.json").write_bytes(content)
    assert type(refused(workspace_folder)) is KeyringDamaged


@pytest.mark.parametrize("missing", ["users", "slots", "grants", "compartments", "owner", "workspace"])
def test_missing_parts_are_damage(workspace_folder: Path, missing: str) -> None:
    rewrite_keyring(workspace_folder, lambda plain: plain.pop(missing))
    assert type(refused(workspace_folder)) is KeyringDamaged


def test_huge_file_is_damage(workspace_folder: Path) -> None:
    with (workspace_folder / "keyring.json").open("wb") as handle:
        handle.truncate(1 << 30)
    before = time.perf_counter()
    with pytest.raises(KeyringDamaged):
        open_workspace(workspace_folder, SECRET)
    assert time.perf_counter() - before < 0.5


def test_second_copy_is_the_same_and_comes_back(workspace_folder: Path, clock: FakeClock) -> None:
    one, two = workspace_folder / "keyring.json", workspace_folder / "keyring.bak"
    assert one.read_bytes() == two.read_bytes()
    two.write_bytes(b"damaged")
    vaults.reopen(workspace_folder, clock).close()
    assert one.read_bytes() == two.read_bytes()
    one.unlink()
    two.rename(one)
    vaults.reopen(workspace_folder, clock).close()


def test_no_secret_stands_in_the_clear(workspace_folder: Path, clock: FakeClock) -> None:
    ws = vaults.reopen(workspace_folder, clock)
    secrets = [ws.opened.identity, ws.opened.signing.hex(), sealing.to_text(ws.opened.signing), vaults.PASSWORD]
    secrets += [grant.key for grant in ws.opened.grants.values()]
    secrets += [identity for grant in ws.opened.grants.values() for identity in grant.identities]
    text = (workspace_folder / "keyring.json").read_text(encoding="utf-8")
    assert not [secret for secret in secrets if secret in text]
    shown = repr(ws.opened) + repr(SECRET) + repr(ws.opened.grants) + repr(Words("abandon"))
    assert not [secret for secret in [*secrets, "abandon"] if secret in shown]
    ws.close()


COMPOSED = "café crème brûlée à Genève"


@pytest.mark.parametrize(
    ("made", "typed"),
    [
        (unicodedata.normalize("NFC", COMPOSED), unicodedata.normalize("NFD", COMPOSED)),
        (unicodedata.normalize("NFD", COMPOSED), unicodedata.normalize("NFC", COMPOSED)),
        ("correct horse b", "correct horse b"),
        ("🐦🌊🦊🍎🎈🌳⛵🎻🧊🪁🍐🎲🐙🌙🧩", "🐦🌊🦊🍎🎈🌳⛵🎻🧊🪁🍐🎲🐙🌙🧩"),
        ("  spaces stay where they are  ", "  spaces stay where they are  "),
        ("lantern river " * 71 + "stone7", "lantern river " * 71 + "stone7"),
    ],
)
def test_passwords_of_all_kinds_open(workspace_folder: Path, clock: FakeClock, made: str, typed: str) -> None:
    ws = vaults.reopen(workspace_folder, clock)
    add_user(ws, "New Lead", "lead", made, cost=vaults.CHEAP)
    ws.close()
    open_workspace(workspace_folder, Password("new lead", typed), clock=clock).close()
    for close in (typed[:-1], typed + " ", typed[:-1] + "~"):
        assert type(refused(workspace_folder, Password("New Lead", close))) is WrongPassword


@pytest.mark.parametrize(
    ("password", "kind"),
    [
        ("fourteen chars", PasswordTooShort),
        ("é" * 14, PasswordTooShort),
        ("", PasswordTooShort),
        ("northfield school", PasswordNamesSchool),
        ("Northfield School 2026", PasswordNamesSchool),
        ("samplecounsellor1", PasswordNamesSchool),
        ("aaaaaaaaaaaaaaaaaa", PasswordTooCommon),
        ("abcabcabcabcabcabc", PasswordTooCommon),
        ("qwertyuiopasdfghjkl", PasswordTooCommon),
        ("passwordpassword", PasswordTooCommon),
        ("1234567890123456", PasswordTooCommon),
    ],
)
def test_weak_passwords_are_refused_with_one_reason(password: str, kind: type[KnownError]) -> None:
    assert type(why_not(password, vaults.SCHOOL, vaults.USER)) is kind


@pytest.mark.parametrize(
    "password", ["only lower letters", "nodigitsorsymbolshere", "ALL UPPER LETTERS", "ありがとうございますまた明日ね"]
)
def test_there_are_no_rules_of_composition(password: str) -> None:
    assert why_not(password, vaults.SCHOOL, vaults.USER) is None


def test_who_are_you(workspace_folder: Path, clock: FakeClock) -> None:
    ws = vaults.reopen(workspace_folder, clock)
    add_user(ws, "New Lead", "lead", "five lanterns at noon", cost=vaults.CHEAP)
    ws.close()
    assert type(refused(workspace_folder, Password("", vaults.PASSWORD))) is WhoAreYou
    open_workspace(workspace_folder, Password("  SAMPLE counsellor ", vaults.PASSWORD), clock=clock).close()


def test_recovery_words(workspace_folder: Path, clock: FakeClock) -> None:
    words = new_words()
    assert type(refused(workspace_folder, Words(" ".join(words)))) is NoRecovery
    ws = vaults.reopen(workspace_folder, clock)
    add_recovery(ws, words)
    ws.close()
    assert type(refused(workspace_folder, Words(" ".join(new_words())))) is WrongWords
    found = open_workspace(workspace_folder, Words(" ".join(words).upper()), clock=clock)
    assert found.holds("counselling")
    assert not found.holds("private")
    found.close()
