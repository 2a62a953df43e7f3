"""All SQL of notes. Texts leave here only for who asked to read or to search."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Final

from desktop.services.vault import Workspace

_HEAD: Final = """
SELECT n.uid, n.person, n.pair, n.meeting, n.author, n.written, n.happened_on, n.signed, n.moved_to, n.moved_from,
 n.moved_why, (SELECT count(*) FROM @.addendum a WHERE a.note = n.uid)
FROM @.note n """
_ORDER: Final = " ORDER BY n.happened_on DESC, n.written DESC, n.uid DESC"

Row = tuple[Any, ...]


def heads_of(ws: Workspace, compartment: str, person: str) -> list[Row]:
    """Read the notes in a person's record, newest first."""
    return ws.rows(compartment, _HEAD + "WHERE n.person = ?" + _ORDER, (person,))


def heads_all(ws: Workspace, compartment: str) -> list[Row]:
    """Read every note, newest first."""
    return ws.rows(compartment, _HEAD + _ORDER)


def heads_of_pair(ws: Workspace, compartment: str, pair: str) -> list[Row]:
    """Read the notes beside a pair, newest first."""
    return ws.rows(compartment, _HEAD + "WHERE n.pair = ?" + _ORDER, (pair,))


def heads_unsigned(ws: Workspace, compartment: str, author: str) -> list[Row]:
    """Read what an author has not signed, oldest first."""
    return ws.rows(
        compartment,
        _HEAD + "WHERE n.author = ? AND n.signed IS NULL AND n.moved_to IS NULL ORDER BY n.written, n.uid",
        (author,),
    )


def head(ws: Workspace, compartment: str, note: str) -> Row | None:
    """Read one note without its text."""
    return ws.row(compartment, _HEAD + "WHERE n.uid = ?", (note,))


def person_of(ws: Workspace, compartment: str, note: str) -> str:
    """Say in whose record a note is; "" where it is not known."""
    return str(ws.value(compartment, "SELECT person FROM @.note WHERE uid = ?", (note,)) or "")


def texts(ws: Workspace, compartment: str, note: str) -> list[Row]:
    """Read every wording, newest first: uid, text, author, at. Their uids grow with time."""
    return ws.rows(
        compartment, "SELECT uid, text, author, at FROM @.note_text WHERE note = ? ORDER BY uid DESC", (note,)
    )


def addenda(ws: Workspace, compartment: str, note: str) -> list[Row]:
    """Read what was added, oldest first: uid, reason, text, author, at."""
    return ws.rows(
        compartment, "SELECT uid, reason, text, author, at FROM @.addendum WHERE note = ? ORDER BY uid", (note,)
    )


def count(ws: Workspace, compartment: str) -> int:
    """Count the notes that stand in a record."""
    return int(ws.value(compartment, "SELECT count(*) FROM @.note WHERE moved_to IS NULL"))


# The index of words: two temporary tables, which this SQLite keeps in memory and which end with the connection.
# `note_piece` knows where each piece of text is; `note_word` holds its words and no text.


def index_stands(ws: Workspace) -> bool:
    """Say whether the index was begun."""
    return bool(ws.value("programme", "SELECT count(*) FROM temp.sqlite_master WHERE name = 'note_piece'"))


def begin_index(ws: Workspace) -> None:
    """Make the empty tables."""
    for statement in (
        "CREATE TEMP TABLE note_piece (id INTEGER PRIMARY KEY, place TEXT NOT NULL, tbl TEXT NOT NULL, "
        "uid TEXT NOT NULL, note TEXT NOT NULL)",
        "CREATE INDEX temp.note_piece_uid ON note_piece (uid)",
        "CREATE VIRTUAL TABLE temp.note_word USING fts5(text, content='', tokenize='unicode61 remove_diacritics 0')",
    ):
        ws.rows("programme", statement)


def list_pieces(ws: Workspace, places: Sequence[str]) -> None:
    """Put down every piece of text of the compartments, without reading one, the oldest first.

    So the order of ids is the order of days, and the newest are found without sorting.
    """
    ws.rows("programme", "CREATE TEMP TABLE note_found (place TEXT, tbl TEXT, uid TEXT, note TEXT, sort TEXT)")
    for compartment in places:
        for table in ("note_text", "addendum"):
            ws.rows(
                compartment,
                f"INSERT INTO temp.note_found SELECT ?, ?, t.uid, t.note, n.happened_on || n.written "  # noqa: S608 - fixed
                f"FROM @.{table} t JOIN @.note n ON n.uid = t.note",
                (compartment, table),
            )
    ws.rows(
        "programme",
        "INSERT INTO temp.note_piece (place, tbl, uid, note) "
        "SELECT place, tbl, uid, note FROM temp.note_found ORDER BY sort",
    )
    ws.rows("programme", "DROP TABLE temp.note_found")


