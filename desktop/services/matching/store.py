"""All SQL of the matching area: rounds, what a round knew of each person, proposals and pairs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

from desktop.services.matching.settings import Fairness, Settings
from desktop.services.matching.types import Applicant, PairKey
from desktop.services.vault import Step, Workspace, uid_of

_TIER = "programme"
# What a round remembers of each person, in the order it is written. What came later is absent from older rounds.
_LISTS = ("interests", "goals", "languages", "periods", "wants", "avoids")
_PLAIN = ("number", "source_key", "year_rank", "year", "places")
_LATER_LISTS = ("subjects", "experiences", "style", "met", "blocked", "families", "failed", "taken")
_LATER = ("form", "resting", "since")
_SETTINGS = tuple(field.name for field in fields(Settings))


@dataclass(frozen=True, slots=True)
class GroupPlan:
    """What groups were asked for, and what was found: `value` is of the groups as found, `bound` of any."""

    least: int
    most: int
    leaders: int
    base: int
    bound: int
    value: int


@dataclass(frozen=True, slots=True)
class RoundRow:
    """A round as stored; `inputs` is the fingerprint of what it was made from.

    `scope` is one of types.SCOPES. `aside` is when a draft was put aside, None for the one that is worked on. `kept`
    are the pairs that were published when the round began and stay where they can. `groups` is set for a round of
    groups.
    """

    uid: str
    programme: str
    label: str
    state: str
    settings: Settings
    bans: tuple[PairKey, ...]
    engine: str
    inputs: str
    made: str
    scope: str = "waiting"
    aside: str | None = None
    kept: tuple[PairKey, ...] = ()
    groups: GroupPlan | None = None


@dataclass(frozen=True, slots=True)
class ProposalRow:
    """A mentee's place in a round; without a mentor and locked: left out by hand."""

    mentee: str
    mentor: str | None
    score: int | None
    locked: bool
    by_hand: bool


@dataclass(frozen=True, slots=True)
class PairRow:
    """A published pair as stored.

    `begins` is "first_meeting" where the pair is active only once it has met, on the day `first_met`. `team` is the
    group it is part of.
    """

    uid: str
    mentee: str
    mentor: str
    round: str | None
    score: int | None
    period: str | None
    since: str
    state: str
    ended: str | None
    reason: str
    counted_from: str | None = None
    begins: str | None = None
    first_met: str | None = None
    team: str | None = None


def rounds(ws: Workspace, programme: str, state: str) -> tuple[RoundRow, ...]:
    """Read the rounds of a programme in a state, newest first."""
    rows = ws.rows(
        _TIER,
        "SELECT uid, programme, label, state, settings, engine, inputs, made, aside FROM @.round"
        " WHERE programme = ? AND state = ? ORDER BY made DESC, uid DESC",
        (programme, state),
    )
    return tuple(_round(*row) for row in rows)


def round_of(ws: Workspace, uid: str) -> RoundRow | None:
    """Read one round, whatever its state."""
    rows = ws.rows(
        _TIER,
        "SELECT uid, programme, label, state, settings, engine, inputs, made, aside FROM @.round WHERE uid = ?",
        (uid,),
    )
    return _round(*rows[0]) if rows else None


def count_rounds(ws: Workspace, programme: str) -> int:
    """Count all rounds of a programme."""
    return int(ws.value(_TIER, "SELECT count(*) FROM @.round WHERE programme = ?", (programme,)))


def entries(ws: Workspace, round_uid: str, names: Mapping[str, str]) -> tuple[Applicant, ...]:
    """Read what a round knew of each person; names are those of today."""
    rows = ws.rows(_TIER, "SELECT person, role, answers FROM @.round_entry WHERE round = ?", (round_uid,))
    return tuple(_applicant(person, role, json.loads(answers), names.get(person, "")) for person, role, answers in rows)


def proposals(ws: Workspace, round_uid: str) -> tuple[ProposalRow, ...]:
    """Read the proposals of a round."""
    rows = ws.rows(
        _TIER,
        "SELECT person, mentor, score, locked, by_hand FROM @.proposal WHERE round = ? ORDER BY uid",
        (round_uid,),
    )
    return tuple(
        ProposalRow(person, mentor, score, bool(locked), bool(hand)) for person, mentor, score, locked, hand in rows
    )


def pairs(ws: Workspace, programme: str, *, ended: bool = False) -> tuple[PairRow, ...]:
    """Read the active pairs of a programme, and the ended ones too if asked."""
    rows = ws.rows(
        _TIER,
        "SELECT uid, person, mentor, round, score, period, since, state, ended, reason, counted_from,"
        " begins, first_met, team FROM @.pair"
        " WHERE programme = ? AND (state = 'active' OR ?) ORDER BY since, uid",
        (programme, int(ended)),
    )
    return tuple(PairRow(*row) for row in rows)


def insert_round(step: Step, row: RoundRow, people: Iterable[Applicant], places: Iterable[ProposalRow]) -> None:
    """Write a round, what it knew, and what it proposes."""
    step.insert(
        "round",
        row.uid,
        programme=row.programme,
        label=row.label,
        state=row.state,
        settings=round_cell(row),
        engine=row.engine,
        inputs=row.inputs,
        made=row.made,
        published=None,
    )
    for one in people:
        step.insert(
            "round_entry",
            uid_of("round_entry", row.uid, one.uid, one.role),
            person=one.uid,
            round=row.uid,
            role=one.role,
            answers=answers_cell(one),
        )
    for place in places:
        step.insert(
            "proposal",
            proposal_uid(row.uid, place.mentee),
            person=place.mentee,
            round=row.uid,
            mentor=place.mentor,
            score=place.score,
            locked=int(place.locked),
            by_hand=int(place.by_hand),
            period=None,
        )


