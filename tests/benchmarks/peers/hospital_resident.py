"""Run the Hospital-Resident game of `matching` (PyPI) on a given score matrix, in an environment of its own.

Reads {"scores": mentees by mentors, -1 forbidden, "places": [...], "budget": seconds, "runs": n} from standard input.
Both sides rank by the same score, ties by position. It copies its players recursively, hence the large stack.
"""

from __future__ import annotations

import json
import sys
import threading
import time
from importlib.metadata import version

from matching.games import HospitalResident


def solve(scores: list[list[int]], places: list[int]) -> list[tuple[int, int]]:
    """Match once; who ranks nobody, or has no place, may not be in the game at all."""
    open_to = [j for j, n in enumerate(places) if n > 0]
    mentees = {
        i: sorted((j for j in open_to if row[j] >= 0), key=lambda j, row=row: (-row[j], j))
        for i, row in enumerate(scores)
    }
    mentees = {i: ranked for i, ranked in mentees.items() if ranked}
    mentors = {
        j: sorted((i for i in mentees if scores[i][j] >= 0), key=lambda i, j=j: (-scores[i][j], i)) for j in open_to
    }
    mentors = {j: ranked for j, ranked in mentors.items() if ranked}
    game = HospitalResident.create_from_dictionaries(mentees, mentors, {j: places[j] for j in mentors})
    return [(mentee.name, mentor.name) for mentor, found in game.solve().items() for mentee in found]


def main() -> None:
    given = json.load(sys.stdin)
    seconds: list[float] = []
    while len(seconds) < given["runs"] and sum(seconds) < given["budget"]:
        begun = time.process_time()
        pairs = solve(given["scores"], given["places"])
        seconds.append(time.process_time() - begun)
    print(json.dumps({"pairs": pairs, "seconds": seconds, "version": version("matching")}))


if __name__ == "__main__":
    sys.setrecursionlimit(1_000_000)
    threading.stack_size(512 * 1024 * 1024)
    worker = threading.Thread(target=main)
    worker.start()
    worker.join()
