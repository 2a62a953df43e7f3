"""Documents from a real workspace, and the register of what was made."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader

from desktop.services import meetings, people, programme, reports
from desktop.services.language import set_profile
from desktop.services.reports.errors import BadCopies, NoSuchReport
from desktop.services.reports.types import Band, Headcount
from desktop.services.vault import Workspace, last_undoable, steps
from tests.fakes.clock import FakeClock

SECRET = "heron under the bridge"


def school(ws: Workspace, mentors: int = 8, mentees: int = 8) -> list[str]:
    """Enrol students of years 7 to 12 and pair them; give the uids of the pairs."""
    period = people.add_period(ws, "Mon3").uid
    made = []
    for at in range(mentors + mentees):
        year = "Year 12" if at < mentors else ("8" if at % 2 else "Year 7")
        draft = people.PersonDraft(f"{at:04}", f"Family{at:02}", f"Given{at:02}", "", None, year, "A")
        made.append(people.add_person(ws, draft).uid)
    people.add_person(ws, people.PersonDraft("9999", "Alone", "In Ten", "", None, "10", "B"))
    programme.enrol(ws, made[:mentors], "mentor")
    programme.enrol(ws, made[mentors:], "mentee")
    running = programme.the_programme(ws).uid
    with ws.step("programme", "enrol") as step:
        return [
            step.insert(
                "pair",
                person=mentee,
                mentor=mentor,
                programme=running,
                round=None,
                score=700,
                period=period,
                since="2026-09-07",
                state="ended" if at == 7 else "active",
                ended="2026-10-05" if at == 7 else None,
                reason=SECRET,
            )
            for at, (mentor, mentee) in enumerate(zip(made[:mentors], made[mentors:], strict=False))
        ]


def meet(ws: Workspace, pair: str, day: str, status: str = "held", minutes: int | None = 25) -> None:
    """Record a meeting with words in it."""
    who = ws.value("programme", "SELECT person FROM @.pair WHERE uid = ?", (pair,))
    with ws.step("programme", "enrol") as step:
        step.insert(
            "meeting",
            person=who,
            pair=pair,
            held_on=day,
            period=None,
            status=status,
            minutes=minutes,
            mentor_came=1,
            mentee_came=1,
            topics=f'["{SECRET}"]',
            mood_mentor=None,
            mood_mentee=None,
            next_step=SECRET,
            author=ws.user.uid,
            entered=f"{day}T12:00:00+00:00",
        )


def words(content: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages).split())


def test_the_pack_counts_what_happened(workspace: Workspace) -> None:
    pairs = school(workspace)
    for at, pair in enumerate(pairs[:7]):
        meet(workspace, pair, "2026-11-09", "missed_mentee" if at == 6 else "held", None if at == 0 else 25)
        meet(workspace, pair, "2026-11-16", "rescheduled" if at == 1 else "held")
    meet(workspace, pairs[0], "2026-05-04")
    meet(workspace, pairs[0], "2026-11-10", "school_closed", None)
    pack = reports.staff_pack(workspace, "the governors", 3, needs=("A cupboard.",))
    assert (pack.pairs_active, pack.pairs_ended) == (7, 1)
    assert (pack.meetings_held, pack.meetings_missed, pack.meetings_planned) == (12, 1, 13)
    assert pack.minutes == 11 * 25
    assert (pack.mentors, pack.mentees) == (Headcount(8, 8), Headcount(7, 11))
    assert pack.mentors_by_year == (Band(("Year 7", "8", "10", "Year 12"), 8),)
    assert pack.paired_by_year == (Band(("Year 7", "8", "10", "Year 12"), 7),)
    assert {week.starts: (week.held, week.planned) for week in pack.weeks if week.planned} == {
        "2026-11-09": (6, 7),
        "2026-11-16": (6, 6),
    }
    assert pack.starts == "2026-09-02"
    assert pack.rooms_in == ("Mon3",)
    assert pack.needs[0] == "A cupboard."
    assert pack.needs[1] == "Who would make a good mentor? Tell the counsellor in person."
    assert "1 meeting held states no minutes; the minutes are those of the others." in pack.missing
    assert pack.edition.prepared_by == workspace.user.label
    assert list(pack.edition.numbers) == [1, 2, 3]


def test_no_word_of_a_record_is_printed(workspace: Workspace) -> None:
    meet(workspace, school(workspace)[0], "2026-11-16")
    everything = [reports.write_pdf(reports.staff_pack(workspace)), reports.write_pdf(reports.pair_register(workspace))]
    assert all(SECRET not in words(content) for content in everything)
    assert SECRET.encode() not in reports.write_csv(reports.pair_register(workspace))
    assert "Family" not in words(everything[0])


def test_the_register_states_meetings_and_the_last_one(workspace: Workspace) -> None:
    pairs = school(workspace)
    meet(workspace, pairs[0], "2026-11-09")
    meet(workspace, pairs[0], "2026-11-16")
    meet(workspace, pairs[0], "2026-11-17", "missed_mentor")
    register = reports.pair_register(workspace)
    first = next(row for row in register.rows if row.mentor.number == "0000")
    assert (first.held, first.last_met, first.period, first.since, first.state) == (
        2,
        "2026-11-16",
        "Mon3",
        "2026-09-07",
        "active",
    )
    assert first.mentee.name == "Given08 Family08"
    assert sum(row.state == "ended" for row in register.rows) == 1


def test_an_empty_workspace_makes_every_document(workspace: Workspace) -> None:
    pack = reports.staff_pack(workspace)
    assert pack.empty
    assert "Nothing has been recorded" in words(reports.write_pdf(pack))
    assert "No pairs have been published." in words(reports.make(workspace, "staff-pack", "pdf"))
    assert reports.make(workspace, "pair-register", "pdf").startswith(b"%PDF")
    assert reports.make(workspace, "pair-register", "csv").count(b"\r\n") == 1


def test_what_was_made_is_registered_and_numbers_go_on(workspace: Workspace, clock: FakeClock) -> None:
    pack = reports.staff_pack(workspace, "the staff meeting", 4)
    changes = reports.record(workspace, pack, "print")
    assert changes.count == 1
    again = reports.staff_pack(workspace, "the governors", 2)
    assert list(again.edition.numbers) == [5, 6]
    assert "Copy 6 of 6 · For: the governors" in words(reports.write_pdf(again, [6]))
    reports.record(workspace, again, "pdf")
    assert list(reports.pair_register(workspace).edition.numbers) == [1]
    found = reports.releases(workspace)
    assert [(row.kind, row.audience, row.form, row.first_copy, row.copies, row.author) for row in found] == [
        ("staff-pack", "the governors", "pdf", 5, 2, workspace.user.uid),
        ("staff-pack", "the staff meeting", "print", 1, 4, workspace.user.uid),
    ]
    clock.forward(days=1)
    assert list(reports.staff_pack(workspace).edition.numbers) == [1]


def test_paper_that_has_left_cannot_be_undone(workspace: Workspace) -> None:
    before = last_undoable(workspace)
    reports.record_release(workspace, "pair-register", "the counsellors", 2)
    assert steps(workspace)[0].words == "making of a document in 2 copies"
    assert last_undoable(workspace) == before


def test_mistaken_orders_are_refused(workspace: Workspace) -> None:
    for copies in (0, -1, 201):
        with pytest.raises(BadCopies):
            reports.staff_pack(workspace, copies=copies)
    with pytest.raises(NoSuchReport):
        reports.make(workspace, "staff-pack", "csv")
    assert reports.releases(workspace) == ()


def test_paper_and_language_follow_the_profile(workspace: Workspace) -> None:
    set_profile("us")
    try:
        edition = reports.staff_pack(workspace).edition
    finally:
        set_profile("uk")
    assert (edition.paper, edition.lang) == ("letter", "en-US")


def test_the_threshold_may_be_raised_and_never_lowered(workspace: Workspace) -> None:
    school(workspace)
    assert reports.staff_pack(workspace, threshold=2).threshold == 5
    assert reports.staff_pack(workspace, threshold=10).paired_by_year == ()


def test_due_meetings_without_an_entry_are_those_of_the_meetings_area(workspace: Workspace) -> None:
    pair = school(workspace, 1, 1)[0]
    mondays = sum(
        (date(2026, 9, 7) + timedelta(days=n)).weekday() == 0
        for n in range((date(2026, 11, 18) - date(2026, 9, 7)).days)
    )

    def said(count: int) -> str:
        return f"{count} weekly meetings that were due have no entry: they count neither as held nor missed."

    assert said(mondays) in reports.staff_pack(workspace).missing
    meet(workspace, pair, "2026-11-16")
    assert said(mondays - 1) in reports.staff_pack(workspace).missing
    assert len(meetings.unrecorded(workspace, date(2026, 9, 1), date(2026, 11, 17))) == mondays - 1


def test_a_meeting_due_today_is_not_missing_yet(workspace: Workspace, clock: FakeClock) -> None:
    school(workspace, 1, 1)
    before = reports.staff_pack(workspace).missing
    clock.forward(days=5)
    assert clock.today().isoweekday() == 1
    assert reports.staff_pack(workspace).missing == before
    clock.forward(days=1)
    assert reports.staff_pack(workspace).missing != before


def test_the_pack_says_what_the_meetings_area_counts(workspace: Workspace) -> None:
    pairs = school(workspace)
    for at, status in enumerate(("held", "missed_mentor", "missed_both", "rescheduled", "school_closed")):
        meet(workspace, pairs[at], "2026-11-16", status, 25 if status == "held" else None)
    pack = reports.staff_pack(workspace)
    totals = meetings.totals(workspace, date.fromisoformat(pack.starts), date.fromisoformat(pack.ends))
    assert (pack.meetings_held, pack.meetings_missed, pack.meetings_planned, pack.minutes) == (
        totals.held,
        totals.missed,
        totals.planned,
        totals.minutes,
    )
    assert (sum(week.held for week in pack.weeks), sum(week.planned for week in pack.weeks)) == (1, 3)
