"""Who looks after whom, the photo, and what people say of themselves: as the panel and its forms show them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData, QSize, Qt
from PySide6.QtGui import QColor, QImage, QImageReader, QPainter

from desktop.models.findable import Findable, findable
from desktop.models.people_rows import Progress, find_in
from desktop.services import files, people
from desktop.services.errors import KnownError
from desktop.services.language import say
from desktop.services.people import GuardianLink, OwnField, Person
from desktop.services.people.guardians import RELATIONS, relation_word
from desktop.services.people.types import Relative
from desktop.services.vault import Changes, Workspace

PHOTO_SIDE = 320
_QUALITY = 85
_LEAST_QUALITY = 40
_MOST_FILE = 40_000_000
_MOST_PIXELS = 100_000_000
_MOST_KEPT = 200_000


class NotAPicture(KnownError):
    """A file or what was pasted is no picture that can be read."""

    sentence = "This is not a picture that can be read. Nothing was changed. Choose a JPEG or PNG file."


@dataclass(frozen=True)
class Near:
    """Somebody on the other side of a link: a student's guardian, or a guardian's student."""

    person: Person
    link: GuardianLink
    label: str = ""


@dataclass(frozen=True)
class Family:
    """What stands beside a person's own details. own: (label, value) of what they say of themselves; photo: a JPEG."""

    guardians: tuple[Near, ...] = ()
    students: tuple[Near, ...] = ()
    photo: bytes = b""
    own: tuple[tuple[str, str], ...] = ()
    asked: bool = False

    @property
    def uids(self) -> tuple[str, ...]:
        """Give everybody in it."""
        return tuple(one.person.uid for one in (*self.guardians, *self.students))

    def named(self, labels: Mapping[str, str]) -> Family:
        """Give everybody the name that tells them from others."""

        def with_names(near: tuple[Near, ...]) -> tuple[Near, ...]:
            return tuple(replace(one, label=labels.get(one.person.uid, "")) for one in near)

        return replace(self, guardians=with_names(self.guardians), students=with_names(self.students))


def load_family(ws: Workspace, person: Person) -> Family:
    """Read guardians, or whom somebody looks after, the photo and what the person says."""
    photo = people.photo(ws, person.uid)
    fields = people.own_fields(ws)
    said = people.own_values(ws, person.uid) if fields else {}
    return Family(
        _near(people.guardians(ws, person.uid)) if person.kind == "student" else (),
        _near(people.students_of(ws, person.uid)) if person.kind != "student" else (),
        photo.content if photo else b"",
        tuple((one.label, said[one.uid]) for one in fields if said.get(one.uid)),
        bool(fields),
    )


def _near(found: tuple[Relative, ...]) -> tuple[Near, ...]:
    return tuple(Near(one.person, one.link) for one in found)


# guardians


def relations() -> tuple[tuple[str, str], ...]:
    """List (key, words) of how somebody can be related."""
    return tuple((key, relation_word(key)) for key in RELATIONS)


def link_words(link: GuardianLink) -> str:
    """Say what a link says beside whether they may be contacted: "mother, first to call in an emergency"."""
    said = [relation_word(link.relation)]
    if link.responsible:
        said.append(say("parental responsibility"))
    if link.emergency:
        said.append(say("emergency contact"))
    return ", ".join(said)


def reach_words(person: Person) -> str:
    """Say how somebody is reached."""
    return " · ".join(filter(None, (person.phone, person.email)))


def grown_ups(ws: Workspace, progress: Progress | None = None) -> Findable:
    """Prepare everybody who could look after a student, to be found by name and number: all who are no students."""
    found = find_in(ws, lambda one: one.kind != "student" and one.status != "archived", progress)
    reached = ((name, one, one.phone or one.email or one.job) for name, one in found)
    return findable(
        (
            (" · ".join(filter(None, (name, reach))), one.uid, f"{one.given} {one.family} {one.number}")
            for name, one, reach in reached
        ),
        progress,
    )


def load_guardians(ws: Workspace, student: str) -> tuple[Near, ...]:
    """Read a student's guardians for the form, with names."""
    found = _near(people.guardians(ws, student))
    labels = people.labels_of(ws, [one.person.uid for one in found])
    return tuple(replace(one, label=labels.get(one.person.uid, "")) for one in found)


def save_guardians(ws: Workspace, student: str, links: tuple[GuardianLink, ...]) -> Changes:
    """Make these the guardians of a student, in this order."""
    ordered = [replace(link, place=place) for place, link in enumerate(links, start=1)]
    return people.set_guardians(ws, student, ordered)


# the photo


def read_photo(path: str) -> bytes:
    """Make a small photo of a picture file. Raises NotAPicture and what reading refuses."""
    from pathlib import Path

    content = files.read_bounded(Path(path), _MOST_FILE)
    buffer = QBuffer()
    buffer.setData(QByteArray(content))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setAutoTransform(True)
    size = reader.size()
    if not size.isValid() or size.width() * size.height() > _MOST_PIXELS:
        raise NotAPicture
    return small_photo(reader.read())


def small_photo(image: QImage) -> bytes:
    """Scale a picture to at most 320 pixels and give it as JPEG; nothing but the pixels is kept. Raises NotAPicture."""
    if image.isNull():
        raise NotAPicture
    kept = image
    if max(image.width(), image.height()) > PHOTO_SIDE:
        side = QSize(PHOTO_SIDE, PHOTO_SIDE)
        modes = Qt.TransformationMode.SmoothTransformation
        kept = image.scaled(side, Qt.AspectRatioMode.KeepAspectRatio, modes)
    # Drawn anew: on white, without text, profile or thumbnail of the picture it was.
    plain = QImage(kept.size(), QImage.Format.Format_RGB32)
    plain.fill(QColor(255, 255, 255))
    painter = QPainter(plain)
    painter.drawImage(0, 0, kept)
    painter.end()
    for quality in range(_QUALITY, _LEAST_QUALITY - 1, -15):
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        plain.save(buffer, "JPEG", quality)  # type: ignore[call-overload]  # the stub wants bytes, Qt takes text
        content = bytes(buffer.data().data())
        if content and len(content) <= _MOST_KEPT:
            return content
    raise NotAPicture


def photo_in(data: QMimeData | None) -> str | QImage | None:
    """Give the picture that is dropped or pasted: a path, the picture itself, or None."""
    if data is None:
        return None
    path = next((url.toLocalFile() for url in data.urls() if url.isLocalFile()), "")
    if path:
        return path
    image = data.imageData() if data.hasImage() else None
    return image if isinstance(image, QImage) else None


def save_photo(ws: Workspace, uid: str, jpeg: bytes | None) -> Changes:
    """Put a photo, or take it away."""
    return people.set_photo(ws, uid, jpeg)


# what people say of themselves


def load_own_fields(ws: Workspace) -> tuple[OwnField, ...]:
    """Read what people are asked."""
    return people.own_fields(ws)


def save_own_fields(ws: Workspace, fields: tuple[OwnField, ...]) -> Changes:
    """Make these what people are asked."""
    return people.set_own_fields(ws, fields)


def load_own(ws: Workspace, uid: str) -> tuple[tuple[OwnField, str], ...]:
    """Read what people are asked with what a person says."""
    said = people.own_values(ws, uid)
    return tuple((one, said.get(one.uid, "")) for one in people.own_fields(ws))


def save_own(ws: Workspace, uid: str, said: Mapping[str, str]) -> Changes:
    """Write what a person says, by the uid of the field."""
    return people.set_own_values(ws, uid, said)
