"""Whom staff keep apart: the list, two more to keep apart, and why, which only the counselling compartment holds."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from desktop.models import matching_blocks as model
from desktop.services.language import say
from desktop.views import theme
from desktop.views.messages import sentence_of
from desktop.views.widgets.buttons import Button
from desktop.views.widgets.cards import clear_layout, scrolling
from desktop.views.widgets.fields import Form
from desktop.views.widgets.finder import Finder
from desktop.views.widgets.labels import label, rule, selectable
from desktop.views.widgets.sheet import Sheet
from desktop.views.widgets.tier import TierFrame

if TYPE_CHECKING:
    from desktop.views.matching.page import MatchingPage

KEY = "blocks"
# Heights of the list, of all else, and of the reason.
_LIST, _REST, _TEXT = 190, 390, 76


class BlocksSheet(Sheet):
    """Keeping apart and lifting are saved at once, each as one step."""

    def __init__(self, page: MatchingPage) -> None:
        purpose = say("No round pairs these two, whoever proposes it. Both stay free for everybody else.")
        super().__init__(page.shell.window_widget, say("Keep apart"), purpose, width=720)
        self.comes_back(KEY)
        self.wait_for_answer()
        self._page = page
        self._holds = page.session.holds(model.COMPARTMENT)
        inside = QWidget()
        self._list = QVBoxLayout(inside)
        self._list.setContentsMargins(0, 0, 8, 0)
        self._list.setSpacing(8)
        area = scrolling(inside, modest=True)
        area.setMinimumHeight(min(theme.pixels(_LIST), page.shell.window_widget.height() - theme.pixels(_REST)))
        self.body.addWidget(area, 1)
        self.body.addWidget(rule())
        self.body.addWidget(label(say("Keep two more apart"), "strong"))
        self.body.addLayout(self._make_two())
        self._make_why()
        self._error = label("", "error")
        self._error.hide()
        self.body.addWidget(self._error)
        self.add_cancel(say("Close"))
        self.keep = self.add_button(Button(say("Keep apart"), self.keep_apart, kind="filled", writes=True))
        page.session.ask(self, model.load_apart, done=self._on_loaded, failed=self._on_failed)

    def _make_two(self) -> QHBoxLayout:
        hint = say("Type a name or a number")
        self.one, self.other = Finder(say("One"), hint), Finder(say("The other"), hint)
        self.one.taken.connect(lambda _: self.other.setFocus())
        row = QHBoxLayout()
        row.setSpacing(12)
        self.forms: list[Form] = []
        for key, words, finder in (("one", say("One"), self.one), ("other", say("The other"), self.other)):
            form = Form()
            form.add(key, words, finder)
            self.forms.append(form)
            row.addWidget(form, 1, Qt.AlignmentFlag.AlignTop)
        return row

    def _make_why(self) -> None:
        """Offer the reason to who holds the compartment; lead others to handing it in."""
        self.why: QPlainTextEdit | None = None
        if self._holds:
            frame = TierFrame(2)
            self.why = QPlainTextEdit()
            self.why.setAccessibleName(say("Why they are kept apart"))
            self.why.setPlaceholderText(say("Why they are kept apart"))
            self.why.setTabChangesFocus(True)
            self.why.setFixedHeight(theme.pixels(_TEXT))
            frame.body.addWidget(self.why)
            self.body.addWidget(frame)
            return
        row = QHBoxLayout()
        words = say("Why they are kept apart is kept with the {counselling} notes, which you cannot open.")
        row.addWidget(label(words, "muted"), 1)
        self.hand = Button(say("Hand a reason in …"), self.hand_in, icon="inbox-arrow-down-outline")
        row.addWidget(self.hand)
        self.body.addLayout(row)

    def _on_loaded(self, apart: model.Apart) -> None:
        for finder in (self.one, self.other):
            finder.set_findable(apart.people)
        clear_layout(self._list)
        for block in apart.blocks:
            self._list.addLayout(self._make_block(block))
        if not apart.blocks:
            self._list.addWidget(label(say("Staff keep nobody apart."), "muted"))
        self._list.addStretch(1)
        self.answered()
        self.one.setFocus(Qt.FocusReason.OtherFocusReason)

    def _make_block(self, block: model.Block) -> QVBoxLayout:
        column, row, words = QVBoxLayout(), QHBoxLayout(), QVBoxLayout()
        column.setSpacing(4)
        row.setSpacing(8)
        words.setSpacing(0)
        title = model.title(block)
        words.addWidget(label(title, "strong"))
        words.addWidget(label(model.told_words(block), "small"))
        row.addLayout(words, 1)
        column.addLayout(row)
        if block.told:
            read = Button(say("Read why"), kind="quiet")
            read.clicked.connect(partial(self._read, block, column, read))
            read.setAccessibleName(say("Read why: {names}", names=title))
            row.addWidget(read)
        lift = Button(say("Lift"), partial(self.lift, block), writes=True)
        lift.setAccessibleName(say("Lift: {names}", names=title))
        row.addWidget(lift)
        return column

    # reading why

    def _read(self, block: model.Block, column: QVBoxLayout, button: Button) -> None:
        button.hide()
        self._page.session.ask(
            self, model.read_why, block.uid, done=partial(self._show_why, column), failed=self._on_failed
        )

    def _show_why(self, column: QVBoxLayout, found: tuple[tuple[str, str], ...]) -> None:
        frame = TierFrame(2)
        for about, words in found:
            frame.body.addWidget(label(about, "small"))
            frame.body.addWidget(selectable(words))
        column.addWidget(frame)

    # what is done

    def keep_apart(self) -> None:
        """Keep the two apart; what was written as the reason goes to the counselling compartment."""
        missing = say("Choose somebody from the list.")
        for form, finder, key in ((self.forms[1], self.other, "other"), (self.forms[0], self.one, "one")):
            form.show_errors({} if finder.uid else {key: missing})
        if not (self.one.uid and self.other.uid):
            return
        why = self.why.toPlainText() if self.why is not None else ""
        self._write(model.keep_apart, self.one.uid, self.other.uid, why, words=say("They are kept apart."))

    def lift(self, block: model.Block) -> None:
        """Let the two be paired again; why they were kept apart stays on record."""
        self._write(model.lift, block.uid, words=say("They may be paired again."))

    def hand_in(self) -> None:
        """Go to the page that seals a reason for those who may read it."""
        about = self.one.uid
        self.accept()
        self._page.shell.go("handing", **model.handing_place(about))

    def _write(self, verb: Callable[..., object], *what: object, words: str) -> None:
        self._error.hide()

        def done(_changes: object) -> None:
            self.accept()
            self._page.shell.toast(words, undo=True)

        self._page.session.write(self, verb, *what, done=done, failed=self._on_failed)

    def _on_failed(self, error: Exception) -> None:
        self._error.setText(sentence_of(error))
        self._error.show()


def show_blocks(page: MatchingPage) -> None:
    """Open the sheet."""
    BlocksSheet(page).open()
