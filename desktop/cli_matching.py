"""The command that makes rounds: `match`. As in cli_commands.py."""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

from desktop.cli_commands import must_be_new
from desktop.cli_patience import patience
from desktop.services import files, matching, people, programme
from desktop.services.language import joined, say
from desktop.services.matching.round_errors import TurnedRound
from desktop.services.matching.types import Cost, Draft, PairKey, WhyNot
from desktop.services.vault import Workspace

Answer = dict[str, Any]
Said = tuple[Answer, str]
_SIZES: Final = re.compile(r"(\d{1,3})-(\d{1,3})")


def add(plain: Callable[..., argparse.ArgumentParser]) -> None:
    """Add the command."""
    told = plain("match", match, say("Propose pairs, or groups, for everybody who takes part."))
    told.add_argument("--publish", action="store_true", help=say("publish them"))
    pair = "MENTOR:MENTEE"
    told.add_argument(
        "--lock", metavar=pair, type=_pair, action="append", default=[], help=say("pair these two, by their numbers")
    )
    told.add_argument(
        "--forbid", metavar=pair, type=_pair, action="append", default=[], help=say("do not pair these two")
    )
    told.add_argument("--why-not", metavar=pair, type=_pair, help=say("say why these two are not together"))
    told.add_argument(
        "--keep-published", action="store_true", help=say("pairs stay, unless one would leave somebody without")
    )
    told.add_argument("--groups", metavar="MIN-MAX", type=_sizes, help=say("make groups of so many instead of pairs"))
    told.add_argument("--certificate", metavar="FILE", help=say("write the proof that nothing places more"))
    told.add_argument("--force", action="store_true", help=say("replace a file of that name"))
    opened = told.get_default("run")

    def run(options: argparse.Namespace) -> tuple[Answer, str, int]:
        if options.groups and (options.keep_published or options.certificate):
            told.error(say("--groups takes neither --keep-published nor --certificate"))
        found: tuple[Answer, str, int] = opened(options)
        return found

    told.set_defaults(run=run)


def match(ws: Workspace, options: argparse.Namespace) -> Said:
    """Propose a round, answer what is asked of it and, if asked, publish it."""
    if options.certificate:
        must_be_new(Path(options.certificate), force=options.force)
    locks, bans = _uids(ws, options.lock), _uids(ws, options.forbid)
    asked = _uids(ws, [options.why_not] if options.why_not else [])
    _not_turned(ws, [*options.lock, *options.forbid])
    with patience():
        aside = matching.begin_anew(ws) is not None
        _propose(ws, options, locks, bans)
        draft = matching.draft(ws)
        why = matching.why_not(ws, *asked[0]) if asked else None
        proof = matching.proof(ws) if options.certificate else None
    answer: Answer = _plain(draft) if draft else {}
    if why:
        answer["why_not"] = _why(options.why_not, why)
    if proof is not None:
        files.write_whole(Path(options.certificate), (json.dumps(proof, ensure_ascii=False) + "\n").encode())
        answer["certificate"] = options.certificate
    answer["notices"] = notices = _notices(ws, aside=aside)
    if options.publish:
        matching.publish(ws)
    done = say("Published.") if options.publish else say("This is a draft; nothing is published.")
    ends = _ending(answer, published=options.publish)
    return answer, "\n".join([*notices, *_lines(answer), *ends, *([why.sentence] if why else []), done])


def _notices(ws: Workspace, *, aside: bool) -> list[str]:
    """Say who is missing, and what became of the draft before."""
    roles = {one.role for one in programme.participants(ws)}
    said = []
    if "mentee" not in roles:
        said.append(say("No {mentee} takes part yet. Import participants first."))
    if "mentor" not in roles:
        said.append(say("No {mentor} takes part yet. Import participants first."))
    if aside:
        said.append(say("The draft before this one, with what was decided in it by hand, is put aside."))
    return said


def _ending(answer: Answer, *, published: bool) -> list[str]:
    """Say which published pairs end."""
    ends = sorted(joined((one["mentee"], one["mentor"]), " – ") for one in answer.get("ending", ()))
    if not ends:
        return []
    words = "These pairs have ended: {pairs}." if published else "Publishing would end these pairs: {pairs}."
    return [say(words, pairs=joined(ends, ", "))]


