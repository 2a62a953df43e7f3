"""Whoever waits at a terminal sees after a moment that work goes on; scripts see nothing of it."""

from __future__ import annotations

import io
import sys
import threading

import pytest

from desktop.cli_patience import patience


class Stream(io.StringIO):
    """Standard error at a terminal, or not, which tells when it was written to."""

    def __init__(self, *, terminal: bool) -> None:
        super().__init__()
        self._terminal, self.written = terminal, threading.Event()

    def isatty(self) -> bool:
        return self._terminal

    def flush(self) -> None:
        self.written.set()


def test_a_terminal_is_told_after_a_moment_and_nobody_else(monkeypatch: pytest.MonkeyPatch) -> None:
    at_terminal, in_file = Stream(terminal=True), Stream(terminal=False)
    monkeypatch.setattr(sys, "stderr", at_terminal)
    with patience(after=0.01):
        assert at_terminal.written.wait(10)
    assert "Working on it" in at_terminal.getvalue()
    monkeypatch.setattr(sys, "stderr", in_file)
    with patience(after=0.0):
        assert not in_file.written.wait(0.05)
    quick = Stream(terminal=True)
    monkeypatch.setattr(sys, "stderr", quick)
    with patience(after=60):
        pass
    assert quick.getvalue() == in_file.getvalue() == ""
