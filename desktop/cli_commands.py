"""What each command of the command line does: it calls the verbs and puts their answers into plain values.

Every command gives two things: the object for `--json` and a text for people.
"""

from __future__ import annotations

import argparse
import codecs
import contextlib
import sys
from pathlib import Path
from typing import Any

from desktop import cli_output
from desktop.cli_patience import patience
from desktop.services import files, notes, people, programme, reports, transfer
from desktop.services import sample as sample_school
from desktop.services.clock import SystemClock
from desktop.services.errors import KnownError
from desktop.services.language import PROFILES, say, set_profile, show_date
from desktop.services.vault import (
    Password,
    Words,
    Workspace,
    load_keyring,
    make_workspace,
    new_words,
    prove_words,
    sheet,
    undo_last,
)
from desktop.services.vault import (
    steps as vault_steps,
)
from desktop.services.vault import (
    verify as vault_verify,
)
from desktop.services.vault.errors import CompartmentDamaged

Answer = dict[str, Any]
Said = tuple[Answer, str]
_LONGEST_NOTE = 4 * 1024 * 1024
# The small files beside the records: opening or this very check writes them anew.
_MADE_ANEW = ("contacts.json", "heads.json", "keyring.bak")
# What is counted in a check, and the tables.
COUNTED = {"people": "person", "pairs": "pair", "meetings": "meeting", "notes": "note"}


class OutExists(KnownError):
    """The file to write is there already."""

    sentence = "There is a file of this name already. Nothing was written. Choose another name."


class CopyExists(OutExists):
    """The copy or report to make is there already, and may be replaced."""

    option = "--force"


class NotText(KnownError):
    """What came as a note's text is in no encoding that can be told: a wrong guess would lose letters silently."""

    sentence = "The text is not encoded as UTF-8. Nothing was saved. Save it as UTF-8 and send it again."


class WrongEnding(KnownError):
    """The report's file name ends in neither."""

    sentence = "The name must end in {endings}. Nothing was written."


def must_be_workspace(folder: Path) -> None:
    """Refuse a path that is no workspace before a password is asked for. Errors: those of the keyring."""
    load_keyring(folder)


def must_be_new(out: Path, *, force: bool = False) -> None:
    """Refuse to replace a file that is there, unless `force`. Errors: CopyExists, files.BadName."""
    with files.sentences():
        if out.exists() and not force:
            raise CopyExists


def speak_as(ws: Workspace) -> None:
    """Use the words of the school's profile; where its page is damaged, `verify` must still come to say so."""
    with contextlib.suppress(CompartmentDamaged):
        set_profile(programme.school(ws).profile)


# founding


def new(options: argparse.Namespace, password: str) -> tuple[Answer, str, int]:
    """Make a workspace; without a place for recovery words it has none, and that is said."""
    words = new_words() if options.recovery_out else None
    if not words:
        ws = _made(options, password, None)
        cli_output.tell(say("There are no recovery words: a forgotten password cannot be replaced."))
        return {"workspace": ws.id, "recovery": False}, say("The workspace is ready."), 0
    sheet_file = Path(options.recovery_out)
    with files.sentences():
        if sheet_file.exists():
            raise OutExists
    # The words come first: a workspace must not stand there with words that nobody has.
    files.write_whole(sheet_file, ("\n".join(sheet(words)) + "\n").encode())
    try:
        ws = _made(options, password, words)
    except BaseException:
        files.remove_file(sheet_file)
        raise
    return {"workspace": ws.id, "recovery": True}, say("The workspace is ready."), 0


def _made(options: argparse.Namespace, password: str, words: tuple[str, ...] | None) -> Workspace:
    """Make the workspace, close it and give it."""
    clock = SystemClock()
    profile = options.profile
    ws = make_workspace(
        Path(options.workspace),
        school=options.school,
        user=options.user,
        password=password,
        private=PROFILES[profile].private_notes,
        words=words,
        found=lambda made: programme.found(
            made, options.school, profile, programme.propose_terms(profile, clock.today())
        ),
        clock=clock,
    )
    if words:
        prove_words(ws, proven=False)
    ws.close()
    return ws


def sample(options: argparse.Namespace, password: str) -> tuple[Answer, str, int]:
    """Make the sample school as a workspace of its own."""
    with patience():
        ws = sample_school.make_sample_workspace(Path(options.workspace), password, clock=SystemClock())
        ws.close()
    return {"workspace": ws.id}, say("The sample school is ready."), 0


def open_copy(options: argparse.Namespace, secret: Password | Words) -> tuple[Answer, str, int]:
    """Open a copy as a new workspace to go on working in."""
    transfer.open_copy(Path(options.file), Path(options.out), secret).close()
    text = say("The copy is open. Work in only one of the two from now on: Peerkeep cannot merge them yet.")
    return {"opened": True}, text, 0


# records


def note(ws: Workspace, options: argparse.Namespace) -> Said:
    """Write a note from standard input."""
    person = people.person_by_number(ws, options.about)
    text = text_from_stdin()
    done = notes.write(ws, options.tier, person.uid, text)
    return {"uid": done.uid, "tier": options.tier}, say("Saved.")


