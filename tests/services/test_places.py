"""What kind of place a folder is: ENV-04."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop.services import media, places
from desktop.services.places import NETWORK, ROAMING, SYNCED, Place, look

MOUNTS = r"""
22 27 0:21 / /proc rw - proc proc rw
27 1 254:0 / / rw - ext4 /dev/vda rw
40 27 0:50 / /mnt/school\040share rw - cifs //server/share rw
41 27 0:51 / /home rw - nfs4 server:/home rw
42 41 8:1 / /home/local rw - ext4 /dev/sda1 rw
43 27 8:17 / /media/stick rw - vfat /dev/sdb1 rw
44 27 0:60 / /run/user/1000/gvfs rw - fuse.gvfsd-fuse gvfsd-fuse rw
odd line
"""


@pytest.mark.parametrize(
    ("path", "kind", "network"),
    [
        ("/srv/x", "ext4", False),
        ("/mnt/school share/a/b", "cifs", True),
        ("/mnt/school sharehold", "ext4", False),
        ("/home/ann", "nfs4", True),
        ("/home/local/ann", "ext4", False),
        ("/media/stick", "vfat", False),
        ("/run/user/1000/gvfs/smb-share", "fuse.gvfsd-fuse", True),
    ],
)
def test_the_mount_of_a_path(path: str, kind: str, network: bool) -> None:
    """ENV-04: the longest mount counts, and names with blanks are read."""
    assert media.linux_medium(Path(path), MOUNTS) == media.Medium(kind, network)


@pytest.mark.parametrize(
    ("path", "unc"),
    [
        (r"\\server\share\x", True),
        ("//server/share/x", True),
        (r"\\?\UNC\server\share", True),
        (r"\\?\C:\Users\ann", False),
        (r"\\.\C:", False),
        (r"C:\Users\ann", False),
    ],
)
def test_unc_paths(path: str, unc: bool) -> None:
    """ENV-04: a path that names a server is a network drive."""
    assert media.is_unc(path) is unc


def folder(base: Path, *names: str) -> Path:
    made = base.joinpath(*names)
    made.mkdir(parents=True)
    return made


def by_name(name: str) -> Callable[[Path], Path]:
    return lambda home: folder(home, name, "School")


def by_mark(mark: str) -> Callable[[Path], Path]:
    def make(home: Path) -> Path:
        made = folder(home, "Files", "School")
        (made.parent / mark).write_bytes(b"")
        return made

    return make


@pytest.mark.parametrize(
    ("make", "service"),
    [
        (by_name("OneDrive"), "OneDrive"),
        (by_name("OneDrive - Northfield School"), "OneDrive"),
        (by_name("Dropbox (Northfield)"), "Dropbox"),
        (by_name("Google Drive"), "Google Drive"),
        (by_name("My Drive"), "Google Drive"),
        (by_name("iCloudDrive"), "iCloud"),
        (by_name("Box"), "Box"),
        (by_name("Box Sync"), "Box"),
        (by_name("Nextcloud"), "Nextcloud"),
        (by_mark(".dropbox"), "Dropbox"),
        (by_mark(".nextcloudsync.log"), "Nextcloud"),
        (by_mark("._sync_1f3a.db"), "Nextcloud"),
        (by_mark(".849C9593-D756-4E56-8D6E-42412F2A707B"), "OneDrive"),
        (by_mark(".stfolder"), "Syncthing"),
        (by_name("Library/Mobile Documents/com~apple~CloudDocs"), "iCloud"),
        (by_name("Library/CloudStorage/GoogleDrive-ann@school.example"), "Google Drive"),
    ],
)
def test_synced_folders(tmp_path: Path, make: Callable[[Path], Path], service: str) -> None:
    """ENV-04: by names and by the marks that such programs leave; also for a folder that is not there yet."""
    home = folder(tmp_path, "home")
    made = make(home)
    for place in (made, made / "New.peerkeep"):
        assert look(place, {}, home) == Place(SYNCED, service)
        assert service in places.describe(look(place, {}, home))


def test_folders_that_the_environment_names(tmp_path: Path) -> None:
    """ENV-04: OneDrive's variables, Dropbox's own list of its folders, and iCloud's Documents."""
    home = folder(tmp_path, "home")
    moved = folder(tmp_path, "elsewhere", "cloud")
    assert look(moved, {"OneDriveCommercial": str(moved.parent)}, home) == Place(SYNCED, "OneDrive")
    said = {"business": {"path": str(moved), "host": 1}}
    folder(home, ".dropbox").joinpath("info.json").write_text(json.dumps(said))
    assert look(moved / "x", {}, home) == Place(SYNCED, "Dropbox")
    documents = folder(home, "Documents", "School")
    assert look(documents, {}, home) == Place()
    folder(home, "Library", "Mobile Documents", "com~apple~CloudDocs", "Documents")
    assert look(documents, {}, home) == Place(SYNCED, "iCloud")


def test_a_link_into_a_synced_folder_is_followed(tmp_path: Path) -> None:
    """ENV-04: where it really lies counts."""
    home = folder(tmp_path, "home")
    made = folder(home, "OneDrive", "School")
    link = home / "School"
    link.symlink_to(made)
    assert look(link, {}, home).kind == SYNCED


def test_ordinary_places_are_ordinary(tmp_path: Path) -> None:
    """ENV-04: no warning where nothing is wrong; Dropbox's settings folder in the home is no synced folder."""
    home = folder(tmp_path, "OneDrive user", "home")
    folder(home, ".dropbox")
    for names in (("Documents", "School"), ("Boxes",), ("Dropbox notes",)):
        assert look(folder(home, *names), {}, home) == Place()
    assert places.describe(Place()) == ""


def test_roaming_profiles(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """ENV-04: all of a roaming profile is copied to a server at sign-out, but for its local part."""
    home = folder(tmp_path, "home")
    documents, local = folder(home, "Documents"), folder(home, "AppData", "Local", "Peerkeep")
    said = {"USERPROFILE": str(home), "LOCALAPPDATA": str(home / "AppData" / "Local")}
    assert look(documents, said, home) == Place()
    monkeypatch.setattr(media, "roams", lambda: True)
    assert look(documents, said, home) == Place(ROAMING)
    assert look(local, said, home) == Place()
    assert look(tmp_path, said, home) == Place()


def test_a_code_is_read_back() -> None:
    """ENV-04: notices carry a place as one word."""
    for place in (Place(SYNCED, "OneDrive"), Place(NETWORK), Place(ROAMING)):
        assert Place.read(place.code) == place
    assert Place().code == ""


def test_files_on_fat_are_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """CRASH-18: FAT counts the length of a file in 32 bits; other media have no such limit."""
    assert media.largest_file(tmp_path) is None
    monkeypatch.setattr(media, "medium_of", lambda _: media.Medium("vfat"))
    assert media.largest_file(tmp_path) == 4 * 1024**3 - 1
