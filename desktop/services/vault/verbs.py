"""The words of every step: what a person did, by the verb that the journal keeps.

Each verb has its phrase for one and for several; `{n}` is the count that stands in `about`. Steps whose
`about` is no count use the first phrase. A test checks that no verb is used without standing here.
"""

from __future__ import annotations

from typing import Final

from desktop.services.language import say, say_many

VERBS: Final[dict[str, tuple[str, str]]] = {
    "found_workspace": ("making of the workspace", "making of the workspace"),
    "undo": ("undo", "undo"),
    "redo": ("redo", "redo"),
    "open_copy": ("opening of a copy", "opening of {n} copies"),
    "open_version": ("opening of a second version", "opening of {n} second versions"),
    "set_aside_version": ("setting aside of a second version", "setting aside of {n} second versions"),
    "restore_backup": ("restoring of a backup", "restoring of {n} backups"),
    "salvage": ("salvage of 1 record", "salvage of {n} records"),
    "new_device": ("continuing on another laptop", "continuing on another laptop"),
    "unlock": ("unlocking", "unlocking"),
    "lock": ("locking", "locking"),
    "failed_unlock": ("1 failed try to unlock", "{n} failed tries to unlock"),
    "reauthenticated": ("password given again", "password given again"),
    "change_password": ("change of a password", "change of a password"),
    "change_known_password": (
        "change of a password that somebody may know",
        "change of a password that somebody may know",
    ),
    "add_user": ("invitation of a user", "invitation of a user"),
    "change_role": ("change of a user's role", "change of a user's role"),
    "remove_user": ("removal of a user", "removal of a user"),
    "new_keys": ("new keys of a part of the workspace", "new keys of a part of the workspace"),
    "lend_private": ("lending of private notes to a substitute", "lending of private notes to a substitute"),
    "take_back": ("taking back of private notes", "taking back of private notes"),
    "end_lending": ("end of a lending of private notes", "end of a lending of private notes"),
    "recover_password": (
        "use of the recovery words to set a new password",
        "use of the recovery words to set a new password",
    ),
    "replace_words": (
        "making of new recovery words, which replace any former ones",
        "making of new recovery words, which replace any former ones",
    ),
    "open_to_words": ("opening of 1 part to the recovery words", "opening of {n} parts to the recovery words"),
    "confirm_words": (
        "leaving of the recovery words in force after they were used",
        "leaving of the recovery words in force after they were used",
    ),
    "accept_older": ("going on with an older workspace", "going on with an older workspace"),
    "read_note": ("reading of a note", "reading of {n} notes"),
    "begin_copy": ("beginning of a copy", "beginning of {n} copies"),
    "begin_print": ("sending of a document to the printer", "sending of a document to the printer in {n} copies"),
    "restore_elsewhere": ("restoring of a backup to a new folder", "restoring of {n} backups to new folders"),
    "make_copy": ("making of a copy", "making of {n} copies"),
    "export": ("export", "export"),
    "set_school": ("change of the school's details", "change of the school's details"),
    "set_terms": ("change of the term dates", "change of the term dates"),
    "set_closed_days": ("change of the closed days", "change of the closed days"),
    "import_roster": ("import of 1 student", "import of {n} students"),
    "add_person": ("adding of a person", "adding of {n} people"),
    "edit_person": ("change of a person's details", "change of the details of {n} people"),
    "edit_people": ("change of 1 person", "change of {n} people"),
    "merge_people": ("joining of two records of one person", "joining of {n} records"),
    "set_guardians": ("change of a student's guardians", "change of the guardians of {n} students"),
    "set_photo": ("change of a photo", "change of {n} photos"),
    "set_own_fields": ("change of what people may say of themselves", "change of what people may say of themselves"),
    "set_own_values": ("change of what a person says of themselves", "change of what {n} people say of themselves"),
    "save_column_map": ("remembering of a file's columns", "remembering of the columns of {n} files"),
    "save_filter": ("saving of a filter", "saving of {n} filters"),
    "tell_apart": ("saying that two are two people", "saying {n} times that two are two people"),
    "remove_filter": ("removing of a saved filter", "removing of {n} saved filters"),
    "import_staff": ("import of 1 member of staff", "import of {n} members of staff"),
    "import_pairs": ("import of 1 pair", "import of {n} pairs"),
    "archive_people": ("archiving of 1 person", "archiving of {n} people"),
    "mark_left": ("leaving of 1 person", "leaving of {n} people"),
    "bring_back": ("return of 1 person", "return of {n} people"),
    "add_period": ("adding of a period", "adding of {n} periods"),
    "set_availability": ("change of when a student is free", "change of when {n} students are free"),
    "enrol": ("enrolment of 1 student", "enrolment of {n} students"),
    "withdraw": ("withdrawal of 1 student", "withdrawal of {n} students"),
    "set_answers": ("change of a student's answers", "change of the answers of {n} students"),
    "set_wishes": ("change of a student's wishes", "change of the wishes of {n} students"),
    "record_release": ("making of a document in 1 copy", "making of a document in {n} copies"),
    "set_matching": ("change of what counts in matching", "{n} changes of what counts in matching"),
    "keep_apart": ("keeping two people apart", "keeping {n} times two people apart"),
    "stop_keeping_apart": ("end of keeping two people apart", "{n} ends of keeping two people apart"),
    "write_block_reason": ("reason for keeping two people apart", "{n} reasons for keeping people apart"),
    "read_block_reason": ("reading of why two people are kept apart", "{n} readings of why people are kept apart"),
    "plan_meet": ("plan of a meet-and-greet for 1 person", "plan of a meet-and-greet for {n} people"),
    "add_badges": ("1 more badge for a meet-and-greet", "{n} more badges for a meet-and-greet"),
    "set_named": ("whom somebody named at a meet-and-greet", "whom {n} people named at a meet-and-greet"),
    "close_meet": ("closing or opening of a meet-and-greet", "closing or opening of {n} meet-and-greets"),
    "plan_first": ("plan of a first meeting", "plan of {n} first meetings"),
    "hold_first": ("first meeting of a pair", "first meetings of {n} pairs"),
    "miss_first": ("first meeting that was missed", "{n} first meetings that were missed"),
    "take_back_first": ("taking back of a first meeting", "taking back of {n} first meetings"),
    "set_goals": ("change of a pair's goals", "change of the goals of {n} pairs"),
    "review_trial": ("review of a pair on trial", "review of {n} pairs on trial"),
    "move_review": ("other day for the review of a pair", "other days for the reviews of {n} pairs"),
    "set_slip": ("answer of a student about a pair", "{n} answers of students about pairs"),
    "read_slips": ("reading of what students answered about a pair", "{n} readings of answers about pairs"),
    "propose_round": ("proposal of 1 pair", "proposal of {n} pairs"),
    "propose_groups": ("proposal of groups for 1 student", "proposal of groups for {n} students"),
    "override_rule": ("placing of a pair against a rule", "placing of {n} pairs against a rule"),
    "set_draft_aside": ("putting aside of the draft", "putting aside of {n} drafts"),
    "take_up_draft": ("taking up of a draft", "taking up of {n} drafts"),
    "rename_draft": ("naming of a draft", "naming of {n} drafts"),
    "lock_pair": ("locking of a pair in the draft", "locking of {n} pairs in the draft"),
    "unlock_pair": ("unlocking of a pair in the draft", "unlocking of {n} pairs in the draft"),
    "leave_out": ("leaving a student out of the draft", "leaving {n} students out of the draft"),
    "place_by_hand": ("placing of a student by hand", "placing of {n} students by hand"),
    "ban_pair": ("ruling out of a pair in the draft", "ruling out of {n} pairs in the draft"),
    "allow_pair": ("allowing of a pair in the draft", "allowing of {n} pairs in the draft"),
    "discard_draft": ("discarding of the draft", "discarding of {n} drafts"),
    "publish_round": ("publishing of 1 pair", "publishing of {n} pairs"),
    "set_period": ("change of when a pair meets", "change of when {n} pairs meet"),
    "end_pair": ("ending of a pair", "ending of {n} pairs"),
    "import_participants": ("import of 1 participant", "import of {n} participants"),
    "write_note": ("note", "{n} notes"),
    "edit_note": ("change of a note", "change of {n} notes"),
    "sign_note": ("signing of a note", "signing of {n} notes"),
    "add_addendum": ("addendum to a note", "{n} addenda to notes"),
    "refile_note": ("re-filing of a note", "re-filing of {n} notes"),
    "search_notes": ("search that showed 1 note", "search that showed {n} notes"),
    "hand_in": ("handing in of something sealed", "handing in of {n} sealed items"),
    "take_in": ("taking in of 1 item that was handed in", "taking in of {n} items that were handed in"),
    "read_handed_in": ("reading of something handed in", "reading of {n} items that were handed in"),
    "record_meetings": ("record of 1 meeting", "record of {n} meetings"),
}

