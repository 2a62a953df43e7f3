"""The head of the page: its title, its one main action, badges, and the choice between its parts."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from desktop.models import matching as model
from desktop.services.language import say, say_many
from desktop.views import theme
from desktop.views.matching.flow import Flow
from desktop.views.widgets.buttons import Button, Chips
from desktop.views.widgets.labels import badge, label

if TYPE_CHECKING:
    from desktop.views.matching.page import MatchingPage

# From this width on, at the usual size of text, the head has room for a third button.
_ROOMY = 1000


class Head:
    """Shows what the present part of the page is and what can be done with it."""

    def __init__(self, page: MatchingPage) -> None:
        """Work on the head and the filters of `page`."""
        self._page = page
        self._made: tuple[str, ...] = ()
        self._badges = Flow()
        page.filters.addWidget(self._badges, 1)

    def show(self, part: str, board: model.Board) -> None:
        """Show the head of a part."""
        self._parts(part, board)
        {"draft": self._draft, "pairs": self._pairs, "ready": self._ready}[part](board)

    def show_nobody(self) -> None:
        """Say that nobody is enrolled, and where to begin."""
        self._page.side.clear()
        self._made = ()
        self._page.set_title(say("Matching"), say("Who meets whom, and why"))
        self._clear_actions()
        self._page.show_empty(
            say("Matching begins with participants"),
            say(
                "Nobody is enrolled as {mentor} or {mentee} yet. Enrol people on the People page, "
                "or import a file of participants with their interests, goals and free periods."
            ),
            Button(
                say("Go to People"), partial(self._page.shell.go, "people"), kind="filled", icon="account-group-outline"
            ),
            "link-variant",
        )

    def _draft(self, board: model.Board) -> None:
        draft = board.draft
        assert draft is not None  # noqa: S101 - the part is shown with a draft only
        self._page.set_title(
            model.title_of(draft), say("Nothing here is visible outside this page until it is published.")
        )
        words = say_many("Publish 1 pair", "Publish {n} pairs", draft.coverage)
        roomy = self._page.width() >= theme.pixels(_ROOMY)
        if self._new_head("draft", words, str(roomy)):
            main = self._page.set_main_action(words, self._page.publish, key="Ctrl+Return", icon="check", writes=True)
            main.setEnabled(draft.coverage > 0)
            self._page.add_action(
                Button(say("Propose again"), self._page.propose, key="P", icon="refresh", writes=True)
            )
            if roomy:
                self._page.add_action(self._discard_button())
        self._badges.add(badge(model.placed_words(draft), "warning" if draft.unplaced else ""))
        if draft.worst is not None:
            self._badges.add(badge(model.weakest_words(draft), model.weakest_tone(draft)))
        self._badges.add(label(model.proof_words(draft), "" if draft.settled else "warning", wrap=False))
        if not roomy:
            self._badges.add(self._discard_button())

    def _discard_button(self) -> Button:
        return Button(say("Discard draft"), self._page.discard, key="Ctrl+D", kind="quiet", writes=True)

    def _pairs(self, board: model.Board) -> None:
        active = len(board.active)
        self._page.set_title(say("Matching"), say_many("1 published pair", "{n} published pairs", active))
        waiting = board.readiness.mentees if board.draft is None else 0
        words = say_many("Propose for 1 who waits", "Propose for {n} who wait", waiting) if waiting else ""
        if self._new_head("pairs", words):
            self._clear_actions()
            if waiting:
                self._page.set_main_action(words, self._page.propose, key="P", icon="link-variant", writes=True)

    def _ready(self, board: model.Board) -> None:
        found = board.readiness
        self._page.set_title(say("Matching"), say("Look here first: whoever lacks something may not get a place."))
        able = bool(found.mentors and found.mentees)
        if self._new_head("ready", str(able)):
            if able:
                self._page.set_main_action(
                    say("Propose pairs"), self._page.propose, key="P", icon="link-variant", writes=True
                )
            else:
                self._page.set_main_action(
                    say("Go to People"), partial(self._page.shell.go, "people"), icon="account-group-outline"
                )

    def _new_head(self, *what: str) -> bool:
        """Say whether the head has to be made anew; making it needlessly would take the keyboard from its buttons."""
        new, self._made = self._made != what, what
        return new

    def _clear_actions(self) -> None:
        self._page.set_main_action("", lambda: None).hide()

    def _parts(self, part: str, board: model.Board) -> None:
        """Begin the row above the content anew, with the choice between parts."""
        self._badges.clear()
        names = {
            "draft": say("Draft"),
            "pairs": say("Published {n}", n=len(board.active)),
            "ready": say("Waiting {n}", n=board.readiness.mentees),
        }
        parts = board.parts
        self._page.filters_widget.setVisible(len(parts) > 1 or part == "draft")
        if len(parts) > 1:
            chips = Chips(say("Part of the page"), [(key, names[key]) for key in parts])
            chips.choose(part)
            chips.chosen.connect(lambda key: self._page.show_part(str(key)))
            self._badges.add(chips)
