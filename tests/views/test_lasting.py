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
from desktop.views.widgets import Button


def texts(qtbot: QtBot, signed_in: SignedIn) -> tuple[str, ...]:
    messages = Messages()
    qtbot.addWidget(messages)
    LastingBanners(messages, lambda: None).show(signed_in)
    return messages.texts()


def state(*, has: bool = True, proven: bool = True, **more: bool) -> SignedIn:
    return SignedIn(Path("x"), "u", "R. Osei", (), (), has_recovery=has, words_proven=proven, **more)


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


def test_a_week_without_a_copy_is_said_with_the_one_action(qtbot: QtBot, look: Look) -> None:
    messages, went = Messages(), []
    qtbot.addWidget(messages)
    banners = LastingBanners(messages, lambda key, **place: went.append((key, place)))
    banners.show(state(copy_due=True))
    (said,) = messages.texts()
    assert "no copy of this workspace has left this laptop" in said
    messages.findChild(Button).click()
    assert went == [("transfer", {})]
    banners.show(state(copy_due=False))
    assert messages.texts() == ()


@pytest.mark.parametrize("exempt", ["sample", "looking"])
def test_invented_people_and_a_copy_need_no_copy(qtbot: QtBot, look: Look, exempt: str) -> None:
    assert not any("left this laptop" in text for text in texts(qtbot, state(copy_due=True, **{exempt: True})))
