"""Many things prepared to be found by any part of their words; made on the worker where they are many."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import islice

from desktop.services.errors import Cancelled
from desktop.services.language import fold

_STEP = 500


@dataclass(frozen=True)
class Findable:
    """words: what each is called; folded: those and further words to find it by; by_words: the folded name's place."""

    words: tuple[str, ...] = ()
    uids: tuple[str, ...] = ()
    folded: tuple[str, ...] = ()
    by_words: Mapping[str, int] = field(default_factory=dict)
    places: Mapping[str, int] = field(default_factory=dict)

    def fitting(self, text: str, most: int) -> list[int]:
        """Give the places of the first that fit: those whose name begins with the text, then the others."""
        begin, parts = fold(text.strip()), fold(text).split()
        if not parts:
            return []
        found = list(islice((at for at, one in enumerate(self.folded) if one.startswith(begin)), most))
        if len(found) < most:
            first = frozenset(found)
            others = (
                at for at, one in enumerate(self.folded) if all(part in one for part in parts) and at not in first
            )
            found += islice(others, most - len(found))
        return found


def findable(known: Iterable[tuple[str, str, str]], progress: Callable[[int, int], bool] | None = None) -> Findable:
    """Prepare (words, uid, further words). Raises Cancelled where `progress` says no."""
    words, uids, folded = [], [], []
    by_words: dict[str, int] = {}
    for at, (name, uid, more) in enumerate(known):
        if progress is not None and at % _STEP == 0 and not progress(at, 0):
            raise Cancelled
        words.append(name)
        uids.append(uid)
        folded.append(fold(f"{name} {more}"))
        by_words[fold(name)] = at
    return Findable(tuple(words), tuple(uids), tuple(folded), by_words, {uid: at for at, uid in enumerate(uids)})
