"""The container: what comes out is what went in, and nothing else ever comes out."""

from __future__ import annotations

import hashlib
import json
import os
import random
import resource
import shutil
import struct
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import zstandard

from desktop.services.errors import BugError, Cancelled
from desktop.services.files import AlreadyThere, DiskFull, NotAFile
from desktop.services.vault import container, packing, sealing
from desktop.services.vault.container import Sealed, examine, unpack_part, write
from desktop.services.vault.copy_errors import (
    CopyChanged,
    CopyForOthers,
    CopyNewer,
    CopyRefused,
    CopyTruncated,
    NotACopy,
    WorkspaceMoved,
)
from desktop.services.vault.packing import Origin

ORIGIN = Origin("copy", "11111111-1111-7111-8111-111111111111", "device", 42)
KEYRING = b'{"keyring": "stands for itself"}' * 9
KEYS = sealing.new_identity()


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(container, "temp_home", lambda: _folder(tmp_path / "temp"))
    yield
    assert leftovers(tmp_path) == []


def _folder(path: Path) -> Path:
    path.mkdir(exist_ok=True)
    return path


def leftovers(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.name.endswith((".tmp", ".part"))]


@pytest.fixture
def sources(tmp_path: Path) -> tuple[Path, ...]:
    folder = _folder(tmp_path / "workspace")
    noise = random.Random(7)
    for name, size in (
        ("programme.db", 75_000),
        ("counselling.db", 20_001),
        ("private-0a1b.db", 0),
        ("heads.json", 90),
    ):
        (folder / name).write_bytes(noise.randbytes(size))
    return tuple(sorted(folder.iterdir()))


@pytest.fixture
def copy(tmp_path: Path, sources: tuple[Path, ...]) -> Path:
    path = _folder(tmp_path / "stick") / "a.peerkeep-copy"
    write(path, ORIGIN, {"keyring": KEYRING}, [Sealed("programme", KEYS[1], sources)])
    return path


def take_out(path: Path, folder: Path, identity: str = KEYS[0]) -> packing.Manifest:
    return unpack_part(examine(path), "programme", identity, folder)


def test_what_went_in_comes_out(copy: Path, sources: tuple[Path, ...], tmp_path: Path) -> None:
    read = examine(copy)
    assert read.clear == {"keyring": KEYRING}
    manifest = unpack_part(read, "programme", KEYS[0], tmp_path / "out")
    assert manifest.origin == ORIGIN
    assert [member.name for member in manifest.members] == [path.name for path in sources]
    assert {p.name: p.read_bytes() for p in (tmp_path / "out").iterdir()} == {p.name: p.read_bytes() for p in sources}


def test_the_age_part_is_padded_and_plain_age_opens_it(copy: Path, tmp_path: Path) -> None:
    start, length = examine(copy).parts["programme"]
    sealed = copy.read_bytes()[start : start + length]
    plain = sealing.open_with((KEYS[0],), sealed)
    assert len(plain) % packing.PAD == 0
    if shutil.which("age"):
        (tmp_path / "key").write_text(KEYS[0])
        done = subprocess.run(["age", "-d", "-i", tmp_path / "key"], input=sealed, capture_output=True, check=True)
        assert done.stdout == plain


def test_nothing_of_the_content_stands_in_the_clear(tmp_path: Path) -> None:
    canary = b"canary-of-the-content" * 4
    source = _folder(tmp_path / "w") / "heads.json"
    source.write_bytes(canary)
    write(tmp_path / "c", ORIGIN, {}, [Sealed("programme", KEYS[1], (source,))])
    raw = (tmp_path / "c").read_bytes()
    assert b"canary" not in raw
    assert b"heads.json" not in raw
    assert ORIGIN.workspace.encode() not in raw


def test_a_wrong_key_is_not_called_damage(copy: Path, tmp_path: Path) -> None:
    with pytest.raises(CopyForOthers):
        take_out(copy, tmp_path / "out", sealing.new_identity()[0])
    assert not (tmp_path / "out").exists()


def test_every_truncation_is_called_so(copy: Path, tmp_path: Path) -> None:
    whole = copy.read_bytes()
    rng = random.Random(1)
    for size in [*range(120), len(whole) - 1, len(whole) - 32, len(whole) - 50, *rng.sample(range(len(whole)), 200)]:
        copy.write_bytes(whole[:size])
        with pytest.raises(CopyTruncated):
            examine(copy)


