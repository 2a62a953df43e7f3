"""The verbs of rounds, drafts and groups, each used at random."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from random import Random

from desktop.services import matching, programme
from desktop.services.errors import KnownError
from desktop.services.matching.reasons import REASONS
from desktop.services.matching.types import SCOPES
from desktop.services.vault import Changes, Workspace


def propose(ws: Workspace, noise: Random) -> Changes | None:
    return matching.propose(ws, noise.choice(list(SCOPES)), keep=noise.random() < 0.3)


def propose_groups(ws: Workspace, noise: Random) -> Changes | None:
    return matching.propose_groups(
        ws, 1, noise.choice((2, 4)), noise.choice((1, 2)), noise.choice(("waiting", "everybody"))
    )


def solve_again(ws: Workspace, _: Random) -> Changes | None:
    return matching.solve_again(ws)


def in_draft(ws: Workspace, noise: Random, verb: Callable[[str, str], Changes]) -> Changes | None:
    """Use a verb on the first mentee and mentor it takes."""
    found = programme.participants(ws)
    mentees = [p.person for p in found if p.role == "mentee"]
    mentors = [p.person for p in found if p.role == "mentor"]
    both = [(mentee, mentor) for mentee in mentees for mentor in mentors]
    for mentee, mentor in noise.sample(both, min(len(both), 12)):
        with contextlib.suppress(KnownError):
            changes = verb(mentee, mentor)
            if changes:
                return changes
    return None


def lock(ws: Workspace, noise: Random) -> Changes | None:
    return in_draft(ws, noise, lambda mentee, _: matching.lock(ws, mentee))


def unlock(ws: Workspace, noise: Random) -> Changes | None:
    return in_draft(ws, noise, lambda mentee, _: matching.unlock(ws, mentee))


def leave_out(ws: Workspace, noise: Random) -> Changes | None:
    return in_draft(ws, noise, lambda mentee, _: matching.leave_out(ws, mentee))


def swap(ws: Workspace, noise: Random) -> Changes | None:
    return in_draft(ws, noise, lambda mentee, mentor: matching.swap(ws, mentee, mentor))


def override(ws: Workspace, noise: Random) -> Changes | None:
    return in_draft(
        ws, noise, lambda mentee, mentor: matching.override(ws, mentee, mentor, noise.choice(list(REASONS)))
    )


def ban(ws: Workspace, noise: Random) -> Changes | None:
    return in_draft(ws, noise, lambda mentee, mentor: matching.ban(ws, mentee, mentor))


def allow(ws: Workspace, noise: Random) -> Changes | None:
    return in_draft(ws, noise, lambda mentee, mentor: matching.allow(ws, mentee, mentor))


def discard(ws: Workspace, noise: Random) -> Changes | None:
    return matching.discard(ws, noise.choice((None, *(one.uid for one in matching.drafts(ws)))))


def set_aside(ws: Workspace, _: Random) -> Changes | None:
    return matching.set_aside(ws)


def take_up(ws: Workspace, noise: Random) -> Changes | None:
    kept = [one.uid for one in matching.drafts(ws) if one.aside]
    return matching.take_up(ws, noise.choice(kept)) if kept else None


def rename_draft(ws: Workspace, noise: Random) -> Changes | None:
    found = matching.drafts(ws)
    return matching.rename_draft(ws, noise.choice(found).uid, f"Plan {noise.randint(1, 99)}") if found else None


def publish(ws: Workspace, _: Random) -> Changes | None:
    return matching.publish(ws)


WRITING = {
    "matching.propose": propose,
    "matching.propose_groups": propose_groups,
    "matching.solve_again": solve_again,
    "matching.lock": lock,
    "matching.unlock": unlock,
    "matching.leave_out": leave_out,
    "matching.swap": swap,
    "matching.override": override,
    "matching.ban": ban,
    "matching.allow": allow,
    "matching.discard": discard,
    "matching.set_aside": set_aside,
    "matching.take_up": take_up,
    "matching.rename_draft": rename_draft,
    "matching.publish": publish,
}
