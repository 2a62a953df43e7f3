"""The documents of the Reports page: what each is, one made from options, saved, recorded, and the register of all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.models import matching_paper
from desktop.models.pdf_pages import Pages, open_pages, put_on_paper
from desktop.models.rows import Column, Row, Snapshot, snapshot
from desktop.services import reports
from desktop.services.language import profile, say, say_many, show_date
from desktop.services.reports import matching_words
from desktop.services.reports.leaving import save_entered
from desktop.services.reports.matching_types import DRAFT, EQUITY, DraftPaper
from desktop.services.reports.types import (
    Document,
    ImportPaper,
    MatchingPaper,
    PairRegister,
    PaperSize,
    PeopleList,
    StaffPack,
)
from desktop.services.vault import Changes, Workspace

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

PACK, REGISTER = "staff-pack", "pair-register"
INSIDE, OUTSIDE = "inside", "outside"
PRINT, PDF, CSV, XLSX = "print", "pdf", "csv", "xlsx"

Progress = Callable[[int, int], bool]


@dataclass(frozen=True)
class Report:
    """One kind of document, in the words of its card. `names` says that students can be told from it."""

    key: str
    title: str
    purpose: str
    readers: str
    holds: str
    mark: str
    icon: str
    names: bool
    forms: tuple[str, ...]


@dataclass(frozen=True)
class Options:
    """What a person chooses for one document. `goes` is INSIDE or OUTSIDE the school.

    about: the meet-and-greet, the pair or the grouping that a paper of matching is about.
    """

    kind: str
    audience: str = ""
    copies: int = 1
    paper: PaperSize = "a4"
    goes: str = INSIDE
    needs: tuple[str, ...] = ()
    about: str = ""


def all_reports() -> tuple[Report, ...]:
    """List the kinds of documents, in the order of the page."""
    return (
        Report(
            PACK,
            say("Staff meeting pack"),
            say("How the {programme} goes and what it needs from staff, on two or three pages."),
            say("everybody in the meeting"),
            say("pairs, meetings and minutes as whole numbers; students by {year} only in groups of five or more"),
            say("No names"),
            "account-group-outline",
            names=False,
            forms=(PRINT, PDF),
        ),
        Report(
            REGISTER,
            say("Pair register"),
            say("Who meets whom, in which period, and how often they have met."),
            say("those who run the {programme}"),
            say("all pairs by name, with {year} and {form}; no notes"),
            say("With names"),
            "link-variant",
            names=True,
            forms=(PRINT, PDF, CSV),
        ),
    )


def report(kind: str) -> Report | None:
    """Give one kind of document, those that another page offers too."""
    if kind in reports.MATCHING:
        return _of_matching(kind)
    return next((one for one in all_reports() if one.key == kind), None)


def _of_matching(kind: str) -> Report:
    names = kind != EQUITY
    return Report(
        kind,
        matching_words.title(kind),
        matching_paper.holds(kind),
        matching_words.usual_readers(kind),
        "",
        say("With names") if names else say("No names"),
        matching_paper.icon(kind),
        names,
        (PRINT, PDF, CSV) if kind == DRAFT else (PRINT, PDF),
    )


def asks_where(kind: str) -> bool:
    """Tell whether a document is another one when it leaves the school."""
    return kind in (PACK, REGISTER, EQUITY)


def first_options(kind: str) -> Options:
    """Give the options a document begins with: its usual readers, one copy, the profile's paper, inside the school."""
    audience = say("the staff meeting") if kind == PACK else matching_words.usual_readers(kind)
    return Options(kind, audience, paper="letter" if profile().paper == "letter" else "a4")


def place_of(options: Options) -> dict[str, str]:
    """Write options down as a place to come back to; requests to the staff are a draft of their own."""
    return {
        "report": options.kind,
        "audience": options.audience,
        "copies": str(options.copies),
        "paper": options.paper,
        "goes": options.goes,
        "about": options.about,
    }


