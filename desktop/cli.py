"""The same verbs without a window, for IT staff, scripts and checks.

It never asks: what the window would ask ends with exit 1, changes nothing and names the option.
Exit codes: 0 done, 1 refused or failed with one plain sentence, 2 wrong use, 3 our fault.
"""

from __future__ import annotations

import argparse
import functools
import getpass
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final, NoReturn

from desktop import (
    cli_advice,
    cli_audit,
    cli_backups,
    cli_handing,
    cli_joining,
    cli_matching,
    cli_output,
    cli_passwords,
    cli_people,
    cli_places,
    cli_salvage,
    cli_users,
)
from desktop import cli_commands as commands
from desktop.services import files, places, reports
from desktop.services.errors import Cancelled, KnownError, OutOfMemory
from desktop.services.language import PROFILES, say, set_profile
from desktop.services.vault import Password, Words, Workspace, look_over, unlock
from desktop.services.vault.errors import DAMAGED, OLDER

Answer = dict[str, Any]
_LONGEST_SECRET: Final = 64 * 1024
_STDIN: Final = "-"


class PasswordMissing(KnownError):
    """No password came by any of the ways."""

    sentence = "A password is needed. Nothing was changed. Give it in a file."
    option = "--password-file F"


def main(words: Sequence[str] | None = None) -> int:
    """Run one command; give its exit code."""
    cli_output.speak_utf8()
    files.harden_process()
    try:
        options = _parser().parse_args(words)
        places.allow_network(allowed=getattr(options, "allow_network", False))
        return _run(options)
    finally:
        cli_output.flush()


def _run(options: argparse.Namespace) -> int:
    try:
        answer, text, code = options.run(options)
    except Cancelled:
        cli_output.tell(say("Stopped. Nothing was changed."))
        return 1
    except KnownError as error:
        cli_output.tell(_refusal(error))
        return 1
    except KeyboardInterrupt:
        return 1
    except MemoryError:
        cli_output.tell(_refusal(OutOfMemory()))
        return 1
    except Exception as error:
        cli_output.tell(_fault(error))
        return 3
    try:
        cli_output.answer(json.dumps(answer, ensure_ascii=False) if getattr(options, "json", False) else text)
    except OSError:
        cli_output.tell(say("It is done, but the answer could not be written where it was to go."))
        return 1
    if code:
        cli_output.tell(cli_advice.advice(answer, options))
    return int(code)


def _fault(error: Exception) -> str:
    """Say where it is that the program is wrong, without a word of what it worked on."""
    place = error.__traceback__
    while place and place.tb_next:
        place = place.tb_next
    where = f"{Path(place.tb_frame.f_code.co_filename).name}:{place.tb_lineno}" if place else "?"
    return say(
        "This is our fault ({kind} at {where}). Please tell the people who make Peerkeep.",
        kind=type(error).__name__,
        where=where,
    )


def _refusal(error: KnownError) -> str:
    """Give an error's sentence, with the option that says here what the window would ask for."""
    if not error.option:
        return str(error)
    return say("{sentence} (Option: {option}.)", sentence=error, option=error.option)


# secrets


def first_line(path: str) -> str:
    """Read the first line of a file (`-`: standard input) without its line end."""
    if path == _STDIN:
        content = sys.stdin.buffer.readline(_LONGEST_SECRET)
    else:
        content = files.read_first_line(Path(path), _LONGEST_SECRET)
    return content.decode("utf-8-sig", "surrogateescape").removesuffix("\n").removesuffix("\r")


def password(options: argparse.Namespace, *, stdin_is_text: bool = False) -> str:
    """Give the password from a file, a prompt, or standard input where that is not the command's text."""
    if options.password_file:
        return first_line(options.password_file)
    if sys.stdin is not None and sys.stdin.isatty():
        return getpass.getpass(say("Password: "), sys.stderr)
    if stdin_is_text:
        raise PasswordMissing
    found = first_line(_STDIN)
    if not found:
        raise PasswordMissing
    return found


