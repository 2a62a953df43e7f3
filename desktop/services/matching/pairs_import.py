"""Bringing existing pairs into the workspace: what a file would do, and doing it as one step.

A pair comes in as it is: nobody is asked whether the matcher would have made it. What a school must not do silently is
refused row by row: somebody twice, a mentee with two mentors, two who must be kept apart.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from desktop.services import people
from desktop.services.errors import Cancelled
from desktop.services.language import say, say_many
from desktop.services.matching import joining, store
from desktop.services.matching.pair_days import PairDays, read_days
from desktop.services.matching.pair_rules import Standing, refuse
from desktop.services.matching.pairs_types import FilePair, PairLine, PairsFile, PairsPlan
from desktop.services.matching.store import PairRow
from desktop.services.people import availability
from desktop.services.people.asking import Asking, Whom
from desktop.services.people.errors import PlanOutdated
from desktop.services.people.finding import Clue
from desktop.services.people.import_runs import MOST_PROBLEMS, record_run
from desktop.services.people.mappings import write_mapping
from desktop.services.people.rules import LONGEST_LABEL, label_key
from desktop.services.people.types import Period, Person
from desktop.services.programme import joining as taking_part
from desktop.services.programme import the_programme, wishes
from desktop.services.programme.cells import period_labels
from desktop.services.programme.intentions import same_period
from desktop.services.programme.types import NO_ANSWERS, Answers, Participant, RowProblem
from desktop.services.vault import Changes, Step, Workspace, uid_of

_TIER = "programme"
Progress = Callable[[int, int], bool]


def plan_pairs(
    ws: Workspace, file: PairsFile, answers: Answers = NO_ANSWERS, date_order: str | None = None
) -> PairsPlan:
    """Say what importing `file` would do; nothing is written. answers: to questions of an earlier plan.

    date_order: dmy, mdy or ymd where the file proves none. Errors: PairDatesUnclear, UnknownDateOrder, NotFounded.
    """
    today = ws.clock.today()
    days, order = read_days(file.lines, today, date_order, file.stated_order)
    everybody = people.list_people(ws)
    asking = Asking(everybody, today, answers, people.known_as(ws))
    names = people.labels(everybody)
    week = {label_key(period.label): period for period in people.periods(ws)}
    standing = _standing(ws)
    mentors: dict[int, Whom] = {}
    problems = list(file.problems)
    new: list[FilePair] = []
    there: list[FilePair] = []
    counted: Counter[str] = Counter()
    for line, day in zip(file.lines, days, strict=True):
        for mentor, mentee in _both(asking, mentors, line, day, problems):
            pair = FilePair(
                line.row, mentor, mentee, names[mentor.uid], names[mentee.uid], day.since.isoformat(),
                day.ended.isoformat() if day.ended else None, _slot(line, week, problems),
            )  # fmt: skip
            wrong = day.wrong or refuse(pair, standing)
            if wrong:
                problems.append(RowProblem(line.row, wrong[0], say("{what} This row was left out.", what=wrong[1])))
                continue
            known = standing.has(pair)
            problems += _remarks(standing, pair, day, known=known)
            if known:
                there.append(pair)
            else:
                standing.add(pair)
                new.append(pair)
                counted.update(undated=day.undated, month=day.month)
    return _finished(ws, file, answers, order, asking, (new, there, problems, counted, week))


def _remarks(standing: Standing, pair: FilePair, day: PairDays, *, known: bool) -> list[RowProblem]:
    """List what is taken otherwise than the row says, and what may be a slip."""
    said = [("since", standing.stays(pair))] if known and day.own else []
    if not known:
        said = [*day.remarks, ("mentee", standing.turned(pair))]
    return [RowProblem(pair.row, field, message) for field, message in said if message]


def _finished(
    ws: Workspace,
    file: PairsFile,
    answers: Answers,
    order: str | None,
    asking: Asking,
    found: tuple[list[FilePair], list[FilePair], list[RowProblem], Counter[str], dict[str, Period]],
) -> PairsPlan:
    new, there, problems, counted, week = found
    joined = _enrolments(ws, new)
    raised = sum(1 for before, now in joined if before and before.status == "enrolled" and now.places > before.places)
    notices = [*file.notices, *asking.notices(), *_said(counted, raised, new, ws.clock.today())]
    labels = {label_key(pair.slot): pair.slot for pair in new if pair.slot}
    return PairsPlan(
        tuple(new),
        tuple(there),
        tuple(asking.unknown),
        tuple(asking.questions),
        tuple(sorted(problems, key=lambda problem: problem.row)),
        tuple(notices),
        sum(1 for before, _ in joined if before is None or before.status != "enrolled"),
        raised,
        tuple(label for key, label in labels.items() if key not in week),
        order,
        file,
        answers,
    )


def _said(counted: Counter[str], raised: int, new: Sequence[FilePair], today: date) -> list[str]:
    found = []
    if counted["undated"]:
        found.append(
            say_many(
                "{n} pair has no day in the file and counts from today.",
                "{n} pairs have no day in the file and count from today.",
                counted["undated"],
            )
        )
    if counted["month"]:
        found.append(
            say_many(
                "Of {n} pair the file names only a month; the first of it was taken.",
                "Of {n} pairs the file names only a month; the first of it was taken.",
                counted["month"],
            )
        )
    if raised:
        found.append(
            say_many(
                "{n} {mentor} has more {mentees} than places and gets as many places.",
                "{n} {mentors} have more {mentees} than places and get as many places.",
                raised,
            )
        )
    if any(pair.since < today.isoformat() and not pair.ended for pair in new):
        found.append(say("Meetings count as due from today: what was before could not be recorded here."))
    return found


def import_pairs(ws: Workspace, plan: PairsPlan, progress: Progress | None = None) -> Changes:
    """Do what `plan` says as one step: pairs, enrolments, places and weekly periods; `uid` is the import run.

    Who meets in a period is free in it from now on. Nothing is written where the plan holds nothing new.
    `progress(done, total)` answers False to stop: nothing is written then. Errors: PlanOutdated where what it was
    compared with has changed, Cancelled, NotFounded.
    """
    again = plan_pairs(ws, plan.file, plan.answers, plan.date_order)
    if again.new != plan.new:
        raise PlanOutdated
    total = len(plan.new)
    with ws.step(_TIER, "import_pairs", about=str(total)) as step:
        if not total:
            return step.changes
        programme = the_programme(ws).uid
        periods = _free(ws, step, plan)
        for before, now in _enrolments(ws, plan.new):
            taking_part.put(step, before is None, now, programme)
        for done, pair in enumerate(plan.new):
            if progress is not None and not progress(done, total):
                raise Cancelled
            store.insert_pair(step, programme, _row(pair, programme, periods, ws.clock.today().isoformat()))
        if plan.file.mapping:
            write_mapping(ws, step, plan.file.headings, "pairs", dict(plan.file.mapping), plan.file.sheet)
        step.uid = _record(ws, step, plan)
    if progress is not None:
        progress(total, total)
    return step.changes


def _row(pair: FilePair, programme: str, periods: dict[str, str], today: str) -> PairRow:
    return PairRow(
        uid_of("pair", programme, pair.mentee.uid, pair.mentor.uid, pair.since),
        pair.mentee.uid,
        pair.mentor.uid,
        None,
        None,
        periods.get(label_key(pair.slot)) if not pair.ended else None,
        pair.since,
        "ended" if pair.ended else "active",
        pair.ended,
        "",
        today if pair.since < today else None,
    )


def _both(
    asking: Asking, mentors: dict[int, Whom], line: PairLine, day: PairDays, problems: list[RowProblem]
) -> list[tuple[Person, Person]]:
    """Find the two of a line; a cell that names several mentees gives several. Of an ended pair both may have left."""
    over = day.ended is not None
    if line.row not in mentors:  # a row of several mentees asks for its mentor once
        mentors[line.row] = asking.whom(line.mentor, "mentor", gone=over)
        if mentors[line.row].message:
            problems.append(RowProblem(line.row, "mentor", mentors[line.row].message))
    mentor = mentors[line.row].person
    pieces = asking.parted(line.mentee.name) if line.mentee == Clue(line.row, name=line.mentee.name) else [""]
    if len(pieces) == 1:
        mentees = [asking.whom(line.mentee, line.column, gone=over)]
    else:
        clues = (Clue(line.row, name=piece) for piece in pieces)
        mentees = [asking.whom(clue, f"{line.column} {at}", gone=over) for at, clue in enumerate(clues, 1)]
    problems += [RowProblem(line.row, "mentee", one.message) for one in mentees if one.message]
    return [(mentor, one.person) for one in mentees if mentor and one.person]


def _slot(line: PairLine, week: dict[str, Period], problems: list[RowProblem]) -> str:
    """Give the label of the weekly period, as the week has it where it is there already."""
    labels = period_labels(line.slot) if line.slot else ()
    if len(labels) == 1 and label_key(labels[0]) and len(labels[0]) <= LONGEST_LABEL:
        key = same_period(week, label_key(labels[0]), labels[0])
        return week[key].label if key in week else labels[0]
    if line.slot:
        problems.append(RowProblem(line.row, "period", say("When they meet is not one period of the week; left out.")))
    return ""


def _standing(ws: Workspace) -> Standing:
    rows = joining.pairs(ws, the_programme(ws).uid, ended=True)
    apart = {frozenset((wish.person, wish.other)) for wish in wishes(ws) if wish.kind == "avoid"}
    return Standing.of(((row.mentee, row.mentor, row.since, row.state) for row in rows), apart)


def _enrolments(ws: Workspace, new: Sequence[FilePair]) -> list[tuple[Participant | None, Participant]]:
    """Give who must be enrolled or get more places, before (None: never enrolled) and after.

    Both take part since their pair began. Who has only ended pairs is not enrolled for them.
    """
    programme = the_programme(ws).uid
    known = {(one.person, one.role): one for one in taking_part.enrolments(ws, programme)}
    used = Counter(row.mentor for row in joining.pairs(ws, programme))
    first: dict[tuple[str, str], date] = {}
    today = ws.clock.today()
    for pair in new:
        if pair.ended:
            continue
        used[pair.mentor.uid] += 1
        for key in ((pair.mentor.uid, "mentor"), (pair.mentee.uid, "mentee")):
            first[key] = min(first.get(key, today), date.fromisoformat(pair.since))
    found = []
    for (person, role), since in first.items():
        before = known.get((person, role))
        uid = uid_of("participant", programme, person, role)
        now = before or Participant(uid, person, role, 1, (), (), (), "withdrawn", since)
        since = now.since if now.status == "enrolled" else since
        places = max(now.places, used[person]) if role == "mentor" else now.places
        now = replace(now, status="enrolled", since=since, places=places)
        if now != before:
            found.append((before, now))
    return found


def _free(ws: Workspace, step: Step, plan: PairsPlan) -> dict[str, str]:
    """Add the periods that are new, let both be free when they meet, and give the periods' uids by the label's key."""
    week = {label_key(period.label): period.uid for period in people.periods(ws)}
    added = {label_key(label): label for label in plan.new_periods}
    availability.add_periods(step, added)
    week |= {key: uid_of("period", key) for key in added}
    present = availability.free_rows(ws)
    wanted: dict[str, set[str]] = {}
    for pair in plan.new:
        if pair.slot and not pair.ended:
            for one in (pair.mentor.uid, pair.mentee.uid):
                wanted.setdefault(one, set()).add(week[label_key(pair.slot)])
    for person, periods in wanted.items():
        mine = present.get(person, {})
        if not periods <= mine.keys():
            availability.set_free(step, person, mine, periods | mine.keys())
    return week


def _record(ws: Workspace, step: Step, plan: PairsPlan) -> str:
    """Write down what the import was; give its uid."""
    counts = {
        "pairs": plan.pairs, "new": len(plan.new), "there": len(plan.there), "unknown": len(plan.unknown),
        "asked": len(plan.questions), "problems": len(plan.problems), "enrolled": plan.enrolled, "raised": plan.raised,
    }  # fmt: skip
    columns = tuple((column.heading, column.field) for column in plan.file.columns if column.field)
    return record_run(ws, step, "pairs", "table", columns, counts, plan.problems[:MOST_PROBLEMS], plan.notices)