def put_proposal(step: Step, round_uid: str, place: ProposalRow) -> None:
    """Write one proposal over the one that is there."""
    step.update(
        "proposal",
        proposal_uid(round_uid, place.mentee),
        mentor=place.mentor,
        score=place.score,
        locked=int(place.locked),
        by_hand=int(place.by_hand),
    )


def put_bans(step: Step, row: RoundRow, bans: Iterable[PairKey]) -> None:
    """Write the pairs ruled out in a draft."""
    step.update("round", row.uid, settings=round_cell(replace(row, bans=tuple(bans))))


def put_aside(step: Step, round_uid: str, aside: str | None) -> None:
    """Put a draft aside, or take it up again."""
    step.update("round", round_uid, aside=aside)


def put_label(step: Step, round_uid: str, label: str) -> None:
    """Rename a round."""
    step.update("round", round_uid, label=label)


def close_round(step: Step, round_uid: str, state: str, published: str | None = None) -> None:
    """Publish or discard a round."""
    step.update("round", round_uid, state=state, published=published)


def insert_pair(step: Step, programme: str, pair: PairRow) -> None:
    """Write a published pair."""
    step.insert(
        "pair",
        pair.uid,
        person=pair.mentee,
        mentor=pair.mentor,
        programme=programme,
        round=pair.round,
        score=pair.score,
        period=pair.period,
        since=pair.since,
        state=pair.state,
        ended=pair.ended,
        reason=pair.reason,
        counted_from=pair.counted_from,
        begins=pair.begins,
        first_met=pair.first_met,
        team=pair.team,
    )


def put_pair(step: Step, before: PairRow, **columns: str | None) -> None:
    """Change a published pair: its period, or its state with the day and the reason."""
    step.update("pair", before.uid, **columns)


def put_first_met(step: Step, pair: str, day: str | None) -> None:
    """Write the day on which a pair met first."""
    step.update("pair", pair, first_met=day)


def proposal_uid(round_uid: str, mentee: str) -> str:
    """Name a proposal by its round and its mentee."""
    return uid_of("proposal", round_uid, mentee)


def settings_cell(settings: Settings, bans: Iterable[PairKey] = (), scope: str = "") -> str:
    """Write settings, bans and the scope of a round as text, the same text for the same settings."""
    fair = settings.fairness
    given = {name: getattr(settings, name) for name in _SETTINGS}
    given["fairness"] = [fair.floor, fair.target, fair.slope]
    return json.dumps(given | {"bans": sorted(bans), "scope": scope}, ensure_ascii=False)


def round_cell(row: RoundRow) -> str:
    """Write settings with all that was decided for a round as text."""
    given = json.loads(settings_cell(row.settings, row.bans, row.scope))
    if row.kept:
        given["kept"] = sorted(row.kept)
    if row.groups:
        given["groups"] = asdict(row.groups)
    return json.dumps(given, ensure_ascii=False)


def settings_of(ws: Workspace, programme: str) -> Settings | None:
    """Read what counts in a programme; None where nobody has changed it."""
    sql = "SELECT settings FROM @.matching_settings WHERE programme = ? ORDER BY uid"
    found = ws.rows(_TIER, sql, (programme,))
    return read_settings(found[0][0]) if found else None


def put_settings(step: Step, ws: Workspace, programme: str, settings: Settings) -> None:
    """Write what counts in a programme."""
    uid, cell = uid_of("matching_settings", programme), settings_cell(settings)
    if settings_of(ws, programme) is None:
        step.insert("matching_settings", uid, programme=programme, settings=cell)
    else:
        step.update("matching_settings", uid, settings=cell)


def read_settings(cell: str) -> Settings:
    """Read settings written by `settings_cell`; what is newer than the text is as the defaults say."""
    read = json.loads(cell)
    given = {name: read[name] for name in _SETTINGS if name in read}
    given["school_languages"] = tuple(given["school_languages"])
    given["fairness"] = Fairness(*read["fairness"])
    for name in ("weights", "own_titles"):
        given[name] = tuple((key, value) for key, value in given.get(name, ()))
    return Settings(**given)


def answers_cell(one: Applicant) -> str:
    """Write what somebody gave as text, without their name."""
    given = {name: getattr(one, name) for name in (*_PLAIN, *_LISTS)}
    later = {name: getattr(one, name) for name in (*_LATER, *_LATER_LISTS, "own")}
    return json.dumps(given | {name: value for name, value in later.items() if value}, ensure_ascii=False)


def _applicant(person: str, role: Any, answers: dict[str, Any], name: str) -> Applicant:  # noqa: ANN401 - a CHECKed cell
    given: dict[str, Any] = {key: answers[key] for key in _PLAIN}
    given |= {key: tuple(answers[key]) for key in _LISTS}
    given |= {key: answers[key] for key in _LATER if key in answers}
    given |= {key: tuple(answers[key]) for key in _LATER_LISTS if key in answers}
    given["own"] = tuple((field, value) for field, value in answers.get("own", ()))
    return Applicant(uid=person, role=role, name=name, **given)


def _round(
    uid: str,
    programme: str,
    label: str,
    state: str,
    cell: str,
    engine: str,
    inputs: str,
    made: str,
    aside: str | None,
) -> RoundRow:
    read = json.loads(cell)
    bans = tuple((mentee, mentor) for mentee, mentor in read["bans"])
    return RoundRow(
        uid,
        programme,
        label,
        state,
        read_settings(cell),
        bans,
        engine,
        inputs,
        made,
        read.get("scope", "waiting"),
        aside,
        tuple((mentee, mentor) for mentee, mentor in read.get("kept", ())),
        GroupPlan(**read["groups"]) if "groups" in read else None,
    )
