"""What a draft shows beside its pairs: how much each depends on the weights, and all scores as a map. Verbs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from desktop.services.matching.round_errors import NoGroupsHere
from desktop.services.matching.round_types import Heat
from desktop.services.matching.stored import read, the_draft
from desktop.services.matching.trying import try_weights, what_to_try
from desktop.services.vault import Workspace

Progress = Callable[[int, int], bool]


def how_robust(ws: Workspace, progress: Progress | None = None) -> dict[str, tuple[int, int]]:
    """Give, by mentee, in how many draws of other weights the pair of the draft is made again, and of how many.

    Pairs that solving again would change are left out; so are groups. Errors: NoDraft, Cancelled, those of engine.run.
    """
    asked = what_to_try(ws)
    found = try_weights(asked, progress) if asked else {}
    return {mentee: (one.kept, one.tries) for mentee, one in found.items()}


def heat(ws: Workspace, progress: Progress | None = None) -> Heat:
    """Give the scores of all pairs with the chosen ones. Errors: NoDraft, Cancelled, those of engine.run."""
    from desktop.services.matching.drafted import request_of
    from desktop.services.matching.engine import problem_of, report

    stored = read(ws, the_draft(ws))
    report(progress, 0, 1)
    table, _ = problem_of(request_of(stored.row, stored.people, (), stored.overrides))
    rows = {a.uid: i for i, a in enumerate(table.mentees)}
    columns = {a.uid: j for j, a in enumerate(table.mentors)}
    chosen = ((rows.get(p.mentee, -1), columns.get(p.mentor or "", -1)) for p in stored.places)
    report(progress, 1, 1)
    return Heat(
        table.mentees,
        table.mentors,
        tuple(tuple(int(score) for score in row) for row in table.scores),
        tuple(sorted((i, j) for i, j in chosen if i >= 0 and j >= 0)),
    )


def proof(ws: Workspace) -> dict[str, Any]:
    """Give what anybody can check that no draft places more, and none that places as many scores more.

    Of the best draft with what was decided by hand (certificate_check.py says what it holds). Errors: NoDraft,
    NoGroupsHere, TooManyPeople, those of engine.run.
    """
    from desktop.services.matching.certificate import certificate
    from desktop.services.matching.drafted import solved_of

    stored = read(ws, the_draft(ws))
    if stored.row.groups:
        raise NoGroupsHere
    return certificate(solved_of(stored))
