"""What the help says, topic by topic: titles, icons and plain lines. Words alone; the page lays them out."""

from __future__ import annotations

from typing import Final

from desktop.services.language import say
from desktop.views.help.scores import ABOUT_SCORES
from desktop.views.help.security import AGAINST_WHOM, SWITCH_ON
from desktop.views.help.shapes import Section
from desktop.views.help.waits import ABOUT_WAITS

SAFETY, SECURITY, SWITCHES = "safety", "security", "switches"
IMPORTING, COLUMNS, JOINING, GUARDIANS = "importing", "columns", "joining", "guardians"
SCORES, WAITS = "scores", "waits"


def topics() -> tuple[tuple[str, str], ...]:
    """Give (key, title) of every topic, in their order."""
    return tuple((key, say(title)) for key, title in _TITLES.items())


def sections(topic: str) -> tuple[Section, ...]:
    """Give the cards of a topic; those of the first for one that is unknown."""
    return tuple(
        Section(say(one.title), one.icon, tuple(say(line) for line in one.lines))
        for one in _SECTIONS.get(topic, _SECTIONS[SAFETY])
    )


_TITLES: Final = {
    SAFETY: "What it protects",
    SECURITY: "Security in full",
    SWITCHES: "What to switch on",
    IMPORTING: "Bringing people in",
    COLUMNS: "Columns",
    JOINING: "One person, two records",
    GUARDIANS: "Guardians",
    SCORES: "Scores",
    WAITS: "Who waits",
}

