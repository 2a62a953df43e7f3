"""Second versions of files, made where two computers wrote at once: what each holds, and what can be done with it."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.models import versions as model
from desktop.services.language import say
from desktop.views.messages import Messages
from desktop.views.shell import Shell
from desktop.views.widgets import Button, RecordRow, Sheet, clear_layout, label

_WHY = (
    "A program that keeps this folder in step has put these beside the workspace's own files, because two computers "
    "wrote at once. Peerkeep cannot put both together yet. Open one as a workspace of its own to carry over what is "
    "missing here; what is set aside stays in the folder set-aside."
)


class VersionsSheet(Sheet):
    """Compares them when it is shown; each can be opened as a workspace of its own, or set aside."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell.window_widget, say("Second versions of files"), say(_WHY), width=720)
        self.comes_back("versions")
        self._session = shell.session
        self.messages = Messages()
        self.body.addWidget(self.messages)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(6)
        self.body.addLayout(self._rows)
        self.body.addStretch(1)
        self.add_cancel(say("Close"))
        self._rows.addWidget(label(say("Comparing"), "muted"))
        self._read()

    def _read(self) -> None:
        self._session.ask(self, model.read_versions, done=self._on_read, failed=self.messages.show_error)

    def _on_read(self, found: tuple[model.Version, ...]) -> None:
        clear_layout(self._rows)
        for one in found:
            self._rows.addWidget(self._row(one))
        if not found:
            self._rows.addWidget(label(say("There are none any more."), "muted"))

    def _row(self, one: model.Version) -> QWidget:
        tone = "muted" if one.needless else "warning"
        row = RecordRow(one.name, one.words, icon="content-copy" if one.needless else "alert-outline", tone=tone)
        line = row.layout()
        for words, name, act, writes in (
            (say("Open it beside"), say("Open {file} as a workspace of its own", file=one.name), self._open, False),
            (say("Set aside"), say("Set {file} aside", file=one.name), self._set_aside, True),
        ):
            button = Button(words, partial(act, one.name), writes=writes)
            button.setAccessibleName(name)
            if isinstance(line, QHBoxLayout):
                line.addWidget(button)
        return row

    def _open(self, name: str) -> None:
        self._session.ask(self, model.propose_place, done=partial(self._open_at, name))

    def _open_at(self, name: str, place: str) -> None:
        self.messages.clear_errors()
        done = partial(self._on_opened, Path(place).name)
        self._session.ask(
            self,
            model.open_version,
            name,
            Path(place),
            done=lambda _none: done(),
            failed=self.messages.show_error,
            title=say("Opening the second version"),
        )

    def _on_opened(self, name: str) -> None:
        words = "It is the workspace {name} now, beside this one. Lock and choose another workspace to open it."
        self.messages.show_words(say(words, name=name))

    def _set_aside(self, name: str) -> None:
        self.messages.clear_errors()
        self._session.write(self, model.set_aside, name, done=self._on_aside, failed=self.messages.show_error)

    def _on_aside(self, _changes: object) -> None:
        self._session.refresh_signed_in()
        self._read()
