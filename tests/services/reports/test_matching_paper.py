"""The papers of matching, read back: badges, tick sheets, the draft, its map, forms for first meetings, who waits."""

from __future__ import annotations

import csv
import re
from dataclasses import replace
from datetime import date
from io import BytesIO, StringIO
from typing import Any

import pytest
from pypdf import PdfReader
from reportlab.platypus import PageBreak

from desktop.services import matching, programme, reports
from desktop.services.language import say
from desktop.services.matching.beginnings import CHECKS, SIGNERS
from desktop.services.matching.errors import NoDraft, NoSuchMeet, NoSuchPair
from desktop.services.matching.types import Applicant, Breakdown, Card, Draft, DraftGroup, Part, Unplaced
from desktop.services.reports.errors import BadCopies, NoSuchReport
from desktop.services.reports.matching_rows import draft_parts, no_place, short_names
from desktop.services.reports.matching_types import MatchingPaper, TickSheets
from desktop.services.reports.matching_words import contents, title
from desktop.services.reports.paper.page import content_width, page_size
from desktop.services.reports.paper.ticks import story
from desktop.services.reports.types import PersonLine
from desktop.services.vault import Workspace
from tests.services.matching.school import School, two_and_three
from tests.services.reports import matching_builders as build
from tests.services.reports.builders import NAMES, edition
from tests.services.reports.hostile import LONG_NAMES, MARKUP

DAY = date(2026, 10, 1)
SECRET = "heron under the bridge"
LONG = LONG_NAMES[0]


def pages(paper: MatchingPaper) -> list[str]:
    """Give the text of each page of the first copy with single spaces."""
    reader = PdfReader(BytesIO(reports.write_pdf(paper, (paper.edition.first_copy,))))
    return [" ".join(page.extract_text().split()) for page in reader.pages]


def words(paper: MatchingPaper) -> str:
    return " ".join(pages(paper))


def letters(text: str) -> str:
    return "".join(text.split())


# badges