def _not_turned(ws: Workspace, pairs: Sequence[tuple[str, str]]) -> None:
    """Refuse pairs that name the {mentee} first. Error: TurnedRound."""
    roles = {(one.person, one.role) for one in programme.participants(ws)}
    for second, first in _uids(ws, pairs):
        if (first, "mentor") not in roles and (first, "mentee") in roles and (second, "mentor") in roles:
            raise TurnedRound


def _propose(ws: Workspace, options: argparse.Namespace, locks: Sequence[PairKey], bans: Sequence[PairKey]) -> None:
    if options.groups:
        least, most = options.groups
        matching.propose_groups(ws, least, most, 1, "everybody", locks=locks, bans=bans)
    else:
        matching.propose(ws, "keep" if options.keep_published else "everybody", locks=locks, bans=bans)


def _plain(draft: Draft) -> Answer:
    """Give a draft as plain values with student numbers."""
    answer: Answer = {**matching.summary(draft), "scope": draft.scope}
    answer["ending"] = [{"mentor": mentor, "mentee": mentee} for mentee, mentor in _numbers(draft)]
    if draft.grouping is None:
        return answer
    answer["groups"] = [
        {
            "leader": group.leader.number,
            "second": group.second.number if group.second else None,
            "period": group.period,
            "mentees": [one.mentee.number for one in group.cards],
        }
        for group in draft.groups
    ]
    answer |= {
        "bound": draft.grouping.bound,
        "gap": float(draft.grouping.gap),
        "proved": draft.grouping.proved,
    }
    return answer


def _numbers(draft: Draft) -> list[tuple[str, str]]:
    """Give the numbers of the pairs that publishing ends."""
    known = {one.mentee.uid: one.mentee.number for one in draft.cards}
    known |= {one.mentee.uid: one.mentee.number for one in draft.unplaced}
    known |= {load.mentor.uid: load.mentor.number for load in draft.loads}
    return [(known.get(mentee, ""), known.get(mentor, "")) for mentee, mentor in draft.ending]


def _why(pair: tuple[str, str], found: WhyNot) -> Answer:
    mentor, mentee = pair
    return {
        "mentor": mentor,
        "mentee": mentee,
        "rules": [rule.rule for rule in found.rules],
        "cost": _cost(found.cost) if found.cost else None,
        "sentence": found.sentence,
    }


def _cost(cost: Cost) -> Answer:
    moves = [{"mentee": one.mentee.number, "to": one.to.number if one.to else None} for one in cost.moves]
    return {"points": cost.points, "left_out": cost.left_out, "moves": moves}


def _lines(answer: Answer) -> list[str]:
    """Give pairs, who is without one, and groups, a line each."""
    pairs = [
        f"{joined((p['mentee'], p['mentor']), ' – ')}: {p['band']}, {joined(p['reasons'], '; ')}"
        + "".join(f" ({warning})" for warning in p["warnings"])
        for p in answer["pairs"]
    ]
    groups = [
        f"{joined((g['leader'], *([g['second']] if g['second'] else [])), ', ')} ({g['period']}): "
        f"{joined(g['mentees'], ', ')}"
        for g in answer.get("groups", ())
    ]
    waiting = [f"{joined((u['mentee'], u['why']), ': ')}" for u in answer["unmatched"]]
    return [*(groups or pairs), *waiting]


def _uids(ws: Workspace, pairs: Sequence[tuple[str, str]]) -> list[PairKey]:
    """Give the uids of mentees and mentors by their numbers. Error: NoSuchPerson."""
    return [
        (people.person_by_number(ws, mentee).uid, people.person_by_number(ws, mentor).uid) for mentor, mentee in pairs
    ]


def _pair(given: str) -> tuple[str, str]:
    mentor, _, mentee = (part.strip() for part in given.partition(":"))
    if not mentor or not mentee or ":" in mentee:
        raise argparse.ArgumentTypeError(say("give two numbers, as 900:101"))
    return mentor, mentee


def _sizes(given: str) -> tuple[int, int]:
    found = _SIZES.fullmatch(given.strip())
    if not found or not 1 <= int(found[1]) <= int(found[2]):
        raise argparse.ArgumentTypeError(say("give two sizes, as 3-5"))
    return int(found[1]), int(found[2])
