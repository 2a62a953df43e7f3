"""Making and opening workspaces: what the pages before unlocking ask for. Each opener runs on the worker."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from PySide6.QtCore import QLocale, QStandardPaths

from desktop.services import files, programme, vault
from desktop.services.clock import SystemClock
from desktop.services.errors import KnownError
from desktop.services.language import PROFILES, Profile, say
from desktop.services.programme.types import Term
from desktop.services.vault import Password, Words, Workspace
from desktop.services.vault.errors import (
    KeyringOlder,
    OlderThanSeen,
    TwoHistories,
    WrongPassword,
    WrongWords,
)
from desktop.services.vault.heads import laptop_record
from desktop.services.vault.keyring import RECOVERY
from desktop.services.vault.opening import LOCK
from desktop.services.vault.slots import open_person
from desktop.services.vault.tries import Waiting, waiting
from desktop.services.vault.unfit_errors import PartsOlder

__all__ = ["PROFILES", "Profile", "SetUp", "Term", "Waiting"]

ENDING = ".peerkeep"
# Everybody in the sample school is invented, so its password is no secret; the unlock page shows it.
SAMPLE_PASSWORD = "everybody here is invented"  # noqa: S105 - see above


@dataclass(frozen=True)
class SetUp:
    """What the first-run wizard has gathered. `words` are always made; `proven` says they were typed back."""

    folder: Path
    school: str
    user: str
    password: str
    profile: str
    private: bool
    words: tuple[str, ...]
    proven: bool
    terms: tuple[Term, ...]


@dataclass(frozen=True)
class Verdict:
    """How good a password is: 0 (refused, with the reason) to 4."""

    strength: int
    reason: str


def documents() -> Path:
    """Give the folder in which workspaces are proposed to lie."""
    return Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation) or Path.home())


def nearby(place: Path | None = None) -> tuple[Path, ...]:
    """List the workspaces in the documents folder: looked up each time, so that no list of them need be kept."""
    try:
        found = sorted((place or documents()).glob(f"*{ENDING}"))
        return tuple(path for path in found if path.is_dir())[:6]
    except OSError:
        return ()


def folder_for(school: str, place: Path | None = None) -> Path:
    """Propose a folder that is not there yet."""
    plain = "".join(c if c.isalnum() else " " for c in school).split()
    name = "".join(plain[:1])[:40] or "School"
    free = (f"{name}{number}" if number > 1 else name for number in range(1, 1000))
    base = place or documents()
    return next(base / f"{one}{ENDING}" for one in free if not (base / f"{one}{ENDING}").exists())


def who_may_unlock(folder: Path) -> tuple[str, ...]:
    """Read the names that stand in the keyring in the clear. Errors: those of the keyring, one per situation."""
    return tuple(str(user["label"]) for user in vault.load_keyring(folder).users if not user.get("removed"))


@dataclass(frozen=True)
class Names:
    """What the unlock page reads of the keyring. stamp: differs once the keyring was replaced."""

    labels: tuple[str, ...]
    words: bool
    stamp: tuple[int, ...] = ()


def read_names(folder: Path) -> Names:
    """Read who may unlock, and whether recovery words can. Errors: those of the keyring, one per situation."""
    stamp = vault.keyring_stamp(folder)  # first: what is replaced in between is read again
    return Names(who_may_unlock(folder), words_open(folder), stamp)


def changed_names(folder: Path, known: Names) -> Names | None:
    """Read them anew where the keyring was replaced since; None where it was not, or cannot be read now."""
    if vault.keyring_stamp(folder) == known.stamp:
        return None
    try:
        return read_names(folder)
    except KnownError:
        return None  # unlocking says what is wrong with it


def words_open(folder: Path) -> bool:
    """Say whether there are recovery words that open this workspace; False where its keyring cannot be read."""
    try:
        return any(slot["kind"] == RECOVERY for slot in vault.load_keyring(folder).slots)
    except KnownError:
        return False


def by_password(folder: Path, user: str, password: str, *, accept_older: bool = False) -> Callable[[], Workspace]:
    """Open with a name and a password; where it may not be written, the programme alone."""
    return lambda: vault.unlock(folder, Password(user, password), accept_older=accept_older, all_tiers=False)


def before_next_try(folder: Path, user: str) -> Waiting:
    """Say what stands before a user's next try; nothing where that cannot be read or it is not said who."""
    try:
        ring = vault.load_keyring(folder)
        return waiting(ring, laptop_record(ring.workspace, folder), Password(user, ""), SystemClock())
    except KnownError:
        return Waiting()


