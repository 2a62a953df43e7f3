"""The head of the page: its title, its one main action, badges, and the choice between its parts."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from desktop.models import matching as model
from desktop.services.language import say, say_many
from desktop.views import theme
from desktop.views.matching.flow import Flow
from desktop.views.widgets.buttons import Button, Chips
from desktop.views.widgets.labels import badge

if TYPE_CHECKING:
    from desktop.views.matching.page import MatchingPage
    from desktop.views.matching.parts import PagePart


# From this width on, at the usual size of text, the head has room for all its buttons.
_ROOMY = 700


class Head:
    """Shows what the present part of the page is and what can be done with it.

    Each part has a function of its own that fills it: `set_title`; `if new(...)` the actions; then `add` badges.
    """

    def __init__(self, page: MatchingPage) -> None:
        """Work on the head and the filters of `page`."""
        self.page = page
        self._made: tuple[str, ...] = ()
        self._badges = Flow()
        page.filters.addWidget(self._badges, 1)

    def show(self, part: PagePart, parts: tuple[PagePart, ...], board: model.Board) -> None:
        """Show the head of a part, and the choice between all that are there."""
        self._badges.clear()
        self.page.filters_widget.setVisible(len(parts) > 1 or part.key == "draft")
        if len(parts) > 1:
            chips = Chips(say("Part of the page"), [(one.key, one.words(board)) for one in parts])
            chips.choose(part.key)
            chips.chosen.connect(lambda key: self.page.show_part(str(key)))
            self._badges.add(chips)
        part.head(self, board)
        if not self.roomy and self.page.more.there():
            self.add(self.page.more.button())
            self.page.filters_widget.show()

    def show_nobody(self) -> None:
        """Say that nobody is enrolled, and where to begin."""
        self.page.side.clear()
        self._made = ()
        self.set_title(say("Matching"), say("Who meets whom, and why"))
        self.clear_actions()
        self.page.show_empty(
            say("Matching begins with participants"),
            say(
                "Nobody is enrolled as {mentor} or {mentee} yet. Enrol people on the People page, "
                "or import a file of participants with their interests, goals and free periods."
            ),
            Button(
                say("Go to People"), partial(self.page.shell.go, "people"), kind="filled", icon="account-group-outline"
            ),
            "link-variant",
        )

    def set_title(self, title: str, purpose: str) -> None:
        """Set the title and the line under it."""
        self.page.set_title(title, purpose)

    def new(self, *what: str) -> bool:
        """Say whether the actions have to be made anew; making them needlessly would take the keyboard from them."""
        what = (*what, str(self.roomy))
        new, self._made = self._made != what, what
        return new

    @property
    def roomy(self) -> bool:
        """Whether there is room beside the title for more than the main action; else the others go under it."""
        return self.page.width() >= theme.pixels(_ROOMY)

    def clear_actions(self) -> None:
        """Leave no action in the head but the menu, where it has any line."""
        self.page.set_main_action("", lambda: None).hide()
        self.add_more()

    def add_more(self) -> None:
        """Put the menu "More" before the other actions, if there is anything in it."""
        if self.roomy and self.page.more.there():
            self.page.add_action(self.page.more.button())

    def add(self, *widgets: QWidget) -> None:
        """Add badges, or words, behind the choice between the parts."""
        self._badges.add(*widgets)


def draft_head(head: Head, board: model.Board) -> None:
    """Fill the head for the draft."""
    draft, page = board.draft, head.page
    assert draft is not None  # noqa: S101 - the part is shown with a draft only
    head.set_title(model.title_of(draft), say("Nothing here is visible outside this page until it is published."))
    words = say_many("Publish 1 pair", "Publish {n} pairs", draft.coverage)
    if head.new("draft", words, *(entry.words() for entry in page.more.there())):
        main = page.set_main_action(words, page.publish, key="Ctrl+Return", icon="check", writes=True)
        main.setEnabled(draft.coverage > 0)
        if head.roomy:
            page.add_action(_again(page))
        head.add_more()
    head.add(badge(model.placed_words(draft), "warning" if draft.unplaced else ""))
    if draft.worst is not None:
        head.add(badge(model.weakest_words(draft), model.weakest_tone(draft)))
    if not head.roomy:
        head.add(_again(page))


def _again(page: MatchingPage) -> Button:
    return Button(say("Propose again"), page.propose, key="P", icon="refresh", writes=True)


def pairs_head(head: Head, board: model.Board) -> None:
    """Fill the head for the published pairs."""
    active = len(board.active)
    head.set_title(say("Matching"), say_many("1 published pair", "{n} published pairs", active))
    waiting = board.readiness.mentees if board.draft is None else 0
    words = say_many("Propose for 1 who waits", "Propose for {n} who wait", waiting) if waiting else ""
    if head.new("pairs", words):
        if waiting:
            head.page.set_main_action(words, head.page.propose, key="P", icon="link-variant", writes=True)
            head.add_more()
        else:
            head.clear_actions()


def ready_head(head: Head, board: model.Board) -> None:
    """Fill the head for who is ready."""
    found, page = board.readiness, head.page
    head.set_title(say("Matching"), say("Look here first: whoever lacks something may not get a place."))
    able = bool(found.mentors and found.mentees)
    if head.new("ready", str(able)):
        if able:
            page.set_main_action(say("Propose pairs"), page.propose, key="P", icon="link-variant", writes=True)
        else:
            page.set_main_action(say("Go to People"), partial(page.shell.go, "people"), icon="account-group-outline")
        head.add_more()
