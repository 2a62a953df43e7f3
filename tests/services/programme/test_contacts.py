"""The card that works before unlocking."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.services.programme.contacts import FILE_NAME, read_card, write_card
from desktop.services.programme.types import Contact

LEAD = Contact("Ms Adaeze Ńowak", "Designated lead", "01632 960 001")


def test_written_and_read_back(tmp_path: Path) -> None:
    write_card(tmp_path, "us", [LEAD])
    assert read_card(tmp_path) == ("us", (LEAD,))


def test_no_second_write_of_the_same(tmp_path: Path) -> None:
    write_card(tmp_path, "us", [LEAD])
    before = (tmp_path / FILE_NAME).stat().st_ino
    write_card(tmp_path, "us", [LEAD])
    assert (tmp_path / FILE_NAME).stat().st_ino == before


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"{",
        b"\xff\xfe",
        b'{"profile": ["uk"]}',
        b'{"contacts": 3}',
        b'{"contacts": [{"name": "x"}]}',
        b"[" * 60_000,
        b"x" * 70_000,
    ],
)
def test_a_damaged_file_never_stops_the_card(tmp_path: Path, content: bytes) -> None:
    (tmp_path / FILE_NAME).write_bytes(content)
    assert read_card(tmp_path) == ("", ())


def test_a_missing_file_gives_an_empty_card(tmp_path: Path) -> None:
    assert read_card(tmp_path) == ("", ())