def edits(whole: bytes, rng: random.Random) -> Iterator[bytes]:
    """Give 2,000 changed files: bits, bytes, chunks swapped, doubled, dropped, zeroed, bytes after the end."""
    for _ in range(1200):
        place = rng.choice((rng.randrange(len(whole)), rng.randrange(600), len(whole) - 1 - rng.randrange(60)))
        yield whole[:place] + bytes([whole[place] ^ (1 << rng.randrange(8))]) + whole[place + 1 :]
    for _ in range(800):
        size = rng.choice((1, 16, 64, 4096, 65552))
        a, b = sorted(rng.randrange(max(1, len(whole) - size)) for _ in range(2))
        yield rng.choice(
            (
                whole[:a] + whole[a + size :],
                whole[:a] + whole[a : a + size] + whole[a:],
                whole[:a] + bytes(size) + whole[a + size :],
                whole[:a] + whole[b : b + size] + whole[a + size :],
                whole[: rng.randrange(len(whole))],
                whole + rng.randbytes(size),
            )
        )


def resealed(changed: bytes) -> bytes:
    """Give the file a fitting check again, as somebody would who edits on purpose: no key is needed for it."""
    place = changed.find(b"\n") + 1
    total = hashlib.sha256(changed[:place])
    while place < len(changed) - 9:
        size = changed[place]
        end = place + 9 + size
        if changed[place + 1 : place + 1 + size] == b"check":
            return changed[:end] + total.digest()
        (length,) = struct.unpack(">Q", changed[end - 8 : end].rjust(8, b"\0"))
        total.update(changed[place:end] + hashlib.sha256(changed[end : end + length]).digest())
        place = end + length
    return changed


def test_two_thousand_edits_are_all_refused(copy: Path, tmp_path: Path) -> None:
    whole = copy.read_bytes()
    refused = 0
    for changed in edits(whole, random.Random(2)):
        if changed == whole:
            refused += 1
            continue
        copy.write_bytes(changed)
        with pytest.raises(CopyRefused):
            examine(copy)
        refused += 1
    assert refused == 2000


def test_edits_with_a_fitting_check_are_refused_by_what_is_inside(copy: Path, tmp_path: Path) -> None:
    whole = copy.read_bytes()
    for changed in random.Random(4).sample(list(edits(whole, random.Random(3))), 700):
        forged = resealed(changed)
        if forged == whole:
            continue
        copy.write_bytes(forged)
        with pytest.raises(CopyRefused):
            take_out(copy, tmp_path / "out")
        assert not (tmp_path / "out").exists()
        assert leftovers(tmp_path) == []


@pytest.mark.parametrize(
    "content",
    [
        b"SQLite format 3\0" + bytes(100),
        b"PK\x03\x04" + bytes(100),
        b"%PDF-1.7\n",
        b"x",
        b"PEERKEEP NOTE 1\n" + bytes(99),
        b"PEERKEEP COPY 0\n" + bytes(99),
        b"age-encryption.org/v1\n" + bytes(99),
        random.Random(1).randbytes(5000),
    ],
)
def test_foreign_files_are_called_so(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "f").write_bytes(content)
    with pytest.raises(NotACopy):
        examine(tmp_path / "f")


def test_a_transfer_is_not_a_copy(tmp_path: Path, sources: tuple[Path, ...]) -> None:
    origin = Origin("transfer", "w", "d", 1)
    write(tmp_path / "t", origin, {}, [Sealed("programme", KEYS[1], sources)])
    with pytest.raises(NotACopy):
        examine(tmp_path / "t")
    assert examine(tmp_path / "t", "transfer").kind == "transfer"


def test_a_newer_format_is_named(tmp_path: Path) -> None:
    (tmp_path / "n").write_bytes(b"PEERKEEP COPY 12\nwhatever comes then")
    with pytest.raises(CopyNewer, match="format 12"):
        examine(tmp_path / "n")


def test_folders_and_pipes_are_refused_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path, tmp_path / "pipe"):
        with pytest.raises(NotAFile):
            examine(path)


def crafted(manifest: object, content: bytes, *, length: int | None = None, tail: bytes = b"") -> bytes:
    """Give a plaintext as somebody would make it who knows only the recipient, which is public."""
    said = manifest if isinstance(manifest, bytes) else json.dumps(manifest).encode()
    frame = (
        zstandard.ZstdCompressor().compress(struct.pack(">I", len(said) if length is None else length) + said + content)
        + tail
    )
    return frame + bytes(-(len(frame) + 8) % packing.PAD) + struct.pack(">Q", len(frame))


