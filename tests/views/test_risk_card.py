"""The card "A child may be at risk": what it says where the school has named people, and where it has not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget
from pytestqt.qtbot import QtBot

from desktop.models.risk_card import Contact, RiskCard
from desktop.services.language import set_profile
from desktop.views.risk_card import RiskSheet
from desktop.views.theme import Look

NOBODY = RiskCard("999", ())
SOMEBODY = RiskCard("999", (Contact("Ines Calloway", "Lead", "01632 960111"),))


@dataclass
class Opened:
    """The card, with the window it lies over."""

    window: QWidget
    card: RiskSheet

    @property
    def words(self) -> str:
        """All its words."""
        return "\n".join(one.text() for one in self.card.findChildren(QLabel))

    @property
    def buttons(self) -> dict[str, QAbstractButton]:
        """Its buttons by their words."""
        return {one.text(): one for one in self.card.findChildren(QAbstractButton)}


def open_card(qtbot: QtBot, card: RiskCard, edit: Callable[[], object] | None) -> Opened:
    set_profile("uk")
    window = QWidget()
    qtbot.addWidget(window)
    return Opened(window, RiskSheet(window, card, edit))


@pytest.mark.parametrize("edit", [None, list])
def test_with_nobody_named_it_says_where_to_go_and_points_at_no_one(
    qtbot: QtBot, look: Look, edit: Callable[[], object] | None
) -> None:
    opened = open_card(qtbot, NOBODY, edit)
    assert "999" in opened.words
    assert "Go to the designated safeguarding lead now" in opened.words
    assert "these people" not in opened.words
    assert "These names and numbers" not in opened.words
    assert ("Enter the numbers" in opened.buttons) == (edit is not None)
    assert ("Once you have unlocked" in opened.words) == (edit is None)


def test_with_people_named_it_says_to_speak_to_them(qtbot: QtBot, look: Look) -> None:
    asked: list[str] = []
    opened = open_card(qtbot, SOMEBODY, lambda: asked.append("asked"))
    assert "Speak to one of these people" in opened.words
    assert "kept unencrypted" in opened.words
    assert "school office" not in opened.words
    opened.buttons["Change the numbers"].click()
    assert asked == ["asked"]
