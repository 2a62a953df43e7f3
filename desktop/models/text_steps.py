"""What was typed into a field, step by step, so that it can still be taken back after a lock has replaced the process.

Qt gives out no undo stack. A step is what stood at a place and what stands there instead, so that the last text and
the steps together give every text before.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

# (place, what went, what came); places are counted in characters, which Qt does otherwise.
Step = tuple[int, str, str]

_MOST = 20
# Typing without a pause is one step up to here; then the next word begins another.
_LONG = 40


class TextSteps:
    """The last steps of one text."""

    def __init__(self, text: str = "", steps: Sequence[Step] = ()) -> None:
        self.text = text
        self.steps: list[Step] = list(steps)

    def start(self, text: str) -> None:
        """Begin with a text that nobody typed: there is nothing to take back."""
        self.text, self.steps = text, []

    def note(self, text: str) -> None:
        """Note how the text is now. What was just taken back is no step."""
        before, self.text = self.text, text
        if text == before:
            return
        if self.steps and taken_back(before, self.steps[-1]) == text:
            self.steps.pop()
            return
        step = _step(before, text)
        joined = _joined(self.steps[-1], step) if self.steps else None
        if joined is not None:
            self.steps[-1] = joined
        else:
            self.steps = [*self.steps[1 - _MOST :], step]


def texts_of(text: str, steps: Sequence[Step]) -> str | None:
    """Give the text before all `steps`; None where they are not those of this text."""
    for step in reversed(steps):
        before = taken_back(text, step)
        if before is None:
            return None
        text = before
    return text


def taken_back(text: str, step: Step) -> str | None:
    """Give the text before a step; None where the step does not lead to it."""
    at, went, came = step
    return text[:at] + went + text[at + len(came) :] if text[at : at + len(came)] == came else None


def read_steps(kept: Any) -> tuple[Step, ...]:  # noqa: ANN401 - out of a draft
    """Read steps as JSON gives them; none where that is something else."""
    if not isinstance(kept, list):
        return ()
    found = [one for one in kept if isinstance(one, list) and [type(part) for part in one] == [int, str, str]]
    return tuple((at, went, came) for at, went, came in found) if len(found) == len(kept) <= _MOST else ()


def _step(before: str, after: str) -> Step:
    """Find the one place in which two texts differ."""
    first = _same(before, after, min(len(before), len(after)))
    rest = min(len(before), len(after)) - first
    last = _same(before[::-1], after[::-1], rest)
    return first, before[first : len(before) - last], after[first : len(after) - last]


def _same(one: str, other: str, most: int) -> int:
    """Count how many characters two texts begin with alike, by halves: a note may be long."""
    least = 0
    while least < most:
        half = (least + most + 1) // 2
        if one[least:half] == other[least:half]:
            least = half
        else:
            most = half - 1
    return least


def _joined(last: Step, step: Step) -> Step | None:
    """Make one step of typing on, or of deleting on; None where something new begins."""
    (at, went, came), (new_at, new_went, new_came) = last, step
    if not new_went and not went and new_at == at + len(came):
        over = len(came) >= _LONG and came[-1].isspace()
        return None if over else (at, "", came + new_came)
    if not new_came and not came and new_at + len(new_went) == at:
        return new_at, new_went + went, ""
    if not new_came and not came and new_at == at:
        return at, went + new_went, ""
    return None