Command = Callable[[Workspace, argparse.Namespace], tuple[Answer, str]]


def _opened(
    command: Command, *, stdin_is_text: bool = False
) -> Callable[[argparse.Namespace], tuple[Answer, str, int]]:
    """Make a runner that opens the workspace, runs the command on it and closes it."""

    def opened(options: argparse.Namespace) -> tuple[Answer, str, int]:
        commands.must_be_workspace(Path(options.workspace))
        secret = Password(options.user or "", password(options, stdin_is_text=stdin_is_text))
        unopened, older = getattr(options, "unopened", None), getattr(options, "older", None)
        run = command
        try:
            ws = unlock(Path(options.workspace), secret, accept_older=options.accept_older)
        except DAMAGED as error:
            if unopened is None:
                raise
            return *unopened(options, secret, error), 1
        except OLDER as error:
            if older is None:
                raise
            ws = look_over(Path(options.workspace), secret)
            run = functools.partial(older, error)
        try:
            commands.speak_as(ws)
            cli_handing.take_in(ws)
            answer, text = run(ws, options)
            cli_places.tell(ws)
            if not options.json:
                cli_places.remind(ws)
            return answer, text, 1 if answer.get("ok") is False else 0
        finally:
            ws.close()

    return opened


def _new(options: argparse.Namespace) -> tuple[Answer, str, int]:
    set_profile(options.profile)
    cli_places.warn(Path(options.workspace))
    return commands.new(options, password(options))


def _sample(options: argparse.Namespace) -> tuple[Answer, str, int]:
    return commands.sample(options, password(options))


def _open_copy(options: argparse.Namespace) -> tuple[Answer, str, int]:
    return commands.open_copy(options, _secret(options))


def _restore(options: argparse.Namespace) -> tuple[Answer, str, int]:
    return cli_backups.restore(options, lambda: _secret(options))


def _salvage(options: argparse.Namespace) -> tuple[Answer, str, int]:
    return cli_salvage.salvage(options, lambda: _secret(options))


def _secret(options: argparse.Namespace) -> Password | Words:
    if options.words_file:
        return Words(_words(options))
    return Password(options.user or "", password(options))


def _words(options: argparse.Namespace) -> str:
    return files.read_bounded(Path(options.words_file), _LONGEST_SECRET).decode("utf-8", "replace")


def _change(options: argparse.Namespace) -> tuple[Answer, str, int]:
    commands.must_be_workspace(Path(options.workspace))
    former = password(options, stdin_is_text=options.new_password_file == _STDIN)
    return cli_passwords.change(options, former, first_line(options.new_password_file))


def _users(options: argparse.Namespace) -> tuple[Answer, str, int]:
    cli_users.must_fit(options)
    commands.must_be_workspace(Path(options.workspace))
    first = options.new_password_file
    own = password(options, stdin_is_text=first == _STDIN)
    return cli_users.run(options, own, first_line(first) if first else "")


def _recover(options: argparse.Namespace) -> tuple[Answer, str, int]:
    return cli_passwords.recover(options, _words(options), first_line(options.new_password_file))


# words of the command line


class _Parser(argparse.ArgumentParser):
    """A parser that takes options anywhere after the command's own words and ends with 2 on wrong use."""

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        self.exit(2, f"{self.prog}: {message}\n")


