"""The command line, and the small simulated town, for every test of the whole way."""

from __future__ import annotations

import gc
import io
import json
import os
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Protocol

import pytest
from filelock import FileLock
from typer.main import get_command

os.environ.pop("COLUMNS", None)  # parallel test runners set it; the console asks for it once, when it is imported

from openmbi.doors.cli.app import app
from openmbi.doors.cli.console import guarded
from openmbi.doors.cli.language import language

FIRST = (
    "twins/test_dynamic_factor_twin.py",
    "story/",
    "rooms/alerts/detection/test_replay.py",
    "rooms/doors/test_web_site_browser.py",
    "twins/test_reading_twin.py",
    "rooms/doors/test_cli_commands.py",
    "properties/test_reading_loses_nothing.py",
    "properties/test_as_of.py",
    "house/test_documents.py",
    "rooms/adjustment/test_yangzhong.py",
    "rooms/doors/test_notebook_frames.py",
    "real/",
)

gc.disable()  # until all tests are collected: what is imported and collected stays until the end


def pytest_collection_finish() -> None:
    """Look for garbage from here on, and only in what the tests make: all that was imported stays, and looking through it takes long."""
    gc.freeze()
    gc.enable()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes longest, so that short files fill the end and no process waits for another.

    The very first has the dynamic factor compiled, which takes minutes in a fresh clone: the others find it compiled and do not do it a second time.
    """
    items.sort(key=_turn)


def _turn(item: pytest.Item) -> int:
    path = item.path.relative_to(Path(__file__).parent).as_posix()
    return next((turn for turn, start in enumerate(FIRST) if path.startswith(start)), len(FIRST))


@dataclass(frozen=True)
class Told:
    """What a command told: its exit code and what it wrote to standard output and standard error."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one JSON document that standard output holds."""
        return json.loads(self.out)

    @property
    def words(self) -> str:
        """Everything that was written, without the frames and line breaks of the terminal."""
        return "".join(
            character for character in self.out + self.err if character.isprintable() and character not in " │"
        )


class CommandLine(Protocol):
    def __call__(self, *arguments: object, lang: str = "en") -> Told: ...


def _mbi(*arguments: object, lang: str = "en") -> Told:
    """Give a command in this process."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", ["mbi", *map(str, arguments)])
        patch.setattr(sys, "stdout", out)
        patch.setattr(sys, "stderr", err)
        patch.setenv("MBI_LANG", lang)
        language.cache_clear()
        code = guarded(_commands(lang))
    language.cache_clear()
    return Told(int(code), *(_written(stream) for stream in (out, err)))


@cache
def _commands(_lang: str) -> Callable[..., Any]:
    """Put the commands together once a language: it takes longer than most of them do."""
    return get_command(app)


def _written(stream: io.TextIOWrapper) -> str:
    stream.flush()
    return stream.buffer.getvalue().decode()  # type: ignore[attr-defined]  a BytesIO


@pytest.fixture(scope="session")
def mbi() -> CommandLine:
    return _mbi


class Common(Protocol):
    def __call__(self, name: str, make: Callable[[Path], None]) -> Path: ...


@pytest.fixture(scope="session")
def common(tmp_path_factory: pytest.TempPathFactory) -> Common:
    """Folders that all processes of this run of the tests have in common: the first that asks for one makes it, the others find it. Read only."""
    own = tmp_path_factory.getbasetemp()
    base = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own

    def made_once(name: str, make: Callable[[Path], None]) -> Path:
        place = base / f"common-{name}"
        with FileLock(f"{place}.lock"):
            if not (place / "made").exists():
                shutil.rmtree(place, ignore_errors=True)
                place.mkdir()
                make(place / "town")
                (place / "made").touch()
        return place / "town"

    return made_once


@pytest.fixture(scope="session")
def raw_town(common: Common) -> Path:
    """A town whose files wait to be taken in. Read only. 920 days, so that its entrant begins after the base year."""

    def make(folder: Path) -> None:
        assert _mbi("simulate", folder, "--town", "--seed", 7, "--enterprises", 24, "--days", 920).code == 0

    return common("raw", make)


@pytest.fixture(scope="session")
def town(raw_town: Path, common: Common) -> Path:
    """The town, taken in and computed once. Read only."""

    def make(folder: Path) -> None:
        shutil.copytree(raw_town, folder)
        told = _mbi("-b", folder, "run", "--ingest")
        assert told.code == 0, told.err

    return common("computed", make)


@pytest.fixture
def own_town(town: Path, tmp_path: Path) -> Path:
    """A copy of the computed town, to write into."""
    return Path(shutil.copytree(town, tmp_path / "town"))


@pytest.fixture(scope="session")
def released(town: Path, common: Common) -> Path:
    """The computed town with one release. Do not make another in it."""

    def make(folder: Path) -> None:
        shutil.copytree(town, folder)
        told = _mbi("-b", folder, "release", "create")
        assert told.code == 0, told.err

    return common("released", make)


@pytest.fixture
def bureau(tmp_path: Path, mbi: CommandLine) -> Path:
    """A new bureau, base year 2015, without data."""
    folder = tmp_path / "bureau"
    assert mbi("init", folder, "--base-year", 2015).code == 0
    return folder


@pytest.fixture(scope="session")
def program() -> list[str]:
    """`mbi` as a process of its own."""
    return [sys.executable, "-c", "from openmbi.doors.cli import main; main()"]


@pytest.fixture(scope="session")
def data_sets() -> Path:
    folder = os.environ.get("MBI_DATA_DIR")
    if not folder:
        pytest.skip("set MBI_DATA_DIR to the folder that holds the data sets")
    return Path(folder)