def container_around(plain: bytes, path: Path) -> Path:
    sealed = sealing.seal_to(KEYS[1], plain)
    magic = b"PEERKEEP COPY 1\n"
    head = b"\x09programme" + struct.pack(">Q", len(sealed))
    check = hashlib.sha256(magic + head + hashlib.sha256(sealed).digest()).digest()
    path.write_bytes(magic + head + sealed + b"\x05check" + struct.pack(">Q", 32) + check)
    return path


def stated(content: bytes, name: str = "heads.json", **other: object) -> dict[str, object]:
    return {"name": name, "length": len(content), "sha256": hashlib.sha256(content).hexdigest()} | other


def said(*members: object, **other: object) -> dict[str, object]:
    origin = {"kind": "copy", "workspace": "w", "device": "d", "clock": 1}
    return {"origin": origin, "members": list(members), "beside": {}} | other


def test_a_well_made_one_from_outside_opens(tmp_path: Path) -> None:
    take_out(container_around(crafted(said(stated(b"abc")), b"abc"), tmp_path / "c"), tmp_path / "out")
    assert (tmp_path / "out" / "heads.json").read_bytes() == b"abc"


@pytest.mark.parametrize(
    "name",
    [
        "../heads.json",
        "/etc/passwd",
        "C:heads.json",
        "C:\\heads.json",
        "heads.json:stream",
        "CON",
        "sub/heads.json",
        "private-../x.db",
        "private-.db",
        "private-XY.db",
        "heads.json\n",
        "heads.json ",
        "keyring.json",
        "",
        ".",
        "heads.json\0",
        "private-" + "a" * 65 + ".db",
        "HEADS.JSON",
    ],
)
def test_no_name_inside_is_a_path(name: str, tmp_path: Path) -> None:
    path = container_around(crafted(said(stated(b"abc", name)), b"abc"), tmp_path / "c")
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(CopyChanged):
        take_out(path, tmp_path / "out")
    assert [p for p in sorted(tmp_path.rglob("*")) if p.name != "temp"] == before


@pytest.mark.parametrize(
    ("manifest", "content"),
    [
        (said(stated(b"abc"), stated(b"abc")), b"abcabc"),
        (said(stated(b"abc", length=2)), b"abc"),
        (said(stated(b"abc", length=4)), b"abc"),
        (said(stated(b"abc", length=-1)), b"abc"),
        (said(stated(b"abc", length=True)), b"a"),
        (said(stated(b"abc", length="3")), b"abc"),
        (said(stated(b"abc", sha256="0" * 64)), b"abc"),
        (said(stated(b"abc", sha256="zz")), b"abc"),
        (said(stated(b"abc")), b"abcd"),
        (said(stated(b"abc"), beside={"keyring": "0" * 64}), b"abc"),
        (said(stated(b"abc"), origin={"kind": "transfer", "workspace": "w", "device": "d", "clock": 1}), b"abc"),
        (said(stated(b"abc"), origin={"kind": 1, "workspace": "w", "device": "d", "clock": 1}), b"abc"),
        (said(stated(b"abc"), members={"a": 1}), b"abc"),
        (said(stated(b"abc"), members=7), b"abc"),
        ([], b""),
        (b"[" * 100_000, b""),
        (b"\xff\xfe", b""),
        ("text", b""),
        ({}, b""),
    ],
)
def test_lies_of_the_manifest_are_refused(manifest: object, content: bytes, tmp_path: Path) -> None:
    path = container_around(crafted(manifest, content), tmp_path / "c")
    with pytest.raises(CopyChanged):
        take_out(path, tmp_path / "out")
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    "plain",
    [
        b"",
        bytes(8),
        bytes(packing.PAD),
        bytes(packing.PAD - 8) + b"\xff" * 8,
        crafted(said(), b"", length=1 << 30),
        crafted(said(stated(b"abc")), b"abc")[:-9] + b"x" + crafted(said(stated(b"abc")), b"abc")[-8:],
        bytes(packing.PAD) + crafted(said(stated(b"abc")), b"abc"),
    ],
)
def test_a_plaintext_out_of_shape_is_refused(plain: bytes, tmp_path: Path) -> None:
    with pytest.raises(CopyChanged):
        take_out(container_around(plain, tmp_path / "c"), tmp_path / "out")


def test_a_bomb_stops_at_what_was_declared(tmp_path: Path) -> None:
    """Ten times 100 MB of zeros behind a manifest that states three bytes, and one that states far too much."""
    squeeze = zstandard.ZstdCompressor().compressobj()
    manifest = json.dumps(said(stated(b"\0\0\0"))).encode()
    frame = squeeze.compress(struct.pack(">I", len(manifest)) + manifest)
    for _ in range(10):
        frame += squeeze.compress(bytes(100_000_000))
    frame += squeeze.flush()
    path = container_around(
        frame + bytes(-(len(frame) + 8) % packing.PAD) + struct.pack(">Q", len(frame)), tmp_path / "c"
    )
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(CopyChanged):
        take_out(path, tmp_path / "out")
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 64 * 1024
    with pytest.raises(DiskFull):
        take_out(container_around(crafted(said(stated(b"", length=1 << 60)), b"abc"), tmp_path / "c"), tmp_path / "out")


