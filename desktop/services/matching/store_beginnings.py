"""All SQL of how a pair begins: the first meeting, what it sets out to do, the trial, and students' slips about it."""

from __future__ import annotations

import json
from collections.abc import Iterable

from desktop.services.vault import Step, Workspace, new_uid, uid_of

_TIER, _SLIPS = "programme", "counselling"
Meeting = tuple[str | None, str, tuple[str, ...], tuple[str, ...], str | None, str]
"""Planned on, adult, checks, signed, next on, absent."""


def first_meetings(ws: Workspace) -> dict[str, Meeting]:
    """Read the first meetings by pair."""
    rows = ws.rows(_TIER, "SELECT pair, planned_on, adult, checks, signed, next_on, absent FROM @.first_meeting")
    return {
        pair: (planned, adult, tuple(json.loads(checks)), tuple(json.loads(signed)), following, absent)
        for pair, planned, adult, checks, signed, following, absent in rows
    }


def put_first(step: Step, new: bool, pair: str, mentee: str, meeting: Meeting) -> None:
    """Write the first meeting of a pair."""
    planned, adult, checks, signed, following, absent = meeting
    columns = {
        "planned_on": planned,
        "adult": adult,
        "checks": json.dumps(checks),
        "signed": json.dumps(signed),
        "next_on": following,
        "absent": absent,
    }
    if new:
        step.insert("first_meeting", uid_of("first_meeting", pair), person=mentee, pair=pair, **columns)
    else:
        step.update("first_meeting", uid_of("first_meeting", pair), **columns)


def goals(ws: Workspace) -> list[tuple[str, str, str, str]]:
    """Read (uid, pair, words, state) of all goals, in the order in which they were set."""
    rows = ws.rows(_TIER, "SELECT uid, pair, words, state FROM @.starter_goal ORDER BY set_on, place, uid")
    return [(a, b, c, d) for a, b, c, d in rows]


def put_goals(
    step: Step, pair: str, mentee: str, before: Iterable[tuple[str, str]], words: Iterable[str], day: str
) -> None:
    """Make the goals of a pair those given; `before` are (uid, words). A goal that stays keeps its row and state."""
    wanted = list(dict.fromkeys(words))
    for uid, old in before:
        if old in wanted:
            wanted.remove(old)
        else:
            step.delete("starter_goal", uid)
    for place, new in enumerate(wanted):
        step.insert(
            "starter_goal", new_uid(), person=mentee, pair=pair, words=new, state="open", set_on=day, place=place
        )


def put_goal_state(step: Step, uid: str, state: str) -> None:
    """Say whether a goal is open, reached or dropped."""
    step.update("starter_goal", uid, state=state)


def trials(ws: Workspace) -> dict[str, tuple[str, str | None, str]]:
    """Read (review on, reviewed on, outcome) by pair."""
    rows = ws.rows(_TIER, "SELECT pair, review_on, reviewed_on, outcome FROM @.trial")
    return {pair: (review, reviewed, outcome) for pair, review, reviewed, outcome in rows}


def put_trial(
    step: Step, new: bool, pair: str, mentee: str, review_on: str, reviewed_on: str | None = None, outcome: str = ""
) -> None:
    """Write when a pair is looked at again, and what came of it."""
    uid = uid_of("trial", pair)
    if new:
        step.insert(
            "trial", uid, person=mentee, pair=pair, review_on=review_on, reviewed_on=reviewed_on, outcome=outcome
        )
    else:
        step.update("trial", uid, review_on=review_on, reviewed_on=reviewed_on, outcome=outcome)


def slips(ws: Workspace, pair: str) -> dict[str, tuple[str, str]]:
    """Read (answer, day) by role, of what the two answered in private."""
    rows = ws.rows(_SLIPS, "SELECT role, answer, given_on FROM @.trial_slip WHERE pair = ? ORDER BY role", (pair,))
    return {role: (answer, day) for role, answer, day in rows}


def slip_counts(ws: Workspace) -> dict[str, int]:
    """Count the answers by pair."""
    return dict(ws.rows(_SLIPS, "SELECT pair, count(*) FROM @.trial_slip GROUP BY pair"))


def put_slip(step: Step, new: bool, pair: str, person: str, role: str, answer: str, author: str, day: str) -> None:
    """Write what one of the two answered."""
    uid = uid_of("trial_slip", pair, role)
    if new:
        step.insert("trial_slip", uid, person=person, pair=pair, role=role, answer=answer, author=author, given_on=day)
    else:
        step.update("trial_slip", uid, answer=answer, author=author, given_on=day)