def options_at(place: dict[str, str]) -> Options:
    """Read options from a place; what is missing or unknown is as at first."""
    first = first_options(place.get("report", ""))
    copies = place.get("copies", "")
    return replace(
        first,
        audience=place.get("audience", first.audience),
        copies=int(copies) if copies.isdigit() else first.copies,
        paper="letter" if place.get("paper", first.paper) == "letter" else "a4",
        goes=OUTSIDE if place.get("goes") == OUTSIDE else INSIDE,
        about=place.get("about", ""),
    )


def prepare(ws: Workspace, options: Options, progress: Progress | None = None) -> Document:
    """Make the document that the options describe; nothing is recorded.

    Errors: BadCopies, NotFounded, those of `reports.matching_paper`.
    """
    outside = options.goes == OUTSIDE
    threshold = reports.THRESHOLD_OUTSIDE if outside else reports.THRESHOLD_INSIDE
    made: Document
    if options.kind in reports.MATCHING:
        audience = options.audience.strip()
        made = reports.matching_paper(
            ws, options.kind, options.about, audience, options.copies, threshold=threshold, progress=progress
        )
    elif options.kind == PACK:
        made = reports.staff_pack(
            ws, options.audience.strip(), options.copies, needs=options.needs, threshold=threshold
        )
    else:
        made = reports.pair_register(ws, options.audience.strip(), options.copies, initials=outside)
    return replace(made, edition=replace(made.edition, paper=options.paper))


def one_copy(document: Document, progress: Progress | None = None) -> bytes:
    """Give the PDF of the first copy, for the preview."""
    return reports.write_pdf(document, (document.edition.first_copy,), progress)


def all_copies(document: Document, progress: Progress | None = None) -> bytes:
    """Give the PDF of all numbered copies, one after the other."""
    return reports.write_pdf(document, None, progress)


def preview(document: Document, progress: Progress | None = None) -> Pages:
    """Give the first copy as pages to look at."""
    return open_pages(one_copy(document, progress))


def print_copies(printer: QPrinter, document: Document, progress: Progress | None = None) -> int:
    """Print all numbered copies and give the number of pages; nothing is recorded yet.

    Errors: PrinterRefused, Cancelled.
    """

    def laying_out(_done: int, _pages: int) -> bool:
        return progress is None or progress(0, 1)

    return put_on_paper(printer, all_copies(document, laying_out), progress)


def save(ws: Workspace, document: Document, form: str, path: str, progress: Progress | None = None) -> Changes:
    """Write a document to `path` as PDF, CSV or workbook, entered in the register before the file has its name.

    Errors: a `FileRefused`, Cancelled, what a step refuses; then there is no file.
    """
    if form in (CSV, XLSX) and isinstance(document, PairRegister | PeopleList | DraftPaper):
        document = replace(document, edition=replace(document.edition, copies=1))
        if isinstance(document, PeopleList):
            content = reports.write_people(document, form, progress)
        else:
            content = reports.write_csv(document)
    else:
        content = all_copies(document, progress)
    return save_entered(content, Path(path), lambda: reports.record(ws, document, form))


def begin_print(ws: Workspace, document: Document) -> Changes:
    """Journal that a document goes to the printer, before the first page does: what cannot be recorded is not printed.

    The register has it when the last page is handed over; what was cancelled or refused meanwhile is in the audit.
    Errors: why nothing may be written here, those of a step.
    """
    ws.must_write()
    return ws.event("programme", "begin_print", about=str(document.edition.copies))


def record_print(ws: Workspace, document: Document) -> Changes:
    """Enter a printed document in the register."""
    return reports.record(ws, document, PRINT)


def is_wide(document: Document) -> bool:
    """Tell whether the pages lie on their side."""
    if isinstance(document, MatchingPaper):
        return document.wide
    return isinstance(document, PairRegister) or (isinstance(document, PeopleList) and reports.is_wide(document))


def file_name(document: Document, form: str) -> str:
    """Propose a file name without anybody's name."""
    return reports.file_name(reports.kind_of(document), document.edition.as_of, form)


def copies_words(first: int, copies: int) -> str:
    """Say which numbered copies: "Copy 3" or "Copies 3 to 14"."""
    if copies == 1:
        return say("Copy {n}", n=first)
    return say("Copies {first} to {last}", first=first, last=first + copies - 1)


