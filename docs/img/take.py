"""Take the pictures of the README: the Yangzhong example and the light matrix of the simulated province, each run in a copy, and the example of the door for
notebooks, in each language.

`MBI_DATA_DIR=… .venv/bin/python docs/img/take.py`; needs a Chromium on this machine.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image
from playwright.sync_api import Page, sync_playwright

HERE = Path(__file__).parent
EXAMPLE = HERE.parents[1] / "examples/yangzhong"
NOTEBOOK = HERE.parents[1] / "examples/notebook/adjust_yangzhong.py"
AS_OF = "2016-10-01"  # the first day on which all of the data were known, by their declared lag
WIDTH, MARGIN = 1280, 20


def main() -> None:
    """Write every picture, of each language."""
    draw_notebook()
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    with TemporaryDirectory() as folder, sync_playwright() as running:
        pages = run_example(Path(folder))
        browser = running.chromium.launch(executable_path=chromium)
        page = browser.new_page(viewport={"width": WIDTH, "height": 1600})
        for language, name in (("en", "yangzhong-overview.png"), ("zh", "yangzhong-overview.zh.png")):
            page.goto((pages / language / "index.html").as_uri())
            photograph(page, HERE / name)
        site = run_province(Path(folder))
        for language, name in (("en", "province-matrix.png"), ("zh", "province-matrix.zh.png")):
            page.goto((site / language / "matrix.html").as_uri())
            photograph_matrix(page, HERE / name)
        browser.close()


def draw_notebook() -> None:
    """Let the example of the door for notebooks draw its picture."""
    for language, name in (("en", "yangzhong-adjusted.png"), ("zh", "yangzhong-adjusted.zh.png")):
        command = [sys.executable, NOTEBOOK, "--lang", language, "--picture", HERE / name]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def run_example(folder: Path) -> Path:
    """Run the example in a copy, so that nothing of it is left, and return the folder of its pages."""
    bureau = folder / "yangzhong"
    shutil.copytree(EXAMPLE, bureau, ignore=shutil.ignore_patterns("store", "output"))
    mbi = Path(sys.executable).with_name("mbi")
    subprocess.run(
        [mbi, "--bureau", bureau, "run", "--ingest", "--as-of", AS_OF], check=True, stdout=subprocess.DEVNULL
    )
    return bureau / "output"


def run_province(folder: Path) -> Path:
    """Simulate the province of `make demo` and run it; return the folder of its pages."""
    mbi, bureau = Path(sys.executable).with_name("mbi"), folder / "province"
    subprocess.run([mbi, "simulate", bureau, "--seed", "7"], check=True, stdout=subprocess.DEVNULL)
    subprocess.run(
        [mbi, "--bureau", bureau, "run", "--ingest", "--as-of", "2026-01-02"], check=True, stdout=subprocess.DEVNULL
    )
    return bureau / "output"


def photograph_matrix(page: Page, target: Path) -> None:
    """Keep the page from its top to the end of the matrix."""
    table = page.locator("table").first.bounding_box()
    assert table
    clip = {"x": 0, "y": 0, "width": WIDTH, "height": table["y"] + table["height"] + MARGIN}
    picture = Image.open(BytesIO(page.screenshot(clip=clip, full_page=True))).convert("RGB")
    picture.quantize(256, dither=Image.Dither.NONE).save(target, optimize=True)


def photograph(page: Page, target: Path) -> None:
    """Keep the page from its top to the end of the level chart, in 256 colours."""
    chart = page.locator("section[aria-labelledby=level]").bounding_box()
    assert chart
    clip = {"x": 0, "y": 0, "width": WIDTH, "height": chart["y"] + chart["height"] + MARGIN}
    picture = Image.open(BytesIO(page.screenshot(clip=clip, full_page=True))).convert("RGB")
    picture.quantize(256, dither=Image.Dither.NONE).save(target, optimize=True)


if __name__ == "__main__":
    main()
