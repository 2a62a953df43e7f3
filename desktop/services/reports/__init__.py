"""Documents on paper and for spreadsheets: the staff-meeting pack, the pair register, the papers of matching.

Reads what other areas publish, keeps the register of what was made for whom, and gives bytes; whoever
asked shows, prints or saves them. ReportLab and pandas are loaded by the first document, not before.

A window asks for a document (`staff_pack`, `pair_register`), previews one copy of it (`write_pdf` with
`copies=(n,)`), and once it is printed or saved records it (`record`), which settles its copy numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta

from desktop.services import matching, meetings, people, programme
from desktop.services.language import say
from desktop.services.reports import gather, store
from desktop.services.reports.errors import NoSuchReport
from desktop.services.reports.import_paper import import_paper
from desktop.services.reports.matching_paper import (
    badges_paper,
    draft_paper,
    equity_paper,
    first_forms,
    heat_paper,
    matching_paper,
    tick_sheets,
)
from desktop.services.reports.matching_types import DRAFT, DraftPaper
from desktop.services.reports.matching_words import MATCHING, draft_csv
from desktop.services.reports.numbering import checked, edition_of
from desktop.services.reports.people_list import is_wide, write_people
from desktop.services.reports.rules import AUDIT, IMPORT, KINDS, PEOPLE, file_name, kind_of
from desktop.services.reports.suppression import THRESHOLD_INSIDE, THRESHOLD_OUTSIDE
from desktop.services.reports.types import (
    Document,
    ImportPaper,
    PairRegister,
    PeopleList,
    Release,
    StaffPack,
)
from desktop.services.vault import Changes, Workspace, new_uid

__all__ = [
    "AUDIT",
    "IMPORT",
    "MATCHING",
    "PEOPLE",
    "THRESHOLD_INSIDE",
    "THRESHOLD_OUTSIDE",
    "badges_paper",
    "draft_paper",
    "equity_paper",
    "file_name",
    "first_forms",
    "heat_paper",
    "import_report",
    "import_report_pdf",
    "is_wide",
    "kind_of",
    "list_of_people",
    "make",
    "matching_paper",
    "pair_register",
    "record",
    "record_release",
    "releases",
    "staff_pack",
    "tick_sheets",
    "write_csv",
    "write_pdf",
    "write_people",
]


def staff_pack(
    ws: Workspace,
    audience: str = "",
    copies: int = 1,
    *,
    needs: Sequence[str] = (),
    threshold: int = THRESHOLD_INSIDE,
    shred_by: date | None = None,
) -> StaffPack:
    """Make the staff-meeting pack of the present school year: wholes, and students by year in bands.

    `audience` is who will read it, the staff meeting where empty; `needs` stand before what Peerkeep asks for by
    itself. `threshold` is 5 inside the school and 10 for what leaves it; `shred_by` is a week from today where None.
    Errors: BadCopies, programme's NotFounded.
    """
    edition = edition_of(ws, KINDS[0], audience or say("the staff meeting"), copies, shred_by)
    facts = _facts(ws)
    return gather.staff_pack(facts, _figures(ws, facts), edition, max(threshold, THRESHOLD_INSIDE), needs)


def pair_register(
    ws: Workspace, audience: str = "", copies: int = 1, *, initials: bool = False, shred_by: date | None = None
) -> PairRegister:
    """Make the register of all pairs, by name or by initials. Errors: BadCopies, programme's NotFounded."""
    edition = edition_of(ws, KINDS[1], audience or say("those who run the {programme}"), copies, shred_by)
    return gather.pair_register(_facts(ws), edition, initials=initials)


def import_report(ws: Workspace, uid: str | None = None, audience: str = "", copies: int = 1) -> ImportPaper:
    """Make the report of an import, the newest one without `uid`; also of one that was taken back.

    Nothing is recorded yet. Errors: BadCopies, people's NoSuchImport, programme's NotFounded.
    """
    report = people.import_report(ws, uid)
    edition = edition_of(ws, IMPORT, audience or say("those who keep the list of people"), copies, None)
    return import_paper(report, programme.school(ws).name, edition)


def import_report_pdf(report: ImportPaper) -> bytes:
    """Give the report of an import as PDF in memory, every copy of it."""
    return write_pdf(report)


