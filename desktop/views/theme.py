"""The look of every window: which palette is in force, the font and its size, and one style sheet.

Widgets say what they are (`role(label, "title")`), never how they look. What paints by itself asks
`current()` at painting time, so that a new theme needs no rebuilding.
"""

from __future__ import annotations

from pathlib import Path
from string import Template

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from desktop.views.tokens import CONTRAST_DARK, CONTRAST_LIGHT, DARK, LIGHT, Theme

_RESOURCES = Path(__file__).resolve().parents[2] / "resources"
_FAMILY = "Noto Sans"
# The system's size, but not under this: names have to be read from a chair's distance.
_SMALLEST_POINTS = 10.5
# Beside the family: scripts it does not hold, in the order they are looked up.
_FALLBACKS = ("Noto Sans Arabic", "Noto Sans Hebrew", "Droid Sans Fallback", "NanumSquare")
MODES = ("system", "light", "dark", "contrast")


class _Look:
    """The theme in force in this process."""

    def __init__(self) -> None:
        self.theme = LIGHT
        self.points = _SMALLEST_POINTS


_look = _Look()


def current() -> Theme:
    """Give the palette in force."""
    return _look.theme


def points(factor: float = 1.0) -> float:
    """Give the size of text in points, times `factor`."""
    return _look.points * factor


def pixels(side: int) -> int:
    """Scale a length that has to grow with the text, such as an icon's side."""
    return round(side * _look.points / _SMALLEST_POINTS)


def role(widget: QWidget, name: str) -> QWidget:
    """Say what a widget is in the style sheet: title, heading, muted, small, card, ..."""
    widget.setProperty("role", name)
    _repolish(widget)
    return widget


def mark(widget: QWidget, name: str, value: object) -> None:
    """Set a property the style sheet looks at, and let it look again."""
    if widget.property(name) != value:
        widget.setProperty(name, value)
        _repolish(widget)


def _repolish(widget: QWidget) -> None:
    if not widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
        return  # it has not been looked at yet, and will be before it is measured or shown
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)


class Look(QObject):
    """Puts a theme on the application and follows the system while the mode says so."""

    changed = Signal()

    def __init__(self, application: QApplication, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._application = application
        self._system_points = application.font().pointSizeF()
        self.mode = "system"
        self.text_percent = 100
        application.setStyle("Fusion")
        _load_fonts()
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._on_scheme_changed)

    def apply(self, mode: str = "system", text_percent: int = 100) -> None:
        """Choose one of MODES and the size of text in percent (100 to 200)."""
        self.mode, self.text_percent = mode, text_percent
        _look.theme = _theme_of(mode)
        _look.points = max(self._system_points, _SMALLEST_POINTS) * text_percent / 100
        font = QFont([_FAMILY, *_FALLBACKS])
        font.setPointSizeF(_look.points)
        self._application.setFont(font)
        self._application.setPalette(_palette(_look.theme))
        self._application.setStyleSheet(style_sheet(_look.theme, _look.points))
        self.changed.emit()

    def _on_scheme_changed(self) -> None:
        if self.mode in ("system", "contrast"):
            self.apply(self.mode, self.text_percent)


def _load_fonts() -> None:
    for file in sorted((_RESOURCES / "fonts").glob("*.ttf")):
        if not file.name.startswith("DejaVu"):
            QFontDatabase.addApplicationFont(str(file))


def _theme_of(mode: str) -> Theme:
    hints = QGuiApplication.styleHints()
    dark = hints.colorScheme() == Qt.ColorScheme.Dark
    if mode == "contrast" or (mode == "system" and _system_wants_contrast()):
        return CONTRAST_DARK if dark else CONTRAST_LIGHT
    return {"light": LIGHT, "dark": DARK}.get(mode, DARK if dark else LIGHT)


def _system_wants_contrast() -> bool:
    hints = getattr(QGuiApplication.styleHints(), "accessibility", None)  # Qt 6.10 and newer
    return hints is not None and hints().contrastPreference() == Qt.ContrastPreference.HighContrast


def _palette(theme: Theme) -> QPalette:
    palette = QPalette()
    groups = QPalette.ColorRole
    colours = {
        groups.Window: theme.background,
        groups.WindowText: theme.text,
        groups.Base: theme.card,
        groups.AlternateBase: theme.selection,
        groups.Text: theme.text,
        groups.Button: theme.card,
        groups.ButtonText: theme.text,
        groups.BrightText: theme.danger,
        groups.Highlight: theme.accent,
        groups.HighlightedText: theme.on_accent,
        groups.Link: theme.accent,
        groups.LinkVisited: theme.accent,
        groups.ToolTipBase: theme.card,
        groups.ToolTipText: theme.text,
        groups.PlaceholderText: theme.muted,
        groups.Accent: theme.accent,
        groups.Light: theme.card,
        groups.Midlight: theme.selection,
        groups.Mid: theme.line,
        groups.Dark: theme.muted,
        groups.Shadow: theme.line,
    }
    for place, colour in colours.items():
        palette.setColor(place, QColor(colour))
    for place in (groups.WindowText, groups.Text, groups.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, place, QColor(theme.muted))
    return palette


def style_sheet(theme: Theme, size: float) -> str:
    """Fill the one style sheet (resources/style/window.qss) with a palette and sizes from `size` points."""
    text = (_RESOURCES / "style" / "window.qss").read_text(encoding="utf-8")
    values = {name: getattr(theme, name) for name in Theme.__dataclass_fields__}
    sizes = {"small": size * 0.93, "body": size, "heading": size * 1.07, "title": size * 1.7, "display": size * 2.2}
    return Template(text).substitute(values, **{name: f"{value:.2f}pt" for name, value in sizes.items()})
