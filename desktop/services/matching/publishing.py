"""Publishing a draft: its pairs become real, those it replaces end, groups are made; all in one step."""

from __future__ import annotations

from collections import Counter

from desktop.services.language import say
from desktop.services.matching import store, store_rounds
from desktop.services.matching.by_hand import rules_of
from desktop.services.matching.errors import DraftOutdated, NothingToPublish, NotInRound
from desktop.services.matching.group_moves import not_with
from desktop.services.matching.rules import OVERRIDABLE, missing
from desktop.services.matching.store import PairRow, ProposalRow
from desktop.services.matching.stored import StoredDraft, read, the_draft
from desktop.services.matching.traits import canonical
from desktop.services.matching.types import Broken, Card
from desktop.services.vault import Changes, Step, Workspace, uid_of

_TIER = "programme"
FIRST_MEETING = "first_meeting"
REPLACED = "rematched"


def publish(ws: Workspace) -> Changes:
    """Make the draft's pairs real, each with a weekly period, as one step.

    A pair that is active already stays as it is. In a round for everybody, all other active pairs of its mentees end.
    New pairs count from their first meeting on. Errors: NoDraft, NothingToPublish, DraftOutdated where a pair breaks a
    hard rule by now.
    """
    from desktop.services.matching.drafted import cards_of

    stored = read(ws, the_draft(ws))
    if not any(p.mentor is not None for p in stored.places):
        raise NothingToPublish
    _still_allowed(stored)
    cards = cards_of(stored)
    new = [one for one in cards if not one.stays]
    today = ws.clock.today().isoformat()
    with ws.step(_TIER, "publish_round", about=str(len(cards))) as step:
        store.close_round(step, stored.row.uid, "published", ws.clock.now().isoformat(timespec="seconds"))
        for pair in stored.ending:
            store.put_pair(step, pair, state="ended", ended=today, reason=REPLACED)
        teams = _make_teams(step, stored)
        for one in new:
            store.insert_pair(step, stored.row.programme, _pair(stored, one, teams.get(one.mentor.uid), today))
        _move(step, stored, cards, teams)
        step.uid = stored.row.uid
    return step.changes


def _pair(stored: StoredDraft, one: Card, team: str | None, today: str) -> PairRow:
    return PairRow(
        uid_of("pair", stored.row.uid, one.mentee.uid),
        one.mentee.uid,
        one.mentor.uid,
        stored.row.uid,
        one.score,
        _period(stored, one),
        today,
        "active",
        None,
        "",
        begins=FIRST_MEETING,
        team=team,
    )


def _period(stored: StoredDraft, one: Card) -> str | None:
    led = {team.leader: team.period for team in stored.teams}
    return stored.now.period_uids.get(led.get(one.mentor.uid, one.period))


def _make_teams(step: Step, stored: StoredDraft) -> dict[str, str]:
    """Make the groups that have members, numbered in their leaders' order; give their uids by leader."""
    led, teams = {p.mentor for p in stored.places}, {team.leader: team for team in stored.teams}
    leaders = [a.uid for a in canonical(stored.by_uid("mentor").values()) if a.uid in teams and a.uid in led]
    return {
        uid: store_rounds.publish_team(step, stored.row.programme, stored.row.uid, teams[uid], say("Group {n}", n=at))
        for at, uid in enumerate(leaders, start=1)
    }


def _move(step: Step, stored: StoredDraft, cards: tuple[Card, ...], teams: dict[str, str]) -> None:
    """Write the new period or group of pairs that stay, where the round gives them another."""
    staying = {(one.mentee.uid, one.mentor.uid): one for one in cards if one.stays}
    for pair in stored.now.pairs:
        one = staying.pop((pair.mentee, pair.mentor), None)
        if one is None:
            continue
        team = teams.get(pair.mentor)
        if team or (one.period and one.period != stored.staying[pair.mentee, pair.mentor]):
            store.put_pair(step, pair, period=_period(stored, one), team=team or pair.team)


def _still_allowed(stored: StoredDraft) -> None:
    """Refuse to publish a pair that what changed since the draft forbids. Error: DraftOutdated."""
    places = [p for p in stored.places if p.mentor is not None]
    try:
        for place in places:
            asked = _asked(stored, place, places)
            if asked:
                raise DraftOutdated(missing=asked)
    except NotInRound:
        raise DraftOutdated(missing=say("somebody who still takes part")) from None


def _asked(stored: StoredDraft, place: ProposalRow, places: list[ProposalRow]) -> str:
    """Say what a pair lacks by now, "" for nothing. Error: NotInRound."""
    pair = place.mentee, place.mentor or ""
    others = [p.mentor for p in places if p.mentee != place.mentee]
    used: Counter[str | None] = Counter() if stored.row.groups else Counter(others)
    rules = rules_of(stored.row.settings, stored.now.applicants, pair, used)
    team = next((team for team in stored.teams if team.leader == place.mentor), None)
    asked = missing(rule for rule in rules if not _decided(stored, pair, rule))
    return asked or (not_with(stored, stored.now.applicants, team, place.mentee) if team else "")


def _decided(stored: StoredDraft, pair: tuple[str, str], rule: Broken) -> bool:
    """Whether somebody decided otherwise, or the pair is a published one that goes on."""
    if rule.rule not in OVERRIDABLE:
        return False
    return pair in stored.staying or any(one.pair == pair and rule.rule in one.rules for one in stored.overrides)
