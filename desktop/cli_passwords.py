"""The commands about secrets: a new password by the former one, or by the recovery words.

Like every command they never ask; after wrong tries they say how long to wait and end with exit 1.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any

from desktop import cli_output
from desktop.cli_commands import OutExists, must_be_workspace, speak_as
from desktop.services import files, programme
from desktop.services.language import fold, say
from desktop.services.vault import (
    Password,
    Words,
    Workspace,
    add_recovery,
    change_password,
    confirm_words,
    new_words,
    prove_words,
    recover_password,
    sheet,
    unfinished,
    unlock,
    users,
)

Answer = dict[str, Any]
Add = Callable[..., argparse.ArgumentParser]
Run = Callable[[argparse.Namespace], tuple[Answer, str, int]]
_CLOSED = (
    "Private notes written until now stay closed: by design only the former password opens them, in copies and backups "
    "made before."
)
_REPLACED = (
    "The former recovery words do not open this workspace any more. Copies and backups made before still open with "
    "them: destroy those, or keep the old sheet as safe as them."
)


def add(add: Add, common: Callable[[argparse.ArgumentParser], None], change: Run, recover: Run) -> None:
    """Add the commands; `common` adds the options of every command that opens a workspace."""
    changed = add("password", change, say("Change a password."))
    changed.add_argument("workspace", metavar="WS")
    _new_password(changed)
    known = say("make all keys anew too, because somebody may know the present password")
    changed.add_argument("--somebody-may-know", action="store_true", help=known)
    common(changed)
    recovered = add("recover", recover, say("Set a forgotten password anew by the recovery words."))
    recovered.add_argument("workspace", metavar="WS")
    recovered.add_argument("--words-file", metavar="F", required=True, help=say("file with the recovery words"))
    _new_password(recovered)
    out = say("write new recovery words to this new file; else the words stay in force")
    recovered.add_argument("--recovery-out", metavar="F", help=out)
    recovered.add_argument("--user", metavar="NAME", default="", help=say("whose password it is"))
    recovered.add_argument("--accept-older", action="store_true", help=say("go on with an older workspace"))
    recovered.add_argument("--json", action="store_true", help=say("print one JSON object and nothing else"))


def _new_password(sub: argparse.ArgumentParser) -> None:
    words = say("file whose first line is the new password; - for standard input")
    sub.add_argument("--new-password-file", metavar="F", required=True, help=words)


def change(options: argparse.Namespace, former: str, password: str) -> tuple[Answer, str, int]:
    """Change the password of who `--user` is."""
    folder = Path(options.workspace)
    ws = unlock(folder, Password(options.user or "", former), accept_older=options.accept_older)
    try:
        speak_as(ws)
        known = bool(options.somebody_may_know)
        change_password(ws, former, password, programme.school(ws).name, somebody_may_know=known)
        text = say("The new password is in force. Copies and backups made before still open with the former one.")
        if not known:
            return {"changed": True}, text, 0
        waiting = list(unfinished(ws))
        text = f"{text} {_keys_words(waiting)}"
        return (
            {"changed": True, "new_keys": [one for one in _held(ws) if one not in waiting], "waiting": waiting},
            text,
            0,
        )
    finally:
        ws.close()


def _held(ws: Workspace) -> list[str]:
    """Name what of the workspace is held, but for what others lend."""
    return [tier for tier in ws.compartments if not tier.startswith("lent")]


def _keys_words(waiting: list[str]) -> str:
    if not waiting:
        return say("Everything that you can open has a new key.")
    return say(
        "What you share with others gets its new keys when somebody who manages users unlocks next: ask them to."
    )


def recover(options: argparse.Namespace, words: str, password: str) -> tuple[Answer, str, int]:
    """Give a user a new password by the recovery words, which are then replaced or stay in force."""
    folder = Path(options.workspace)
    must_be_workspace(folder)
    with files.sentences():
        if options.recovery_out and Path(options.recovery_out).exists():
            raise OutExists
    ws = unlock(folder, Words(words), accept_older=options.accept_older)
    try:
        speak_as(ws)
        had = [user.private for user in users(ws) if fold(options.user.strip()) in ("", fold(user.label.strip()))]
        recover_password(ws, options.user, password, programme.school(ws).name)
        if options.recovery_out:
            _replace(ws, Path(options.recovery_out))
        else:
            confirm_words(ws)
    finally:
        ws.close()
    if any(had):
        cli_output.tell(say(_CLOSED))
    replaced = bool(options.recovery_out)
    text = say("The new password is in force. Copies and backups made before still open with the former one.")
    state = say(_REPLACED) if replaced else say("The recovery words stay in force.")
    return {"recovered": True, "words_replaced": replaced}, f"{text} {state}", 0


def _replace(ws: Workspace, out: Path) -> None:
    """Write new words first: a workspace must not stand there with words that nobody has."""
    words = new_words()
    files.write_whole(out, ("\n".join(sheet(words)) + "\n").encode())
    try:
        add_recovery(ws, words)
    except BaseException:
        files.remove_file(out)
        raise
    prove_words(ws, proven=False)
