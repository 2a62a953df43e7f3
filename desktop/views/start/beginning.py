"""Which page is shown before a workspace is open, and how one leads to the next."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from desktop.models.session import CLOSED, Session
from desktop.models.start import home_profile, nearby, sample, sample_folder
from desktop.services.language import say, set_profile
from desktop.views.start.forgotten import ForgottenPage
from desktop.views.start.frame import StartFrame
from desktop.views.start.unlock import UnlockPage
from desktop.views.start.welcome import Way, Welcome
from desktop.views.start.wizard import Wizard
from desktop.views.widgets import ProgressLine
from desktop.views.widgets.file_choice import ask_for_folder

# A further way to begin that a capability offers: made with the frame and the function that opens a folder.
MakeWay = Callable[[StartFrame, Session, Callable[[Path], object]], Way]
# Offers ways out where a folder does not open: (beginning, folder, error, the name and the password that were typed).
WaysOut = Callable[["Beginning", Path, Exception, str, str], object]


class Beginning(QObject):
    """Steers the pages before unlocking.

    Signals: `folder_chosen(Path)`, which the numbers at risk are read from; `made()` after the wizard's end.
    """

    folder_chosen = Signal(object)
    made = Signal()

    def __init__(
        self,
        session: Session,
        risk: Callable[[], object],
        more: tuple[MakeWay, ...] = (),
        out: WaysOut | None = None,
    ) -> None:
        super().__init__()
        self.session = self._session = session
        self._more, self._out = more, out
        self.frame = StartFrame(risk)

    def begin(self, place: Path | None = None) -> None:
        """Show the unlock page where exactly one workspace lies in the documents (or in `place`), else the first page.

        "Another workspace" leads from there to the first page.
        """
        known = nearby(place)
        if len(known) == 1:
            self.unlock(known[0])
        else:
            self.welcome()

    def welcome(self) -> None:
        """Show the first page."""
        set_profile(home_profile())
        ways = [
            Way(
                say("Make a workspace"),
                say("Start here on a new laptop: school, password, terms. Five minutes."),
                "plus",
                self.make,
            ),
            Way(
                say("Open a workspace"),
                say("A folder whose name ends in .peerkeep, on this laptop or a drive."),
                "folder-open-outline",
                self._ask_folder,
            ),
            *(make(self.frame, self._session, self.unlock) for make in self._more),
            Way(
                say("Look at the sample school"),
                say("300 invented students and 40 pairs, to try everything on."),
                "school-outline",
                self.sample,
            ),
        ]
        self.frame.show_page(Welcome(ways, nearby(), self.unlock))

    def unlock(self, folder: Path) -> None:
        """Show the unlock page of a workspace folder."""
        self.folder_chosen.emit(folder)

        def failed(error: Exception, who: str, password: str) -> None:
            if self._out is not None:
                self._out(self, folder, error, who, password)

        page = UnlockPage(self._session, folder, self.welcome, lambda: self.forgotten(folder), failed)
        self.frame.show_page(page)

    def forgotten(self, folder: Path) -> None:
        """Show the page on which the recovery words set a new password."""
        self.frame.show_page(ForgottenPage(self._session, folder, lambda: self.unlock(folder)))

    def make(self) -> None:
        """Show the first-run wizard."""
        self.frame.show_page(Wizard(self._session, self.welcome, self.made.emit))

    def sample(self) -> None:
        """Open the sample school, made the first time."""
        page = self.frame.page
        if self._session.state != CLOSED or page is None:
            return
        folder = sample_folder()
        self.folder_chosen.emit(folder)
        title = say("Making the sample school")
        task = self._session.unlock(page, sample(folder, home_profile()), failed=page.messages.show_error, title=title)
        page.foot.addWidget(ProgressLine(task))

    def _ask_folder(self) -> None:
        ask_for_folder(self.frame, say("Open a workspace"), lambda path: self.unlock(Path(path)))
