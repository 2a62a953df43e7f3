"""The full check of the open workspace, as the window shows it: what was looked at, and every problem by name."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import dataclass

from desktop.models.salvaging import KINDS, part_words
from desktop.services import backups, people, programme, vault
from desktop.services.errors import KnownError
from desktop.services.language import say, say_many, show_date
from desktop.services.people.errors import NoSuchPerson
from desktop.services.vault import Workspace
from desktop.services.vault.types import Problem

Progress = Callable[[int, int], bool]


@dataclass(frozen=True)
class Finding:
    """One problem: where in words, what in words, and the exact place for whoever looks after the computer."""

    where: str
    what: str
    place: str


@dataclass(frozen=True)
class Checked:
    """What the check looked at and what it found. damage: salvage or a backup would help."""

    looked_at: str
    findings: tuple[Finding, ...]
    damage: bool


def check(ws: Workspace, progress: Progress | None = None) -> Checked:
    """Check files, chains and records in full, then every backup. Error: Cancelled."""
    half = None if progress is None else lambda done, total: progress(done, 2 * total)
    report = vault.verify(ws, half)
    rest = None if progress is None else lambda done, total: progress(total + done, 2 * total)
    shelf = backups.check_backups(ws, rest)
    findings, card = [_finding(ws, one) for one in report.problems], True
    with contextlib.suppress(KnownError):
        card = programme.card_is_true(ws)
    if not card:
        words = say("It is made anew when the workspace is opened next.")
        findings.append(Finding(say("The card with the numbers for a child at risk"), words, "contacts.json"))
    bad = [one for one in shelf if one.fault]
    findings += [Finding(say("A backup"), say("It is damaged; the others are not."), one.path.name) for one in bad]
    looked = say(
        "{files} files, {steps} steps of who did what, {records} records and {backups} backups were looked at.",
        files=report.files,
        steps=report.chains,
        records=sum(report.counts.values()),
        backups=len(shelf),
    )
    return Checked(looked, tuple(findings), any(one.compartment != "workspace" for one in report.problems))


def _finding(ws: Workspace, problem: Problem) -> Finding:
    place = problem.where
    part = say("Another user's part") if problem.compartment == "another" else part_words(problem.compartment)
    if problem.compartment == "workspace":
        return Finding(say("The file {name}", name=problem.where), _what(problem), place)
    return Finding(say("{part}: {where}", part=part, where=_where(ws, problem)), _what(problem), place)


def _where(ws: Workspace, problem: Problem) -> str:
    """Say which record or step it is, as a person knows it, as far as the rest can be read."""
    try:
        return _named(ws, problem)
    except KnownError:
        return problem.where


def _named(ws: Workspace, problem: Problem) -> str:
    kind, _, rest = problem.where.partition(" ")
    if kind == "step":
        told = vault.step_words(ws, problem.compartment, problem.where)
        if told is not None:
            words, at, who = told
            return say("{words}, {day} {time}, {who}", words=words, day=show_date(at), time=at[11:16], who=who)
    if kind == "table":
        table, _, row = rest.partition(", row ")
        one = say_many(*KINDS.get(table, ("1 record", "{n} records")), 1)
        number = _number(ws, vault.person_of(ws, problem.compartment, table, row)) if row else ""
        return say("{what}, about {number}", what=one, number=number) if number else one
    if kind.startswith("file"):
        return say("the file itself")
    return problem.where


def _number(ws: Workspace, person: str) -> str:
    """Give a person's number; "" for nobody."""
    try:
        return people.person(ws, person).number if person else ""
    except NoSuchPerson:
        return ""


def _what(problem: Problem) -> str:
    """Say what is wrong."""
    known = {
        "differs from its journal": say("Was changed past Peerkeep: it differs from what the journal says."),
        "is as it was earlier": say("Is as it was earlier: a part of an older file was put in its place."),
        "was deleted and is there again": say("Was deleted and is there again: a part of an older file was put back."),
        "is not in the journal": say("Was added past Peerkeep: the journal does not know it."),
        "is missing": say("Is missing: it was taken away past Peerkeep, or could not be read."),
        "was written past the journal": say("Was written past the journal."),
        "keeps the journal silent": say("The journal was switched off by something other than Peerkeep."),
        "does not follow the step before it": say("Does not follow the step before it: something was taken out here."),
        "was changed": say("Was changed after it was sealed."),
        "has entries and no header": say("A part of it is missing."),
        "is not as Peerkeep made it": say("The inner structure was changed by something other than Peerkeep."),
        "is not a whole database": say("Its parts do not fit together."),
        "has pages that do not authenticate": say("Parts of it cannot be read: they are not as they were written."),
        "cannot be read to its end": say("It cannot be read to its end."),
        "was changed by somebody else": say("Was changed by something other than Peerkeep."),
        "was missing or damaged when the workspace was opened": say("Was missing or damaged, and was made anew."),
    }
    if problem.what in known:
        return known[problem.what]
    if problem.what.startswith("knew "):
        return say("Knew of a later step that is missing: the end of the history was cut off.")
    if problem.what.startswith("refers to "):
        return say("Refers to a record that is not there.")
    if "was blanked without an erasure" in problem.what:
        return say("Was blanked, and nobody was erased.")
    if problem.what.startswith("entry "):
        return say("An entry in it was changed, taken out or put elsewhere.")
    return say("Cannot be read.")
