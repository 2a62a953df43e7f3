"""The card "A child may be at risk": whom to call now. One key away everywhere, also before unlocking."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.models.risk_card import RiskCard
from desktop.services.language import say
from desktop.views.widgets import Button, Card, IconLabel, Sheet, label, selectable

_NOBODY_NAMED = "The school has not entered its own names and numbers here yet."
_NOT_REPORTING = "Recording something in Peerkeep is not reporting it. Speak to one of these people."
_FIND_SOMEBODY = (
    "Recording something in Peerkeep is not reporting it. Go to the {lead} now, in person; if you do not know who "
    "that is, the school office does. Stay with the child until somebody has taken over."
)
_ENTER_LATER = "Once you have unlocked: Settings, “A child may be at risk”. The card then works while locked too."
_ENTER_SOON = "Enter the names and numbers afterwards, so that nobody has to look for them next time."
_IN_THE_CLEAR = "These names and numbers are kept unencrypted, so that this card works while Peerkeep is locked."


class RiskSheet(Sheet):
    """Shows a `RiskCard`; `edit` is given once the workspace is unlocked."""

    def __init__(self, parent: QWidget, card: RiskCard, edit: Callable[[], object] | None = None) -> None:
        super().__init__(parent, say("A child may be at risk"), say("Call now. Write it down afterwards."), width=560)
        self.comes_back("show_risk_card")
        self.body.addWidget(_line("phone-alert-outline", card.emergency, say("Immediate danger: emergency services")))
        for contact in card.contacts:
            self.body.addWidget(
                _line("phone-outline", contact.phone, ", ".join(filter(None, (contact.name, contact.role))))
            )
        if card.contacts:
            self.body.addWidget(label(say(_NOT_REPORTING), "strong"))
            self.body.addWidget(label(say(_IN_THE_CLEAR), "small"))
        else:
            self.body.addWidget(label(say(_NOBODY_NAMED)))
            self.body.addWidget(label(say(_FIND_SOMEBODY), "strong"))
            self.body.addWidget(label(say(_ENTER_LATER if edit is None else _ENTER_SOON), "small"))
        self._edit = edit
        if edit is not None:
            words = say("Change the numbers") if card.contacts else say("Enter the numbers")
            self.add_button(Button(words, self._on_edit))
        self.add_button(Button(say("Close"), self.accept, kind="filled"))

    def _on_edit(self) -> None:
        self.accept()
        if self._edit is not None:
            self._edit()


def _line(icon: str, phone: str, who: str) -> QWidget:
    card = Card()
    row = QHBoxLayout()
    row.setSpacing(14)
    row.addWidget(IconLabel(icon, "danger", 26))
    words = QVBoxLayout()
    words.setSpacing(0)
    words.addWidget(selectable(phone, "title"))
    words.addWidget(label(who, "muted"))
    row.addLayout(words, 1)
    card.body.addLayout(row)
    return card
