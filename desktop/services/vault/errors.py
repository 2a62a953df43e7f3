"""Every situation of the vault that a person can meet, one class and one sentence each."""

from __future__ import annotations

from typing import ClassVar, Final

from desktop.services.errors import KnownError


class NotAWorkspace(KnownError):
    """The path is no workspace."""

    sentence: ClassVar[str] = (
        "This folder is not a Peerkeep workspace. Nothing was changed. Choose the folder whose name ends in .peerkeep."
    )


class NoSuchFolder(NotAWorkspace):
    """Nothing is at the path."""

    sentence: ClassVar[str] = (
        "There is no folder at this place. Nothing was changed. Check the name, and that the drive is plugged in."
    )


class NotAFolder(NotAWorkspace):
    """A file is at the path."""

    sentence: ClassVar[str] = (
        "This is a file, and a workspace is a folder. Nothing was changed. "
        "Choose the folder whose name ends in .peerkeep; a copy is opened as a copy."
    )


class EmptyFolder(NotAWorkspace):
    """The folder holds nothing."""

    sentence: ClassVar[str] = (
        "This folder is empty, so there is no workspace in it. Nothing was changed. "
        "Choose the folder whose name ends in .peerkeep."
    )


class WorkspaceExists(KnownError):
    """Something is there already."""

    sentence: ClassVar[str] = "There is something at this place already. Nothing was changed. Choose a new folder name."


class CannotMakeWorkspace(KnownError):
    """The place cannot be written."""

    sentence: ClassVar[str] = (
        "A workspace cannot be made at this place. Nothing was changed. Choose a folder you may write to."
    )


class KeyringMissing(KnownError):
    """There is no keyring.json but its second copy may be there."""

    sentence: ClassVar[str] = (
        "The workspace's keyring file is missing, so it cannot be opened. Nothing was changed. "
        "Put keyring.json back, for example from keyring.bak in the same folder or from a copy."
    )


class KeyringEmpty(KnownError):
    """keyring.json has no content."""

    sentence: ClassVar[str] = (
        "The workspace's keyring file is empty. Nothing was changed. "
        "Put keyring.json back, for example from keyring.bak in the same folder or from a copy."
    )


class KeyringDamaged(KnownError):
    """keyring.json does not match its own checksum."""

    sentence: ClassVar[str] = (
        "The workspace's keyring file is damaged. Nothing was changed. "
        "Put keyring.json back, for example from keyring.bak in the same folder or from a copy."
    )


class KeyringForeign(KnownError):
    """keyring.json is signed by another workspace's owner, or belongs to other files."""

    sentence: ClassVar[str] = (
        "The keyring file here belongs to another workspace. Nothing was changed. "
        "Put back the keyring.json that belongs here, for example from keyring.bak in the same folder or from a copy."
    )


class KeyringOlder(KnownError):
    """keyring.json is of an earlier generation, or the slot is: a former password or user might open it."""

    sentence: ClassVar[str] = (
        "The keyring file here is older than the one last seen on this laptop. Nothing was changed. "
        "Put the newer keyring.json back, or go on with the older one."
    )
    option: ClassVar[str] = "--accept-older"


class KeyringRefused(KnownError):
    """keyring.json asks for key derivation outside the allowed bounds."""

    sentence: ClassVar[str] = (
        "The keyring file asks for settings that Peerkeep does not allow; somebody may have changed it. "
        "Nothing was changed. "
        "Put keyring.json back from a copy."
    )


class NewerWorkspace(KnownError):
    """Written by a later version."""

    sentence: ClassVar[str] = (
        "This workspace was written by a newer Peerkeep (format {found}; this one knows up to {known}). "
        "Nothing was changed. "
        "Install the newer version to open it."
    )


class WrongPassword(KnownError):
    """The slot did not open."""

    sentence: ClassVar[str] = (
        "The name or the password is not right. Nothing was changed. Try again, or use the recovery words."
    )


class MustWait(KnownError):
    """Too many wrong tries in a row. Values: seconds."""

    sentence: ClassVar[str] = (
        "There were too many wrong tries. Nothing was changed. "
        "Wait {seconds} s and try again, or use the recovery words."
    )


class WordsDemanded(KnownError):
    """A hundred wrong tries in a row."""

    sentence: ClassVar[str] = (
        "There were 100 wrong tries in a row. Nothing was changed or erased. "
        "Set a new password with the recovery words; the password alone does not open the workspace here any more."
    )


class NotThePassword(KnownError):
    """The present password was typed wrong, by somebody who has the workspace open."""

    sentence: ClassVar[str] = "The present password is not right. Nothing was changed. Type it again."


class PasswordWrongAgain(KnownError):
    """The password, asked for once more while the workspace is open, was typed wrong."""

    sentence: ClassVar[str] = "The password is not right. Nothing was done. Type it again."


class PasswordSame(KnownError):
    """The new password is the present one."""

    sentence: ClassVar[str] = "This is the password you have. Nothing was changed. Choose another one."


class NoSuchUser(KnownError):
    """A name that nobody has."""

    sentence: ClassVar[str] = "Nobody of this name can unlock the workspace. Nothing was changed. Check the name."


class WordsNeeded(KnownError):
    """A new password without the former one, in a workspace that was not opened by the recovery words."""

    sentence: ClassVar[str] = "This needs the recovery words. Nothing was changed."


class WrongWords(KnownError):
    """The recovery slot did not open."""

    sentence: ClassVar[str] = (
        "These recovery words do not open this workspace. Nothing was changed. Check the sheet and try again."
    )


class NoRecovery(KnownError):
    """The workspace was made without recovery words."""

    sentence: ClassVar[str] = "This workspace has no recovery words. Only a password opens it. Nothing was changed."


