"""The scores of all pairs at once: an int16 table, mentees by mentors, -1 where a hard rule forbids the pair.

The same rules and criteria as rules.py and criteria.py, which explain one pair; a test holds them together.
Tags become bits of 64-bit words, so counts are exact integers and no floating-point order can matter.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from desktop.services.matching import between
from desktop.services.matching.arrays import FORBIDDEN, Counts, Mask, Scores, np, npt
from desktop.services.matching.criteria import GAP_TABLE, PERIOD_TABLE
from desktop.services.matching.settings import OWN, Settings
from desktop.services.matching.traits import canonical, key_of
from desktop.services.matching.types import Applicant

# Pairs scored together: few enough to stay in the processor's cache, many enough to hide the loop.
BLOCK = 120_000
_JACCARD: Final = ("interests", "goals", "experiences")


@dataclass(frozen=True)
class ScoreTable:
    """Mentees and mentors in canonical order and the score of each pair; -1 is forbidden."""

    mentees: tuple[Applicant, ...]
    mentors: tuple[Applicant, ...]
    scores: Scores


@dataclass(frozen=True)
class _Bits:
    """Tags of both sides as bits of the vocabulary they share, and how many tags each person has in all."""

    rows: npt.NDArray[np.unsignedinteger[Any]]
    columns: npt.NDArray[np.unsignedinteger[Any]]
    row_sizes: Counts
    column_sizes: Counts

    def shared(self, block: slice) -> Counts:
        """Count shared tags: rows of the block by all columns."""
        rows = self.rows[block]
        total = np.bitwise_count(rows[:, 0, None] & self.columns[None, :, 0]).astype(np.int32)
        for word in range(1, rows.shape[1]):
            total += np.bitwise_count(rows[:, word, None] & self.columns[None, :, word])
        return total


def score_table(applicants: Sequence[Applicant], settings: Settings) -> ScoreTable:
    """Score every mentee with every mentor, both in canonical order whatever order they come in."""
    mentees = canonical(a for a in applicants if a.role == "mentee")
    mentors = canonical(a for a in applicants if a.role == "mentor")
    return ScoreTable(mentees, mentors, _Scorer(mentees, mentors, settings).run())


class _Scorer:
    """One scoring run: packs what people gave once, then goes through blocks of mentees."""

    def __init__(self, mentees: tuple[Applicant, ...], mentors: tuple[Applicant, ...], settings: Settings) -> None:
        self.mentees, self.mentors, self.settings = mentees, mentors, settings
        self.bits = {key: _Tags(mentees, mentors, key).bits() for key in (*_JACCARD, "subjects", "periods")}
        languages = _Tags(mentees, mentors, "languages", settings.school_languages)
        self.bits |= {"languages": languages.bits(), "further": languages.bits(beyond_school=True)}
        self.years = (_years(mentees), _years(mentors))
        self.no_year = (_no_year(mentees), _no_year(mentors))
        self.kept_apart, self.wished = between.kept_apart(mentees, mentors, settings), between.wished(mentees, mentors)
        self.met = between.met(mentees, mentors) if any(a.met for a in (*mentees, *mentors)) else None
        self.style = (between.styles(mentees), between.styles(mentors))
        self.own = {
            key: between.own_codes(mentees, mentors, key.removeprefix(OWN))
            for key, weight in settings.weights
            if weight and key.startswith(OWN)
        }
        self.closed = np.array([a.places < 1 or bool(a.resting) for a in mentors], dtype=np.bool_)
        self.resting = np.array([bool(a.resting) for a in mentees], dtype=np.bool_)

    def run(self) -> Scores:
        """Fill the table block by block."""
        table = np.full((len(self.mentees), len(self.mentors)), FORBIDDEN, dtype=np.int16)
        if table.size:
            step = max(1, BLOCK // len(self.mentors))
            for start in range(0, len(self.mentees), step):
                block = slice(start, min(start + step, len(self.mentees)))
                table[block] = self._block(block)
        return table

    def _block(self, block: slice) -> npt.NDArray[np.int32]:
        """Score one block of mentees with all mentors."""
        gap = self.years[1][None, :] - self.years[0][block, None]
        periods = self.bits["periods"].shared(block)
        points = np.zeros(gap.shape, dtype=np.int32)
        weights = np.zeros(gap.shape, dtype=np.int32)
        for key, weight in self.settings.weights:
            if weight:
                permille, counts = self._criterion(key, block, gap, periods)
                points += weight * permille
                weights += weight * counts
        # Nothing is negative here, and division without signs takes half the time.
        score = (points.view(np.uint32) // np.maximum(weights, 1).view(np.uint32)).view(np.int32)
        score[self._forbidden(block, gap, periods)] = FORBIDDEN
        return score

    def _criterion(self, key: str, block: slice, gap: Counts, periods: Counts) -> tuple[Counts | int, Counts | int]:
        """Give the thousandths of one criterion, times how often its weight counts, and how often that is."""
        if key in _JACCARD:
            return _jaccard(self.bits[key], block)
        if key == "subjects":
            return self._subjects(block)
        if key == "style":
            return self._styles(block)
        if key == "gap":
            return _look_up(GAP_TABLE, gap), 1
        if key == "wishes":
            wished = self.wished[block].astype(np.int32)
            return 1000 * wished, wished
        if key == "met":
            return self._met(block)
        if key == "languages":
            return self._languages(block)
        if key == "periods":
            return _look_up(PERIOD_TABLE, periods), 1
        return self._own(key, block)

    def _subjects(self, block: slice) -> tuple[Counts | int, Counts | int]:
        bits = self.bits["subjects"]
        needs, offers = bits.row_sizes[block, None], bits.column_sizes[None, :]
        if not needs.any() or not offers.any():
            return 0, 0
        both = ((needs > 0) & (offers > 0)).astype(np.int32)
        return 1000 * bits.shared(block) // np.maximum(needs, 1), both

    def _met(self, block: slice) -> tuple[Counts | int, Counts | int]:
        if self.met is None:
            return 0, 0
        worth, count = self.met
        return worth[block].astype(np.int32), count[block].astype(np.int32)

    def _languages(self, block: slice) -> tuple[Counts | int, Counts | int]:
        further = self.bits["further"]
        size = further.row_sizes[block, None]
        if not size.any():
            return 0, 0
        return 1000 * further.shared(block) // np.maximum(size, 1), (size > 0).astype(np.int32)

    def _styles(self, block: slice) -> tuple[Counts | int, Counts | int]:
        """Look at one slider after the other; steps apart count where both set it."""
        rows, columns = self.style[0][block], self.style[1]
        if not rows.any() or not columns.any():
            return 0, 0
        apart = np.zeros((len(rows), len(columns)), dtype=np.int8)
        both = np.zeros_like(apart)
        for at in range(rows.shape[1]):
            x, y = rows[:, at, None], columns[None, :, at]
            given = ((x > 0) & (y > 0)).view(np.int8)
            both += given
            apart += np.abs(x - y) * given
        # style_permille of criteria.py for every count of sliders and of steps, looked up.
        counts, steps = np.arange(rows.shape[1] + 1)[:, None], np.arange(4 * rows.shape[1] + 1)[None, :]
        table = np.where(counts > 0, 1000 * (4 * counts - steps) // np.maximum(4 * counts, 1), 0).astype(np.int32)
        at_cell = both.astype(np.intp) * steps.size + apart
        return table.ravel()[at_cell], (both > 0).astype(np.int32)

    def _own(self, key: str, block: slice) -> tuple[Counts | int, Counts | int]:
        rows, columns = self.own[key]
        first, second = rows[block, None], columns[None, :]
        given = ((first > 0) & (second > 0)).astype(np.int32)
        return 1000 * given * (first == second), given

    def _forbidden(self, block: slice, gap: Counts, periods: Counts) -> Mask:
        """Apply the hard rules."""
        mask: Mask = (periods < max(1, self.settings.least_periods)) | (gap < self.settings.least_gap)
        mask |= self.no_year[1][None, :]
        if self.settings.most_gap:
            mask |= gap > self.settings.most_gap
        mask |= self.no_year[0][block, None]
        mask |= self.bits["languages"].shared(block) == 0
        mask |= self.kept_apart[block]
        mask |= self.closed[None, :]
        mask |= self.resting[block, None]
        return mask


class _Tags:
    """One field of both sides as bit masks: bit k stands for the k-th folded tag, those that both sides know first.

    A tag of one side only can never be shared: it counts in the size of a person's list and nowhere else.
    """

    def __init__(
        self, mentees: tuple[Applicant, ...], mentors: tuple[Applicant, ...], key: str, default: tuple[str, ...] = ()
    ) -> None:
        """Take a field of the applicants; who left it blank has the default."""
        rows: list[tuple[str, ...]] = [getattr(a, key) for a in mentees]
        columns: list[tuple[str, ...]] = [getattr(a, key) for a in mentors]
        given = [set(default).union(*side) for side in (rows, columns)]
        keys = {text: key_of(text) for text in given[0] | given[1]}
        left, right = ({keys[text] for text in texts} - {""} for texts in given)
        shared = sorted(left & right)
        bit = {tag: 1 << at for at, tag in enumerate((*shared, *sorted(left ^ right)))}
        self.bit = {text: bit.get(tag, 0) for text, tag in keys.items()}
        self.known = len(shared)
        self.default = self._mask(default, 0)
        self.rows = [self._mask(texts, self.default) for texts in rows]
        self.columns = [self._mask(texts, self.default) for texts in columns]

    def _mask(self, texts: tuple[str, ...], default: int) -> int:
        mask = 0
        for text in texts:
            mask |= self.bit[text]
        return mask or default

    def bits(self, *, beyond_school: bool = False) -> _Bits:
        """Pack the masks into words; `beyond_school` leaves out what is the default."""
        without = ~self.default if beyond_school else -1
        rows, columns = [mask & without for mask in self.rows], [mask & without for mask in self.columns]
        return _Bits(self._words(rows), self._words(columns), _sizes(rows), _sizes(columns))

    def _words(self, masks: list[int]) -> npt.NDArray[np.unsignedinteger[Any]]:
        """Pack into words of 64 bits, or into one narrower word where it holds all that can be shared."""
        low = (1 << self.known) - 1
        if self.known <= 16:
            return np.array([mask & low for mask in masks], dtype=np.uint16).reshape(len(masks), 1)
        if self.known <= 32:
            return np.array([mask & low for mask in masks], dtype=np.uint32).reshape(len(masks), 1)
        words = -(-self.known // 64)
        packed = b"".join((mask & low).to_bytes(8 * words, "little") for mask in masks)
        return np.frombuffer(packed, dtype="<u8").astype(np.uint64).reshape(len(masks), words)


def _sizes(masks: list[int]) -> Counts:
    return np.array([mask.bit_count() for mask in masks], dtype=np.int32)


def _years(people: tuple[Applicant, ...]) -> Counts:
    """Year ranks; a missing one is 0 here and forbidden by _no_year."""
    return np.array([a.year_rank or 0 for a in people], dtype=np.int32)


def _no_year(people: tuple[Applicant, ...]) -> Mask:
    return np.array([a.year_rank is None for a in people], dtype=np.bool_)


def _jaccard(bits: _Bits, block: slice) -> tuple[Counts | int, Counts | int]:
    """Thousandths of the union that both have; counts once where both answered.

    Looked up by the count of shared tags and the sum of both sizes: a table is several times faster than dividing.
    """
    rows, columns = bits.row_sizes[block, None], bits.column_sizes[None, :]
    if not rows.any() or not columns.any():
        return 0, 0
    answered = ((rows > 0) & (columns > 0)).astype(np.int32)
    sizes = int(rows.max()) + int(columns.max()) + 1
    shared, sums = np.arange(sizes)[:, None], np.arange(sizes)[None, :]
    table = (1000 * shared // np.maximum(sums - shared, 1)).astype(np.int32).ravel()
    cell = bits.shared(block).astype(np.intp)
    cell *= sizes
    cell += rows + columns
    return table[cell], answered


def _look_up(table: tuple[int, ...], values: Counts) -> Counts:
    array = np.array(table, dtype=np.int32)
    return array[np.clip(values, 0, len(table) - 1).astype(np.intp)]
