"""How a capability announces itself to the window: its line of the sidebar, its page, what it can find."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from desktop.views.page import Page
from desktop.views.shell import Shell


@dataclass(frozen=True)
class Hit:
    """One line of the search for everything. `open` is called when it is chosen; `words` find it too, unseen."""

    title: str
    detail: str
    icon: str
    open: Callable[[], object]
    words: str = ""


Found = Callable[[Sequence[Hit]], object]


@dataclass(frozen=True)
class Feature:
    """One capability: a line of the sidebar.

    `title` is a template for `say`; `needs` the compartment without which it is not shown ("" for none).
    `find(shell, text, found)` looks up what was typed into the search for everything and calls `found`
    with hits, now or later. `below` puts it at the foot of the sidebar; one that is `under` another, whose page leads
    to it, has no line of its own. `words` is a template of further words to find the page by.
    """

    key: str
    title: str
    icon: str
    make_page: Callable[[Shell], Page]
    needs: str = "programme"
    find: Callable[[Shell, str, Found], None] | None = None
    below: bool = False
    under: str = ""
    words: str = ""
