"""The dry run of a file of pairs: which would be published, which are here already, and what is not understood."""

from __future__ import annotations

from desktop.models.people_imports_participants import left_out_line, problem_rows, question_row
from desktop.models.people_imports_rows import in_order, without_ask
from desktop.models.rows import Row
from desktop.services.language import say, say_many, show_date
from desktop.services.matching.pairs_types import FilePair, PairsFile, PairsPlan


def pair_notices(plan: PairsPlan) -> tuple[str, ...]:
    """Say what the table does not show."""
    found = list(plan.notices)
    if plan.enrolled:
        found.append(say_many("1 person is enrolled with it.", "{n} people are enrolled with it.", plan.enrolled))
    if plan.new_periods:
        found.append(say("New periods: {labels}.", labels=", ".join(plan.new_periods)))
    return tuple(found)


def pair_rows(plan: PairsPlan) -> tuple[Row, ...]:
    """Lay a dry run out: questions, problems, and each pair."""
    rows: list[Row] = [question_row(question) for question in plan.questions]
    asked = {question.row for question in plan.questions}
    texts: dict[int, str] = {}
    for line in plan.file.lines:
        texts.setdefault(line.row, _both(line.mentor.text, line.mentee.text))
    taken = {pair.row for pair in (*plan.new, *plan.there)}
    rows += problem_rows(plan.problems, texts, asked, taken, lambda field: field == "period")
    for kind, pairs in (("new", plan.new), ("unchanged", plan.there)):
        rows += [_pair_row(pair, kind, at) for at, pair in enumerate(pairs)]
    return in_order(rows)


def pair_lines(plan: PairsPlan, file: PairsFile) -> tuple[tuple[str, int], ...]:
    """Say what was imported beside the new pairs. file: as it was read, with the rows that somebody left out."""
    taken = {pair.row for pair in (*plan.new, *plan.there)}
    rows = {line.row for line in file.lines} | {problem.row for problem in file.problems if problem.row}
    return (
        (say("here already"), len(plan.there)),
        (say("enrolled with them"), plan.enrolled),
        left_out_line(len(rows - taken)),
    )


def _pair_row(pair: FilePair, kind: str, at: int) -> Row:
    since = say("since {day}", day=show_date(pair.since)) if pair.since else ""
    ended = say("ended {day}", day=show_date(pair.ended)) if pair.ended else ""
    words = ", ".join(filter(None, (since, ended, pair.slot)))
    ask = without_ask(pair.row) if kind == "new" else None
    return (f"{kind}{at}", kind, pair.row, _both(pair.mentor_name, pair.mentee_name), words, ask)


def _both(mentor: str, mentee: str) -> str:
    return say("{mentor_name} and {mentee_name}", mentor_name=mentor or "–", mentee_name=mentee or "–")