def make(ws: Workspace, kind: str, form: str, audience: str = "", copies: int = 1) -> bytes:
    """Make a document of `kind` as `form` (pdf, or csv for the register and the draft) and record it; give its bytes.

    Errors: NoSuchReport, BadCopies, programme's NotFounded, those of `matching_paper`.
    """
    if (kind, form) not in {(one, "pdf") for one in (*KINDS, IMPORT, *MATCHING)} | {(KINDS[1], "csv"), (DRAFT, "csv")}:
        raise NoSuchReport
    if kind in MATCHING:
        made = matching_paper(ws, kind, "", audience, copies)
        content = write_csv(made) if isinstance(made, DraftPaper) and form == "csv" else write_pdf(made)
        document = made.edition
    elif kind == IMPORT:
        paper = import_report(ws, None, audience, copies)
        content, document = import_report_pdf(paper), paper.edition
    elif kind == KINDS[0]:
        pack = staff_pack(ws, audience, copies)
        content, document = write_pdf(pack), pack.edition
    else:
        register = pair_register(ws, audience, copies)
        content = write_csv(register) if form == "csv" else write_pdf(register)
        document = register.edition
    record_release(ws, kind, document.audience, copies, form=form, first_copy=document.first_copy)
    return content


def list_of_people(
    ws: Workspace,
    columns: Sequence[tuple[str, str]],
    rows: Sequence[Sequence[str]],
    *,
    audience: str,
    asked: str = "",
    total: int = 0,
    copies: int = 1,
    kind: str = PEOPLE,
) -> PeopleList:
    """Make a list of people of what a page shows: (key, heading) of each column, and a text for each in every row.

    `kind` AUDIT makes one of the audit's entries. Nothing is recorded yet. Errors: BadCopies, programme's NotFounded.
    """
    edition = edition_of(ws, kind, audience, copies, None)
    keys, heads = tuple(key for key, _ in columns), tuple(head for _, head in columns)
    texts = tuple(tuple(row) for row in rows)
    return PeopleList(edition, programme.school(ws).name, asked, total or len(rows), keys, heads, texts, kind)


def record(ws: Workspace, document: Document, form: str) -> Changes:
    """Enter a document in the register once it was printed or saved; `form` is print, pdf, csv or xlsx."""
    edition = document.edition
    return record_release(
        ws, kind_of(document), edition.audience, edition.copies, form=form, first_copy=edition.first_copy
    )


def record_release(
    ws: Workspace, kind: str, audience: str, copies: int, *, form: str = "print", first_copy: int = 1
) -> Changes:
    """Write one row of the register of what was made: what, for whom, which numbered copies, by whom, when."""
    row = Release(
        new_uid(),
        kind,
        audience,
        form,
        checked(copies),
        first_copy,
        ws.user.uid,
        ws.clock.now().isoformat(timespec="seconds"),
    )
    with ws.step("programme", "record_release", about=str(copies)) as step:
        store.put_release(step, row)
        step.uid = row.uid
    return step.changes


def releases(ws: Workspace) -> tuple[Release, ...]:
    """Read the register of what was made, newest first; `author` is a user's uid."""
    return store.releases(ws)


def write_pdf(
    document: Document, copies: Sequence[int] | None = None, progress: Callable[[int, int], bool] | None = None
) -> bytes:
    """Give a document as PDF in memory.

    `copies` are the numbers of the copies wanted, all of its edition where None; a preview asks for one.
    `progress` hears pages done and expected and answers whether to go on. Raises Cancelled.
    """
    from desktop.services.reports.paper.write import pdf

    return pdf(document, document.edition.numbers if copies is None else copies, progress)


def write_csv(register: PairRegister | DraftPaper) -> bytes:
    """Give the pair register or the draft as CSV in memory: UTF-8 with a byte-order mark, formula-safe."""
    if isinstance(register, DraftPaper):
        return draft_csv(register)
    from desktop.services.reports.spreadsheet import csv

    return csv(register)


def _facts(ws: Workspace) -> gather.Facts:
    """Read what documents are made of."""
    running = programme.the_programme(ws)
    enrolled = programme.participants(ws)
    pairs = tuple(
        gather.PairFact(
            one.uid,
            one.mentor,
            one.mentee,
            one.period or "",
            date.fromisoformat(one.since),
            None if one.state == "active" else date.fromisoformat(one.ended or one.since),
            one.waits,
        )
        for one in matching.pairs(ws, ended=True)
    )
    recorded = tuple(
        gather.MeetingFact(one.pair, date.fromisoformat(one.held_on), one.status, one.minutes)
        for one in meetings.meetings_between(ws, date.min, date.max)
    )
    known = {person.uid: person for person in people.list_people(ws)}
    return gather.Facts(
        programme.school(ws).name,
        running.name,
        programme.school_calendar(ws),
        known,
        {period.uid: period for period in people.periods(ws)},
        frozenset(one.person for one in enrolled if one.role == "mentor"),
        frozenset(one.person for one in enrolled if one.role == "mentee"),
        pairs,
        recorded,
    )


def _figures(ws: Workspace, facts: gather.Facts) -> gather.Figures:
    """Ask the meetings area what came of the school year until today; today's own meetings are not missing yet."""
    today = ws.clock.today()
    starts = gather.year_begin(facts, today)
    return gather.Figures(
        meetings.totals(ws, starts, today), len(meetings.unrecorded(ws, starts, today - timedelta(days=1)))
    )