def test_writing_over_something_must_be_asked_for(copy: Path, sources: tuple[Path, ...], tmp_path: Path) -> None:
    before = copy.read_bytes()
    with pytest.raises(AlreadyThere):
        write(copy, ORIGIN, {"keyring": KEYRING}, [Sealed("programme", KEYS[1], sources)])
    assert copy.read_bytes() == before
    write(copy, ORIGIN, {"keyring": b"new"}, [Sealed("programme", KEYS[1], sources)], over=True)
    assert examine(copy).clear == {"keyring": b"new"}
    (tmp_path / "out").mkdir()
    with pytest.raises(AlreadyThere):
        take_out(copy, tmp_path / "out")
    assert (tmp_path / "out").exists()


def stop_at(moment: int) -> packing.Progress:
    asked = iter(range(1, 1000))
    return lambda done, total: next(asked) < moment


def test_cancelling_at_any_moment_leaves_nothing(sources: tuple[Path, ...], tmp_path: Path) -> None:
    stick = _folder(tmp_path / "stick")
    path = stick / "a.peerkeep-copy"
    for moment in range(1, 8):
        with pytest.raises(Cancelled):
            write(path, ORIGIN, {}, [Sealed("programme", KEYS[1], sources)], stop_at(moment))
        assert list(stick.iterdir()) == []
    write(path, ORIGIN, {}, [Sealed("programme", KEYS[1], sources)])
    for moment in range(1, 5):
        with pytest.raises(Cancelled):
            unpack_part(examine(path), "programme", KEYS[0], tmp_path / "out", stop_at(moment))
        assert not (tmp_path / "out").exists()


def test_progress_grows_to_its_end(sources: tuple[Path, ...], tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    write(tmp_path / "c", ORIGIN, {}, [Sealed("programme", KEYS[1], sources)], lambda d, t: seen.append((d, t)) is None)
    assert seen == sorted(seen)
    assert seen[-1][0] == seen[-1][1]


def test_a_file_that_changes_meanwhile_is_noticed(sources: tuple[Path, ...], tmp_path: Path) -> None:
    victim = sources[-1]

    def change(done: int, total: int) -> bool:
        if done * 3 >= total:
            victim.write_bytes(bytes(victim.stat().st_size))
        return True

    with pytest.raises(WorkspaceMoved):
        write(tmp_path / "c", ORIGIN, {}, [Sealed("programme", KEYS[1], sources)], change)
    assert not (tmp_path / "c").exists()


def test_other_files_are_never_packed(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_bytes(b"x")
    with pytest.raises(BugError):
        write(tmp_path / "c", ORIGIN, {}, [Sealed("programme", KEYS[1], (tmp_path / "notes.txt",))])
    assert not (tmp_path / "c").exists()


FULL = """
import resource, signal, sys
from pathlib import Path
from desktop.services.files import DiskFull
from desktop.services.vault.container import Sealed, write
from desktop.services.vault.packing import Origin
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
folder = Path(sys.argv[1])
try:
    write(Path(sys.argv[2]), Origin("copy", "w", "d", 1), {}, [Sealed("programme", sys.argv[3], tuple(folder.iterdir()))])
except DiskFull:
    sys.exit(7)
"""


def test_a_full_drive_is_said_and_nothing_stays(sources: tuple[Path, ...], tmp_path: Path) -> None:
    stick = _folder(tmp_path / "stick")
    done = subprocess.run([sys.executable, "-c", FULL, sources[0].parent, stick / "c", KEYS[1]], check=False)
    assert done.returncode == 7
    assert list(stick.iterdir()) == []


def test_old_leftovers_on_the_drive_go_and_young_ones_stay(sources: tuple[Path, ...], tmp_path: Path) -> None:
    old, young = tmp_path / ".peerkeep-0011223344556677.tmp", tmp_path / ".peerkeep-8899aabbccddeeff.tmp"
    for path in (old, young):
        path.write_bytes(b"x")
    os.utime(old, (1, 1))
    write(tmp_path / "c", ORIGIN, {}, [Sealed("programme", KEYS[1], sources)])
    assert not old.exists()
    assert young.exists()
    young.unlink()