COMING_IN: Final = ("unlock", "lock", "failed_unlock", "reauthenticated", "begin_copy", "begin_print")

# Steps about what is sealed for a compartment: only who did them, and who holds all there is, is shown them.
HANDING: Final = ("hand_in", "take_in")

# Steps that nobody takes back: the founding, paper that has left, what was handed in, and events without entries.
FINAL: Final = frozenset(
    {"found_workspace", "new_device", "open_copy", "restore_backup", "salvage", "merge", "erase", "record_release"}
    | {*HANDING}
)


def role_event(uid: str, before: str, after: str) -> str:
    """Give what the event of a changed role is about: whose, from which role to which."""
    return f"{uid} {before} {after}"


def roles_in(verb: str, about: str) -> tuple[str, str, str]:
    """Read what `role_event` gave as (uid, before, after); of any other event ("", "", "")."""
    found = about.split(" ") if verb == "change_role" else []
    return (found[0], found[1], found[2]) if len(found) == 3 else ("", "", "")


def role_words(role: str) -> str:
    """Name a role, as within a sentence."""
    words = {"coordinator": say("coordinator"), "counsellor": say("{counsellor}"), "lead": say("{lead}")}
    return words.get(role, role)


def words_of(verb: str, about: str) -> str:
    """Say what a step did, for example "import of 300 students"."""
    _, before, after = roles_in(verb, about)
    if after:
        return say(
            "change of a user's role from {before} to {after}", before=role_words(before), after=role_words(after)
        )
    one, many = VERBS.get(verb, (verb.replace("_", " "),) * 2)
    return say_many(one, many, int(about)) if about.isdigit() else say(one, n=1)
