"""The widgets every page is made of. Import them from here."""

from __future__ import annotations

from desktop.views.widgets.buttons import Button, Chips, let_write, may_write, shown_key
from desktop.views.widgets.cards import Card, EmptyState, RecordRow, clear_layout, scrolling
from desktop.views.widgets.draft_text import DraftTextEdit
from desktop.views.widgets.fields import Choice, Form, SearchField, Tick
from desktop.views.widgets.labels import IconLabel, badge, label, rule, selectable
from desktop.views.widgets.progress import Meter, ProgressLine
from desktop.views.widgets.sheet import Sheet
from desktop.views.widgets.table import TableView, in_card
from desktop.views.widgets.tier import TierFrame, TierMark, tier_of, tier_readers, tier_word
from desktop.views.widgets.toast import Toast

__all__ = [
    "Button",
    "Card",
    "Chips",
    "Choice",
    "DraftTextEdit",
    "EmptyState",
    "Form",
    "IconLabel",
    "Meter",
    "ProgressLine",
    "RecordRow",
    "SearchField",
    "Sheet",
    "TableView",
    "Tick",
    "TierFrame",
    "TierMark",
    "Toast",
    "badge",
    "clear_layout",
    "in_card",
    "label",
    "let_write",
    "may_write",
    "rule",
    "scrolling",
    "selectable",
    "shown_key",
    "tier_of",
    "tier_readers",
    "tier_word",
]
