"""The help's two topics about security in full: against whom, and what to switch on for what is out of our hands."""

from __future__ import annotations

from typing import Final

from desktop.views.help.shapes import Section

AGAINST_WHOM: Final = (
    Section(
        "Somebody who has the files",
        "shield-lock-outline",
        (
            (
                "A thief of the switched-off laptop has every file and all the time there is. Each guess at a "
                "password costs 64 MiB of memory and about half a second; with the 15 characters that Peerkeep asks "
                "for, that is out of reach. Not covered: a password that is known or easily guessed, and files you "
                "exported."
            ),
            (
                "A thief of a stick has a copy that says nothing of whom it is about, nor exactly how much is in "
                "it. That there is a copy, and when it was made, can be seen. A stick may keep traces of deleted "
                "files."
            ),
            (
                "An administrator who sees the files in a backup, on a share or in a roaming profile sees what the "
                "thief sees. File names, settings and logs hold no names of students."
            ),
            (
                "Somebody who changes the files: an edited entry, a cut end, an older file or an older page put in "
                "place of a newer one is found and named. If everything on the laptop is set back at once, the "
                "laptop's own record too, nobody can tell."
            ),
        ),
    ),
    Section(
        "Somebody at the laptop",
        "account-outline",
        (
            (
                "A colleague at your unlocked laptop: it locks after five minutes without work (Settings: one to "
                "fifteen), when it sleeps, when the session locks or another user takes the screen, with the screen "
                "saver, and after an hour in which one key or the mouse alone moved. Exporting, printing "
                "confidential matter and changing roles ask for the password again. What stood on the screen was "
                "seen."
            ),
            (
                "A colleague with a role of their own: what their role does not open is encrypted with keys they "
                "never get, and no screen, count, search or file of theirs says whether there is anything in it. "
                "The files themselves show when a part was last written, its length in steps of 64 KiB and, to who "
                "compares copies of them, roughly how much was written; that somebody handed something in, when, "
                "and to whom. They may still draw conclusions from what they may "
                "see, as dates of meetings."
            ),
            (
                "Somebody who was let in and is not any more: new keys close what is written from then on. Copies "
                "and backups made before stay readable to them; no program can reach back into a copy."
            ),
            (
                "Somebody who guesses: the waits after wrong passwords guard this laptop's window. They do not "
                "guard files that were carried away; there the cost of each guess does."
            ),
        ),
    ),
    Section(
        "Chance and time",
        "clock-outline",
        (
            (
                "A power cut, a full disk, a program that is killed: “Saved” appears only when the disk has it. A "
                "disk that says it has written and has not is beyond us; the daily backup on another medium is the "
                "answer."
            ),
            (
                "A forgotten password: the recovery words open everything but private notes. Words and password "
                "both lost means that the data is lost. There is no other way in, for us neither."
            ),
            (
                "A court, or a family that asks for a record: what is written may have to be shown. The audit tells "
                "who read, printed and exported what."
            ),
        ),
    ),
    Section(
        "Nobody can protect you from this",
        "alert-outline",
        (
            (
                "A program on this laptop that reads keys, memory or the screen, and whoever can install one. Such "
                "a laptop has no secrets, with Peerkeep or without."
            ),
            "A camera behind you, and paper that was not shredded.",
            "Somebody who makes you say the password.",
        ),
    ),
)

SWITCH_ON: Final = (
    Section(
        "Ask your IT staff for these",
        "cog-outline",
        (
            (
                "Encryption of the whole disk: BitLocker or device encryption on Windows, FileVault on a Mac, LUKS "
                "on Linux. Memory that is written to disk, at hibernation or when memory is short, is readable "
                "without it."
            ),
            (
                "Nothing, for the screen: screenshots and shared screens do not show Peerkeep on Windows and macOS. "
                "On Linux no program can ask for that; press F9 or Ctrl+L before you share your screen."
            ),
            (
                "The screen lock of the system, after five minutes at most: Peerkeep locks with it. Windows: "
                "Settings, Accounts, Sign-in options. Mac: System Settings, Lock Screen."
            ),
            (
                "No synced folder for the workspace: keep it out of OneDrive, Dropbox, Google Drive and iCloud, and "
                "off redirected or roaming folders. Peerkeep warns where it sees one, and on a network drive it only "
                "reads unless the settings allow more. Files that a sync program has made twice are listed under "
                "Transfer, by the banner that says so; neither version is thrown away."
            ),
            (
                "Backups of the system (File History, Time Machine, shadow copies) may take the encrypted files "
                "along; they stay encrypted, but deleted records live on in them until those are thrown away."
            ),
            (
                "Crash reports off: Windows, Settings, Privacy, Diagnostics & feedback. Peerkeep asks the system "
                "for no memory dump of itself; an administrator can force one."
            ),
        ),
    ),
    Section(
        "Set these yourself",
        "account-outline",
        (
            (
                "Clipboard history and the clipboard across devices: off. Windows: Settings, System, Clipboard. "
                "Mac: Handoff off. Peerkeep marks what it copies as not to be kept and clears it after 20 seconds."
            ),
            (
                "Recordings of the screen, as Recall on Windows or a recorder in a lesson: off. On Windows and on a "
                "Mac Peerkeep's window is left out of them; on Linux that is not possible."
            ),
            (
                "Printing: choose a printer that waits for your card or number, and switch off “Keep printed "
                "documents”. The print queue is the system's, not ours."
            ),
            (
                "Lists of recent files: Windows, Settings, Personalisation, Start. Peerkeep adds nothing to them; "
                "the viewer in which you open an exported PDF does."
            ),
            (
                "Keyboards that learn (on tablets, and for some languages): switch learning off, or they keep words "
                "you type."
            ),
            (
                "Sticks: use one that encrypts itself, and destroy it at the end. Deleted files can often be read "
                "back, on a stick more than elsewhere."
            ),
        ),
    ),
)
