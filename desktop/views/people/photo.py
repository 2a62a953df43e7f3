"""The photo beside a person's name: dropped, pasted, chosen, and taken away again."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QAction,
    QColor,
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QImage,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPixmap,
)
from PySide6.QtWidgets import QAbstractButton, QMenu

from desktop.models import people_family as model
from desktop.services.language import say
from desktop.views import icons, theme
from desktop.views.widgets.buttons import may_write
from desktop.views.widgets.file_choice import ask_for_file

if TYPE_CHECKING:
    from desktop.views.people.page import PeoplePage

_SIDE = 60
_ROUND = 10.0


class PhotoButton(QAbstractButton):
    """A small square: the photo, or where one can be put. Enter or a click opens its menu, Ctrl+V pastes."""

    def __init__(self, page: PeoplePage, uid: str, name: str, jpeg: bytes) -> None:
        super().__init__()
        self._page, self._uid = page, uid
        self._picture = QPixmap()
        if jpeg:
            self._picture.loadFromData(jpeg)
        self.setAcceptDrops(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFixedSize(self.sizeHint())
        words = say("Photo of {name}", name=name) if self.has_photo else say("Add a photo of {name}", name=name)
        self.setAccessibleName(words)
        self.setToolTip(say("Drop a picture here, paste one with Ctrl+V, or click to choose one."))
        self.clicked.connect(self.open_menu)

    @property
    def has_photo(self) -> bool:
        """Whether there is one."""
        return not self._picture.isNull()

    def sizeHint(self) -> QSize:
        """Be a square that grows with the text."""
        return QSize(theme.pixels(_SIDE), theme.pixels(_SIDE))

    def open_menu(self) -> QMenu:
        """Offer what can be done."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        data = QGuiApplication.clipboard().mimeData()
        for words, act, able in (
            (say("Choose a picture \u2026"), self.choose, may_write()),
            (say("Paste"), self.paste, may_write() and model.photo_in(data) is not None),
            (say("Remove the photo"), self.remove, may_write() and self.has_photo),
        ):
            action = QAction(words, menu)
            action.setEnabled(able)
            action.triggered.connect(lambda _=False, act=act: act())
            menu.addAction(action)
        menu.popup(self.mapToGlobal(self.rect().bottomLeft()))
        return menu

    def choose(self) -> None:
        """Ask for a file."""
        words = say("Pictures (*.jpg *.jpeg *.png *.webp *.bmp);;All files (*)")
        ask_for_file(self._page, say("Choose a picture"), words, self.take)

    def paste(self) -> None:
        """Take what is on the clipboard."""
        found = model.photo_in(QGuiApplication.clipboard().mimeData())
        if found is not None:
            self.take(found)

    def take(self, found: str | QImage) -> None:
        """Make a small photo of a file or picture and keep it."""
        page, uid = self._page, self._uid
        work = partial(model.read_photo, found) if isinstance(found, str) else partial(model.small_photo, found)
        page.session.tasks.compute(page, work, done=partial(_keep, page, uid), failed=page.shell.messages.show_error)

    def remove(self) -> None:
        """Take it away."""
        page = self._page
        done = lambda _: page.shell.toast(say("Photo removed."), undo=True)  # noqa: E731 - one use
        page.write(model.save_photo, self._uid, None, done=done)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take pictures and files; what is no picture is said when it is read."""
        if model.photo_in(event.mimeData()) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take what is dropped."""
        found = model.photo_in(event.mimeData())
        if found is not None:
            event.acceptProposedAction()
            self.take(found)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Paste and remove from the keyboard."""
        if event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
        elif event.key() == Qt.Key.Key_Delete and self.has_photo:
            self.remove()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the picture cut to a square, or an outline that invites one."""
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        colours = theme.current()
        frame = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        path = QPainterPath()
        path.addRoundedRect(frame, _ROUND, _ROUND)
        if self.has_photo:
            painter.setClipPath(path)
            painter.drawPixmap(self.rect(), self._picture, _square(self._picture))
            painter.setClipping(False)
        else:
            painter.fillPath(path, QColor(colours.colour("background")))
            side = self.width() // 2
            place = self.rect().adjusted(side // 2, side // 2, -side // 2, -side // 2)
            icons.icon("camera-outline", "muted").paint(painter, place)
        focused = self.hasFocus()
        painter.setPen(QPen(QColor(colours.colour("accent" if focused else "line")), 2 if focused else 1))
        painter.drawPath(path)
        painter.end()


def _square(picture: QPixmap) -> QRect:
    """Give the middle square of a picture; of an upright one the upper part, where the face is."""
    side = min(picture.width(), picture.height())
    return QRect((picture.width() - side) // 2, (picture.height() - side) // 4, side, side)


def _keep(page: PeoplePage, uid: str, jpeg: bytes) -> None:
    page.write(model.save_photo, uid, jpeg, done=lambda _: page.shell.toast(say("Photo saved."), undo=True))