def goes_words(kind: str, goes: str) -> str:
    """Say what staying inside or leaving the school changes in a document."""
    inside = goes == INSIDE
    if kind in (PACK, EQUITY):
        n = reports.THRESHOLD_INSIDE if inside else reports.THRESHOLD_OUTSIDE
        return say("Groups of fewer than {n} students are never shown.", n=n)
    if inside:
        return say("Full names. Hand it to those who need it, and collect it again.")
    return say("Initials instead of names.")


def contents(document: Document) -> tuple[str, ...]:
    """Say what is in a document, for whoever is about to print it."""
    if isinstance(document, StaffPack):
        own = say_many("1 request to the staff", "{n} requests to the staff", len(document.needs))
        return (
            say("Pairs, meetings and minutes as whole numbers"),
            say("Students by {year} in groups of {n} or more", n=document.threshold)
            if document.mentors_by_year or document.paired_by_year
            else say("No students by {year}: there are too few"),
            *((own,) if document.needs else ()),
            say("No names and no notes"),
        )
    if isinstance(document, MatchingPaper):
        return matching_words.contents(document)
    if isinstance(document, PeopleList):
        return say_many("1 person", "{n} people", len(document.rows)), ", ".join(document.heads), say("No notes")
    if isinstance(document, ImportPaper):
        new, changed, _ = document.totals
        return (
            say("{new} new, {changed} changed", new=new, changed=changed),
            say("Full names and numbers"),
            say("No notes"),
        )
    pairs = say_many("1 pair", "{n} pairs", len(document.rows))
    initials = document.initials
    who = say("Initials, with {year} and {form}") if initials else say("Full names, with {year} and {form}")
    return pairs, who, say("Periods and how often they met"), say("No notes")


# the register of what was made

UID, MADE, TITLE, FORM, AUDIENCE, COPIES, BY, FIRST = range(8)


def columns() -> tuple[Column, ...]:
    """Make the columns of the register."""
    return (
        Column("made", say("When"), lambda row: _moment(row[MADE]), sort=lambda row: row[MADE], width=19),
        Column("kind", say("What"), lambda row: row[TITLE], width=20, tone=lambda row: "strong"),
        Column("form", say("How"), lambda row: form_words(row[FORM]), width=14),
        Column("audience", say("For whom"), lambda row: row[AUDIENCE], width=30),
        Column(
            "copies",
            say("Copies"),
            lambda row: _numbers(row[FIRST], row[COPIES]) if row[FORM] not in (CSV, XLSX) else "",
            sort=lambda row: row[COPIES],
            width=12,
        ),
        Column("by", say("By"), lambda row: row[BY], width=16),
    )


def form_words(form: str) -> str:
    """Say how a document left Peerkeep."""
    words = {
        PRINT: say("printed"),
        PDF: say("saved as PDF"),
        CSV: say("saved as CSV"),
        XLSX: say("saved as Excel workbook"),
    }
    return words.get(form, form)


def load_releases(ws: Workspace) -> Snapshot:
    """Read the register of what was made, newest first."""
    others = {
        reports.PEOPLE: say("List of people"),
        reports.IMPORT: say("Report of an import"),
        reports.AUDIT: say("Who did what"),
    }
    ours = {kind: matching_words.title(kind) for kind in reports.MATCHING}
    titles = {**{one.key: one.title for one in all_reports()}, **others, **ours}
    rows: Sequence[Row] = [
        (
            one.uid,
            one.made,
            titles.get(one.kind, one.kind),
            one.form,
            one.audience,
            one.copies,
            ws.labels.get(one.author, ""),
            one.first_copy,
        )
        for one in reports.releases(ws)
    ]
    return snapshot(rows, columns())


def _numbers(first: int, copies: int) -> str:
    return str(first) if copies == 1 else say("{first} to {last}", first=first, last=first + copies - 1)


def _moment(iso: str) -> str:
    return say("{day}, {time}", day=show_date(iso), time=iso[11:16])
