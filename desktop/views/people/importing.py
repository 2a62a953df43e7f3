"""The import as one sheet: what the file is, what it leaves open, what would happen, and what was done."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from desktop.models import people_imports_asking as asking
from desktop.models import people_imports_flow as model
from desktop.models.people_imports import take_back
from desktop.models.people_imports_columns import ColumnRows
from desktop.models.people_imports_types import KINDS
from desktop.services.errors import Cancelled, KnownError
from desktop.services.language import say, say_many
from desktop.views import theme
from desktop.views.messages import Banner, log_unexpected, sentence_of
from desktop.views.people.columns import ColumnsPart
from desktop.views.people.importing_done import DonePart, done_words
from desktop.views.people.importing_questions import QuestionPart, huge_text
from desktop.views.people.importing_table import LookPart
from desktop.views.widgets.buttons import Button
from desktop.views.widgets.fields import Choice
from desktop.views.widgets.labels import ElidedLabel, IconLabel, label
from desktop.views.widgets.progress import ProgressLine
from desktop.views.widgets.sheet import Sheet

if TYPE_CHECKING:
    from desktop.views.people.page import PeoplePage

_WIDTH = 1120
_AROUND = 44
# Of a wide window, so that reasons can be read whole.
_SHARE = 0.75
_ICONS = {"folder": "folder-open-outline", "": "file-delimited-outline"}


_OPENING = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_Return, Qt.Key.Key_Enter)


class _Kind(Choice):
    """What the file is taken for. Neither a wheel nor a key on its way through the entries must read the file anew."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the list for arrows and letters; Enter applies what is chosen there, Escape nothing."""
        text = event.text().strip()
        if event.key() in _OPENING and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.showPopup()
        elif text.isalpha() and not event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.showPopup()
            self.view().keyboardSearch(text)
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to what scrolls."""
        event.ignore()


class FileBar(QFrame):
    """What the file was recognised as and why, and the ways to say otherwise; it stays through all steps."""

    def __init__(self, flow: model.ImportFlow) -> None:
        super().__init__()
        theme.role(self, "banner")
        self._flow = flow
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 8, 8, 8)
        row.setSpacing(12)
        row.addWidget(IconLabel("file-delimited-outline", "accent", 24))
        words = QVBoxLayout()
        words.setSpacing(0)
        # With very large text the rows need the room more than the reason, which is then the tip of its beginning.
        self.name, self.why = ElidedLabel("strong"), ElidedLabel("muted") if huge_text() else label("", "muted")
        words.addWidget(self.name)
        words.addWidget(self.why)
        row.addLayout(words, 1)
        self.kind = _Kind(say("Import as"), [(kind, asking.kind_words(kind)) for kind in KINDS])
        self.kind.chosen.connect(self._on_kind)
        self.part = Button(say("Other sheet"), flow.ask_part, key="Alt+S")
        self.columns = Button(say("Columns"), flow.ask_columns, key="Alt+C", icon="tune")
        self.dates = Button(say("Dates"), flow.ask_order, key="Alt+D")
        for widget in (self.kind, self.part, self.dates, self.columns):
            row.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)

    def _on_kind(self, kind: str) -> None:
        if kind != self._flow.kind:
            self._flow.choose_kind(kind)

    def show_flow(self) -> None:
        """Show what is known now."""
        flow = self._flow
        opened, ready = flow.opened, flow.stage in (model.LOOKING, model.REFUSED)
        self.name.show_text(flow.name)
        self.why.setToolTip(flow.why)
        self.why.setText(flow.why or (say("Reading the file …") if flow.stage == model.READING else ""))
        self.kind.setVisible(bool(flow.kind) and opened is not None)
        self.kind.choose(flow.kind)
        self.part.setVisible(ready and opened is not None and len(opened.choices) > 1)
        self.columns.setVisible(ready and opened is not None and bool(opened.examples))
        self.dates.setVisible(flow.stage == model.LOOKING and bool(flow.look and flow.look.order))
        for widget in (self.kind, self.part, self.columns, self.dates):
            widget.setEnabled(flow.stage != model.WORKING)
        self.kind.setEnabled(flow.stage not in (model.WORKING, model.DONE, model.READING))


class ImportSheet(Sheet):
    """One file on its way in. Nothing is changed before the import; closing says first what would be lost."""

    def __init__(self, page: PeoplePage, flow: model.ImportFlow) -> None:
        super().__init__(page.shell.window_widget, say("Import"), width=_WIDTH)
        self._page, self.flow = page, flow
        flow.setParent(self)
        host = page.shell.window_widget.window()
        self.setMinimumHeight(max(320, host.height() - _AROUND))
        self.setMinimumWidth(max(self.minimumWidth(), min(round(host.width() * _SHARE), host.width() - _AROUND)))
        self.bar = FileBar(flow)
        self.body.addWidget(self.bar)
        self._place = QVBoxLayout()
        self.body.addLayout(self._place, 1)
        self.part: QWidget | None = None
        self._look: LookPart | None = None
        self._sure = False
        self.back_button = Button(say("Back"), self._on_back, icon="arrow-left")
        self.buttons.insertWidget(0, self.back_button)
        self.cancel_button = self.add_cancel()
        self.go_button = self.add_button(
            Button(say("Import"), self._on_go, kind="filled", key="Ctrl+Return", bind=False)
        )
        self.go_button.setDefault(False)  # Enter in the search must not import
        self._open_words = label("", "small")  # on lines of its own, for it is never cut
        self._open_words.setAlignment(Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter)
        self._open_words.hide()
        whole = self.layout()
        assert isinstance(whole, QVBoxLayout)  # noqa: S101 - every sheet has one
        whole.insertWidget(whole.indexOf(self._warning), self._open_words)
        flow.moved.connect(self._on_moved)
        flow.decided.connect(self._say_go)
        self._on_moved(flow.stage)

    # the steps

    def _on_moved(self, stage: str) -> None:
        self.bar.show_flow()
        self._sure = False
        self._warning.hide()
        self.back_button.setVisible(stage in (model.ASKING, model.COLUMNS) and self.flow.look is not None)
        self.cancel_button.set_text(say("Close") if stage in (model.DONE, model.REFUSED) else say("Cancel"))
        self.cancel_button.setVisible(stage != model.WORKING)  # then the progress has a Cancel of its own
        makers = {
            model.READING: self._reading,
            model.ASKING: self._asking,
            model.COLUMNS: self._columns,
            model.LOOKING: self._looking,
            model.DONE: self._done,
            model.REFUSED: self._refused,
        }
        if stage in makers:
            self._show(makers[stage]())
            self._announce(stage)
        if stage == model.DONE:
            self.cancel_button.setFocus()
        self._say_go()
        if self.flow.cancelled:
            self._warn(say("The import was cancelled. Nothing was changed."))

    def _announce(self, stage: str) -> None:
        """Tell a screen reader what is in front now."""
        flow = self.flow
        words = {
            model.ASKING: flow.question.words if flow.question else "",
            model.COLUMNS: say("Say what the columns are. Everything else is left out."),
            model.LOOKING: flow.go_words(),
            model.DONE: done_words(flow.done) if flow.done else "",
        }.get(stage, "")
        if words:
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))

    def _show(self, part: QWidget) -> None:
        """Put another part in place; the dry run is kept for coming back."""
        old, self.part = self.part, part
        if old is part:
            return
        if old is not None:
            # Hidden, and gone with the sheet: a part may be left from one of its own buttons, and a deletion that waits
            # would come after that of the sheet.
            self._place.removeWidget(old)
            old.hide()
        self._place.addWidget(part, 1)
        part.show()
        arrive = getattr(part, "arrive", None)
        if arrive is not None:
            arrive()

    def _reading(self) -> QWidget:
        part = QWidget()
        column = QVBoxLayout(part)
        line = QProgressBar()
        line.setTextVisible(False)
        line.setRange(0, 0)
        line.setFixedWidth(240)
        line.setAccessibleName(say("Reading the file …"))
        column.addStretch(1)
        column.addWidget(line, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(label(say("Reading the file …"), "muted", wrap=False), 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(2)
        return part

    def _asking(self) -> QWidget:
        assert self.flow.question is not None  # noqa: S101 - the stage says so
        return QuestionPart(self.flow.question, self.flow.answer)

    def _columns(self) -> QWidget:
        flow = self.flow
        assert flow.opened is not None  # noqa: S101 - the stage says so
        mapping = flow.mapping()
        rows = ColumnRows(flow.kind, flow.opened.examples, mapping)
        words = say("Say what the columns are. Everything else is left out.")
        if flow.unasked:
            words = say("The columns of this file are not all recognised. Say what they are; then go on.")
        part = ColumnsPart(
            rows,
            words,
            self._page.shell.preferences,
            ask_header=flow.asks_header(),
            other=flow.ask_kind if flow.unasked else None,
        )
        part.first_is_header.setChecked(flow.has_headings())
        begun = None if flow.half else (rows.mapping(), part.first_is_header.isChecked())
        part.changed.connect(partial(self._on_columns_changed, part, begun))
        return part

    def _on_columns_changed(self, part: ColumnsPart, begun: tuple[dict[str, str], bool] | None) -> None:
        now = part.rows.mapping(), part.first_is_header.isChecked()
        if self.part is part and (self.flow.half is not None or now != begun):
            self.flow.note_columns(now[0], first_is_data=not now[1])
            self._sure = False
        self._say_go()

    def _looking(self) -> QWidget:
        flow = self.flow
        assert flow.look is not None  # noqa: S101 - the stage says so
        if self._look is None or self._look.look is not flow.look:
            if self._look is not None:
                self._look.put_away()
            self._look = LookPart(flow, flow.look, self._page.session.tasks, self._page.shell.preferences)
        return self._look

    def _done(self) -> QWidget:
        assert self.flow.done is not None  # noqa: S101 - the stage says so
        return DonePart(self._page, self.flow, self._go_next, self._undo)

    def _refused(self) -> QWidget:
        part = QWidget()
        column = QVBoxLayout(part)
        column.setContentsMargins(0, 8, 0, 0)
        error = self.flow.error or Cancelled()
        if not isinstance(error, KnownError):
            log_unexpected(error)
        words = model.sentence_for_window(error) or sentence_of(error)
        banner = Banner(words, "danger", lasting=True)
        column.addWidget(banner)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(Button(say("Try again"), self.flow.again, icon="refresh"))
        row.addWidget(Button(say("Choose another file"), self._other_file, icon="file-import-outline"))
        row.addStretch(1)
        column.addLayout(row)
        column.addStretch(1)
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))
        return part

    # what the buttons do

    def _say_go(self) -> None:
        """Say on the main button what it would do now."""
        flow, button = self.flow, self.go_button
        button.setVisible(flow.stage in (model.COLUMNS, model.LOOKING, model.WORKING))
        open_words = asking.open_words(flow.kind, flow.undecided()) if flow.stage == model.LOOKING else ""
        self._open_words.setText(open_words)
        self._open_words.setVisible(bool(open_words))
        if flow.stage == model.COLUMNS:
            button.set_text(say("Go on"))
            button.setEnabled(isinstance(self.part, ColumnsPart) and not self.part.rows.problem())
        elif flow.stage == model.LOOKING:
            n = flow.writes()
            button.set_text(flow.go_words())
            button.setEnabled(n > 0)
        elif flow.stage == model.WORKING:
            button.setEnabled(False)

    def _on_go(self) -> None:
        flow, part = self.flow, self.part
        if flow.stage == model.COLUMNS and isinstance(part, ColumnsPart):
            flow.map_columns(part.rows.mapping(), first_is_data=not part.first_is_header.isChecked())
        elif flow.stage == model.LOOKING:
            task = flow.run(asking.running_words(flow.kind))
            self.buttons.insertWidget(2, ProgressLine(task))

    def _on_back(self) -> None:
        changed = self.flow.half is not None
        self.flow.back()
        if changed:
            self._warn(say("What you changed of the columns is not used; they are as they were."))

    def _other_file(self) -> None:
        self._leave()
        self._page.imports.choose_file()

    def _go_next(self, where: str) -> None:
        path = self.flow.path
        self._leave()
        if where == "another":
            self._page.imports.open(path, another=True)
        elif where == "import":
            self._page.imports.choose_file()
        else:
            self._page.shell.go(where)

    def _undo(self) -> None:
        done, page = self.flow.done, self._page
        assert done is not None  # noqa: S101 - only its last page offers it
        # This step, and not the last one: a report may have been entered in the register since.
        said = lambda _: page.shell.toast(say("The import is taken back."))  # noqa: E731 - one use
        page.session.write(page, take_back, done.step, done=said)
        self.flow.finish()
        super().reject()

    # leaving

    def _leave(self) -> None:
        """Close for good; what was done is said with its undo."""
        done = self.flow.done
        self.flow.finish()
        self.accept()
        if done is not None:
            # Undo takes the last step back, which is the import unless its report was handed out since.
            last = not (isinstance(self.part, DonePart) and self.part.handed_out)
            self._page.shell.toast(done_words(done), undo=last)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go back with Escape from what was opened out of the dry run; elsewhere it closes."""
        inside = self.flow.stage in (model.ASKING, model.COLUMNS) and self.flow.look is not None
        if event.key() == Qt.Key.Key_Escape and inside:
            self._on_back()
        else:
            super().keyPressEvent(event)

    def _lost(self) -> str:
        """Say what closing would throw away; "" for nothing."""
        flow = self.flow
        answers = len(flow.answers) if flow.stage != model.DONE else 0
        if flow.loses_columns() and answers:
            return say_many(
                "Nothing is imported yet. What you said of the columns goes with this sheet, and 1 decision. "
                "Close again to throw it away.",
                "Nothing is imported yet. What you said of the columns goes with this sheet, and {n} decisions. "
                "Close again to throw them away.",
                answers,
            )
        if flow.loses_columns():
            return say(
                "Nothing is imported yet, and what you said of the columns goes with this sheet. "
                "Close again to throw it away."
            )
        if answers:
            return say_many(
                "Nothing is imported yet, and 1 decision goes with this sheet. Close again to throw it away.",
                "Nothing is imported yet, and {n} decisions go with this sheet. Close again to throw them away.",
                answers,
            )
        return ""

    def _warn(self, words: str) -> None:
        """Say something above the buttons; it goes with the next step."""
        self._warning.setText(words)
        self._warning.show()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))

    def reject(self) -> None:
        """Close, but say first what would be lost; while it imports, its own Cancel is the way out."""
        if self.flow.stage == model.WORKING:
            return
        lost = self._lost()
        if lost and not self._sure:
            self._sure = True
            self._warn(lost)
            self.cancel_button.set_text(say("Throw away and close"))
            return
        if self.flow.stage == model.DONE:
            self._leave()
        else:
            self.flow.finish()
            super().reject()
