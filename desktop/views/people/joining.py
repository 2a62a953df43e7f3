"""People who may be here twice: the list of them, two side by side, and joining them into one."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QVBoxLayout, QWidget

from desktop.models import people_joining as model
from desktop.services.language import say
from desktop.services.vault.types import Changes
from desktop.views import theme
from desktop.views.people.saving import SavingSheet
from desktop.views.widgets.buttons import Button
from desktop.views.widgets.cards import RecordRow, clear_layout, scrolling
from desktop.views.widgets.labels import label, rule
from desktop.views.widgets.sheet import Sheet

if TYPE_CHECKING:
    from desktop.views.people.page import PeoplePage

_SHOWN = 200
_LONGEST = 40
_AROUND = 260


class LikelySheet(Sheet):
    """Everybody who may be here twice, each two with the reason; Enter lays them side by side."""

    def __init__(self, page: PeoplePage) -> None:
        purpose = say("Nobody is joined by itself. Compare two records, then say whether they are one person.")
        super().__init__(page.shell.window_widget, say("Possible duplicates"), purpose, width=620)
        self.comes_back("likely")
        self._page = page
        inside = QWidget()
        self._list = QVBoxLayout(inside)
        self._list.setContentsMargins(0, 0, 8, 0)
        self._list.setSpacing(2)
        area = scrolling(inside, modest=True)
        self._area = area
        self.body.addWidget(area, 1)
        self._list.addWidget(label(say("Looking for people who may be here twice \u2026"), "muted"))
        self.add_button(Button(say("Close"), self.accept, kind="filled"))
        page.session.ask(self, model.load_likely, done=self.show_likely)

    def show_likely(self, likely: tuple[model.Likely, ...]) -> None:
        """Show who was found."""
        clear_layout(self._list)
        if not likely:
            self._list.addWidget(label(say("Nobody looks as if they were here twice."), "muted"))
        self._area.setMinimumHeight(theme.pixels(min(56 * len(likely) + 20, 340)))
        for one in likely[:_SHOWN]:
            names = say("{one} and {other}", one=one.one_name, other=one.other_name)
            act = partial(self._compare, one)
            self._list.addWidget(RecordRow(names, one.why, icon="account-multiple-outline", act=act))
        if len(likely) > _SHOWN:
            self._list.addWidget(label(say("and {n} more", n=len(likely) - _SHOWN), "small"))
        self._list.addStretch(1)
        first = self.findChild(RecordRow)
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _compare(self, one: model.Likely) -> None:
        self.accept()
        JoinSheet.show_two(self._page, one.one, one.other, one.why)


class JoinSheet(SavingSheet):
    """Two records side by side: what each has, which values stay, and the button that joins them."""

    def __init__(self, page: PeoplePage, found: model.Comparison, why: str) -> None:
        purpose = say("Joining loses nothing: pairs, notes and the history of both stay, and undo parts them again.")
        title = say("Are these one person?")
        super().__init__(page, title, purpose, width=760, words=say("They are one person: join them"))
        self._found, self._people = found, page
        self.comes_back("join", one=found.one.person.uid, other=found.other.person.uid, why=why)
        self.groups: dict[str, QButtonGroup] = {}
        if why:
            self.body.addWidget(label(why, "warning"))
        inside = QWidget()
        self._grid = QGridLayout(inside)
        self._grid.setContentsMargins(0, 0, 8, 0)
        self._grid.setHorizontalSpacing(14)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnMinimumWidth(0, theme.pixels(110))
        self._grid.setColumnStretch(1, 1)
        self._grid.setColumnStretch(2, 1)
        self._heads()
        for line in found.lines:
            self._line(line)
        self._grid.setRowStretch(self._grid.rowCount(), 1)
        area = scrolling(inside)
        most = page.window().height() - theme.pixels(_AROUND)
        area.setMinimumHeight(min(inside.sizeHint().height() + 8, theme.pixels(430), most))
        self.body.addWidget(area, 1)
        self.finish()
        if why:
            apart = Button(
                say("They are two people"), self._tell_apart, tip=say("They are not shown here again."), writes=True
            )
            self.buttons.insertWidget(0, apart)
        self.save_button.setEnabled(not found.why_not)
        if found.why_not:
            self._error.setText(found.why_not)
            self._error.show()

    @staticmethod
    def show_two(page: PeoplePage, one: str, other: str, why: str = "") -> None:
        """Read two people and open the sheet."""
        page.ask(model.load_comparison, one, other, done=lambda found: JoinSheet(page, found, why).open())

    def choices(self) -> dict[str, model.Value]:
        """Give the value of each detail that stays."""
        lines = {line.field: line for line in self._found.lines}
        found = {field: line.values[line.proposed] for field, line in lines.items()}
        for field, group in self.groups.items():
            button = group.checkedButton()
            if button is not None:
                found[field] = lines[field].values[str(button.property("side"))]
        return found

    def _heads(self) -> None:
        for column, side in enumerate((self._found.one, self._found.other), start=1):
            self._grid.addWidget(label(side.label, "heading"), 0, column)
            has = ", ".join(side.has)
            self._grid.addWidget(label(has[:1].upper() + has[1:], "small"), 1, column)
        self._grid.addWidget(label(say("What stays"), "small"), 1, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(rule(), 2, 0, 1, 3)

    def _line(self, line: model.Line) -> None:
        row = self._grid.rowCount()
        self._grid.addWidget(label(line.words, "small"), row, 0)
        if not line.differs:
            self._grid.addWidget(label(line.one, "muted"), row, 1, 1, 2)
            return
        group = QButtonGroup(self)
        sides = [(model.ONE, line.one), (model.OTHER, line.other)]
        for column, (side, words) in enumerate(sides, start=1):
            self._grid.addWidget(self._choice(group, line, side, words), row, column)
        if model.BOTH in line.values:
            both = self._choice(group, line, model.BOTH, say("Both"))
            self._grid.addWidget(both, row + 1, 1, 1, 2)
        self.groups[line.field] = group

    def _choice(self, group: QButtonGroup, line: model.Line, side: str, words: str) -> Button:
        shown = words or say("nothing")
        short = shown if len(shown) <= _LONGEST else f"{shown[: _LONGEST - 1]}\u2026"
        button = Button(short, kind="chip", tip=shown if short != shown else "")
        button.setAccessibleName(say("{field}: {value}", field=line.words, value=shown))
        button.setCheckable(True)
        button.setProperty("side", side)
        button.setChecked(side == line.proposed)
        group.addButton(button)
        return button

    def save(self) -> None:
        """Join them."""
        self.begin_saving()
        kept, gone = self._found.one.person.uid, self._found.other.person.uid
        self._page.session.write(self, model.join, kept, gone, self.choices(), done=self._done, failed=self.show_error)

    def _tell_apart(self) -> None:
        """Leave them out of the possible duplicates."""
        one, other = self._found.one.person.uid, self._found.other.person.uid
        self._page.session.write(self, model.tell_apart, one, other, done=self._on_apart, failed=self.show_error)

    def _on_apart(self, _changes: Changes) -> None:
        self.accept()
        self._people.shell.toast(say("Two people. They are not shown as possible duplicates again."), undo=True)

    def _done(self, changes: Changes) -> None:
        self.accept()
        self._people.show_wanted(changes.uid)
        self._people.shell.toast(say("Joined. Everything about both is found here now."), undo=True)