def list_piece(ws: Workspace, compartment: str, table: str, uid: str) -> None:
    """Put down one new piece, unless it is there."""
    ws.rows(
        compartment,
        f"INSERT INTO temp.note_piece (place, tbl, uid, note) SELECT ?, ?, t.uid, t.note "  # noqa: S608 - fixed
        f"FROM @.{table} t WHERE t.uid = ? AND NOT EXISTS (SELECT 1 FROM temp.note_piece p WHERE p.uid = t.uid)",
        (compartment, table, uid),
    )


def label(ws: Workspace, author: str) -> str:
    """Give the name of who wrote something, the uid of one who is unknown here."""
    return str(ws.labels.get(author) or author)


def progress(ws: Workspace) -> tuple[int, int]:
    """Say up to which piece the words are in, and which is the last."""
    found = ws.row(
        "programme",
        "SELECT (SELECT ifnull(max(id), 0) FROM temp.note_word_docsize), (SELECT ifnull(max(id), 0) FROM note_piece)",
    )
    return (int(found[0]), int(found[1])) if found else (0, 0)


def pieces_after(ws: Workspace, after: int, most: int) -> list[Row]:
    """List the next pieces without their words: id, compartment, table, uid."""
    return ws.rows(
        "programme", "SELECT id, place, tbl, uid FROM temp.note_piece WHERE id > ? ORDER BY id LIMIT ?", (after, most)
    )


def texts_of_pieces(ws: Workspace, compartment: str, table: str, uids: Sequence[str]) -> dict[str, str]:
    """Read the texts of pieces of one table; what was added to a note begins with why."""
    words = "reason || ': ' || text" if table == "addendum" else "text"
    return dict(
        ws.rows(
            compartment,
            f"SELECT uid, {words} FROM @.{table} WHERE uid IN (SELECT value FROM json_each(?))",  # noqa: S608 - fixed
            (json.dumps(list(uids)),),
        )
    )


def add_words(ws: Workspace, pieces: Sequence[tuple[int, str]]) -> None:
    """Add the words of folded texts, by id, in one statement: each statement here is a transaction of its own."""
    ws.rows(
        "programme",
        "INSERT INTO temp.note_word (rowid, text) "
        "SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]') FROM json_each(?)",
        (json.dumps(pieces),),
    )


def pieces_with(ws: Workspace, phrase: str, most: int) -> list[Row]:
    """List pieces that hold a phrase, newest first, at most `most` (-1: all): id, compartment, table, uid, note."""
    return ws.rows(
        "programme",
        "SELECT p.id, p.place, p.tbl, p.uid, p.note FROM (SELECT rowid AS id FROM note_word WHERE note_word MATCH ? "
        "ORDER BY rowid DESC LIMIT ?) w JOIN temp.note_piece p ON p.id = w.id ORDER BY p.id DESC",
        (phrase, most),
    )


def all_pieces(ws: Workspace) -> list[Row]:
    """List every piece, newest first: id, compartment, table, uid, note."""
    return ws.rows("programme", "SELECT id, place, tbl, uid, note FROM temp.note_piece ORDER BY id DESC")


def uids_with(ws: Workspace, compartment: str, table: str, signs: str) -> set[str]:
    """Find the texts that hold signs exactly as they are."""
    found = ws.rows(compartment, f"SELECT uid FROM @.{table} WHERE instr(text, ?) > 0", (signs,))  # noqa: S608 - fixed
    return {uid for (uid,) in found}


def heads_of_pieces(ws: Workspace, compartment: str, notes: Sequence[str]) -> dict[str, Row]:
    """Read of each note that stands: person, happened_on, author, written, uid of its newest wording."""
    found = ws.rows(
        compartment,
        "SELECT n.uid, n.person, n.happened_on, n.author, n.written, "
        "(SELECT max(t.uid) FROM @.note_text t WHERE t.note = n.uid) "
        "FROM @.note n WHERE n.moved_to IS NULL AND n.uid IN (SELECT value FROM json_each(?))",
        (json.dumps(list(notes)),),
    )
    return {row[0]: row[1:] for row in found}
