"""The lasting banners say what is true of the recovery words, and what to do."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.models.session import SignedIn
from desktop.views.lasting import LastingBanners
from desktop.views.messages import Messages
from desktop.views.theme import Look


def texts(qtbot: QtBot, signed_in: SignedIn) -> tuple[str, ...]:
    messages = Messages()
    qtbot.addWidget(messages)
    LastingBanners(messages, lambda: None).show(signed_in)
    return messages.texts()


def state(*, has: bool, proven: bool) -> SignedIn:
    return SignedIn(Path("x"), "u", "R. Osei", (), (), has_recovery=has, words_proven=proven)


@pytest.mark.parametrize("proven", [False, True])
def test_where_there_are_no_words_it_does_not_speak_of_proving(qtbot: QtBot, look: Look, proven: bool) -> None:
    (said,) = texts(qtbot, state(has=False, proven=proven))
    assert "has no recovery words" in said
    assert "not proven" not in said


def test_where_words_were_never_typed_back_it_says_so(qtbot: QtBot, look: Look) -> None:
    (said,) = texts(qtbot, state(has=True, proven=False))
    assert "not proven yet" in said
    assert "Make new ones" in said


def test_where_words_set_a_password_it_asks_who_saw_them(qtbot: QtBot, look: Look) -> None:
    (said,) = texts(qtbot, replace(state(has=True, proven=True), words_used=True))
    assert "nobody else has seen their sheet" in said


def test_where_all_is_well_it_is_quiet(qtbot: QtBot, look: Look) -> None:
    assert texts(qtbot, state(has=True, proven=True)) == ()
