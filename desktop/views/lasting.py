"""The window's lasting banners: what stays true of the open workspace until somebody does something about it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from desktop.models import reading_only, versions
from desktop.models.session import SignedIn
from desktop.models.users import Lent
from desktop.services.language import say, show_date
from desktop.views.messages import Banner, Messages
from desktop.views.widgets.buttons import Button

_NO_WORDS = (
    "This workspace has no recovery words. If you forget your password, nobody can open it again: make them now, "
    "and write them on paper."
)
_NOT_PROVEN = (
    "The recovery words are not proven yet: they were never typed back, and the sheet may be wrong or lost. Make new "
    "ones and type three of them; if you forget your password, they alone open this workspace."
)
_USED = (
    "The recovery words set a new password here. Say that nobody else has seen their sheet, or make new ones: whoever "
    "knows the words can do the same."
)
_OF_WORDS = (_NO_WORDS, _NOT_PROVEN, _USED)
_LOOKING = (
    "You are only looking at a copy: nothing can be saved here, and nothing stays on this laptop when you lock. "
    "To work in it, open the copy again and choose to go on working."
)
_CHANGED = (
    "The newest records here are not as Peerkeep saved them: something else has changed the files. Do not write "
    "over an earlier copy, check everything, and show the list to your IT staff."
)
_HEADS = (
    "What Peerkeep notes beside the files of how far they had come was changed by something else. It was made anew; "
    "check everything, as somebody may have put older files here."
)

_NO_COPY = (
    "For a week no copy of this workspace has left this laptop. If it is lost, stolen or broken, all work since is "
    "gone: its backups are on the same drive."
)
_LENT = "Your private notes are lent to {who} until {until}: they can read all of them."
_BORROWED = (
    "{who} has lent you private notes until {until}. They stand among the notes; you can read them, and write nothing "
    "in them."
)


_MEDIUM = (
    "This workspace is open for reading only: its drive or folder cannot be written. Nothing can be saved. To work in "
    "it, copy its folder to this laptop and open it there."
)
_ELSEWHERE = (
    "This workspace is open on {host}, so here it is for reading only. To work in it, close it there, then lock and "
    "unlock here."
)
_NETWORK = (
    "This workspace is on a network drive, where a lost connection can damage it, so it is open for reading only. Move "
    "its folder to this laptop; or allow writing there in the settings, then lock and unlock."
)
_CLOSED = (
    "Only what belongs to the programme is open. Give your password once more to open the rest; each confidential note "
    "that you read is recorded."
)
_CLOCK = (
    "The newest record here is of {day}, and this laptop's clock says that this is to come. Everything is shown. Set "
    "the laptop's clock: what you write now gets its date."
)
_LEFT = (
    "This workspace was open on {host} and was not closed there. If it is still open there, close one of the two: what "
    "both save cannot be put together yet."
)


class LastingBanners:
    """Shows them in `messages`. `go` leads to a page, as the shell's does; `open_rest` asks for the password."""

    def __init__(
        self, messages: Messages, go: Callable[..., object], open_rest: Callable[[], object] = lambda: None
    ) -> None:
        """Show nothing yet."""
        self._messages = messages
        prove = say("Do it now"), partial(go, "settings", part="recovery")
        check = say("Check everything"), partial(go, "transfer", do="check")
        self._acts: dict[str, tuple[str, Callable[[], object]]] = {
            _CHANGED: check,
            _HEADS: check,
            _NO_WORDS: prove,
            _NOT_PROVEN: prove,
            _NO_COPY: (say("Make a copy"), partial(go, "transfer")),
            _LENT: (say("Look at it"), partial(go, "settings", part="lending")),
            versions.FOUND: (say("Look at them"), partial(go, "transfer", do="versions")),
            _CLOSED: (say("Open the rest"), open_rest),
            _NETWORK: (say("Settings"), partial(go, "settings", part="places")),
        }
        self._shown: dict[str, Banner] = {}
        self._lent: dict[Lent, Banner] = {}
        self._told = False

    def show(self, signed_in: SignedIn) -> None:
        """Show what is true now, and take away what is not true any more."""
        lasts = not (signed_in.looking or signed_in.read_only or signed_in.sample)
        self._set(_CHANGED, "danger", any(notice.startswith("chain:") for notice in signed_in.notices))
        self._set(_HEADS, "warning", any(notice.startswith("heads:") for notice in signed_in.notices))
        self._set(_NO_WORDS, "warning", lasts and not signed_in.has_recovery)
        self._set(_NOT_PROVEN, "warning", lasts and signed_in.has_recovery and not signed_in.words_proven)
        self._set(_NO_COPY, "warning", lasts and signed_in.copy_due)
        self._set(_USED, "warning", lasts and signed_in.words_proven and signed_in.words_used)
        self._set(_LOOKING, "warning", signed_in.looking)
        self._show_lent(signed_in.lent)
        self._set(_CLOSED, "", signed_in.closed)
        self._set(_MEDIUM, "warning", signed_in.read_only == reading_only.MEDIUM)
        self._set(_ELSEWHERE, "warning", signed_in.read_only == reading_only.ELSEWHERE, host=signed_in.host)
        self._set(_NETWORK, "warning", signed_in.read_only == reading_only.NETWORK)
        self._show_surroundings(signed_in)
        self.make_room(told=self._told)

    def make_room(self, *, told: bool) -> None:
        """Keep quiet of the recovery words while a page tells of them."""
        self._told = told
        for words in _OF_WORDS:
            if words in self._shown:
                self._shown[words].setVisible(not told)

    def _show_lent(self, lent: tuple[Lent, ...]) -> None:
        for gone in set(self._lent) - set(lent):
            self._messages.take_away(self._lent.pop(gone))
        for one in lent:
            if one not in self._lent:
                words = _LENT if one.mine else _BORROWED
                action = Button(*self._acts[words]) if words in self._acts else None
                said = say(words, who=one.who, until=one.until)
                self._lent[one] = self._messages.show_words(said, "", action, lasting=True)

    def _show_surroundings(self, signed_in: SignedIn) -> None:
        """Speak of the place, unless it is the reason for reading only, and of a lock that was left."""
        kind, service = reading_only.place_in(signed_in.notices)
        quiet = signed_in.looking or signed_in.read_only == reading_only.NETWORK
        for key, words in reading_only.PLACES.items():
            self._set(words, "warning", kind == key and not quiet, service=service)
        strays = reading_only.strays_in(signed_in.notices)
        self._set(versions.FOUND, "warning", bool(strays) and not signed_in.looking)
        behind = reading_only.clock_behind(signed_in.notices)
        day = show_date(behind) if behind else ""
        self._set(_CLOCK, "warning", bool(behind) and not signed_in.looking, day=day)
        left = reading_only.left_on(signed_in.notices)
        self._set(_LEFT, "warning", bool(left) and not signed_in.read_only, host=left)

    def _set(self, words: str, tone: str, true: bool, **values: str) -> None:
        if true and words not in self._shown:
            action = Button(*self._acts[words]) if words in self._acts else None
            self._shown[words] = self._messages.show_words(say(words, **values), tone, action, lasting=True)
        elif not true and words in self._shown:
            self._messages.take_away(self._shown.pop(words))
