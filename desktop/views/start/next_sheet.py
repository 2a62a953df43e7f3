"""What to do first in a new workspace."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtWidgets import QWidget

from desktop.services.language import say
from desktop.views.start.welcome import BigButton, Way
from desktop.views.widgets import Button, Sheet


class NextSheet(Sheet):
    """Shown once, after a workspace was made; each way closes it first."""

    def __init__(self, parent: QWidget, ways: Sequence[Way]) -> None:
        super().__init__(parent, say("Your workspace is ready"), say("What would you like to do first?"), width=560)
        for way in ways:
            self.body.addWidget(BigButton(replace(way, act=partial(self._go, way))))
        self.add_button(Button(say("Look around first"), self.accept))

    def _go(self, way: Way) -> None:
        """Close first, so that nothing opens under a sheet that is about to close."""
        self.accept()
        way.act()
