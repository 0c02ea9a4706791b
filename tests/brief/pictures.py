"""``python -m tests.brief.pictures``: the pictures of the brief under ``docs/pictures``, from the sample's data.

What belongs here: taking them and making them small. What does not: the sample; ``make run`` makes its data
(``READOUTS_HOME`` names another place of it).
"""

from __future__ import annotations

import io
import os
import shutil
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from readouts.base.instance.home import HOME_VARIABLE, ROOT, Home
from readouts.brief.write import write_brief
from tests.brief.conftest import BROWSERS

FOLDER = ROOT / "docs" / "pictures"
COLOURS = 128
SHOTS = {
    "brief-light": {"viewport": {"width": 1120, "height": 1480}, "color_scheme": "light"},
    "brief-dark": {"viewport": {"width": 1120, "height": 1480}, "color_scheme": "dark"},
    "brief-phone": {
        "viewport": {"width": 390, "height": 1180},
        "device_scale_factor": 2,
        "color_scheme": "light",
    },
}
"""Each picture, and the screen it is taken on."""


def main() -> int:
    """Take the pictures of the sample's latest brief; 1 where there is no browser."""
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        print(f"no browser is found: {', '.join(BROWSERS)}", file=sys.stderr)
        return 1
    home = Home(Path(os.environ.get(HOME_VARIABLE) or ROOT / "data" / "sample").resolve())
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        brief = write_brief(home.warehouse, Path(folder))
        opened = playwright.chromium.launch(executable_path=browser, args=["--no-sandbox"])
        for name, screen in SHOTS.items():
            page = opened.new_context(**screen).new_page()
            page.goto(brief.path.as_uri())
            page.wait_for_selector("html.ready", state="attached")
            picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
            file = FOLDER / f"{name}.png"
            picture.quantize(COLOURS, method=Image.Quantize.MAXCOVERAGE).save(file, optimize=True)
            print(f"{file.relative_to(ROOT)}: {file.stat().st_size // 1000} kB")
        opened.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
