"""Handed in: what came in to those who may read it, and the receipts of who handed in."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from PySide6.QtCore import QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.models import handing as model
from desktop.models.rows import Row, Rows
from desktop.services.language import say, say_many, show_date
from desktop.views import theme
from desktop.views.feature import Found, Hit
from desktop.views.handing.sheet import HandInSheet, open_sheet
from desktop.views.notes.text import shown_text
from desktop.views.page import Page
from desktop.views.shell import Shell
from desktop.views.widgets.buttons import Button, Chips
from desktop.views.widgets.fields import SearchField
from desktop.views.widgets.labels import label, selectable
from desktop.views.widgets.nothing import Nothing
from desktop.views.widgets.table import TableView, in_card
from desktop.views.widgets.tier import TierFrame

_CAME, _OWN = "came", "own"


class HandingPage(Page):
    """What was handed in, as far as the person's keys open it, and what they handed in themselves."""

    watches: ClassVar[tuple[str, ...]] = ("sealed_item", "receipt", "handed_in", "person")
    scrolls: ClassVar[bool] = False
    sheets: ClassVar = {"hand_in": lambda page: page.hand_in()}

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell, say("Handed in"), say("Sealed on its way to who may read it"))
        self._holds = any(self.session.holds(one) for one in model.TIERS)
        self._wanted, self._shown, self._about = "", "", ""
        self._asked = False
        self._sheet: HandInSheet | None = None
        self._give = self.set_main_action(
            say("Hand in"), self.hand_in, key="N", icon="inbox-arrow-down-outline", writes=True
        )
        self._give.hide()
        self._make_filters()
        columns = model.columns(holds=self._holds)
        self.rows = Rows(columns, self.session.tasks, search=lambda row: row[model.LABEL_KEY], parent=self)
        self.table = TableView(say("Handed in"), self.rows, key="handing", preferences=self.shell.preferences)
        self.table_says = Nothing(self.table)
        self.rows.arranged.connect(self._say_nothing)
        self.table.opened.connect(self.show_item)
        self.table.chosen.connect(self._on_chosen)
        self._sealed = label("", "warning")
        self._sealed.hide()
        self.content.addWidget(self._sealed)
        self.content.addWidget(self._make_nobody())
        self.content.addWidget(in_card(self.table), 1)

    def _make_filters(self) -> None:
        self._way = Chips(say("What to show"), [(_CAME, say("Came in")), (_OWN, say("Handed in by me"))])
        self._way.choose(_CAME if self._holds else _OWN)
        self._search = SearchField(say("A name or a receipt"), say("Search what came in"))
        self._search.setMaximumWidth(theme.pixels(300))
        if not self._holds:
            return
        self.filters.addWidget(self._search)
        self.filters.addWidget(self._way)
        self.filters.addStretch(1)
        self._way.chosen.connect(lambda _: self._narrow())
        self._search.textChanged.connect(lambda _: self._narrow())
        self.add_key("Ctrl+F", say("Search what came in"), self._search.setFocus)

    def _make_nobody(self) -> QWidget:
        """Make what stands in place of handing in where there is nobody to hand in to."""
        self.nobody = QWidget()
        row = QHBoxLayout(self.nobody)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(label(model.nobody_words(), "muted"), 1)
        self._instead = self._note_button()
        row.addWidget(self._instead)
        self.nobody.hide()
        return self.nobody

    def _note_button(self, kind: str = "") -> Button:
        return Button(say("Write a note"), self._write_note, kind=kind, icon="note-plus-outline", writes=True)

    def _write_note(self) -> None:
        place = {"about": self._about} if self._about else {"do": "new"}
        self.shell.go("notes", **place)

    def say_nobody(self, about: str) -> None:
        """Say that there is nobody to hand in to; a note is about whom it would have been."""
        self._about, self._asked = about, True
        self.refresh()

    # reading

    def refresh(self) -> None:
        """Read the list anew."""
        self.ask(model.load, done=self._on_loaded)

    def _on_loaded(self, listed: model.Listed) -> None:
        draft = self.session.drafts.find(model.DRAFT) is not None
        words = self._words(listed, draft=draft)
        self.set_title(say("Handed in"), words)
        kept = say_many(
            "1 item could not be opened. It stays sealed as it is; nothing is lost.",
            "{n} items could not be opened. They stay sealed as they are; nothing is lost.",
            listed.sealed,
        )
        self._sealed.setText(kept if listed.sealed else "")
        self._sealed.setVisible(bool(listed.sealed))
        nobody = not listed.open_to and not draft
        self._give.setVisible(not nobody)
        self.nobody.setVisible(nobody)
        if not listed.rows.rows and not listed.sealed:
            self._answer(self._show_nothing(nobody=nobody))
            return
        self.show_content()
        self._answer(self._instead)
        self.rows.show(listed.rows)
        self._narrow()
        if self._wanted:
            self.table.choose(self._wanted)
            self._wanted = ""

    def _answer(self, button: Button) -> None:
        """Give the keyboard to what there is to do instead, where somebody asked to hand in."""
        if self._asked:
            QTimer.singleShot(0, button, button.setFocus)
        self._asked = False

    def _show_nothing(self, *, nobody: bool) -> Button:
        if nobody:
            what, why, button = say("Nobody to hand in to"), model.nobody_words(), self._note_button("filled")
        else:
            what = say("Nothing handed in yet")
            why = say(
                "A worry about a child, or what the {counsellors} should know: write it here and hand it in. It is "
                "sealed, you get a receipt, and only those it is for can read it."
            )
            icon = "inbox-arrow-down-outline"
            button = Button(say("Hand in"), self.hand_in, kind="filled", icon=icon, writes=True)
        self.show_empty(what, why, button, "inbox-arrow-down-outline")
        self.side.clear()
        return button

    def _words(self, listed: model.Listed, *, draft: bool) -> str:
        if draft:
            return say("What you began to write is kept: “Hand in” brings it back")
        if not self._holds:
            return say("Your receipts. What you handed in, only those it is for can read")
        came = say_many("1 came in", "{n} came in", listed.came)
        if not listed.unread:
            return came
        return say("{came}, {unread} not read yet", came=came, unread=listed.unread)

    def _narrow(self) -> None:
        own, words = self._way.value() == _OWN, self._search.text().strip().upper()

        def keep(row: Row) -> bool:
            return row[model.MINE] is own and (not words or words in row[model.RECEIPT] or _fits(row, words))

        self.rows.keep(keep)

    def _say_nothing(self) -> None:
        words = say("Nothing is like this.") if self._search.text().strip() else say("Nothing here yet.")
        self.table_says.show(words if self.rows.total and not self.rows.shown else "")

    # one item

    def _on_chosen(self, uids: tuple[str, ...]) -> None:
        row = self.rows.at(self.rows.row_of(uids[0])) if uids else None
        if row is None:
            self._shown = ""
            self.side.clear()
        elif row[model.UID] != self._shown:
            self._offer(row)

    def _offer(self, row: Row) -> None:
        self._shown = ""
        self.side.clear()
        frame = self._frame(row[model.TIER], row[model.WHEN], row[model.RECEIPT])
        if row[model.MINE]:
            taken = say("It was taken in: those it is for can read it.")
            waits = say("It waits, sealed, until one of those it is for unlocks.")
            frame.body.addWidget(label(taken if row[model.STATE] == say("taken in") else waits, "muted"))
        else:
            frame.body.addWidget(label(say("About {name}", name=row[model.ABOUT]), "strong"))
            frame.body.addWidget(label(say("From {name}", name=row[model.BY]), "small"))
            show = partial(self.show_item, row[model.UID])
            self.side.foot.addWidget(Button(say("Show the text"), show, key="T", icon="eye-outline"))
            self.side.foot.addStretch(1)
        self.side.body.addWidget(frame)
        self.side.body.addStretch(1)
        self.show_side()

    def _frame(self, tier: int, at: str, receipt: str) -> TierFrame:
        frame = TierFrame(tier, model.to_words(tier))
        frame.set_aside(show_date(at))
        number = selectable(receipt)
        number.setAccessibleName(say("Receipt {receipt}", receipt=receipt))
        frame.body.addWidget(number)
        return frame

    def show_item(self, uid: str) -> None:
        """Show the text of something that came in; of one's own there is none to show."""
        row = self.rows.at(self.rows.row_of(uid))
        if row is not None and not row[model.MINE]:
            self.ask(model.read_item, uid, done=self._on_read)

    def _on_read(self, opened: model.Opened) -> None:
        row = self.rows.at(self.rows.row_of(opened.uid))
        self._shown = opened.uid
        side = self.side
        side.clear()
        frame = self._frame(opened.tier, opened.at, opened.receipt)
        if opened.about:
            frame.body.addWidget(label(say("About {name}", name=opened.about), "strong"))
        frame.body.addWidget(label(say("From {name}", name=opened.by or say("somebody who cannot be told")), "small"))
        frame.body.addWidget(shown_text(opened.text, opened.tier))
        side.body.addWidget(frame)
        side.body.addStretch(1)
        if opened.person:
            go = partial(self.shell.go, "people", person=opened.person)
            side.foot.addWidget(Button(say("Show the person"), go, icon="account-outline"))
        side.foot.addStretch(1)
        self.show_side()
        if row is not None and not row[model.DONE]:
            self.session.bus.changed.emit(model.read_now(opened))

    # handing in

    def hand_in(self) -> None:
        """Open the sheet; what was begun comes back."""
        self.open_sheet(model.Giving())

    def open_sheet(self, giving: model.Giving) -> None:
        """Open the sheet with what is known of it already."""
        if self._sheet is None:
            open_sheet(self, giving)

    def show_sheet(self, sheet: HandInSheet) -> None:
        """Show a sheet that was made."""
        if self._sheet is None:
            self._sheet = sheet
            sheet.open()

    def on_sheet_closed(self) -> None:
        """Go back to the list, to what was handed in."""
        handed = self._sheet is not None and bool(self._sheet.receipt)
        self._sheet = None
        if handed:
            self._way.choose(_OWN)
        self.table.setFocus()
        self.refresh()

    # the keyboard and places

    def showEvent(self, event: QShowEvent) -> None:
        """Give the keyboard to the list."""
        super().showEvent(event)
        QTimer.singleShot(0, self.table, self.table.setFocus)

    def place(self) -> dict[str, str]:
        """Say which item is chosen; a sheet that is open comes back by itself."""
        chosen = self.table.chosen_uids()
        return {"item": chosen[0]} if chosen else {}

    def show_place(self, place: dict[str, str]) -> None:
        """Open the sheet, or choose an item."""
        if place.get("do") == "hand-in":
            self.open_sheet(model.Giving(about=place.get("about", "")))
        elif place.get("item"):
            self._wanted = place["item"]
            self.refresh()


def _fits(row: Row, words: str) -> bool:
    return words.casefold() in row[model.LABEL_KEY]


def find(shell: Shell, text: str, found: Found) -> None:
    """Offer handing in in the search for everything."""
    title, detail = say("Hand in"), say("A worry, to who may read it; sealed, for a receipt")
    known = f"{title} {detail} {say('Safeguarding')} {say('{Counselling}')} {say('concern report tell')}".casefold()
    if all(word in known for word in text.casefold().split()):
        found([Hit(title, detail, "inbox-arrow-down-outline", partial(shell.go, "handing", do="hand-in"))])
    else:
        found([])
