"""Draws every page in every state worth looking at, one contact sheet per page.

    python -m tests.look DIR [PAGE ...]        all pages, or those named, into DIR
    python -m tests.look --readme              the four pictures of README, into resources/pictures

States: the sample school, an empty one and one that is hard on pages; light, dark, high contrast; 1366x768 and
1920x1080; text at 150 % and 200 %. A look at the sheets takes minutes.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

HOME = Path(tempfile.mkdtemp(prefix="peerkeep-look-"))
SCREENS = HOME / "screens.json"
SCREENS.write_text(
    '{"screens": [{"name": "look", "x": 0, "y": 0, "width": 2600, "height": 1500, "dpr": 1, "logicalDpi": 96}],'
    ' "windowFrameMargins": false}'
)
os.environ["PEERKEEP_HOME"] = str(HOME / "account")
os.environ["HOME"] = str(HOME)
os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={SCREENS}"

from PySide6.QtWidgets import QApplication  # noqa: E402 - the environment above comes first

from desktop.tour.album import Shot, contact_sheet, is_blank, picture_of  # noqa: E402
from desktop.tour_stage import Troubles  # noqa: E402
from tests.look.readme import draw_readme  # noqa: E402
from tests.look.scenes import SCENES, Scene  # noqa: E402
from tests.look.view import View  # noqa: E402
from tests.look.worlds import USER, WORLDS  # noqa: E402

# (theme, size of text, width, height)
LOOKS = (
    ("light", 100, 1366, 768),
    ("dark", 100, 1366, 768),
    ("contrast", 100, 1366, 768),
    ("light", 100, 1920, 1080),
    ("dark", 100, 1920, 1080),
    ("contrast", 100, 1920, 1080),
    ("light", 150, 1366, 768),
    ("light", 200, 1366, 768),
)


class Sheets:
    """Keeps pictures by page, and what was wrong with any."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.shots: dict[str, list[Shot]] = {}
        self.wrong: list[str] = []

    def take(self, view: View, scene: Scene, caption: str) -> None:
        """Draw the window as it is."""
        drawn = picture_of(view.app.window).toImage()
        folder = self.folder / scene.key
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{caption.replace(' ', '-')}.png"
        drawn.save(str(path))
        self.shots.setdefault(scene.key, []).append(Shot(path, caption))
        if is_blank(drawn):
            self.wrong.append(f"{scene.key}, {caption}: blank")

    def finish(self) -> None:
        """Draw the contact sheets."""
        for key, shots in self.shots.items():
            contact_sheet(shots, key, self.folder / f"{key}.png", across=4)
            print(f"{self.folder / key}.png  {len(shots)} pictures", flush=True)


def look(folder: Path, wanted: list[str]) -> list[str]:
    """Draw everything wanted; give what was wrong."""
    sheets = Sheets(folder)
    troubles = Troubles()
    for world, make in WORLDS.items():
        place = HOME / f"{world}.peerkeep"
        make(place)
        view = View(place, USER)
        for theme, percent, width, height in LOOKS:
            view.dress(theme, percent, width, height)
            for scene in SCENES:
                if wanted and scene.key not in wanted:
                    continue
                caption = f"{world} {theme} {width}x{height}" + (f" {percent}%" if percent != 100 else "")
                scene.play(view)
                sheets.take(view, scene, caption)
                sheets.wrong += [f"{scene.key}, {caption}: {line}" for line in troubles.take()]
                view.clear()
        view.close()
    sheets.finish()
    return sheets.wrong


def main(words: list[str]) -> int:
    """Draw; gives 1 when something was wrong."""
    application = QApplication([])
    application.setQuitOnLastWindowClosed(False)
    if words[:1] == ["--readme"]:
        draw_readme(HOME)
        return 0
    try:
        wrong = look(Path(words[0]), words[1:])
    finally:
        sys.excepthook = sys.__excepthook__  # a window no longer shows what fails
    print("\n".join(wrong))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
