"""Who did what, when and on which laptop: all steps and events of the compartments that are held, in words.

An entry holds the id of a record, never its text and never a pupil's name. What somebody's keys do not open, that
person's audit does not show. The entries are the journal's own steps; nothing is kept twice.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Final

from desktop.services.audit.errors import NobodyCalled
from desktop.services.audit.listing import headings, listing, save_csv
from desktop.services.audit.rules import (
    CHANGE,
    KINDS,
    compartment_words,
    fault_words,
    is_id,
    kind_of,
    kind_words,
    moment_words,
    short_id,
    what,
)
from desktop.services.audit.types import Entry, Verdict
from desktop.services.errors import Cancelled
from desktop.services.language import fold, say
from desktop.services.vault import Workspace
from desktop.services.vault.errors import CompartmentDamaged
from desktop.services.vault.keyring import RECOVERY
from desktop.services.vault.schema import kind_of as kind_of_compartment
from desktop.services.vault.told import Told, count_steps, faults_of, taken_back, told
from desktop.services.vault.verbs import HANDING, roles_in

__all__ = [
    "CHANGE",
    "KINDS",
    "Entry",
    "NobodyCalled",
    "Verdict",
    "check",
    "compartment_words",
    "entries",
    "headings",
    "kind_words",
    "listing",
    "moment_words",
    "save_csv",
    "short_id",
    "who_did",
]

Progress = Callable[[int, int], bool]
_PORTION: Final = 2000


def entries(ws: Workspace, *, since: str = "", until: str = "", who: str = "", kind: str = "") -> tuple[Entry, ...]:
    """List what was done in the held compartments, newest first.

    since, until: days, ISO 8601, both included; who: a label or a uid; kind: a key of KINDS. Error: NobodyCalled.
    """
    user = _uid_of(ws, who) if who else None
    found: list[Told] = []
    for tier in ws.compartments:
        found += told(ws, tier, since, until, user)
    found.sort(key=lambda one: (one.clock, one.ref), reverse=True)
    # What others handed in is not to be counted by those who cannot read it.
    shared = [name for name in ws.keyring.compartments if kind_of_compartment(name) != "private"]
    hidden = () if all(map(ws.holds, shared)) else HANDING
    found = [
        one
        for one in found
        if kind in ("", kind_of(one.verb)) and (one.verb not in hidden or one.user == ws.opened.user)
    ]
    words = cache(what)
    return tuple(_entry(ws, one, words) for one in found)


def who_did(ws: Workspace) -> tuple[tuple[str, str], ...]:
    """List who may be asked for: (uid, label) of everybody who can or could unlock, the recovery words at the end."""
    people = sorted(((uid, _label(ws, uid)) for uid in ws.labels), key=lambda one: fold(one[1]))
    return (*people, (RECOVERY, _label(ws, RECOVERY)))


def check(ws: Workspace, progress: Progress | None = None) -> Verdict:
    """Check every entry of the held compartments: none changed, none gone, none out of order (AUD-01, AUD-02).

    Gives the first bad entry of each chain. Error: Cancelled.
    """
    ticker = _Ticker(ws, progress)
    problems = []
    for tier in ws.compartments:
        try:
            problems += [fault_words(tier, one) for one in faults_of(ws, tier, ticker.add)]
        except CompartmentDamaged:
            problems.append(say("{compartment}: cannot be read to its end.", compartment=compartment_words(tier)))
    if any(notice.startswith(("heads:", "found:heads")) for notice in ws.notices):
        problems.append(say("heads.json was missing, damaged or changed from outside when the workspace was opened."))
    return Verdict(ticker.steps, ws.compartments, tuple(problems))


def _entry(ws: Workspace, one: Told, words: Callable[[str, str], str]) -> Entry:
    changed, before, after = roles_in(one.verb, one.about)
    record = changed or (one.about if is_id(one.about) else "")
    said = _back_words(ws, one) if one.undoes else words(one.verb, one.about if changed or not record else "")
    of = ws.labels.get(record, "") if record != one.user else ""
    return Entry(
        one.at,
        _label(ws, one.user),
        said,
        of,
        kind_of(one.verb),
        one.ref.compartment,
        record or one.row or one.person,
        one.ref.device,
        one.person,
        one.user,
        one.verb,
        one.ref.step,
        (before, after) if changed else (),
    )


def _back_words(ws: Workspace, one: Told) -> str:
    target = taken_back(ws, one)
    said = what(*target) if target else what(one.verb, "")
    return say("undo: {step}", step=said) if one.verb == "undo" else say("redo: {step}", step=said)


def _label(ws: Workspace, user: str) -> str:
    if user == RECOVERY:
        return say("The recovery words")
    return ws.labels.get(user, user) if user else say("A name that nobody has")


def _uid_of(ws: Workspace, who: str) -> str:
    """Find a uid by uid or label. Error: NobodyCalled."""
    if who in ws.labels or who == RECOVERY:
        return who
    wanted = fold(who.strip())
    for uid, label in who_did(ws):
        if fold(label.strip()) == wanted:
            return uid
    raise NobodyCalled(name=who, known=", ".join(label for _, label in who_did(ws)))


class _Ticker:
    """Counts steps and their entries, and asks now and then whether to go on."""

    def __init__(self, ws: Workspace, progress: Progress | None) -> None:
        self.steps, self._done, self._asked, self._progress = 0, 0, 0, progress
        self._total = sum(_count(ws, tier) for tier in ws.compartments) if progress else 0

    def add(self, n: int) -> None:
        """Count one step and `n` - 1 entries. Error: Cancelled."""
        self.steps += 1
        self._done += n
        if self._progress and self._done - self._asked >= _PORTION:
            self._asked = self._done
            if not self._progress(self._done, self._total):
                raise Cancelled


def _count(ws: Workspace, tier: str) -> int:
    try:
        return count_steps(ws, tier)
    except CompartmentDamaged:
        return 0