def text_from_stdin() -> str:
    """Read UTF-8, or what begins with the mark of UTF-16; the mark is no part of the text. Error: NotText."""
    content = sys.stdin.buffer.read(_LONGEST_NOTE)
    marked = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    decoder = codecs.getincrementaldecoder("utf-16" if marked else "utf-8-sig")()
    try:
        return decoder.decode(content, final=len(content) < _LONGEST_NOTE)
    except UnicodeDecodeError:
        raise NotText from None


def notes_about(ws: Workspace, options: argparse.Namespace) -> Said:
    """Read the notes about a person; one that was re-filed stands in the other record."""
    person = people.person_by_number(ws, options.about)
    found = []
    for heading in notes.notes_about(ws, person.uid):
        if heading.moved_away:
            continue
        note = notes.read(ws, heading.tier, heading.uid)
        found.append(
            {
                "uid": heading.uid,
                "tier": heading.tier,
                "text": note.text,
                "author": heading.author,
                "signed": bool(heading.signed),
                "written": heading.written,
                "happened_on": heading.happened_on,
                "addenda": [{"text": a.text, "reason": a.reason, "author": a.author, "at": a.at} for a in note.addenda],
            }
        )
    return {"notes": found}, "\n\n".join(map(_note_words, found))


def _note_words(note: Answer) -> str:
    """Lay a note out for reading: who may read it, when, by whom; then its text and what was added."""
    tier = {1: say("{Programme}"), 2: say("{Counselling}"), 4: say("Private")}[note["tier"]]
    signed = say("signed") if note["signed"] else say("not signed yet")
    lines = [f"[{tier}] {show_date(note['happened_on'])}, {note['author']}, {signed}", note["text"]]
    for added in note["addenda"]:
        why = say("Added {day} by {who}: {why}", day=show_date(added["at"]), who=added["author"], why=added["reason"])
        lines += [why, added["text"]]
    return "\n".join(lines)


def report(ws: Workspace, options: argparse.Namespace) -> Said:
    """Make a report as PDF or CSV."""
    out = Path(options.out)
    ending = out.suffix.lower()
    allowed = (".pdf", ".csv") if options.kind in ("pair-register", "draft-list") else (".pdf",)
    if ending not in allowed:
        raise WrongEnding(endings=say(" or ").join(allowed))
    must_be_new(out, force=options.force)
    content = reports.make(ws, options.kind, ending[1:])
    files.write_whole(out, content)
    return {"kind": options.kind, "bytes": len(content)}, say("The report is saved.")


def copy(ws: Workspace, options: argparse.Namespace) -> Said:
    """Make an encrypted copy and verify it."""
    out = Path(options.out)
    must_be_new(out, force=options.force)
    made = transfer.copy_out(ws, out, replace=options.force)
    return {"bytes": made.size, "verified": True}, say(
        "The copy is complete and verified. The stick is safe to remove."
    )


# journal


def steps(ws: Workspace, options: argparse.Namespace) -> Said:
    """List the newest steps."""
    found = vault_steps(ws)
    answer = [
        {
            "compartment": s.ref.compartment,
            "device": s.ref.device,
            "step": s.ref.step,
            "at": s.at,
            "by": s.by,
            "verb": s.verb,
            "words": s.words,
            "undone": s.undone,
        }
        for s in found
    ]
    return {"steps": answer}, "\n".join(f"{s.at}  {s.by}  {s.words}" for s in found)


def undo(ws: Workspace, options: argparse.Namespace) -> Said:
    """Take back the newest step."""
    done = undo_last(ws)
    programme.refresh_card(ws)
    return {"undone": done.about}, say("Undone: {step}", step=done.about)


def verify(ws: Workspace, options: argparse.Namespace) -> Said:
    """Check everything this user's keys open."""
    found = vault_verify(ws)
    problems: list[Answer] = [
        {"compartment": p.compartment, "where": p.where, "what": p.what, "pages": list(p.pages)} for p in found.problems
    ]
    with contextlib.suppress(CompartmentDamaged):
        if not programme.card_is_true(ws):
            problems.append(
                {
                    "compartment": "workspace",
                    "where": "contacts.json",
                    "what": "is missing or was changed from outside",
                    "pages": [],
                }
            )
            with contextlib.suppress(files.FileRefused):
                programme.refresh_card(ws)
    answer = {
        "ok": not problems,
        "files": found.files,
        "chains": found.chains,
        "counts": {
            said: None if table in found.uncounted else found.counts.get(table, 0) for said, table in COUNTED.items()
        },
        "problems": problems,
        "mended": bool(problems) and not ws.read_only and all(p["where"] in _MADE_ANEW for p in problems),
    }
    if not problems:
        return answer, say("Everything is as it should be.")
    return answer, "\n".join(f"{p['compartment']}: {p['where']}: {p['what']}" for p in problems)