def _name(given: str) -> str:
    """Take a name as it is; an empty one is no name, rather than none given."""
    if not given.strip():
        raise argparse.ArgumentTypeError(say("the name is empty"))
    return given


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="peerkeep cli", description=say("Peerkeep without a window."), allow_abbrev=False)
    subs = parser.add_subparsers(dest="command", required=True, parser_class=_Parser, metavar="COMMAND")

    def add(
        name: str, run: Callable[[argparse.Namespace], tuple[Answer, str, int]], words: str
    ) -> argparse.ArgumentParser:
        sub = subs.add_parser(name, help=words, description=words, allow_abbrev=False)
        sub.set_defaults(run=run)
        return sub

    def plain(name: str, command: Command, words: str, *, stdin_is_text: bool = False) -> argparse.ArgumentParser:
        sub = add(name, _opened(command, stdin_is_text=stdin_is_text), words)
        sub.add_argument("workspace", metavar="WS")
        _common(sub)
        return sub

    _founding(add)
    cli_passwords.add(add, _common, _change, _recover)
    cli_users.add(add, _common, _users)
    cli_people.add(plain)
    cli_places.add(plain)
    cli_joining.add(plain)
    cli_backups.add(plain)
    cli_audit.add(plain)
    cli_handing.add(plain)
    cli_matching.add(plain)
    _records(plain)
    plain("steps", commands.steps, say("List what was done, newest first."))
    plain("undo", commands.undo, say("Take back the last step."))
    plain("verify", commands.verify, say("Check files, chains and records in full."))
    return parser


def _common(sub: argparse.ArgumentParser, *, user: bool = True) -> None:
    sub.add_argument(
        "--password-file", metavar="F", help=say("file whose first line is the password; - for standard input")
    )
    sub.add_argument("--json", action="store_true", help=say("print one JSON object and nothing else"))
    sub.add_argument(
        "--allow-network", action="store_true", help=say("write although the workspace is on a network drive")
    )
    if user:
        sub.add_argument("--user", metavar="NAME", type=_name, help=say("who you are, where several people can unlock"))
        sub.add_argument(
            "--accept-older", action="store_true", help=say("go on with an older workspace than was last seen here")
        )


def _founding(add: Callable[..., argparse.ArgumentParser]) -> None:
    new = add("new", _new, say("Make a workspace."))
    new.add_argument("workspace", metavar="WS")
    new.add_argument("--school", required=True, metavar="S")
    new.add_argument("--user", required=True, metavar="U")
    new.add_argument("--profile", choices=sorted(PROFILES), default="uk")
    new.add_argument("--recovery-out", metavar="F", help=say("write recovery words to this new file"))
    _common(new, user=False)
    sample = add("sample", _sample, say("Make the sample school."))
    sample.add_argument("workspace", metavar="WS")
    _common(sample, user=False)
    opened = add("open-copy", _open_copy, say("Open a copy as a new workspace."))
    restored = add("restore", _restore, say("Make a new workspace of a backup; the old one stays as it is."))
    opened.add_argument("file", metavar="FILE")
    restored.add_argument("file", metavar="F", help=say("a backup, a copy, or a workspace: its newest whole backup"))
    salvaged = add("salvage", _salvage, say("Make a new workspace of all that can be read in a damaged one."))
    salvaged.add_argument("workspace", metavar="WS", help=say("the damaged one; it stays as it is"))
    for sub in (opened, restored, salvaged):
        sub.add_argument("--out", required=True, metavar="WS")
        sub.add_argument("--words-file", metavar="F", help=say("file with the recovery words"))
        _common(sub)


def _records(plain: Callable[..., argparse.ArgumentParser]) -> None:
    note = plain("note", commands.note, say("Write a note from standard input."), stdin_is_text=True)
    note.add_argument("--tier", type=int, choices=(1, 2, 4), required=True)
    note.add_argument("--about", required=True, metavar="NUMBER")
    notes = plain("notes", commands.notes_about, say("Read the notes about a person."))
    notes.add_argument("--about", required=True, metavar="NUMBER")
    report = plain("report", commands.report, say("Make a report; the ending of FILE chooses pdf or csv."))
    report.add_argument("kind", choices=("staff-pack", "pair-register", "import-report", *reports.MATCHING))
    report.add_argument("--out", required=True, metavar="FILE")
    report.add_argument("--force", action="store_true", help=say("replace a file of that name"))
    copy = plain("copy", commands.copy, say("Make an encrypted copy."))
    copy.add_argument("--out", required=True, metavar="FILE")
    copy.add_argument("--force", action="store_true", help=say("replace a copy of that name"))


if __name__ == "__main__":
    sys.exit(main())
