"""Makes pictures of every page, to be looked at: python -m tests.views.pictures FOLDER [light|dark|contrast] [PERCENT] [WxH].

Each page of the features is drawn with the sample school, after the pages before unlocking.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["PEERKEEP_HOME"] = tempfile.mkdtemp(prefix="peerkeep-pictures-")

from PySide6.QtCore import QPoint  # noqa: E402 - the environment above comes first
from PySide6.QtGui import QPainter, QPixmap  # noqa: E402
from PySide6.QtWidgets import QApplication, QWidget  # noqa: E402

from desktop.app import App  # noqa: E402
from desktop.models.session import OPEN  # noqa: E402
from desktop.models.start import sample_folder  # noqa: E402
from desktop.services.settings import read_settings, write_settings  # noqa: E402
from tests.views.waiting import wait, wait_until  # noqa: E402


def picture_of(window: QWidget) -> QPixmap:
    """Draw a window with the sheet that lies over it, as a person sees them."""
    drawn = window.grab()
    sheet = QApplication.activeModalWidget()
    if sheet is not None and sheet is not window:
        over = sheet.grab()
        painter = QPainter(drawn)
        painter.setOpacity(0.35)
        painter.fillRect(drawn.rect(), window.palette().shadow())
        painter.setOpacity(1.0)
        painter.drawPixmap(QPoint((drawn.width() - over.width()) // 2, (drawn.height() - over.height()) // 2), over)
        painter.end()
    return drawn


class Pictures:
    """Draws into a folder, numbered in order."""

    def __init__(self, folder: Path, app: App) -> None:
        self._folder, self._app, self._number = folder, app, 0
        folder.mkdir(parents=True, exist_ok=True)

    def draw(self, name: str) -> None:
        """Save a picture of the window as it is now."""
        wait_until(lambda: not self._app.tasks.busy)
        wait(60)
        self._number += 1
        picture_of(self._app.window).save(str(self._folder / f"{self._number:02}-{name}.png"))

    def close_sheet(self) -> None:
        """Put the sheet away."""
        sheet = QApplication.activeModalWidget()
        if sheet is not None:
            sheet.close()


def draw_start(app: App, pictures: Pictures) -> None:
    """Draw the pages before unlocking."""
    pictures.draw("welcome")
    app.beginning.make()
    wizard = app.beginning.frame.page
    assert wizard is not None
    wizard._form_line.setText("Quarry Bank School")
    wizard._user.setText("R. Osei")
    pictures.draw("wizard-names")
    wizard.button.click()
    wizard._password.first.line.setText("seven purple")
    pictures.draw("wizard-password-short")
    wizard._password.first.line.setText("seven purple lanterns")
    wizard._password.second.line.setText("seven purple lanterns")
    pictures.draw("wizard-password")
    wizard.button.click()
    pictures.draw("wizard-words")
    wizard.button.click()
    pictures.draw("wizard-proof")
    wizard._later.click()
    pictures.draw("wizard-terms")
    app.window.show_risk_card()
    pictures.draw("risk-before-unlocking")
    pictures.close_sheet()


def draw_pages(app: App, pictures: Pictures) -> None:
    """Draw every page of the sample school."""
    app.beginning.sample()
    wait_until(lambda: app.session.state == OPEN, 300)
    for feature in app.window.shown_features:
        app.window.go(feature.key)
        pictures.draw(f"page-{feature.key}")
    app.window.show_palette()
    pictures.draw("search")
    pictures.close_sheet()
    app.window.show_keys()
    pictures.draw("keys")
    pictures.close_sheet()
    app.window.show_risk_card()
    pictures.draw("risk")
    pictures.close_sheet()
    app.window.blank()
    pictures.draw("blank")
    app.window.blank()


def main(words: list[str]) -> int:
    """Draw everything."""
    folder = Path(words[0])
    mode = words[1] if len(words) > 1 else "light"
    percent = int(words[2]) if len(words) > 2 else 100
    width, height = map(int, (words[3] if len(words) > 3 else "1366x768").split("x"))
    write_settings({**read_settings(), "theme": mode, "text_percent": percent})
    application = QApplication([])
    app = App(application)
    app.window.resize(width, height)
    app.begin(None)
    pictures = Pictures(folder, app)
    draw_start(app, pictures)
    app.beginning.welcome()
    draw_pages(app, pictures)
    app.session.drafts.seal_now()
    app.beginning.unlock(sample_folder())
    app.window._stack.setCurrentIndex(0)
    pictures.draw("unlock")
    app.window.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
