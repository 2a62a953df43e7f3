"""Who sounds or is spelled much like a name: suggestions only, which nobody takes for an answer. Pure.

Two words are alike where they sound alike (Metaphone, Philips 1990) or differ by a slip of the hand (Jaro and Winkler
1990). An index of words with one letter left out (SymSpell's idea) keeps it from comparing everybody with everybody.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Final

_LEAST_WORD: Final = 0.8
_SOUND: Final = 0.86
_LEAST_NAME: Final = 0.84
_SHORT: Final = 3


class Sounds:
    """An index of names, each as its given and its family words; built at the first question."""

    def __init__(self, names: Sequence[tuple[frozenset[str], frozenset[str]]]) -> None:
        """Keep the names; an answer gives their places."""
        self._names = names

    @cached_property
    def _of_word(self) -> dict[str, list[int]]:
        found: defaultdict[str, list[int]] = defaultdict(list)
        for place, (given, family) in enumerate(self._names):
            for word in given | family:
                found[word].append(place)
        return dict(found)

    @cached_property
    def _near_words(self) -> dict[str, set[str]]:
        found: defaultdict[str, set[str]] = defaultdict(set)
        for word in self._of_word:
            for key in _keys(word):
                found[key].add(word)
        return dict(found)

    def alike(self, words: Iterable[str], most: int = 20) -> list[int]:
        """Give the places of names of which a given and a family word are like two of `words`, best first."""
        marks: defaultdict[int, dict[str, tuple[float, str]]] = defaultdict(dict)
        for word in dict.fromkeys(words):
            for other, mark in self._near(word).items():
                for place in self._of_word[other]:
                    best = marks[place].get(word, (0.0, ""))
                    marks[place][word] = max(best, (mark, other))
        ranked = [(-mark, place) for place, hits in marks.items() if (mark := self._mark(place, hits)) >= _LEAST_NAME]
        return [place for _, place in sorted(ranked)[:most]]

    def _near(self, word: str) -> dict[str, float]:
        others = set().union(*(self._near_words.get(key, ()) for key in _keys(word)))
        return {other: mark for other in others if (mark := likeness(word, other)) >= _LEAST_WORD}

    def _mark(self, place: int, hits: dict[str, tuple[float, str]]) -> float:
        """Weigh a name: a word of the given and one of the family name must be like different words."""
        given, family = self._names[place]
        best = 0.0
        for one, (mark, word) in hits.items():
            for other, (mark_too, word_too) in hits.items():
                if one != other and word in given and word_too in family:
                    best = max(best, (mark + mark_too) / 2)
        return best


def likeness(one: str, other: str) -> float:
    """Say how alike two folded words are, 0 to 1."""
    from jellyfish import damerau_levenshtein_distance, jaro_winkler_similarity

    if one == other:
        return 1.0
    mark = jaro_winkler_similarity(one, other)
    if min(len(one), len(other)) <= _SHORT and damerau_levenshtein_distance(one, other) > 1:
        mark = 0.0
    return max(mark, _SOUND) if _sound(one) and _sound(one) == _sound(other) else mark


def _sound(word: str) -> str:
    from jellyfish import metaphone

    return metaphone(word) if word.isascii() else ""


def _keys(word: str) -> set[str]:
    """Give the keys under which words like this one are found: itself, each with a letter left out, its sound."""
    keys = {word, "=" + _sound(word)} if _sound(word) else {word}
    return keys | {word[:at] + word[at + 1 :] for at in range(len(word)) if len(word) > 1}