_SECTIONS: Final = {
    SECURITY: AGAINST_WHOM,
    SWITCHES: SWITCH_ON,
    SCORES: ABOUT_SCORES,
    WAITS: ABOUT_WAITS,
    SAFETY: (
        Section(
            "What it protects",
            "check",
            (
                (
                    "A stolen or lost laptop: every name, note and number is encrypted; without a password or the "
                    "recovery words it stays shut."
                ),
                "A lost USB stick: a copy is encrypted as a whole and does not say what it is about.",
                "A colleague with another role: notes are sealed with keys that their password does not open.",
                (
                    "A laptop left open: it locks by itself, and locking ends the program, so that nothing stays in "
                    "its memory."
                ),
                "A power cut or a crash: what was said to be saved is saved, and what you were typing comes back.",
                (
                    "A damaged file, or something deleted by mistake: a verified backup is made on each day on which "
                    "something changed. Transfer lists them; Rehearse tells whether one opens, Restore makes a "
                    "workspace of it. Where there is none, Salvage brings all that can still be read into a new "
                    "workspace and lists what is lost. Check everything, on Transfer, names what was damaged, changed "
                    "or put back from an older file."
                ),
                (
                    "Changes behind your back: every change is kept in a sealed chain that shows tampering. Settings, "
                    "Who did what lists who unlocked, read, printed, saved and changed what, without texts and "
                    "students' names, and of failed tries in whose name they were made; Verify names the first entry "
                    "that is not as it was written."
                ),
                (
                    "Things done unseen: what cannot be recorded, on a full disk for instance, is refused. Nobody sees "
                    "entries of what their password does not open."
                ),
                (
                    "Guessing at this laptop: after five wrong passwords each further try waits longer, up to 15 "
                    "minutes; after 100 only the recovery words open. Failed tries stand in the journal."
                ),
                (
                    "A password that somebody may know: say so when you change it (Settings, Your password). Then all "
                    "that it opened gets new keys, and what is written from then on is closed to them."
                ),
                "The network: Peerkeep has no part that could send or fetch anything.",
            ),
        ),
        Section(
            "What it cannot protect",
            "alert-outline",
            (
                "Somebody who watches your screen or your keyboard while you work. F9 blanks the screen at once.",
                "A program on this laptop that records keys or the screen, or an administrator who installs one.",
                "Paper and files that you print or save from here: they are yours to look after.",
                (
                    "A password that others guess, and a forgotten password without the recovery words: then "
                    "everything is lost."
                ),
                (
                    "Memory that the system writes to disk: ask your IT staff to switch on the disk encryption of this"
                    " laptop."
                ),
                "Old copies: whoever could open one can go on opening it, also with a password that was changed since.",
            ),
        ),
        Section(
            "Who can read what",
            "eye-outline",
            (
                "{Programme}: everyone who works in the {programme}. Names, pairs, meetings, plain notes.",
                "{Counselling}: {counsellors} only. Confidential notes.",
                "Safeguarding: the {lead}.",
                (
                    "Handed in: anybody can hand something in to the {lead} or to the {counsellors}. It is sealed at "
                    "once; you get a receipt and cannot read it again. It moves in when one of them unlocks."
                ),
                (
                    "Private: one author only, never copied to others, and lost with their password. The author can "
                    "lend them to one colleague until a day, to be read: Settings, Your private notes."
                ),
                (
                    "Settings, Who may unlock: people are let in, change their role or are removed there. Before that, "
                    "and before anything is printed, exported or copied out, your password is asked for once more."
                ),
                "Recording something here is not reporting it. If a child may be at risk, press F2 and call.",
            ),
        ),
        Section(
            "Getting about",
            "keyboard-outline",
            (
                "Ctrl+K finds people, notes you may read, pages, actions and the topics of this help.",
                "Ctrl+Z takes back the last step and says which; there is no question beforehand.",
                "F1 lists the keys of the page you are on. Tab goes through it in reading order.",
                (
                    "Ctrl+L locks. What you are typing is kept, and you come back to the same place. F9 blanks the "
                    "screen at once; the same key or a click brings it back."
                ),
            ),
        ),
    ),
    IMPORTING: (
        Section(
            "Four steps, and nothing is changed before the last",
            "check",
            (
                (
                    "Drop a file or a folder anywhere on the People page, or press Ctrl+I. It may come from your "
                    "information system, from a spreadsheet or from a form; you need not say which."
                ),
                (
                    "Peerkeep says what it took the file for, and why. It asks only what the file does not prove: in "
                    "which order the dates are written, which sheet holds the list, which column is which."
                ),
                (
                    "The dry run shows everybody: new, changed with the old value and the new, unchanged, missing in "
                    "the file, and what looks odd with the reason. Look at “Suspicious” and “To decide” first."
                ),
                (
                    "Import does all of it in one step. “Undo this import”, or Ctrl+Z, takes all of it back. A report "
                    "of the import can be printed or saved."
                ),
            ),
        ),
        Section(
            "What can be read",
            "file-import-outline",
            (
                "Lists: CSV of any make and spelling, Excel (xlsx and xls) and OpenDocument spreadsheets.",
                (
                    "Sets of files, as a folder or a zip file: OneRoster 1.1 and 1.2, School Data Sync. Only the "
                    "people in them are read; classes and marks are left alone."
                ),
                "XML: Ed-Fi students, and the British common transfer file.",
                (
                    "Sign-up lists of {mentors} and {mentees}, and lists of pairs that exist already, by number or by "
                    "name. Where a name fits several people you are asked, in one list."
                ),
                "A workbook with a password cannot be read: save it without one, and delete that copy afterwards.",
            ),
        ),
        Section(
            "The next {term}",
            "calendar-blank-outline",
            (
                "Import the whole list again. Whoever did not change is left as they are.",
                (
                    "Who is missing in the file is never removed: you say who has left, and their pairs, meetings and "
                    "notes stay. Who had left and is in the file again can be brought back."
                ),
                (
                    "A new row that looks like somebody who is here under another number is offered as the same "
                    "person. Nobody is joined without your answer."
                ),
            ),
        ),
    ),
    COLUMNS: (
        Section(
            "Saying what a column is",
            "tune",
            (
                "“Columns”, or Alt+C, shows each column of the file with some of its values and what it is taken for.",
                (
                    "Drag a heading onto a field. Or choose a column and type the first letters of a field, or press "
                    "Enter for the list; Delete leaves a column out."
                ),
                "What you say is kept: a file with the same columns is read the same way the next time.",
            ),
        ),
        Section(
            "Only what you need",
            "eye-outline",
            (
                "What no column was taken for is not in the workspace, not even hidden.",
                (
                    "Phone numbers, email addresses, languages, access needs and guardians of students come in only "
                    "where you say which column they are. To make pairs, nobody needs them."
                ),
                "Columns of passwords are never read.",
            ),
        ),
        Section(
            "When something looks wrong",
            "alert-outline",
            (
                "Days and months changed places: “Dates”, or Alt+D, asks for the order with examples of the file.",
                (
                    "Zeros at the beginning of numbers are gone: the spreadsheet has taken them away. Export the list "
                    "anew, and do not open it in between."
                ),
                "The wrong sheet: “Other sheet”, or Alt+S, shows the others with their first rows.",
            ),
        ),
    ),
    JOINING: (
        Section(
            "Is somebody here twice?",
            "account-multiple-outline",
            (
                (
                    "Ctrl+D on the People page looks for people with the same number, with the same name and birth "
                    "date, or with names that look or sound alike. While you type in somebody new it looks too."
                ),
                "Twins and namesakes are told apart by given name, birth date, number and {form}.",
                "You can also choose two people in the list and ask from the menu whether they are one person.",
            ),
        ),
        Section(
            "What joining does",
            "check",
            (
                "You see both records side by side and say what stays of each detail.",
                (
                    "Nothing is moved and nothing is lost: pairs, meetings, notes and the history of both are found "
                    "under the one that stays. A note goes on being readable only for whom it was."
                ),
                "Undo parts them again, whatever came in between.",
            ),
        ),
    ),
    GUARDIANS: (
        Section(
            "Who looks after a student",
            "account-group-outline",
            (
                (
                    "Choose a student on the People page; guardians stand among the details, in the order in which "
                    "they are called. Change them there, or let an import bring them in from columns you have chosen."
                ),
                (
                    "Each student has their own line for each adult: how they are related, whether they have parental "
                    "responsibility, whether they are called in an emergency."
                ),
                (
                    "One adult can look after several students. Add somebody who is here already rather than typing "
                    "them again: then a new number is changed once."
                ),
            ),
        ),
        Section(
            "Not to be contacted",
            "alert-outline",
            (
                (
                    "A court, or the school, may have decided that somebody is not to be contacted about a student. "
                    "Say so in the line: it stands in red wherever the two appear together, and lists say it too."
                ),
                "It holds for that student alone. For a brother or sister it has to be said as well.",
                "No import takes it away, and joining two records keeps the stricter word.",
                "Peerkeep sends nothing by itself. It cannot keep anybody from using a number they know.",
            ),
        ),
    ),
}
