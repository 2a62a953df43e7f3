"""What the help says of the table of who waits, and why groups are put together in it."""

from __future__ import annotations

from typing import Final

from desktop.views.help.shapes import Section

ABOUT_WAITS: Final = (
    Section(
        "What it is for",
        "check",
        (
            (
                "No rule and no score looks at who somebody is. Even so a group can wait longer than others: their "
                "free periods fit nobody, or no {mentor} speaks their language. The table shows it while there is "
                "time to do something."
            ),
            (
                "It counts who takes part as {mentee}: how many have a {mentor}, how many wait, and the median of the "
                "days until the first pair, or until today."
            ),
            (
                "A difference is a question, not an answer. Look at who has no place and why; often more {mentors} "
                "of one kind, or one more free period, is all that is missing."
            ),
        ),
    ),
    Section(
        "Why groups are put together",
        "eye-outline",
        (
            (
                "Who knows that three students of a group take part and that none of them has a {mentor} knows it of "
                "each of the three. So in every row at least five have a {mentor} and at least five wait."
            ),
            (
                "Groups that are smaller are put together with their neighbours, the next school {year} for example, "
                "until that is so. No number is blanked out, so none can be worked out from the others and the sum."
            ),
            (
                "Where that leaves fewer than two rows, nothing is broken down, and the page says why. The same holds "
                "when nearly everybody has a {mentor}: then the few who wait would be known."
            ),
            "The printed table follows the same rule.",
        ),
    ),
)