class WhoAreYou(KnownError):
    """Several users, none named."""

    sentence: ClassVar[str] = "Several people can unlock this workspace. Nothing was changed. Say who you are."
    option: ClassVar[str] = "--user NAME"


class CompartmentMissing(KnownError):
    """A database file is not there."""

    sentence: ClassVar[str] = (
        "The file {file} of this workspace is missing. Nothing was changed. "
        "Restore the newest backup or a copy, or salvage what can be read."
    )


class CompartmentEmpty(KnownError):
    """A database file has no or almost no content."""

    sentence: ClassVar[str] = (
        "The file {file} of this workspace is empty. Nothing was changed. "
        "Restore the newest backup or a copy, or salvage what can be read."
    )


class CompartmentTruncated(KnownError):
    """A database file was cut short."""

    sentence: ClassVar[str] = (
        "The file {file} of this workspace was cut short. Nothing was changed. "
        "Restore the newest backup or a copy, or salvage what can be read."
    )


class CompartmentForeign(KnownError):
    """The file is something else, or belongs to another workspace."""

    sentence: ClassVar[str] = (
        "The file {file} is not the one that belongs to this workspace. Nothing was changed. "
        "Put the right file back, or restore the workspace from a copy."
    )


class CompartmentDamaged(KnownError):
    """Content does not authenticate."""

    sentence: ClassVar[str] = (
        "The file {file} of this workspace is damaged. Nothing was changed. "
        "Restore the newest backup or a copy, or salvage what can be read."
    )


class SchemaChanged(KnownError):
    """Tables or triggers are not those our migrations make."""

    sentence: ClassVar[str] = (
        "The inner structure of the file {file} was changed by something other than Peerkeep. Nothing was changed now. "
        "Restore the newest backup or a copy, or salvage what can be read."
    )


class OlderThanSeen(KnownError):
    """An older state than this laptop or heads.json has seen."""

    sentence: ClassVar[str] = (
        "This workspace is older than the one last seen here ({here}, last seen {seen}). Nothing was changed. "
        "Look for the newer one, or go on with the older one."
    )
    option: ClassVar[str] = "--accept-older"


class TwoHistories(KnownError):
    """The same device and step with another digest."""

    sentence: ClassVar[str] = (
        "This workspace and the one last seen here went different ways. Nothing was changed. "
        "Look for the right one, or go on with this one."
    )
    option: ClassVar[str] = "--accept-older"


class NotHeld(KnownError):
    """The user's keys do not open this compartment."""

    sentence: ClassVar[str] = "Your password does not open this part of the workspace. Nothing was changed."


class LookingOnly(KnownError):
    """A write to a copy that was opened for looking."""

    sentence: ClassVar[str] = (
        "You are only looking at a copy, so nothing can be saved here. Nothing was changed. "
        "To work in it, open the copy again and choose to go on working."
    )


class NothingToUndo(KnownError):
    """No step to take back."""

    sentence: ClassVar[str] = "There is nothing to undo. Nothing was changed."


class NothingToRedo(KnownError):
    """No undo to take back."""

    sentence: ClassVar[str] = "There is nothing to redo. Nothing was changed."


class UndoBlocked(KnownError):
    """Something later stands on it."""

    sentence: ClassVar[str] = (
        "The {step} cannot be undone, because something was changed after it that rests on it ({later}). "
        "Nothing was changed. "
        "Undo that first."
    )


class PasswordTooShort(KnownError):
    """Fewer than 15 characters."""

    sentence: ClassVar[str] = (
        "The password is too short. Use 15 characters or more; several words in a row are easy to remember."
    )


class PasswordTooCommon(KnownError):
    """On a list of common passwords, or a pattern."""

    sentence: ClassVar[str] = (
        "This password is easy to guess. Choose one that is not a known phrase, a row of keys or a repetition."
    )


class PasswordNamesSchool(KnownError):
    """Made of the school's or the user's name."""

    sentence: ClassVar[str] = (
        "The password is made of the school's name or yours. Choose one that others would not try first."
    )


class UnknownWord(KnownError):
    """A recovery word is not in the list."""

    sentence: ClassVar[str] = "Word {number} is not one of the recovery words. Check its spelling on the sheet."


class WrongRow(KnownError):
    """A row's check letter does not fit."""

    sentence: ClassVar[str] = "A word in row {row} is wrong or in the wrong place. Compare row {row} with the sheet."


class WrongWordCount(KnownError):
    """Not 24 words."""

    sentence: ClassVar[str] = "There are {found} words; the sheet has 24. Type all of them."


class UnfitName(KnownError):
    """A user's name that cannot be typed or shown on one line. Values: most."""

    sentence: ClassVar[str] = (
        "A name has at most {most} characters and stands on one line. Nothing was changed. Give a shorter, plainer one."
    )


class LentOnly(KnownError):
    """A write to somebody else's private notes."""

    sentence: ClassVar[str] = (
        "These are private notes of somebody else, lent to be read. Nothing was changed. "
        "Write what you have to say into a note of your own."
    )


class NameMissing(KnownError):
    """An empty school or user name."""

    sentence: ClassVar[str] = "A name is missing. Nothing was made. Give the school's name and yours."


# What was opened here before was newer, or another: it opens only where somebody says so.
OLDER: Final = (OlderThanSeen, TwoHistories, KeyringOlder)
# What stands for damaged files, where a backup or a salvage helps.
DAMAGED: Final = (
    CompartmentDamaged,
    CompartmentEmpty,
    CompartmentForeign,
    CompartmentMissing,
    CompartmentTruncated,
    SchemaChanged,
)