def test_badges_are_eight_to_a_page_with_name_number_role_and_year() -> None:
    made = build.badges(build.badge_lines(20, 12))
    shown = pages(made)
    assert len(shown) == 4
    assert [shown[0].count(role) for role in ("Mentor", "Mentee")] == [8, 0]
    assert [shown[-1].count(role) for role in ("Mentor", "Mentee")] == [0, 8]
    for at, person in enumerate(made.people):
        page = shown[at // 8].split()
        assert person.code in page
        assert f"Year {person.year}" in shown[at // 8]
        if person.short.isascii():
            assert person.short in page


def test_no_name_on_a_badge_is_cut() -> None:
    """Sixty letters, Arabic and Chinese: the very long ones become small, and all of them is there."""
    names = (LONG, "x" * 60, "欧阳" * 30, "محمد", "Bo", "")
    people = tuple(replace(one, short=name) for one, name in zip(build.badge_lines(3, 3), names, strict=True))
    shown = letters(words(build.badges(people)))
    for name in names[:3]:
        assert letters(name) in shown
    assert re.search("[\ufb50-\ufeff]{3}|محمد", shown)


@pytest.mark.parametrize("made", [build.badges(()), build.ticks(())])
def test_without_badges_the_paper_says_so(made: MatchingPaper) -> None:
    assert "Nobody has a badge yet." in words(made)


# tick sheets


def sheets_of(made: TickSheets) -> list[list[Any]]:
    """Give the blocks of each page."""
    found: list[list[Any]] = [[]]
    for block in story(made):
        if isinstance(block, PageBreak):
            found.append([])
        else:
            found[-1].append(block)
    return found


@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_eighty_and_forty_have_one_sheet_of_one_page_each(paper: str) -> None:
    made = build.ticks(edition=edition(copies=1, paper=paper))
    width, height = content_width(paper, wide=False), page_size(paper, wide=False)[1] - 116  # type: ignore[arg-type]  # one of the two
    sheets = sheets_of(made)
    assert len(sheets) == 120
    for sheet in (sheets[0], sheets[39], sheets[40], sheets[-1]):
        assert sum(sum((b.wrap(width, height)[1], b.getSpaceAfter())) for b in sheet) <= height


@pytest.mark.parametrize(("mentees", "mentors", "whose"), [(80, 1, "M1 Amina Yusuf"), (1, 40, "1 Amina Yusuf")])
def test_a_sheet_has_whose_it_is_lines_to_write_on_and_the_other_side(mentees: int, mentors: int, whose: str) -> None:
    made = build.ticks(build.badge_lines(mentees, mentors))
    reader = PdfReader(BytesIO(reports.write_pdf(made, (1,))))
    sheet = " ".join(reader.pages[0 if mentees > 1 else -1].extract_text().split())
    assert sheet.startswith(whose)
    assert "First Name Second Name Third Name" in sheet
    assert "Give this sheet to Ms Okafor before you go." in sheet
    listed = re.split("Page 1|Copy 1", sheet.split("empty.")[1])[0].split()
    others = [one for one in made.people if one.role == ("mentee" if mentees > 1 else "mentor")]
    assert [word for word in listed if word in {one.code for one in made.people}] == [one.code for one in others]
    assert {one.short for one in others if one.short.isascii()} <= set(listed)


def test_a_long_list_goes_on_over_the_page_under_the_same_name() -> None:
    made = build.ticks(build.badge_lines(100, 3, ("Ana", "Ben")))
    sheets = sheets_of(made)
    assert [len(sheets), len(sheets[0]), len(sheets[1])] == [106, 7, 2]
    mentors = tuple(one for one in made.people if one.role == "mentor" or int(one.code) > 99)
    assert len(pages(replace(made, people=mentors))) == 4
    named = [cell for sheet in sheets[:2] for column in sheet[-1].columns for cell in column]
    assert len(named) == 100


def test_who_is_both_is_not_on_their_own_list_and_namesakes_stand_in_full() -> None:
    mentor, other, third = build.badge_lines(2, 1)
    both = replace(other, uid=mentor.uid, name="Amina Yusuf")
    shown = pages(build.ticks((mentor, both, third)))
    assert "1 Amina" not in shown[0].split("empty.")[1]
    assert "2 Ben" in shown[0].split("empty.")[1]
    twins = tuple(replace(one, short="Sam", name=f"Sam {one.uid}") for one in build.badge_lines(2, 1))
    assert "1 Sam mentee0 2 Sam mentee1" in pages(build.ticks(twins))[0]


# the draft


def test_the_draft_stands_in_bands_with_reasons_marks_and_totals() -> None:
    shown = words(build.draft(80))
    heads = [shown.index(head) for head in ("Strong · 20 pairs", "Good · 20", "Fair · 20", "Weak · 20", "Without a")]
    assert heads == sorted(heads)
    assert "80 of 83 placed · weakest pair: weak · 27 to look at twice · 16 overridden · 32 locked" in shown
    for part in (
        "Both chose chess, football The same goal: read better 3 years apart",
        "Overridden Locked",
        "Only one free period in common",
        "Without a place · 3",
        "Being free WedLunch as well would place this student.",
        "Nothing simple.",
        "Changed by hand: proposing again would change more.",
        "A draft of 2 Oct 2026, not published. This paper names students.",
        "Copy 1 of 4 · For: the staff meeting",
    ):
        assert part in shown, part


def test_an_empty_draft_says_so() -> None:
    assert "There is nobody in this draft." in words(build.draft(0, waiting=0))


@pytest.mark.parametrize("names", [NAMES, LONG_NAMES, MARKUP])
def test_odd_names_are_printed_literally(names: tuple[str, ...]) -> None:
    shown = letters(words(build.draft(len(names), names, 1)))
    for name in names:
        if name.isascii() or name in (LONG, "王小明"):
            assert letters(name)[:280] in shown, name


def test_no_cell_of_the_draft_starts_a_formula() -> None:
    names = ("=1+1", "+cmd|'/c calc'!A0", "-2", "@SUM(A1)", "\t=1", 'Ana, "B"\nLima')
    made = build.draft(6, names, 1)
    made = replace(made, waiting=(replace(made.waiting[0], why="=HYPERLINK(1)"),))
    content = reports.write_csv(made)
    rows = list(csv.reader(StringIO(content.decode("utf-8-sig"))))
    assert content.startswith(b"\xef\xbb\xbf")
    assert len({len(row) for row in rows}) == 1
    assert len(rows) == 8
    assert all(cell[:1] not in {"=", "+", "-", "@", "\t", "\r"} for row in rows for cell in row)
    assert rows[-1][9] == "No place"
    assert {row[9] for row in rows[1:-1]} == set(build.BAND_NAMES)


def applicant(uid: str, role: str, name: str) -> Applicant:
    return Applicant(uid, uid, role, name)  # type: ignore[arg-type]  # one of the two


def test_what_two_went_through_and_why_a_rule_was_lifted_is_not_spelled_out() -> None:
    part = Part("experiences", "Experiences", 100, 1000, f"both know what it is like: {SECRET}")
    mentee, mentor = applicant("a", "mentee", "Ana"), applicant("b", "mentor", "Ben")
    card = Card(
        mentee,
        mentor,
        Breakdown(700, (part,), ()),
        (part.evidence, "both chose chess"),
        (f"Overridden: having been a pair before. {SECRET}", "in the same class"),
        overridden=("failed_before",),
    )
    draft = Draft("d", "", "2026-10-02T08:00:00", (card,), (), (), (), frozenset({"a"}), 0, True, False)
    (made,) = draft_parts(draft, {})
    (row,) = made.rows
    assert (made.title, row.band) == ("Strong", "Strong")
    assert row.reasons == ("something both have been through", "both chose chess")
    assert row.notes == ("in the same class",)
    assert row.marks == ("overridden", "by_hand")
    open_rule = replace(card, overridden=("period",), locked=True, stays=True)
    (row,) = draft_parts(replace(draft, cards=(open_rule,), by_hand=frozenset()), {})[0].rows
    assert row.notes[0].startswith("Overridden: ")
    assert row.marks == ("overridden", "locked", "stays")


@pytest.mark.parametrize(
    ("cause", "rules", "told"),
    [
        ("period", ({"period"}, {"period", "blocked"}), True),
        ("period", ({"period", "blocked"}, {"period", "blocked"}), False),
        ("period", ({"period"}, {"period", "avoids", "year"}), True),
        ("blocked", ({"blocked"}, {"period", "language"}), False),
        ("combination", ({"period", "language"}, {"period", "blocked"}, {"year", "language"}), False),
        ("combination", ({"period", "language"}, {"year", "language"}, {"year", "period"}), True),
        ("competition", (set(), {"blocked"}), True),
        ("no_mentor", (), True),
    ],
)
def test_a_sentence_that_names_a_rule_in_confidence_stays_off_paper(
    cause: str, rules: tuple[set[str], ...], told: bool
) -> None:
    one = Unplaced(applicant("a", "mentee", "Ana"), cause, SECRET, "")
    made = no_place(one, {}, [frozenset(broken) for broken in rules])
    assert (made.why == SECRET) is told


def test_a_draft_of_groups_stands_under_who_leads_them() -> None:
    mentor, helper = applicant("b", "mentor", "Ben"), applicant("c", "mentor", "Cleo")
    cards = tuple(
        Card(applicant(uid, "mentee", uid.upper()), mentor, Breakdown(300, (), ()), (), ()) for uid in ("z", "y")
    )
    group = DraftGroup(mentor, helper, "Mon3", cards, (SECRET,), (SECRET,))
    draft = Draft("d", "", "2026-10-02", cards, (), (), (), frozenset(), 0, True, False, groups=(group,))
    (made,) = draft_parts(draft, {"b": PersonLine("b", "Ben Ode", "1")})
    assert made.title == "Ben Ode with Cleo, Mon3"
    assert [row.mentee.name for row in made.rows] == ["Y", "Z"]
    assert SECRET not in str(made)


# the map


def test_the_map_takes_as_many_pages_as_it_needs_and_repeats_its_headings() -> None:
    made = build.heat(50, 33)
    shown = pages(made)
    assert len(shown) == 6
    seen: list[tuple[int, int, int, int]] = []
    for page in shown:
        found = re.search(r"Mentees (\d+) to (\d+) of 50, mentors (\d+) to (\d+) of 33", page)
        assert found
        top, bottom, left, right = map(int, found.groups())
        seen.append((top, bottom, left, right))
        for person in (*made.mentees[top - 1 : bottom], *made.mentors[left - 1 : right]):
            assert not person.name.isascii() or person.name in page
    cells = {
        (i, j) for top, bottom, left, right in seen for i in range(top, bottom + 1) for j in range(left, right + 1)
    }
    assert len(cells) == 50 * 33 == sum((b - t + 1) * (r - x + 1) for t, b, x, r in seen)
    body = " ".join(re.split(r"of 33 ", page)[1].split(" Copy ")[0] for page in shown)
    for letter, band in (("S", "Strong"), ("G", "Good"), ("F", "Fair"), ("W", "Weak"), ("×", "")):
        assert len(re.findall(f"(?<!\\S){letter}(?!\\S)", body)) == sum(row.count(band) for row in made.cells)


def frames(made: MatchingPaper) -> int:
    """Count the thick frames on all pages, the key's among them."""
    reader = PdfReader(BytesIO(reports.write_pdf(made, (1,))))
    content = b"".join(page.get_contents().get_data() for page in reader.pages)  # type: ignore[union-attr]  # there is one
    return len(re.findall(rb"(?m) 18\.4 13\.4 re", content))


def test_every_pair_of_the_draft_is_framed_and_nothing_else() -> None:
    made = build.heat(30, 12)
    assert frames(made) - frames(replace(made, chosen=frozenset())) == 30


def test_names_on_the_map_are_short_and_all_different() -> None:
    people = [
        ("a", "Ana", "Lima", "1"),
        ("b", "Ana", "Lopes", "2"),
        ("c", "Ana", "Lopes", "3"),
        ("d", "Ana", "Mora", "4"),
        ("e", "Bo", "", "5"),
        ("f", "", "Solo", "6"),
        ("g", "", "", ""),
    ]
    assert short_names(people) == {
        "a": "Ana Li.",
        "b": "Ana Lopes (2)",
        "c": "Ana Lopes (3)",
        "d": "Ana M.",
        "e": "Bo",
        "f": "Solo",
        "g": "",
    }
    long = build.heat(2, 2, (LONG + "a", LONG + "b"))
    shown = words(long)
    assert all(f"({person.number})" in shown for person in (*long.mentees, *long.mentors))


def test_an_empty_map_says_so() -> None:
    assert "There is nobody to show" in words(build.heat(0, 0))


# first meetings and who waits


@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_a_form_is_one_page_with_all_to_tick_and_to_sign(paper: str) -> None:
    names = (("Amina Yusuf", LONG), (LONG, "王小明"))
    shown = pages(build.first(names, edition=edition(copies=1, paper=paper)))
    assert len(shown) == 2
    for page in shown:
        for text in (*CHECKS.values(), *SIGNERS.values(), "1. 2. 3.", "The next meeting", "Time and place"):
            assert say(text) in page
        assert letters(LONG) in letters(page)
    assert "25 Nov 2026" in shown[1]
    assert "No pair waits for its first meeting." in words(build.first(()))


def test_the_table_of_who_waits_states_its_n_and_its_threshold() -> None:
    shown = words(build.equity())
    for part in ("n = 53: 40 have a mentor, 13 wait.", "22 14 (63 %) 8 12 days 40 days", "at least 5 have a mentor"):
        assert part in shown, part
    hidden = words(build.equity(rows=(), hidden="Fewer than 5 wait for a mentor."))
    assert "Not broken down Fewer than 5 wait for a mentor." in hidden
    assert "n =" not in hidden


# from a workspace


@pytest.fixture
def school(workspace: Workspace) -> School:
    return two_and_three(workspace)


def test_papers_of_a_meet_and_greet(school: School) -> None:
    ws = school.ws
    with pytest.raises(NoSuchMeet):
        reports.badges_paper(ws)
    event = matching.plan_meet(ws, DAY, "October").uid or ""
    made = reports.badges_paper(ws, event)
    assert [(one.code, one.short, one.year) for one in made.people] == [
        ("M1", "Robin", "10"),
        ("M2", "Robin", "10"),
        ("1", "Robin", "8"),
        ("2", "Robin", "8"),
        ("3", "Robin", "8"),
    ]
    assert "October · 1 Oct 2026" in words(made)
    sheet = pages(reports.tick_sheets(ws))[2]
    assert "1 Robin Family100" in sheet
    assert f"Give this sheet to {ws.user.label} before you go." in sheet
    assert "M1 Robin Family900 M2 Robin Family901" in sheet
    assert reports.tick_sheets(ws, event, give_to="").give_to == ""
    with pytest.raises(BadCopies):
        reports.badges_paper(ws, event, copies=0)


def test_papers_of_a_draft_tell_nothing_in_confidence(school: School) -> None:
    """The one kept apart from every mentor is listed without why; the words and the wish are on no paper."""
    ws, uid = school.ws, school.uid
    for reader in (reports.draft_paper, reports.heat_paper):
        with pytest.raises(NoDraft):
            reader(ws)
    matching.keep_apart(ws, uid["102"], uid["900"], SECRET)
    programme.set_wishes(ws, uid["102"], avoids=[uid["901"]])
    school.add("103", "mentee", periods=("Fri5",))
    matching.keep_apart(ws, uid["103"], uid["901"], SECRET)
    matching.propose(ws)
    made = reports.draft_paper(ws)
    assert {row.mentee.number for row in made.rows} == {"100", "101"}
    why = {one.mentee.number: one.why for one in made.waiting}
    assert why["102"] == "Among other rules, one that is not for paper. The page Matching names them all."
    assert why["103"] == "No mentor is free Fri5."
    shown = words(made) + words(reports.heat_paper(ws)) + reports.write_csv(made).decode()
    for told in (SECRET, "kept apart", "keep", "must not"):
        assert told not in shown
    assert "Robin Family900" in shown
    heat = reports.heat_paper(ws)
    assert [person.name for person in heat.mentors] == ["Robin Family900", "Robin Family901"]
    assert heat.cells[2] == ("", "")
    names = {person.uid: at for at, person in enumerate((*heat.mentees,))}
    assert {pair[0] for pair in heat.chosen} == {names[uid["100"]], names[uid["101"]]}


def test_forms_are_for_pairs_that_wait(school: School) -> None:
    ws = school.ws
    matching.propose(ws)
    matching.publish(ws)
    made = reports.first_forms(ws)
    assert len(made.forms_of) == 3
    pair = matching.pairs(ws)[0]
    matching.plan_first(ws, pair.uid, date(2026, 11, 25), "Mr Grant")
    (one,) = reports.first_forms(ws, pair.uid).forms_of
    assert (one.mentee.uid, one.planned_on, one.adult, one.period) == (pair.mentee, "2026-11-25", "Mr Grant", pair.slot)
    with pytest.raises(NoSuchPair):
        reports.first_forms(ws, "nobody")


def test_who_waits_is_hidden_in_a_small_school(school: School) -> None:
    made = reports.equity_paper(school.ws, threshold=2)
    assert (made.threshold, made.rows) == (5, ())
    assert made.hidden in words(made)


def test_each_paper_is_made_and_entered_in_the_register(school: School) -> None:
    ws = school.ws
    matching.plan_meet(ws, DAY)
    matching.propose(ws)
    for kind in reports.MATCHING:
        assert reports.make(ws, kind, "pdf").startswith(b"%PDF")
        made = reports.matching_paper(ws, kind, audience="the counsellors", copies=3)
        assert (reports.kind_of(made), list(made.edition.numbers)) == (kind, [2, 3, 4])
        assert contents(made)
        reports.record(ws, made, "print")
    assert reports.make(ws, "draft-list", "csv").startswith(b"\xef\xbb\xbf")
    found = [(one.kind, one.form, one.first_copy, one.copies) for one in reports.releases(ws)]
    for kind in reports.MATCHING:
        assert (kind, "pdf", 1, 1) in found
        assert (kind, "print", 2, 3) in found
    assert len({title(kind) for kind in reports.MATCHING}) == len(reports.MATCHING)
    with pytest.raises(NoSuchReport):
        reports.make(ws, "badges", "csv")
    with pytest.raises(ValueError, match="paper"):
        reports.matching_paper(ws, "poster")
