"""Searching notes: an index of words in memory over what the user's keys open, built in slices.

What is found is literal: the words as they were typed, in their order, case and accents folded; the last one
may be unfinished. The index knows every wording ever saved; which of them stand is asked of the notes
themselves, so undo and re-filing need not tell it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Final

from desktop.services import people
from desktop.services.errors import Cancelled
from desktop.services.notes import store
from desktop.services.notes.rules import (
    COMPARTMENTS,
    is_plain,
    is_signs,
    must_scan,
    phrase,
    plain_text,
    readable,
    searchable,
    snippet,
)
from desktop.services.notes.types import PROGRAMME, Hit
from desktop.services.vault import Workspace

_SLICE: Final = 400
_BATCH: Final = 100
_FIRST: Final = 1000


def index_stands(ws: Workspace) -> bool:
    """Say whether every note is in the index."""
    if not store.index_stands(ws):
        return False
    done, last = store.progress(ws)
    return done >= last


def index_slice(ws: Workspace, most: int = _SLICE) -> int:
    """Index up to `most` further texts and give how many are left; between two calls other work may go on."""
    if not store.index_stands(ws):
        store.begin_index(ws)
        store.list_pieces(ws, tuple(readable(ws.compartments)))
    done, last = store.progress(ws)
    if done >= last:
        return 0
    pieces = store.pieces_after(ws, done, most)
    texts: dict[str, str] = {}
    for place, table in sorted({(place, table) for _, place, table, _ in pieces}):
        uids = [uid for _, of, tbl, uid in pieces if (of, tbl) == (place, table)]
        texts |= store.texts_of_pieces(ws, place, table, uids)
    # A piece whose note was undone meanwhile keeps its place, so that the next slice begins after it.
    store.add_words(ws, [(number, searchable(texts.get(uid, ""))) for number, _, _, uid in pieces])
    return last - int(pieces[-1][0])


def build_index(ws: Workspace, progress: Callable[[int, int], bool] | None = None) -> int:
    """Index everything that is not yet in; give the number of texts. Raises `Cancelled`; what is in stays in."""
    while left := index_slice(ws):
        _, last = store.progress(ws)
        if progress is not None and not progress(last - left, last):
            raise Cancelled
    return store.progress(ws)[1]


def note_saved(ws: Workspace, tier: int, table: str, uid: str) -> None:
    """Take a new text into the index where one stands or is being built."""
    if store.index_stands(ws):
        stands = index_stands(ws)
        store.list_piece(ws, COMPARTMENTS[tier], table, uid)
        if stands:
            index_slice(ws)


def search(ws: Workspace, words: str, limit: int = 100) -> tuple[Hit, ...]:
    """Find the notes that hold `words` literally, newest first, at most `limit`; nothing for an empty query.

    Builds what is missing of the index first. Snippets of tiers 2 to 4 are readings: those not yet read in this
    sitting are journalled as one event per compartment, with their number.
    """
    query = searchable(plain_text(words))
    if not query:
        return ()
    build_index(ws)
    hits = _first(ws, query, limit)
    _journal(ws, hits)
    return tuple(sorted(hits, key=lambda hit: hit.happened_on, reverse=True))


def _first(ws: Workspace, query: str, limit: int) -> tuple[Hit, ...]:
    """Find the newest hits of a folded query. Words that half of the notes hold are not listed to their end.

    What was entered late has a young id and an old day; so more is looked at than is asked for.
    """
    if is_signs(query) or must_scan(query):
        pieces = _with_signs(ws, query) if is_signs(query) else store.all_pieces(ws)
        return tuple(islice(_once(_standing(ws, pieces, query, literal=must_scan(query))), limit))
    literal = not is_plain(query)
    hits: tuple[Hit, ...] = ()
    for most in (_FIRST, -1):
        pieces = store.pieces_with(ws, phrase(query), most)
        hits = tuple(islice(_once(_standing(ws, pieces, query, literal=literal)), limit))
        if len(hits) == limit or len(pieces) != most:
            break
    return hits


def _with_signs(ws: Workspace, signs: str) -> list[store.Row]:
    """List the pieces that hold signs, newest first."""
    found: set[str] = set()
    for place in readable(ws.compartments):
        for table in ("note_text", "addendum"):
            found |= store.uids_with(ws, place, table, signs)
    return [piece for piece in store.all_pieces(ws) if piece[3] in found]


def _once(hits: Iterable[Hit]) -> Iterator[Hit]:
    seen: set[str] = set()
    for hit in hits:
        if hit.note not in seen:
            seen.add(hit.note)
            yield hit


def _standing(ws: Workspace, pieces: list[store.Row], query: str, *, literal: bool) -> Iterator[Hit]:
    """Yield the pieces that are the newest wording or an addendum of a note that stands; batch by batch."""
    same = people.kept(ws)
    for start in range(0, len(pieces), _BATCH):
        batch = pieces[start : start + _BATCH]
        places = sorted({place for _, place, _, _, _ in batch})
        heads: dict[str, store.Row] = {}
        texts: dict[str, str] = {}
        for place in places:
            mine = [piece for piece in batch if piece[1] == place]
            heads |= store.heads_of_pieces(ws, place, [piece[4] for piece in mine])
            for table in sorted({piece[2] for piece in mine}):
                uids = [uid for _, _, tbl, uid, note in mine if tbl == table and _stands(heads, tbl, uid, note)]
                texts |= store.texts_of_pieces(ws, place, table, uids)
        for _, place, _, uid, note in batch:
            text = texts.get(uid)
            if text is None or (literal and query not in searchable(text)):
                continue
            person, happened_on, author, _, _ = heads[note]
            tier, label = readable((place,))[place], store.label(ws, author)
            yield Hit(note, tier, same.of(person), happened_on, label, *snippet(text, query), place)


def _stands(heads: dict[str, store.Row], table: str, uid: str, note: str) -> bool:
    head = heads.get(note)
    return head is not None and (table == "addendum" or head[4] == uid)


def _journal(ws: Workspace, hits: tuple[Hit, ...]) -> None:
    for place, tier in readable(ws.compartments).items():
        shown = {f"found:{hit.note}" for hit in hits if hit.place == place and hit.note not in ws.sitting} - ws.sitting
        if shown and tier != PROGRAMME:
            ws.event(place, "search_notes", about=str(len(shown)))
            ws.sitting |= shown
