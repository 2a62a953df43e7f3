"""Whom the People page shows: search, choices, further choices when asked for, and filters kept by name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop.models import people_rules as model
from desktop.models.people_rows import KINDS, Everybody
from desktop.models.people_rules import Rule
from desktop.services.language import say, say_many
from desktop.services.people.types import SavedFilter
from desktop.views import theme
from desktop.views.matching.flow import Flow
from desktop.views.widgets.buttons import Button, bold_width
from desktop.views.widgets.fields import Choice, SearchField
from desktop.views.widgets.labels import label

_PAUSE = 120
_MOST_FORMS = 400


class FilterBar(QWidget):
    """The rows under the page's first row of filters; what stands in that first row is made here too.

    Signals: `changed(Rule)` when a person chose something; `save_wanted()`, `remove_wanted(uid)` for filters by name;
    `likely_wanted()` to see who may be here twice.
    """

    changed = Signal(object)
    save_wanted = Signal()
    remove_wanted = Signal(str)
    likely_wanted = Signal()

    def __init__(self, first_row: QHBoxLayout) -> None:
        super().__init__()
        self._saved: tuple[SavedFilter, ...] = ()
        self._make_first(first_row)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self._further = self._make_further()
        column.addWidget(self._further)
        lower = QHBoxLayout()
        lower.setSpacing(10)
        self._count = label("", "small", wrap=False)
        lower.addWidget(self._count)
        self._names = Flow(6)
        lower.addWidget(self._names, 1)
        self.likely = Button("", self.likely_wanted.emit, kind="quiet", icon="account-multiple-outline", tone="warning")
        self.likely.hide()
        lower.addWidget(self.likely)
        column.addLayout(lower)
        self._further.hide()
        self._refresh()

    # what a person asks for

    def rule(self) -> Rule:
        """Give what is asked for."""
        return Rule(
            self.kind.value(), self.year.value(), self.form.value(), self.role.value(), self.state.value(),
            self.language.value(), self.search.text().strip(),
        )  # fmt: skip

    def show_rule(self, rule: Rule) -> None:
        """Ask for something else, and tell."""
        for name, field in self._fields.items():
            wanted = getattr(rule, name)
            if wanted and field.findData(wanted) < 0:
                field.addItem(wanted, wanted)  # a form that nobody is in any more: the list is then rightly empty
            field.choose(wanted)
        self.search.blockSignals(True)
        self.search.setText(rule.text)
        self.search.blockSignals(False)
        self._pause.stop()
        if any(getattr(rule, name) for name in _FURTHER):
            self._further.show()
        self._tell()

    def offer(self, everybody: Everybody) -> None:
        """Say which years, forms and languages there are."""
        self.year.set_options([("", say("All {years}")), *((y, say("{Year} {n}", n=y)) for y in everybody.years)])
        forms = everybody.forms[:_MOST_FORMS]
        self.form.set_options([("", say("Any {form}")), *((form, form) for form in forms)])
        self.language.set_options([("", say("Any language")), *((word, word) for word in everybody.languages)])
        self.language.setEnabled(bool(everybody.languages))

    def show_count(self, shown: int, everybody: Everybody) -> None:
        """Say how many are shown of how many; that guardians are left out by itself is said too."""
        total, guardians = everybody.people, everybody.guardians
        if shown == total:
            words = ""
        elif guardians and not self.rule().narrows:
            words = say_many("1 guardian is not shown", "{n} guardians are not shown", guardians)
        elif guardians and not self.rule().kind:
            words = say("{shown} of {total}, guardians left out", shown=shown, total=total)
        else:
            words = say("{shown} of {total}", shown=shown, total=total)
        self._count.setText(words)
        self._count.setVisible(bool(words))

    def show_likely(self, count: int) -> None:
        """Say how many may be here twice."""
        self.likely.setVisible(count > 0)
        words = say_many("1 possible duplicate", "{n} possible duplicates", count)
        self.likely.set_text(words, say("People who may be here twice"))

    def show_saved(self, saved: Sequence[SavedFilter]) -> None:
        """Show the filters that have a name."""
        self._saved = tuple(saved)
        self._refresh()

    def toggle_further(self) -> None:
        """Show or hide the further choices; hiding them lifts what they ask for."""
        if self._further.isHidden():
            self._further.show()
            self.kind.setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            here: QWidget | None = self.window().focusWidget()
            had_keyboard = here is not None and self._further.isAncestorOf(here)
            self._further.hide()
            if any(getattr(self.rule(), name) for name in _FURTHER):
                self.show_rule(replace(self.rule(), **dict.fromkeys(_FURTHER, "")))
                self._further.hide()
            if had_keyboard:
                self.more.setFocus(Qt.FocusReason.OtherFocusReason)
        self._refresh()

    def clear(self) -> None:
        """Ask for nothing."""
        self.show_rule(Rule())

    # inside

    def _make_first(self, row: QHBoxLayout) -> None:
        self.search = SearchField(say("Name, number or {form}"), say("Search people"))
        # With large text the filters give way to the person beside the list.
        self.search.setMinimumWidth(120)
        self.search.setMaximumWidth(theme.pixels(300))
        self.year = Choice(say("{Year}"), [("", say("All {years}"))])
        self.role = Choice(say("Takes part as"), [(r, model.roles_words(r)) for r in ("", "mentor", "mentee", "none")])
        self.more = Button(say("More"), self.toggle_further, icon="filter-variant")
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE)
        self._pause.timeout.connect(self._tell)
        self.search.textChanged.connect(lambda _: self._pause.start())
        row.addWidget(self.search, 4)
        for field in (self.year, self.role):
            field.chosen.connect(lambda _: self._tell())
            field.setSizeAdjustPolicy(Choice.SizeAdjustPolicy.AdjustToContents)
            field.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
            row.addWidget(field)
        row.addWidget(self.more)

    def _make_further(self) -> QWidget:
        around = QWidget()
        row = QHBoxLayout(around)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        kinds = ("", *KINDS, "all", "uncalled", "idle")
        self.kind = Choice(say("Kind"), [(kind, model.kinds_words(kind)) for kind in kinds])
        self.form = Choice(say("{Form}"), [("", say("Any {form}"))])
        self.state = Choice(say("State"), [(s, model.states_words(s)) for s in ("", "present", "left", "archived")])
        self.language = Choice(say("Language"), [("", say("Any language"))])
        self._fields = {
            "kind": self.kind, "year": self.year, "form": self.form, "role": self.role, "state": self.state,
            "language": self.language,
        }  # fmt: skip
        for name in _FURTHER:
            field = self._fields[name]
            field.setMinimumWidth(90)
            field.chosen.connect(lambda _: self._tell())
            row.addWidget(field)
        row.addStretch(1)
        return around

    def _tell(self) -> None:
        self._pause.stop()
        self._refresh()
        self.changed.emit(self.rule())

    def _refresh(self) -> None:
        """Show what is chosen: how many further choices, which filter by name, whether it can be kept."""
        rule = self.rule()
        further = sum(bool(getattr(rule, name)) for name in _FURTHER)
        self.more.set_text(say("More ({n})", n=further) if further else say("More"), say("More filters"))
        self.more.setAccessibleName(say_many("More filters, 1 chosen", "More filters, {n} chosen", further))
        self._names.clear()
        known = False
        for one in self._saved:
            mine = model.rule_of(one.rule)
            known = known or mine == rule
            self._names.add(self._chip(one, mine, chosen=mine == rule))
        if rule.narrows:
            if not known:
                self._names.add(self._quiet(say("Save this filter"), self.save_wanted.emit, "content-save-outline"))
            self._names.add(self._quiet(say("Show everybody"), self.clear, "close"))

    def _chip(self, one: SavedFilter, rule: Rule, *, chosen: bool) -> QWidget:
        around = QWidget()
        row = QHBoxLayout(around)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        words = one.name if len(one.name) <= _LONGEST else f"{one.name[: _LONGEST - 1]}\u2026"
        chip = Button(words, partial(self.show_rule, Rule() if chosen else rule), kind="chip", tip=rule.words())
        chip.setAccessibleName(say("Filter: {name}", name=one.name))
        chip.setAccessibleDescription(rule.words())
        chip.setCheckable(True)
        chip.setChecked(chosen)
        chip.setMinimumWidth(bold_width(chip.text()))
        row.addWidget(chip)
        if chosen:
            away = Button(say("Remove the filter {name}", name=one.name), kind="icon", icon="close", tone="muted")
            away.clicked.connect(lambda: self.remove_wanted.emit(one.uid))
            row.addWidget(away)
        return around

    def _quiet(self, words: str, act: Callable[[], object], icon: str) -> Button:
        return Button(words, act, kind="quiet", icon=icon)


_FURTHER = ("kind", "form", "state", "language")
_LONGEST = 28
