"""What kind of place a workspace lies in: a synced folder, a network drive, a roaming profile (ENV-04).

There two computers can write the same file, or a stranger's computer gets a copy. It is a guess from the environment,
from names and from marks that such programs leave; it reads no content.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from desktop.services import files, media
from desktop.services.errors import KnownError
from desktop.services.language import say

SYNCED, NETWORK, ROAMING = "synced", "network", "roaming"

# What each means for a workspace, for say().
MEANING: Final = {
    SYNCED: (
        "This folder is kept in step by {service}: it sends the encrypted files to a server, and may mix up what two "
        "computers wrote. Keep the workspace in a folder that stays on this laptop."
    ),
    NETWORK: (
        "This folder is on a network drive: a lost connection can damage the workspace, and others may copy its files. "
        "Keep the workspace on this laptop."
    ),
    ROAMING: (
        "This folder belongs to a profile that Windows copies to a server when you sign out: two computers may mix up "
        "what they wrote. Keep the workspace in a folder that stays on this laptop."
    ),
}
_NAMES: Final = tuple(
    (re.compile(pattern, re.IGNORECASE), service)
    for pattern, service in (
        (r"OneDrive( ?-.+)?", "OneDrive"),
        (r"Dropbox( \(.+\))?", "Dropbox"),
        (r"Google ?Drive(-.+)?|My Drive|Shared drives|\.shortcut-targets-by-id", "Google Drive"),
        (r"Mobile Documents|com~apple~CloudDocs|iCloud ?Drive", "iCloud"),
        (r"Box( Sync|-Box)", "Box"),
        (r"Nextcloud\d*", "Nextcloud"),
        (r"ownCloud\d*", "ownCloud"),
        (r"pCloud ?Drive", "pCloud"),
        (r"MEGA(sync)?", "MEGA"),
        (r"Proton ?Drive", "Proton Drive"),
        (r"Seafile", "Seafile"),
        (r"Syncthing", "Syncthing"),
    )
)
# What these programs put into the folder they keep in step. Dropbox's own settings are a folder of the same name.
_MARKS: Final = (
    (".dropbox", "Dropbox"),
    (".849C9593-D756-4E56-8D6E-42412F2A707B", "OneDrive"),
    (".tmp.drivedownload", "Google Drive"),
    (".tmp.driveupload", "Google Drive"),
    (".nextcloudsync.log", "Nextcloud"),
    (".owncloudsync.log", "ownCloud"),
    (".stfolder", "Syncthing"),
)
_MARKS_LIKE: Final = re.compile(r"\._?sync_.*\.db", re.IGNORECASE | re.DOTALL)
_ONEDRIVE: Final = ("OneDrive", "OneDriveCommercial", "OneDriveConsumer")
_MOST_INFO: Final = 64 * 1024


class NetworkPlace(KnownError):
    """A new workspace on a network drive."""

    sentence = (
        "This place is on a network drive, where a lost connection can damage a workspace, and others may copy it. "
        "Nothing was made. Choose a folder on this laptop, or allow writing on network drives."
    )
    option = "--allow-network"


@dataclass(frozen=True)
class Place:
    """kind: "", "synced", "network" or "roaming". service: who keeps a synced folder in step, by its brand name."""

    kind: str = ""
    service: str = ""

    @property
    def code(self) -> str:
        """Give one word for notices: `synced:OneDrive`; "" for an ordinary place."""
        return f"{self.kind}:{self.service}" if self.kind else ""

    @classmethod
    def read(cls, code: str) -> Place:
        """Read a `code`."""
        kind, _, service = code.partition(":")
        return cls(kind, service)


_network_allowed: list[bool] = [False]


def allow_network(*, allowed: bool) -> None:
    """Say for this process whether workspaces on network drives may be written."""
    _network_allowed[0] = allowed


def is_refused(folder: Path) -> bool:
    """Say whether nothing may be written in a folder, because it is on a network drive."""
    return not _network_allowed[0] and media.medium_of(media.nearest(folder)).network


def must_be_allowed(folder: Path) -> None:
    """Refuse a network drive for a new workspace, unless it was allowed. Error: NetworkPlace."""
    if is_refused(folder):
        raise NetworkPlace


def look(folder: Path, environment: Mapping[str, str] | None = None, home: Path | None = None) -> Place:
    """Say what kind of place a folder is, there already or not; links are followed."""
    place = media.nearest(folder)
    if media.medium_of(place).network:
        return Place(NETWORK)
    environment = os.environ if environment is None else environment
    with suppress(OSError, RuntimeError):
        home = (home or Path.home()).resolve()
        service = _service(place, environment, home)
        if service:
            return Place(SYNCED, service)
        if media.roams() and _in_profile(place, environment):
            return Place(ROAMING)
    return Place()


def describe(place: Place) -> str:
    """Say what such a place means for a workspace; "" for an ordinary one."""
    return say(MEANING[place.kind], service=place.service) if place.kind else ""


def _service(place: Path, environment: Mapping[str, str], home: Path) -> str:
    """Name the program that keeps the folder in step; "" for none."""
    for root, service in _stated_roots(environment, home):
        if place.is_relative_to(root):
            return service
    if place.is_relative_to(home / "Box"):
        return "Box"
    for above in (place, *place.parents):
        # What stands around the account's own folder says nothing about it.
        if above == home or home.is_relative_to(above):
            break
        service = next((name for pattern, name in _NAMES if pattern.fullmatch(above.name)), "") or _marked(above)
        if service:
            return service
    return ""


def _stated_roots(environment: Mapping[str, str], home: Path) -> Iterator[tuple[Path, str]]:
    """Give the folders that the system or the programs' own settings name."""
    for name in _ONEDRIVE:
        if environment.get(name):
            yield Path(environment[name]).resolve(), "OneDrive"
    for place in (
        home / ".dropbox",
        *(Path(environment[n]) / "Dropbox" for n in ("APPDATA", "LOCALAPPDATA") if n in environment),
    ):
        for root in _dropbox_roots(place / "info.json"):
            yield root, "Dropbox"
    yield home / "Library" / "Mobile Documents", "iCloud"
    cloud = home / "Library" / "Mobile Documents" / "com~apple~CloudDocs"
    for name in ("Documents", "Desktop"):
        if (cloud / name).exists():
            yield home / name, "iCloud"


def _dropbox_roots(info: Path) -> Iterator[Path]:
    try:
        said = json.loads(files.read_bounded(info, _MOST_INFO))
        yield from [Path(str(account["path"])).resolve() for account in said.values()]
    except (files.FileRefused, ValueError, KeyError, TypeError, AttributeError):
        return


def _marked(folder: Path) -> str:
    for name, service in _MARKS:
        mark = folder / name
        if mark.exists() and (name != ".dropbox" or mark.is_file()):
            return service
    with suppress(OSError):  # a folder that may be gone through but not read says nothing
        if any(_MARKS_LIKE.fullmatch(name) for name in os.listdir(folder) if name.startswith(".")):
            return "Nextcloud"
    return ""


def _in_profile(place: Path, environment: Mapping[str, str]) -> bool:
    """Say whether a path is in the part of a Windows profile that roams: all of it but the local AppData."""
    profile, local = environment.get("USERPROFILE"), environment.get("LOCALAPPDATA")
    inside = bool(profile) and place.is_relative_to(Path(str(profile)).resolve())
    return inside and not (bool(local) and place.is_relative_to(Path(str(local)).resolve()))
