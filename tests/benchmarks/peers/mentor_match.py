"""Run mentor-match (PyPI) on a given score matrix. Runs in an environment that has nothing but mentor-match.

Reads {"scores": mentees by mentors, -1 forbidden, "places": [...], "budget": seconds, "runs": n} from standard input.
Three rounds with its bonus for the unmatched, as its own web service does. Places are added as a rule, since it has none.
"""

from __future__ import annotations

import json
import sys
import time
from importlib.metadata import version

from matching import process
from matching.match import Match
from matching.mentee import Mentee
from matching.mentor import Mentor
from matching.rules import rule


class Score(rule.Rule):
    """The score of the matrix."""

    def __init__(self, scores: list[list[int]]) -> None:
        super().__init__()
        self.scores = scores

    def apply(self, match: Match) -> int:
        return max(0, self.scores[int(match.mentee.email)][int(match.mentor.email)])

    def evaluate(self, match: Match) -> bool:
        return True


def solve(scores: list[list[int]], places: list[int]) -> list[tuple[int, int]]:
    """Match once and read the pairs off the mentees."""
    mentors = [Mentor(email=str(-1 - j), grade=1) for j in range(len(places))]
    mentees = [Mentee(email=str(i), grade=0) for i in range(len(scores))]
    for j, mentor in enumerate(mentors):
        mentor.email = f"{j}"
    taken = rule.Disqualify(lambda match: bool(match.mentee.mentors))
    full = rule.Disqualify(lambda match: len(match.mentor.mentees) >= places[int(match.mentor.email)])
    forbidden = rule.Disqualify(lambda match: scores[int(match.mentee.email)][int(match.mentor.email)] < 0)
    # Mentor 3 and mentee 3 would be one person to it, so the mentors' keys get a sign of their own in comparisons.
    type(mentors[0]).__eq__ = lambda self, other: type(self) is type(other) and self.email == other.email
    type(mentees[0]).__eq__ = type(mentors[0]).__eq__
    rounds = [[Score(scores), rule.UnmatchedBonus(bonus), taken, full, forbidden] for bonus in (0, 50, 100)]
    process.process_data(mentors, mentees, rounds)
    return [(i, int(mentee.mentors[0].email)) for i, mentee in enumerate(mentees) if mentee.mentors]


def main() -> None:
    given = json.load(sys.stdin)
    seconds: list[float] = []
    while len(seconds) < given["runs"] and sum(seconds) < given["budget"]:
        begun = time.process_time()
        pairs = solve(given["scores"], given["places"])
        seconds.append(time.process_time() - begun)
    print(json.dumps({"pairs": pairs, "seconds": seconds, "version": version("mentor-match")}))


if __name__ == "__main__":
    main()
