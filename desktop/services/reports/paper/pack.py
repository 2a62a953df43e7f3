"""The staff-meeting pack as a story of blocks: what has happened, who takes part, what staff can do.

It prints wholes, and students by role and by year as `suppression` allows; nothing else describes a student.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from reportlab.lib.colors import HexColor
from reportlab.platypus import Flowable, KeepTogether, PageBreak, Spacer, Table

from desktop.services.language import say, say_many, show_date
from desktop.services.reports.layout import line
from desktop.services.reports.paper.charts import bars_chart, weeks_chart
from desktop.services.reports.paper.flow import Rule, Text, table_style
from desktop.services.reports.paper.page import content_width
from desktop.services.reports.rules import year_word
from desktop.services.reports.style import (
    ACCENT,
    BODY,
    CAPTION,
    CAPTION_MUTED,
    CHART_TITLE,
    FIGURES,
    HEADING,
    ITEM,
    REMARK,
    RULE,
    SMALL,
    SUBTITLE,
    TITLE,
)
from desktop.services.reports.text import isolate, one_line
from desktop.services.reports.types import Band, Headcount, StaffPack

_CHART_WEEKS: Final = 40


def story(pack: StaffPack) -> list[Flowable]:
    """Give the blocks of the pack in order."""
    width = content_width(pack.edition.paper, wide=False)
    blocks = heading(say("Staff meeting pack"), pack.school, pack.programme, _period(pack), width)
    if pack.empty:
        blocks.append(
            Text(
                say(
                    "Nothing has been recorded in this {programme} yet: nobody is enrolled, there are no "
                    "pairs and no meetings. The figures will stand here once there are some."
                ),
                BODY,
            )
        )
    else:
        blocks += [_figures(pack, width), *_weeks(pack, width), *_by_year(pack, width)]
    return blocks + _needs(pack) + _missing(pack)


def heading(kind: str, school: str, programme: str, below: str, width: float) -> list[Flowable]:
    """Give the title block of a document."""
    named = " · ".join(isolate(part, 120) for part in (school, programme) if part.strip())
    return [
        Text(kind, TITLE),
        Text(named, SUBTITLE),
        Text(below, SUBTITLE),
        Spacer(width, 10),
        Rule(width, 2.5, ACCENT),
        Spacer(width, 8),
    ]


def band_name(band: Band) -> str:
    """Name the years of a band: "Year 7", "Year 8 to year 10", with those not given behind."""
    given = [label for label in band.labels if label.strip()]
    unknown = len(given) < len(band.labels)
    if not given:
        return say("{Year} not given")
    first, last = year_word(given[0]), year_word(given[-1])
    named = first if len(given) == 1 else say("{first} to {last}", first=first, last=last)
    if len(given) > 1 and not any(c.isalpha() for c in given[0] + given[-1]):
        named = say("{Years} {first} to {last}", first=isolate(given[0], 24), last=isolate(given[-1], 24))
    return say("{named}, or not given", named=named) if unknown else named


def _period(pack: StaffPack) -> str:
    return say("{first} to {last}", first=show_date(pack.starts), last=show_date(pack.ends))


def _figures(pack: StaffPack, width: float) -> Table:
    """Set the six figures of the first page in two rows."""
    room = width / 3 - 8
    cells = [
        _figure(
            pack.pairs_active,
            room,
            say_many("active pair", "active pairs", pack.pairs_active),
            say_many("{n} has ended", "{n} have ended", pack.pairs_ended) if pack.pairs_ended else "",
        ),
        _figure(
            pack.meetings_held,
            room,
            say_many("meeting held", "meetings held", pack.meetings_held),
            say("of {n} planned", n=_number(pack.meetings_planned)) if pack.meetings_planned else "",
        ),
        _figure(pack.minutes, room, say("minutes together"), say("not recorded yet") if pack.minutes is None else ""),
        _headcount(pack.mentors, room, say("{mentors}")),
        _headcount(pack.mentees, room, say("{mentees}")),
        _figure(pack.meetings_missed, room, say_many("meeting missed", "meetings missed", pack.meetings_missed)),
    ]
    table = Table([cells[:3], cells[3:]], colWidths=[width / 3] * 3)
    table.setStyle(
        table_style(
            ("RIGHTPADDING", (0, 0), (-1, -1), 8),
            ("TOPPADDING", (0, 0), (-1, -1), 8),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 10),
            ("LINEBELOW", (0, 0), (-1, 0), 0.6, HexColor(RULE)),
            ("LINEBELOW", (0, 1), (-1, 1), 0.6, HexColor(RULE)),
        )
    )
    return table


def _figure(n: int | None, room: float, caption: str, below: str = "") -> list[Flowable]:
    return _large("–" if n is None else _number(n), room, caption, below)


def _headcount(count: Headcount, room: float, caption: str) -> list[Flowable]:
    """Show how many students there are, or as much of it as may be printed."""
    if count.exact:
        return _large(_number(count.most), room, caption)
    if count.least:
        shown = say("{least}–{most}", least=_number(count.least), most=_number(count.most))
    else:
        shown = say("fewer than {n}", n=_number(count.most + 1))
    # A figure as wide as its cell would read on into the next one.
    return _large(shown, room * 0.8, caption)


def _large(shown: str, room: float, caption: str, below: str = "") -> list[Flowable]:
    style = next((s for s in FIGURES if line(shown, s.weight, s.size).width <= room), FIGURES[-1])
    blocks: list[Flowable] = [Text(shown, style), Text(caption, CAPTION)]
    return [*blocks, Text(below, CAPTION_MUTED)] if below else blocks


def _weeks(pack: StaffPack, width: float) -> list[Flowable]:
    weeks = pack.weeks[-_CHART_WEEKS:]
    if not any(week.planned or week.held for week in weeks):
        return []
    held = _number(sum(week.held for week in weeks))
    title = say(
        "Meetings each week · n = {n} held · {first} to {last}",
        n=held,
        first=show_date(weeks[0].starts),
        last=show_date(pack.ends),
    )
    return [KeepTogether([Text(title, CHART_TITLE), Spacer(width, 4), weeks_chart(weeks, width, 240)])]


def _by_year(pack: StaffPack, width: float) -> list[Flowable]:
    """Show who takes part by year, or say that they are too few."""
    blocks: list[Flowable] = [PageBreak(), Text(say("Who takes part"), HEADING)]
    for bands, heads, pattern in (
        (pack.mentors_by_year, say("{Mentors} by {year}"), False),
        (pack.paired_by_year, say("{Mentees} who have a {mentor}, by {year}"), True),
    ):
        if len(bands) < 2:
            blocks.append(
                Text(
                    say(
                        "{heads}: not broken down, because a group would be smaller than {few}.",
                        heads=heads,
                        few=pack.threshold,
                    ),
                    REMARK,
                )
            )
            continue
        n = sum(band.count for band in bands)
        title = say("{heads} · n = {n} · on {day}", heads=heads, n=n, day=show_date(pack.edition.as_of))
        rows = [(band_name(band), band.count) for band in bands]
        blocks.append(KeepTogether([Text(title, CHART_TITLE), bars_chart(rows, width, pattern=pattern)]))
    if max(len(pack.mentors_by_year), len(pack.paired_by_year)) < 2:
        return blocks
    note = say("{Years} are put together wherever fewer than {few} students would stand alone.", few=pack.threshold)
    return [*blocks, Spacer(width, 6), Text(note, SMALL)]


def _needs(pack: StaffPack) -> list[Flowable]:
    asked = list(pack.needs)
    if pack.rooms_in:
        periods = ", ".join(isolate(period, 40) for period in pack.rooms_in)
        asked.append(say("A quiet room in these periods, and students let go on time: {periods}.", periods=periods))
    return _listed(say("What we need from staff"), asked)


def _missing(pack: StaffPack) -> list[Flowable]:
    return _listed(say("What these figures leave out"), pack.missing)


def _listed(title: str, items: Sequence[str]) -> list[Flowable]:
    """Give a heading and one paragraph an item; nothing where there is none."""
    shown = [Text(item, ITEM, "•") for item in items if one_line(item)]
    return [KeepTogether([Text(title, HEADING), shown[0]]), *shown[1:]] if shown else []


def _number(n: int) -> str:
    return f"{n:,}"
