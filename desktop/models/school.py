"""The school's settings as the window edits them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from desktop.services import programme, vault
from desktop.services.language import joined, say
from desktop.services.programme.types import Contact, School, Term
from desktop.services.vault import Changes, Password, Workspace
from desktop.services.vault.rotation import asks_for_keys
from desktop.services.vault.tries import Waiting, waiting

__all__ = ["Contact", "School", "SchoolFacts", "Term", "Waiting"]


@dataclass(frozen=True)
class SchoolFacts:
    """What the settings page shows of a workspace. manages: only who manages users makes new recovery words.

    alone: nobody else can unlock it. closed_to_words: the words do not open safeguarding notes yet.
    """

    school: School
    terms: tuple[Term, ...]
    has_recovery: bool
    words_proven: bool
    words_used: bool
    manages: bool = True
    alone: bool = True
    closed_to_words: bool = False


def read_facts(ws: Workspace) -> SchoolFacts:
    """Read what the settings page shows."""
    record = ws.record
    school, terms = programme.school(ws), programme.terms(ws)
    words = vault.has_recovery(ws), record.words_proven, record.words_used
    alone, closed = len(vault.list_users(ws)) == 1, bool(vault.closed_to_words(ws))
    return SchoolFacts(school, terms, *words, manages=ws.user.owner, alone=alone, closed_to_words=closed)


def rename_school(ws: Workspace, name: str, languages: tuple[str, ...]) -> Changes:
    """Change the school's name and its languages. Error: SchoolNameMissing."""
    return programme.set_school(ws, replace(programme.school(ws), name=name, languages=languages))


def set_contacts(ws: Workspace, contacts: tuple[Contact, ...]) -> Changes:
    """Change whom the card "A child may be at risk" names; also written in the clear."""
    return programme.set_school(ws, replace(programme.school(ws), contacts=contacts))


def set_terms(ws: Workspace, terms: tuple[Term, ...]) -> Changes:
    """Change the terms. Error: BadTerms."""
    return programme.set_terms(ws, terms)


def replace_words(ws: Workspace, words: tuple[str, ...]) -> None:
    """Give the workspace new recovery words, proven; the former ones open only copies made before. Error: OwnerOnly."""
    vault.add_recovery(ws, words)
    vault.prove_words(ws)


def keep_words(ws: Workspace) -> None:
    """Keep the recovery words after they set a password."""
    vault.confirm_words(ws)


def change_password(ws: Workspace, former: str, password: str) -> Changes:
    """Change the password of who unlocked. Errors: as `vault.change_password`."""
    return vault.change_password(ws, former, password, programme.school(ws).name)


def change_known_password(
    ws: Workspace, former: str, password: str, progress: Callable[[int, int], bool] | None = None
) -> Changes:
    """Change a password that somebody may know, with all keys that it opened. Errors: as `vault.change_password`."""
    school = programme.school(ws).name
    return vault.change_password(ws, former, password, school, somebody_may_know=True, progress=progress)


def keys_to_come(ws: Workspace) -> str:
    """Say what waits after a password that somebody may know was changed; "" where nothing does."""
    if ws.user.owner and vault.unfinished(ws):
        return say("Not every new key is made yet: it is done at your next unlock.")
    if not asks_for_keys(ws):
        return ""
    managers = joined(tuple(user.label for user in vault.list_users(ws) if user.owner))
    return say(
        "What you share with others gets its new keys when one of these unlocks next: {names}. Ask them to. Until "
        "then, somebody with your former password and an old copy can still read what is written there.",
        names=managers,
    )


def password_wait(ws: Workspace) -> Waiting:
    """Say what stands before the next time the present password is asked for."""
    return waiting(ws.keyring, ws.record, Password(ws.user.label, ""), ws.clock)
