"""How robust a pair is, beside it: asked once for a draft after a pause, anew for another, and never of groups."""

from __future__ import annotations

from PySide6.QtCore import Qt

from desktop.models import matching_robust as model
from desktop.services import matching
from tests.views.matching.conftest import Bench


def try_now(bench: Bench) -> None:
    """Do not wait for the pause."""
    pause = bench.page.panel._robust.pause
    assert pause.isActive()
    pause.stop()
    pause.timeout.emit()
    bench.settle()


def test_the_panel_says_in_how_many_tries_the_pair_stays(drafted: Bench) -> None:
    found = drafted.write(matching.how_robust)
    drafted.choose("10")
    try_now(drafted)
    for number in ("10", "12", "15"):
        drafted.choose(number)
        kept, tries = found[drafted.page.panel.mentee]
        said = drafted.texts(drafted.page.side)
        assert f"{kept} of {tries} tries" in said
        assert ("Robust: " in said) is (100 * kept >= 80 * tries)
    assert not drafted.page.panel._robust.pause.isActive(), "once for a draft"
    drafted.key(Qt.Key.Key_L)
    assert "tries" not in drafted.texts(drafted.page.side)
    try_now(drafted)
    assert "tries" in drafted.texts(drafted.page.side)


def test_words_for_each_case() -> None:
    assert model.robust_words(model.Robust(19, 20, True)) == "Robust: stays in 19 of 20 tries with other weights."
    assert model.robust_words(model.Robust(7, 20, False)).startswith("Depends on the weights: stays in 7 of 20")
    assert model.robust_words(None) == "Proposing again would change this pair."


def test_groups_are_not_tried(bench: Bench) -> None:
    bench.write(matching.propose_groups, 1, 3)
    bench.choose("10")
    assert not bench.page.panel._robust.pause.isActive()
