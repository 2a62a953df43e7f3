"""What the help says of matching: what a score is, what research knows and does not, and how to check a proposal.

The evidence is that of Eby and others 2013, DuBois and others 2002 and 2011, Burton and others 2022, Karcher 2005 and
the reviews of the National Mentoring Resource Center, in words of our own.
"""

from __future__ import annotations

from typing import Final

from desktop.views.help.shapes import Section

ABOUT_SCORES: Final = (
    Section(
        "What a score is",
        "check",
        (
            (
                "It says how much of what your school asks for two people have in common, from 0 to 1000: interests, "
                "goals, subjects, experiences, style, {years} apart, wishes, languages, free periods. What counts, "
                "and how much, is yours to say: Matching, More, What counts."
            ),
            (
                "The bands are words for it: Strong from 600, Good from 400, Fair from 250, Weak below. They tell a "
                "reader where to look first. Two pairs a few points apart are as good as each other."
            ),
            (
                "It adds up. A pair's panel lists each criterion with its points, and what the two share in words; "
                "the points add up to the score. There is no part that is not shown."
            ),
            (
                "What one of the two left blank is not looked at: the other criteria count for the whole, and the "
                "panel says what is missing. A blank never counts against anybody, but a score made of less says less."
            ),
            (
                "Nothing counts that only says who somebody is: no gender, no origin, no family. An own field "
                "counts only after somebody here has given it a weight."
            ),
        ),
    ),
    Section(
        "What it is not",
        "alert-outline",
        (
            (
                "It is no chance of success. No number tells whether two people will get on, and Peerkeep computes "
                "none. A Strong pair may fail, and a Weak one may be the best thing that happened this year."
            ),
            (
                "It is no measure of a person: who has a low score has little in common with the {mentors} you have "
                "today, or has left much blank."
            ),
            (
                "It does not know what you know: a quarrel, a grief, who brings out the best in whom. Keep two apart, "
                "lock a pair, choose another {mentor}: what you decide goes before every score."
            ),
        ),
    ),
    Section(
        "What research knows, and what it does not",
        "book-open-variant",
        (
            (
                "Mentoring helps a little on average. Where students help younger students it helps no less, and more "
                "where adults look after the pairs."
            ),
            (
                "Being alike inside, in interests, attitudes, values and ways of doing things, goes together with a "
                "good relation far more than being alike in gender or origin (173 samples, taken together in 2013). "
                "That is why interests count most here unless you say otherwise, and why nobody is sorted by who "
                "they are."
            ),
            (
                "In the studies of students helping younger students, {mentors} were as a rule two {years} or more "
                "ahead. Two to four {years} therefore count most; you set how far apart they must be."
            ),
            (
                "What is not known: whether matching by any list of characteristics makes mentoring work better. The "
                "review that looked found too few studies to say. No weight here is proven: the weights are "
                "your {programme}'s judgement, and a look back after a year is worth more than any of them."
            ),
        ),
    ),
    Section(
        "In which order a round is made",
        "tune",
        (
            (
                "First the rules that are never broken: a free period in common, a language, {years} apart, places, "
                "and people who are kept apart. A pair they forbid is not proposed, whatever its score."
            ),
            "Then as many {mentees} as possible get a {mentor}. No higher score ever leaves one more out.",
            (
                "After a meet-and-greet, if you let it come first, as many as possible get somebody who was named "
                "there. Then the weakest pair is made as good as it can be; then all scores together as high as "
                "possible. Your locks and choices hold throughout."
            ),
            (
                "So somebody may not have the {mentor} with the highest score: it would have cost somebody else a "
                "place, or made a weaker pair. The panel says what each other choice would cost, and who would move."
            ),
        ),
    ),
    Section(
        "How to distrust it",
        "magnify",
        (
            (
                "Ask why not. For any two people there is an answer: every rule that forbids them, with the facts, or "
                "exactly what it would cost all the others. Look the facts up on the page People."
            ),
            (
                "Ask whether it depends on the weights. A pair is called robust when it is made again in at least 16 "
                "of 20 rounds in which every weight is a little higher or lower. Of another pair the weights "
                "decide, so your judgement should. Robust does not mean that it will go well."
            ),
            (
                "Have it proven. “Proven: no other draft places more” is no figure of speech: the command match "
                "--certificate writes the proof into a file that can be checked without the matcher."
            ),
            "The same answers give the same round, on any computer and in whatever order people were entered.",
        ),
    ),
    Section(
        "What to look at before publishing",
        "eye-outline",
        (
            "The Weak pairs and the warnings, one by one. Then who has no place, and what would change it.",
            "Pairs whose score rests on few answers: ask the two before you trust it.",
            "{Mentors} with several {mentees}: is it too much for them this {term}?",
            (
                "What no list knows: safety, friendships, families. If something speaks against a pair, change it; "
                "that is not a mistake in the draft, it is what the draft is for."
            ),
            (
                "And later: hold the first meeting, look again after the trial, and change a pair without blame where "
                "it does not suit."
            ),
        ),
    ),
)
