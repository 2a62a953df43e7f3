"""Buttons that say their key, and rows of buttons of which one (or some) are chosen."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QDialog, QHBoxLayout, QPushButton, QSizePolicy, QWidget

from desktop.services.language import say
from desktop.views import icons, theme

# Whether anything can be saved in the workspace that is open; there is one in a process.
_may_write: list[bool] = [True]
# Padding and border of a chip, both sides, in pixels.
_CHIP_SIDES = 18
_CHIP_ICON = 14
# What the style leaves between an icon and the text.
_CHIP_GAP = 4


class Button(QPushButton):
    """A button. `key` works while it is visible and stands behind its text, e.g. "New note    N".

    With `bind` false the key is only shown, because the window has it already. One that `writes` is off while the
    workspace is open for reading only.
    `kind`: "" plain, "filled" for the page's main action, "quiet", "danger", "icon" (no text; `text`
    becomes its accessible name and tip), "nav", "choice", "chip".
    """

    def __init__(
        self,
        text: str,
        act: Callable[[], object] | None = None,
        *,
        key: str = "",
        kind: str = "",
        icon: str = "",
        tone: str = "",
        tip: str = "",
        bind: bool = True,
        writes: bool = False,
    ) -> None:
        super().__init__()
        self.words = self._tip = ""
        self._writes, self._wanted = writes, True
        self.key = key
        self._kind = kind
        theme.mark(self, "kind", kind)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAutoDefault(False)
        self.set_icon(icon, tone or ("on_accent" if kind == "filled" else "accent" if kind == "quiet" else "muted"))
        self.set_text(text, tip)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        if key and bind:
            QShortcut(QKeySequence(key), self).activated.connect(self.click)
        if act is not None:
            self.clicked.connect(lambda: act())
        self.setEnabled(True)

    def setEnabled(self, on: bool) -> None:
        """Switch it on or off; one that writes stays off where nothing can be saved."""
        self._wanted = on
        super().setEnabled(on and (_may_write[0] or not self._writes))

    def look_again(self) -> None:
        """Follow what may be done now."""
        self.setEnabled(self._wanted)
        if self._writes:
            self._show_tip()

    def set_text(self, text: str, tip: str = "") -> None:
        """Change the words; the key stays behind them."""
        self.words, self._tip = text, tip
        shown = shown_key(self.key)
        plain = text.replace("&", "&&")  # no hidden Alt keys: a name may hold an ampersand
        if not self.icon().isNull():
            plain = f"\u2002{plain}"
        self.setText("" if self._kind == "icon" else f"{plain}\u2003{shown}" if shown else plain)
        self.setAccessibleName(text)
        self._show_tip()

    def _show_tip(self) -> None:
        tip, shown = self._tip or (self.words if self._kind == "icon" else ""), shown_key(self.key)
        if self._writes and not _may_write[0]:
            tip = say("Nothing can be saved here: this workspace is open for reading only.")
        self.setToolTip(" ".join(filter(None, (tip, shown and f"({shown})"))))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Press it with Enter too; in a dialog, Enter on a chip is for the dialog's main action."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if enter and plain and not (self.isCheckable() and isinstance(self.window(), QDialog)):
            if not event.isAutoRepeat():
                self.click()
        else:
            super().keyPressEvent(event)

    def set_icon(self, name: str, tone: str = "text") -> None:
        """Show another icon."""
        self.setIcon(icons.icon(name, tone))
        self._fit_icon()

    def _fit_icon(self) -> None:
        self.setIconSize(QSize(theme.pixels(18), theme.pixels(18)))

    def changeEvent(self, event: QEvent) -> None:
        """Let the icon grow and shrink with the size of text."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._fit_icon()


def let_write(*, allowed: bool) -> None:
    """Switch on or off every button that writes, also those made later."""
    if _may_write[0] != allowed:
        _may_write[0] = allowed
        for widget in QApplication.allWidgets():
            if isinstance(widget, Button):
                widget.look_again()


def may_write() -> bool:
    """Say whether anything can be saved in the workspace that is open."""
    return _may_write[0]


def shown_key(key: str) -> str:
    """Give a key as people of this system write it."""
    shown = QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)
    return shown.replace("Return", "Enter")  # what stands on the key


def bold_width(words: str) -> int:
    """Give the room for a chip's words in bold, which it wears when it is chosen."""
    font = QApplication.font()
    font.setBold(True)
    font.setPointSizeF(theme.points())
    return QFontMetrics(font).horizontalAdvance(words) + _CHIP_SIDES


class Chips(QWidget):
    """A row of small buttons with one chosen, or several. Arrows move, Space chooses.

    `options` are (value, words); `marks` gives some values an icon and its tone. Signal `chosen(object)`: the value,
    or the tuple of values.
    """

    chosen = Signal(object)

    def __init__(
        self,
        name: str,
        options: Iterable[tuple[str, str]],
        *,
        several: bool = False,
        marks: Mapping[str, tuple[str, str]] | None = None,
    ) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._several = several
        self._buttons: dict[str, Button] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        for value, words in options:
            icon, tone = (marks or {}).get(value, ("", ""))
            button = Button(words, kind="chip", icon=icon, tone=tone)
            side = theme.pixels(_CHIP_ICON) if icon else 0
            button.setIconSize(QSize(side, side))
            button.setAccessibleName(f"{name}: {words}")
            button.setCheckable(True)
            button.setMinimumWidth(bold_width(button.text()) + side + (_CHIP_GAP if icon else 0))
            button.clicked.connect(lambda _=False, value=value: self._on_clicked(value))
            self._buttons[value] = button
            row.addWidget(button)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    @property
    def several(self) -> bool:
        """Whether several can be chosen at once."""
        return self._several

    def value(self) -> str:
        """Give the chosen value, empty for none."""
        return next(iter(self.values()), "")

    def values(self) -> tuple[str, ...]:
        """Give all chosen values, in their order on screen."""
        return tuple(value for value, button in self._buttons.items() if button.isChecked())

    def choose(self, *values: str) -> None:
        """Set what is chosen, without a signal."""
        for value, button in self._buttons.items():
            button.setChecked(value in values)

    def _on_clicked(self, value: str) -> None:
        if not self._several:
            self.choose(value)
        self.chosen.emit(self.values() if self._several else value)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move along the row with the arrows."""
        buttons: Sequence[Button] = list(self._buttons.values())
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        here = next((at for at, button in enumerate(buttons) if button.hasFocus()), None)
        if step is None or here is None:
            super().keyPressEvent(event)
            return
        step = -step if self.layoutDirection() == Qt.LayoutDirection.RightToLeft else step
        buttons[(here + step) % len(buttons)].setFocus(Qt.FocusReason.TabFocusReason)