def words_fit(folder: Path, text: str) -> None:
    """Check that recovery words open this workspace, before more is asked. Errors: WrongWords, NoRecovery, damage."""
    open_person(vault.load_keyring(folder), Words(text))


def recovering(
    folder: Path, text: str, user: str, password: str, *, accept_older: bool = False
) -> Callable[[], Workspace]:
    """Give a user a new password by the recovery words, and open with it."""

    def recover() -> Workspace:
        ws = vault.unlock(folder, Words(text), accept_older=accept_older)
        try:
            vault.recover_password(ws, user, password, programme.school(ws).name)
        finally:
            ws.close()
        return vault.unlock(folder, Password(user, password))

    return recover


def going_on(error: Exception) -> tuple[str, str] | None:
    """Say what going on in spite of this error means, and what the button for it says; None where one cannot."""
    apart = say("The other copy may hold work that this one does not. What you do here is then apart from it.")
    if isinstance(error, KeyringOlder):
        former = say("A password that was changed since, or somebody who was removed, may open the workspace again.")
        return former, say("Go on with the older one")
    if isinstance(error, PartsOlder):
        return say("What the older pages replaced does not come back by this."), say("Go on with it")
    if isinstance(error, OlderThanSeen):
        return apart, say("Go on with the older one")
    return (apart, say("Go on with this one")) if isinstance(error, TwoHistories) else None


def is_wrong_secret(error: Exception) -> bool:
    """Say whether the password or the words were wrong."""
    return isinstance(error, WrongPassword | WrongWords)


def making(setup: SetUp) -> Callable[[], Workspace]:
    """Make a workspace and give it open."""

    def make() -> Workspace:
        ws = vault.make_workspace(
            setup.folder,
            school=setup.school,
            user=setup.user,
            password=setup.password,
            private=setup.private,
            words=setup.words,
            found=lambda ws: programme.found(ws, setup.school, setup.profile, setup.terms),
        )
        vault.prove_words(ws, proven=setup.proven)
        return ws

    return make


def sample_folder() -> Path:
    """Give the place of the sample school: beside the settings, not among the person's documents."""
    return files.data_home() / f"Sample{ENDING}"


def is_sample(folder: Path) -> bool:
    """Say whether a folder is the sample school made here."""
    return folder == sample_folder()


def sample_password(folder: Path, user: str) -> str:
    """Give the known password of the sample school made here; empty for one made elsewhere, and for other users."""
    from desktop.services import sample as invented  # as below

    return SAMPLE_PASSWORD if is_sample(folder) and user == invented.USER else ""


def sample(folder: Path, profile: str) -> Callable[..., Workspace]:
    """Open the sample school, made anew where there is none. Takes some seconds the first time."""

    def open_or_make(progress: Callable[[int, int], bool] | None = None) -> Workspace:
        from desktop.services import sample as invented  # its names and texts are not needed on other days

        if folder.exists():
            return vault.unlock(folder, Password(invented.USER, SAMPLE_PASSWORD))
        files.private_folder(folder.parent)
        return invented.make_sample_workspace(
            folder, SAMPLE_PASSWORD, clock=SystemClock(), profile=profile, progress=progress
        )

    return open_or_make


def home_profile() -> str:
    """Guess the profile from the country the computer is set to."""
    countries = {QLocale.Country.UnitedStates: "us", QLocale.Country.UnitedKingdom: "uk"}
    return countries.get(QLocale.system().territory(), "other")


def holder_here(folder: Path) -> bool:
    """Say whether another Peerkeep of this account on this laptop has the workspace open."""
    holder = files.FileLock(folder / LOCK).holder()
    return holder is not None and holder.ours


def judge(password: str, *names: str) -> Verdict:
    """Judge a password while it is typed; loads a large word list the first time, so never on the window's thread."""
    refused = vault.why_not(password, *names)
    return Verdict(0, str(refused)) if refused else Verdict(vault.strength(password, *names), "")


def words_and_rows() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Draw recovery words; and lay them out in four rows, each with its check letter."""
    words = vault.new_words()
    return words, vault.sheet(words)


def wrong_words(text: str) -> str:
    """Say what is wrong with typed recovery words before any key is derived; empty if nothing is."""
    try:
        vault.read_words(text)
    except KnownError as error:
        return str(error)
    return ""


def proposed_terms(profile: str, today: date) -> tuple[Term, ...]:
    """Propose the terms of this school year, to be corrected."""
    return programme.propose_terms(profile, today)


def check_names(school: str, user: str) -> dict[str, str]:
    """Check the first step of the wizard."""
    missing = say("This is needed.")
    return {key: missing for key, text in (("school", school), ("user", user)) if not text.strip()}
