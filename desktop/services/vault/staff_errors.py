"""What can go wrong where users are let in, changed and removed, and keys made anew."""

from __future__ import annotations

from typing import ClassVar

from desktop.services.errors import KnownError


class UserExists(KnownError):
    """Two users of one name."""

    sentence: ClassVar[str] = "There is a user of this name already. Nothing was changed. Choose another name."


class OwnerOnly(KnownError):
    """Managing users needs the owner's key."""

    sentence: ClassVar[str] = (
        "Only the person who set the workspace up, or a safeguarding lead, can do this. Nothing was changed. Ask them."
    )


class CannotLetIn(KnownError):
    """Who manages users does not hold a compartment, and nobody can give what they do not have. Values: part."""

    sentence: ClassVar[str] = (
        "You do not hold the {part} part yourself, so you cannot let anybody into it. Nothing was changed. "
        "Somebody who holds it and may manage users can do this, or whoever unlocks with the recovery words."
    )


class LastLead(KnownError):
    """The only safeguarding lead would be gone."""

    sentence: ClassVar[str] = (
        "This is the only safeguarding lead: without one, nobody would read what is handed in. Nothing was changed. "
        "Name another lead first."
    )


class LastOwner(KnownError):
    """The only person who may manage users would be gone."""

    sentence: ClassVar[str] = (
        "This is the only person who may manage users. Nothing was changed. Name a safeguarding lead first."
    )


class RemovingYourself(KnownError):
    """Who unlocked is to be removed."""

    sentence: ClassVar[str] = "You cannot remove yourself. Nothing was changed. Ask somebody else who may manage users."


class NoSuchRole(KnownError):
    """A role that does not exist."""

    sentence: ClassVar[str] = (
        "There is no such role. Nothing was changed. Choose coordinator, counsellor or safeguarding lead."
    )


class WordsFirst(KnownError):
    """New keys would not be known to recovery words that were made before Peerkeep noted for whom to seal them."""

    sentence: ClassVar[str] = (
        "The recovery words were made by an earlier Peerkeep and would open nothing after this. Nothing was changed. "
        "Make new recovery words first."
    )


class KeyNotChanged(KnownError):
    """A file could not be encrypted anew. Values: file."""

    sentence: ClassVar[str] = (
        "The file {file} could not get its new key. What it holds was not changed, and the former key still opens it. "
        "Make room on the disk; Peerkeep tries again when somebody who may manage users unlocks."
    )
