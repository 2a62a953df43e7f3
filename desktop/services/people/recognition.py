"""What a file or folder is, and which table of it holds the people, said with its reason. Pure: it reads a book.

What the columns are decides; names of files and sheets only where columns leave it open. Where several tables could
be it, nothing is guessed: whoever asks gets them to choose from. Files beside them do not matter.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from desktop.services.language import say
from desktop.services.people.columns import field_of
from desktop.services.people.ctf import is_ctf
from desktop.services.people.ctf import pupils as ctf_pupils
from desktop.services.people.edfi import is_edfi
from desktop.services.people.edfi import students as edfi_students
from desktop.services.people.looks import CANNOT_BE_READ, Look, choice, folder_of, head_of
from desktop.services.people.roster_errors import NotARoster, UnknownXml
from desktop.services.people.roster_types import PartChoice, Recognised
from desktop.services.people.sds import form_of, is_of
from desktop.services.refusals import FileRefused
from desktop.services.sheets.book import Book
from desktop.services.sheets.errors import SheetRefused
from desktop.services.sheets.markup import in_pieces, root_of
from desktop.services.sheets.text import clean
from desktop.services.sheets.types import Table

_STUDENTS: Final = ("student", "pupil", "learner", "children", "schueler", "schuler", "eleve", "alumno", "leerling")
_STAFF: Final = ("staff", "teacher", "employee", "faculty", "personnel", "lehrer", "kollegium", "profesor")
_NEITHER: Final = tuple(
    "guardian parent contact relative relationship sibling section class course enrol studentenrol teacherroster "
    "school org attendance timetable schedule room term session calendar mark result assessment readme legend "
    "instruction lookup user".split()
)
_NAMES_OF: Final = {"students": _STUDENTS, "staff": _STAFF}
_MARKS_OF_USERS: Final = frozenset(
    "status datelastmodified enableduser orgsourcedids username userids agentsourcedids primaryorgsourcedid".split()
)


def recognise(book: Book, kind: str = "students", only: str = "") -> Recognised:
    """Say what a book is and which part holds the people of a kind (students or staff). only: the part that is meant.

    Where that must be asked, part is "" and choices are what to choose from. A single table is taken for a list
    even where its head is not recognised: reading it then says what is missing.
    Raises NotARoster, UnknownXml, and the refusals of the book where nothing else is a list.
    """
    xml = [part.name for part in book.parts if part.kind == "xml"]
    looks, refused = _looks(book, [part.name for part in book.parts if part.kind != "xml"], kind)
    for find in (_oneroster, _sds):
        found = find(book, looks, kind, only)
        if found:
            return found
    lists = [look for look in looks if only in ("", look.name)]
    found = _from_xml(book, xml, refused, only) if kind == "students" else None
    rivals = _lists(lists, kind, len(book.parts)) if found and not only else []
    if found and rivals:
        return _to_choose("table", book, rivals, kind, found.choices or (_xml_choice(book, found),))
    if found:
        return found
    try:
        return _list_of_people(book, lists, kind, [only] if only else [part.name for part in book.parts], xml)
    except (NotARoster, UnknownXml):
        if refused:
            raise refused[0] from None
        raise


def _looks(book: Book, names: Sequence[str], kind: str) -> tuple[list[Look], list[SheetRefused | FileRefused]]:
    """Look at every table. Those that cannot be read do not matter, as long as another one is what is looked for."""
    looks: list[Look] = []
    refused: list[SheetRefused | FileRefused] = []
    for name in names:
        try:
            look = head_of(book, name, kind)
        except CANNOT_BE_READ as error:
            refused.append(error)
            continue
        if look:
            looks.append(look)
    return looks, refused


# sets


def _oneroster(book: Book, looks: Sequence[Look], kind: str, only: str) -> Recognised | None:
    """Recognise OneRoster, and School Data Sync 2, which has the same columns."""
    named = [look for look in looks if "sourcedid" in look.of_set and look.of_set & {"givenname", "familyname"}]
    users = [look for look in named if only in ("", look.name) and _is_of_set(look, looks)]
    if len(users) > 1:
        users = [look for look in users if look.stem == "users"] or users
    if len(users) != 1:
        return _to_choose("oneroster", book, users, kind) if users else None
    parts = {"users": users[0].name, **_beside(users[0], looks)}
    roles = next((look for look in looks if look.name == parts.get("roles")), None)
    version = _version(users[0], roles)
    files = ", ".join(_last(parts[role]) for role in ("users", "roles", "demographics") if role in parts)
    return Recognised(version, _why_set(version, files), users[0].name, parts=parts)


def _is_of_set(users: Look, looks: Sequence[Look]) -> bool:
    marked = users.stem.startswith("user") and len(users.of_set & _MARKS_OF_USERS) >= 2
    return "role" in users.of_set or marked or "roles" in _beside(users, looks)


def _beside(users: Look, looks: Sequence[Look]) -> dict[str, str]:
    """Find the other files of a set, in the folder of its users; by their columns, and of several by their names."""
    found: dict[str, list[Look]] = {}
    for look in looks:
        what = _part_of_set(look)
        if what and look.name != users.name and folder_of(look.name) == folder_of(users.name):
            found.setdefault(what, []).append(look)
    # A header alone says nothing about anybody.
    return {
        what: min(some, key=lambda look: (not look.stem.startswith(what[:4]), look.name)).name
        for what, those in found.items()
        if (some := [look for look in those if look.filled])
    }


def _part_of_set(look: Look) -> str:
    columns = look.of_set
    if {"propertyname", "value"} <= columns:
        return "manifest"
    if "classsourcedid" in columns or columns & {"givenname", "familyname"}:
        return ""
    if {"usersourcedid", "role"} <= columns:
        return "roles"
    return "demographics" if "birthdate" in columns else ""


def _version(users: Look, roles: Look | None) -> str:
    if roles and roles.written & {"isprimary", "sessionsourcedid"}:
        return "sds 2"
    if "activedirectorymatchid" in users.written:
        return "sds 2"
    if roles is None and "grade" in users.written and not users.written & {"enableduser", "status"}:
        return "sds 2"
    return "oneroster 1.2" if roles else "oneroster 1.1"


def _why_set(source: str, files: str) -> str:
    sentences: dict[str, Callable[[], str]] = {
        "oneroster 1.1": lambda: say("A OneRoster 1.1 set, by its columns: {files}.", files=files),
        "oneroster 1.2": lambda: say("A OneRoster 1.2 set, by its columns: {files}.", files=files),
        "sds 1": lambda: say("Microsoft School Data Sync, version 1, by its columns: {files}.", files=files),
        "sds 2": lambda: say("Microsoft School Data Sync, version 2, by its columns: {files}.", files=files),
        "sds uk": lambda: say("Microsoft School Data Sync in its UK form, by its columns: {files}.", files=files),
        "clever": lambda: say("A set in Clever's form, by its columns: {files}.", files=files),
        "ed-fi": lambda: say("Ed-Fi student data, by what its XML begins with: {files}.", files=files),
        "ctf": lambda: say("A Common Transfer File, by what its XML begins with: {files}.", files=files),
    }
    return sentences[source]()


def _sds(book: Book, looks: Sequence[Look], kind: str, only: str) -> Recognised | None:
    """Recognise the forms of School Data Sync with a file for each kind of people."""
    formed = [(look, form) for look in looks if only in ("", look.name) and (form := form_of(look))]
    mine = [(look, form) for look, form in formed if only or is_of(look, kind)]
    if not mine:
        return None
    look, form = mine[0]
    if len(mine) > 1:
        return _to_choose(form.source, book, [look for look, _ in mine], kind)
    return Recognised(form.source, _why_set(form.source, _last(look.name)), look.name, parts={kind: look.name})


def _from_xml(
    book: Book, names: Sequence[str], refused: list[SheetRefused | FileRefused], only: str
) -> Recognised | None:
    """Recognise Ed-Fi, whose files belong together, and Common Transfer Files, each of which stands alone."""
    roots: dict[str, str] = {}
    for name in names:
        try:
            roots[name] = root_of(in_pieces(book.content(name)))
        except CANNOT_BE_READ as error:
            refused.append(error)
    edfi = [name for name in roots if is_edfi(roots[name])]
    if edfi and (not only or only in edfi):
        files = ", ".join(map(_last, edfi))
        parts = {f"students {place}": name for place, name in enumerate(edfi, 1)}
        return Recognised("ed-fi", _why_set("ed-fi", files), edfi[0], parts=parts)
    ctf = [name for name in roots if is_ctf(roots[name]) and only in ("", name)]
    found = [Recognised("ctf", _why_set("ctf", _last(name)), name, parts={"students": name}) for name in ctf]
    if len(found) > 1:
        return Recognised("ctf", say("Several Common Transfer Files."), "", tuple(_xml_choice(book, f) for f in found))
    return found[0] if found else None


def _xml_choice(book: Book, found: Recognised) -> PartChoice:
    rows = [row.cells for row in xml_table(book, found).rows]
    return PartChoice(found.part, len(rows) - 1, rows[0], tuple(rows[1:4]))


def xml_table(book: Book, found: Recognised) -> Table:
    """Give the records of the XML that was found as a table. Raises as `edfi.students` and `ctf.pupils`."""
    if found.source == "ed-fi":
        return edfi_students(book.content(name) for name in found.parts.values())
    return ctf_pupils(book.content(found.part))


# lists


def _lists(looks: Sequence[Look], kind: str, parts: int) -> list[Look]:
    """Give the tables that list people with their numbers; of several, those that hold any."""
    found = [look for look in looks if look.header]
    if len(found) > 1:
        found = [look for look in found if look.filled] or found
    return found if parts == 1 else [look for look in found if not _is_of_others(look, kind)]


def _list_of_people(
    book: Book, looks: Sequence[Look], kind: str, parts: Sequence[str], xml: Sequence[str]
) -> Recognised:
    """Find the one table that lists people with their numbers."""
    found = _lists(looks, kind, len(parts))
    if len(found) > 1:
        return _to_choose("table", book, found, kind)
    if found:
        return Recognised("table", _why_list(found[0], len(parts), kind), found[0].name)
    if set(parts) <= set(xml):
        raise UnknownXml
    return _unheaded(book, looks, kind, parts)


def _is_of_others(look: Look, kind: str) -> bool:
    other = _STAFF if kind == "students" else _STUDENTS
    return look.stem.startswith((*other, *_NEITHER)) and not look.stem.startswith(_NAMES_OF[kind])


def _unheaded(book: Book, looks: Sequence[Look], kind: str, parts: Sequence[str]) -> Recognised:
    """Take the only table there is, or the only one named so, though no row of it heads a list of people."""
    if len(parts) == 1:
        return Recognised("table", unheaded_why(), parts[0])
    tables = [look for look in looks if look.width > 1 and not _is_of_others(look, kind) and not look.of_set]
    named = [look for look in tables if look.stem.startswith(_NAMES_OF[kind])]
    only = named if len(named) == 1 else tables
    if len(only) == 1:
        return Recognised("table", unheaded_why(), only[0].name)
    if only and book.kind not in ("folder", "zip"):
        return _to_choose("table", book, only, kind)
    raise NotARoster


def unheaded_why() -> str:
    """Say that a table was taken although nothing in it says that it lists people."""
    return say("A table; no row of it heads a list of people in a way that is recognised.")


def _why_list(look: Look, parts: int, kind: str) -> str:
    headings = ", ".join(f'"{clean(cell)}"' for cell in _telling(look.header, kind))
    if parts == 1 and kind == "students":
        return say("A list of students, by its columns {headings}.", headings=headings)
    if parts == 1:
        return say("A list of staff, by its columns {headings}.", headings=headings)
    if kind == "students":
        return say('"{part}" is the list of students, by its columns {headings}.', part=look.name, headings=headings)
    return say('"{part}" is the list of staff, by its columns {headings}.', part=look.name, headings=headings)


def _telling(header: Sequence[str], kind: str) -> list[str]:
    """Give the headings that say most: of each field the best spelling, in their order."""
    best: dict[str, tuple[int, str]] = {}
    for cell in header:
        found = field_of(cell, kind)
        if found and found[1] < best.get(found[0], (found[1] + 1, ""))[0]:
            best[found[0]] = found[1], cell
    kept = {cell for _, cell in best.values()}
    return list(dict.fromkeys(cell for cell in header if cell in kept))


def _to_choose(
    source: str, book: Book, looks: Sequence[Look], kind: str, further: tuple[PartChoice, ...] = ()
) -> Recognised:
    ordered = sorted(looks, key=lambda look: not look.stem.startswith(_NAMES_OF[kind]))
    why = say("Several tables could be the list that is meant.")
    return Recognised(source, why, "", (*(choice(book, look, kind) for look in ordered), *further))


def _last(name: str) -> str:
    return name.replace("\\", "/").rpartition("/")[2]
