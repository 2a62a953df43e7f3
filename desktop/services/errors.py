"""The one root of Peerkeep's errors and its branches; knows no area and no window."""

from __future__ import annotations

from typing import ClassVar

from desktop.services.language import say


class PeerkeepError(Exception):
    """Root of every error Peerkeep raises on purpose."""


class KnownError(PeerkeepError):
    """Something the user or the environment can mend.

    A subclass states one situation in `sentence`: what happened, what was not changed, what to do.
    Values are put in when the text is asked for, so it follows the language of that moment. `option` is what says on
    the command line what the window asks for; only the command line names it.
    """

    sentence: ClassVar[str] = "Something could not be done. Nothing was changed."
    option: ClassVar[str] = ""

    def __init__(self, **values: object) -> None:
        """Keep the values that the sentence's braces name; they hold nothing personal."""
        super().__init__()
        self.values = values

    def __str__(self) -> str:
        """Give the sentence a person reads."""
        return say(self.sentence, **self.values)


class OutOfMemory(KnownError):
    """The system gave no more memory; whatever ran was taken back."""

    sentence = (
        "There is not enough memory for this. Nothing was saved of it; what was saved before is safe. "
        "Close other programs, or do it in smaller parts."
    )


class BugError(PeerkeepError):
    """Our own mistake. The text is for developers and holds nothing personal."""


class Cancelled(PeerkeepError):
    """The user asked to stop. Silent: nothing is shown."""
