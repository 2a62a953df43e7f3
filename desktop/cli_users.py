"""The command `users`: who may unlock, inviting somebody, another role, removing. As in cli_commands.py."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from desktop.cli_commands import must_be_workspace, speak_as
from desktop.services import programme
from desktop.services.language import say
from desktop.services.vault import (
    ROLES,
    Password,
    Workspace,
    add_user,
    change_role,
    find_user,
    list_users,
    losing,
    part_words,
    remove_user,
    stays_readable,
    unfinished,
    unlock,
)
from desktop.services.vault.verbs import role_words

Answer = dict[str, Any]
Said = tuple[Answer, str]
Run = Callable[[argparse.Namespace], tuple[Answer, str, int]]
_NEEDED: Final = {
    "list": (),
    "add": ("name", "role", "new_password_file"),
    "role": ("name", "role"),
    "remove": ("name",),
}


def add(
    add: Callable[..., argparse.ArgumentParser], common: Callable[[argparse.ArgumentParser], None], run: Run
) -> None:
    """Add the command; `common` adds the options of every command that opens a workspace."""
    sub = add("users", run, say("List, invite and remove who may unlock, and change their roles."))
    sub.add_argument("workspace", metavar="WS")
    sub.add_argument("action", choices=list(_NEEDED), metavar="list|add|role|remove")
    sub.add_argument("--name", metavar="N", help=say("whom it is about"))
    sub.add_argument("--role", choices=list(ROLES), help=say("what they may open"))
    words = say("file whose first line is their first password; - for standard input")
    sub.add_argument("--new-password-file", metavar="F", help=words)
    common(sub)
    sub.set_defaults(wrong_use=sub.error)


def must_fit(options: argparse.Namespace) -> None:
    """End with wrong use where an option that the action needs is missing, or one is given that it has no use for."""
    needed = _NEEDED[options.action]
    for name in ("name", "role", "new_password_file"):
        option = f"--{name.replace('_', '-')}"
        if name in needed and not (getattr(options, name) or "").strip():
            options.wrong_use(say("{action} needs {option}", action=options.action, option=option))
        if name not in needed and getattr(options, name) is not None:
            options.wrong_use(say("{action} takes no {option}", action=options.action, option=option))


def run(options: argparse.Namespace, password: str, first: str) -> tuple[Answer, str, int]:
    """Run an action; `password` is of who `--user` is, `first` the first password of somebody invited."""
    must_be_workspace(Path(options.workspace))
    ws = unlock(Path(options.workspace), Password(options.user or "", password), accept_older=options.accept_older)
    try:
        speak_as(ws)
        answer, text = _ACTIONS[options.action](ws, options, first)
        return answer, text, 0
    finally:
        ws.close()


def _list(ws: Workspace, _options: argparse.Namespace, _first: str) -> Said:
    found = list_users(ws)
    rows = [{"name": u.label, "role": u.role, "owner": u.owner, "private": u.private} for u in found]
    lines = []
    for user in found:
        more = [
            *([say("may manage users")] if user.owner else []),
            *([say("has private notes")] if user.private else []),
            *([say("has yet to choose a password")] if user.given else []),
        ]
        lines.append(", ".join([f"{user.label}: {role_words(user.role)}", *more]))
    return {"users": rows}, "\n".join(lines)


def _add(ws: Workspace, options: argparse.Namespace, first: str) -> Said:
    made = add_user(ws, options.name, options.role, first, programme.school(ws).name)
    text = say(
        "They can unlock with the first password now. Ask them to choose one of their own, which nobody else knows."
    )
    return {"added": made.label, "role": made.role}, text


def _change(ws: Workspace, options: argparse.Namespace, _first: str) -> Said:
    user, lost = find_user(ws, options.name), losing(ws, options.name, options.role)
    changed = bool(change_role(ws, options.name, options.role))
    words = say("The new role is in force.") if changed else say("They have this role already. Nothing was changed.")
    answer = {"changed": changed, "name": user.label, "role": options.role}
    return _with_copies(ws, answer, words, lost)


def _remove(ws: Workspace, options: argparse.Namespace, _first: str) -> Said:
    user, lost = find_user(ws, options.name), losing(ws, options.name)
    remove_user(ws, options.name)
    return _with_copies(ws, {"removed": user.label}, say("They cannot unlock this workspace any more."), lost)


def _with_copies(ws: Workspace, answer: Answer, words: str, lost: tuple[str, ...]) -> Said:
    """Say what got new keys, what waits for them, and what old copies keep."""
    waiting = [name for name in unfinished(ws) if name in lost]
    answer |= {"new_keys": [name for name in lost if name not in waiting], "waiting": waiting}
    answer["old_copies"] = stays_readable(lost)
    lines = [words, *filter(None, [answer["old_copies"]])]
    if waiting:
        words = "Still without new keys: {parts}. They come when somebody unlocks who holds them and may manage users."
        lines.append(say(words, parts=", ".join(map(part_words, waiting))))
    return answer, "\n".join(lines)


_ACTIONS: Final = {"list": _list, "add": _add, "role": _change, "remove": _remove}
