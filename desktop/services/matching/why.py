"""Why these two, and why not those: from the draft, from what is published, and a year later from the stored round."""

from __future__ import annotations

from dataclasses import replace

from desktop.services import people
from desktop.services.language import say
from desktop.services.matching import joining
from desktop.services.matching.errors import NoSuchPair
from desktop.services.matching.gather import look
from desktop.services.matching.reasons import words_of
from desktop.services.matching.round_errors import NotFromRound
from desktop.services.matching.store import PairRow, RoundRow
from desktop.services.matching.stored import open_draft, read
from desktop.services.matching.types import Card, Cost, PairKey, WhyNot
from desktop.services.programme import the_programme
from desktop.services.vault import Workspace


def why_not(ws: Workspace, mentee: str, mentor: str) -> WhyNot:
    """Say why two people (uids) are not together: every rule, or the exact cost.

    In the draft if both are in it, else in what is published, where pairs stay unless somebody would be left out.
    Errors: NotFounded, and those of engine.run.
    """
    pair = joining.shown(ws, mentee, mentor)
    row = open_draft(ws, the_programme(ws).uid)
    stored = read(ws, row) if row else None
    if stored is None or pair[0] not in stored.by_uid("mentee") or pair[1] not in stored.by_uid("mentor"):
        return _why_not_published(ws, pair)
    if stored.row.groups:
        from desktop.services.matching.grouped import why_not_grouped

        return why_not_grouped(stored, pair)
    from desktop.services.matching import explain
    from desktop.services.matching.drafted import solved_of

    return explain.what_if(solved_of(stored), pair)


def why_pair(ws: Workspace, pair: str) -> Card:
    """Explain a published pair (a uid), also an ended one, as it was when it was published; names are of today.

    Errors: NoSuchPair, NotFromRound.
    """
    from desktop.services.matching.explain import card

    row = next((one for one in joining.pairs(ws, the_programme(ws).uid, ended=True) if one.uid == pair), None)
    if row is None:
        raise NoSuchPair
    made = joining.round_of(ws, row.round) if row.round else None
    if made is None:
        raise NotFromRound
    names = people.labels(people.list_people(ws))
    known = {(a.uid, a.role): a for a in joining.entries(ws, made.uid, names)}
    mentee, mentor = known.get((row.mentee, "mentee")), known.get((row.mentor, "mentor"))
    if mentee is None or mentor is None:
        raise NotFromRound
    places = joining.proposals(ws, made.uid)
    held = next((p for p in places if (p.mentee, p.mentor) == (row.mentee, row.mentor)), None)
    load = 1 if made.groups else sum(p.mentor == row.mentor for p in places)
    found = card(mentee, mentor, made.settings, locked=bool(held and held.locked), load=load)
    return _decided(ws, made, row, replace(found, period=_period(ws, row)))


def _decided(ws: Workspace, made: RoundRow, row: PairRow, found: Card) -> Card:
    """Put first what was decided otherwise."""
    said = next((one for one in joining.overrides(ws, made.uid) if one.pair == (row.mentee, row.mentor)), None)
    if said is None:
        return found
    return replace(found, overridden=said.rules, warnings=(words_of(said), *found.warnings))


def _period(ws: Workspace, row: PairRow) -> str:
    return next((period.label for period in people.periods(ws) if period.uid == row.period), "")


def _why_not_published(ws: Workspace, pair: PairKey) -> WhyNot:
    """Ask the round that would keep every pair there is."""
    from desktop.services.matching import explain
    from desktop.services.matching.engine import run
    from desktop.services.matching.problem import keep_everything
    from desktop.services.matching.types import Request

    now = look(ws, "keep")
    kept = tuple(sorted({(one.mentee, one.mentor) for one in now.pairs}))
    if pair in kept:
        return WhyNot((), Cost(0, 0, 0, ()), say("They are a pair."))
    bonus = keep_everything(sum(a.role == "mentee" for a in now.applicants), now.settings.fairness) if kept else 0
    asked = Request(now.applicants, now.settings, kept=kept, keep_bonus=bonus, overrides=kept)
    found = explain.what_if(run(asked), pair)
    if found.cost is not None and found.sentence == say(explain.TOGETHER):
        return replace(found, sentence=say("Proposing now would place them together."))
    return found
