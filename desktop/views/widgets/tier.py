"""The four tiers in colour, word and symbol; the whole frame of an editor wears its tier."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop.services.language import lead_here, say
from desktop.views import theme
from desktop.views.icons import TIER_ICONS
from desktop.views.widgets.labels import IconLabel, label

COMPARTMENTS: Final = {1: "programme", 2: "counselling", 3: "safeguarding", 4: "private"}


def tier_of(compartment: str) -> int:
    """Give the tier of a compartment; what begins with "private" is tier 4."""
    return next((tier for tier, name in COMPARTMENTS.items() if compartment.startswith(name)), 1)


def tier_word(tier: int) -> str:
    """Say a tier in one word."""
    words = {1: say("{Programme}"), 2: say("{Counselling}"), 3: say("Safeguarding"), 4: say("Private")}
    return words[tier]


def tier_marks() -> dict[str, tuple[str, str]]:
    """Give the symbol of each tier and its colour, for `Chips` whose values are tiers."""
    return {str(tier): (icon, f"tier{tier}") for tier, icon in TIER_ICONS.items()}


def tier_readers(tier: int) -> str:
    """Say who can read what is written in a tier."""
    if tier == 2 and not lead_here():
        return say("Only {counsellors} of this workspace can read this.")
    words = {
        1: say("Everyone who works in the {programme} can read this."),
        2: say("Only {counsellors} of this workspace and the {lead} can read this."),
        3: say("Only the {lead} and those they allow can read this."),
        4: say("Only you can read this. Nobody can recover it if you lose your password."),
    }
    return words[tier]


class TierMark(QWidget):
    """A tier's symbol and word in its colour, for the status line and for lists."""

    def __init__(self, tier: int, words: str = "") -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(IconLabel(TIER_ICONS[tier], f"tier{tier}", 14))
        text = label(words or tier_word(tier), wrap=False)
        theme.mark(text, "tier", str(tier))
        row.addWidget(text)
        self.setAccessibleName(words or tier_word(tier))


class TierFrame(QFrame):
    """The frame of an editor: coloured border, symbol and word above, who reads it, and `body`.

    `set_tier` changes it; `set_aside` puts a quiet word at the right, such as "draft kept". With `lent` it holds what
    somebody else lent.
    """

    def __init__(self, tier: int, title: str = "", *, lent: bool = False) -> None:
        super().__init__()
        theme.role(self, "tier")
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 8, 10, 8)
        column.setSpacing(4)
        head = QHBoxLayout()
        head.setSpacing(5)
        self._icon = IconLabel("", side=14)
        self._word = label("", wrap=False)
        self._aside = label("", "small", wrap=False)
        head.addWidget(self._icon)
        head.addWidget(self._word)
        head.addStretch(1)
        head.addWidget(self._aside)
        self._readers = label("", "small")
        self.body = QVBoxLayout()
        column.addLayout(head)
        column.addWidget(self._readers)
        column.addLayout(self.body, 1)
        self.set_tier(tier, title or (say("Private, lent to you") if lent else ""))
        if lent:
            self._readers.setText(
                say("Its author and you can read this, for the time it is lent. Nothing can be added.")
            )
            self.setAccessibleName(f"{self._word.text()}. {self._readers.text()}")

    def set_tier(self, tier: int, title: str = "") -> None:
        """Wear another tier; `title` replaces its word."""
        self.tier = tier
        theme.mark(self, "tier", str(tier))
        theme.mark(self._word, "tier", str(tier))
        self._icon.set_icon(TIER_ICONS[tier], f"tier{tier}")
        self._word.setText(title or tier_word(tier))
        self._readers.setText(tier_readers(tier))
        self.setAccessibleName(f"{self._word.text()}. {tier_readers(tier)}")

    def set_aside(self, words: str) -> None:
        """Say something quiet at the right."""
        self._aside.setText(words)
        self._aside.setAlignment(Qt.AlignmentFlag.AlignRight)
