"""Real processes: interrupted, killed, out of room, two at once. The store holds whole batches only, and the next command goes on."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import time
from datetime import date, timedelta
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from openmbi.core.problems import ExitCode
from openmbi.store.manifest import entries, faults, newest
from openmbi.store.store import Store

ENTERPRISES = 1000
FIRST = date(2015, 1, 1)
ROOM_BYTES = 400 * 1024
SECONDS = 60

Program = list[str]


def write_long(path: Path, days: int, first: date = FIRST) -> int:
    """Write a long file and return its rows. Values hardly repeat, so that they need room in the store."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8") as file:
        file.write("企业,日期,用电量\n")
        for number in range(days):
            day = first + timedelta(days=number)
            values = ((number * ENTERPRISES + k) * 7919 % 100_003 for k in range(ENTERPRISES))
            file.writelines(f"E{k:04d},{day},{value}.5\n" for k, value in enumerate(values))
    return days * ENTERPRISES


def start(program: Program, bureau: Path, *arguments: object) -> subprocess.Popen[str]:
    command = [*program, "-b", str(bureau), *map(str, arguments)]
    environment = os.environ | {"MBI_LANG": "en"}
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    return subprocess.Popen(command, **pipes, env=environment, preexec_fn=hear_interrupts)  # noqa: PLW1509  it takes no lock


def hear_interrupts() -> None:
    """Undo what a shell does to what it runs in the background, the tests included: let Ctrl-C through."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def wait_for_staged_rows(process: subprocess.Popen[str], store: Store) -> None:
    end = time.monotonic() + SECONDS
    while not list((store.root / "staging").glob("*/*.parquet")):
        assert process.poll() is None, "it was done before it could be stopped: the file is too small"
        assert time.monotonic() < end
        time.sleep(0.002)


def stored_rows(store: Store) -> int:
    """Count the observations on the disk, listed in the manifest or not."""
    return sum(pq.read_metadata(path).num_rows for path in (store.root / "base").rglob("*.parquet"))


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, int]:
    """A file of more than one block, and its rows. Read only."""
    path = tmp_path_factory.mktemp("large") / "late" / "large.csv"
    return path, write_long(path, days=700)


@pytest.mark.parametrize(
    ("how", "code"), [(signal.SIGINT, ExitCode.INTERRUPTED), (signal.SIGKILL, -signal.SIGKILL)], ids=["Ctrl-C", "kill"]
)
def test_a_stopped_ingest_keeps_nothing_and_the_next_one_everything(
    bureau: Path, large: tuple[Path, int], mbi, program: Program, *, how, code
):
    path, rows = large
    store = Store(bureau / "store")
    process = start(program, bureau, "ingest", path)
    wait_for_staged_rows(process, store)
    process.send_signal(how)
    _, err = process.communicate(timeout=SECONDS)
    assert process.returncode == code, err
    assert "Traceback" not in err
    assert newest(store) == 0
    assert stored_rows(store) == 0
    assert mbi("-b", bureau, "ingest", path, "--json").json[0]["counts"]["new"] == rows
    assert stored_rows(store) == rows
    assert not list((store.root / "staging").rglob("*.parquet"))
    assert list(faults(store)) == []


@pytest.mark.parametrize("files", [1, 2], ids=["the same file", "different files"])
def test_two_at_once_take_every_row_in_once(bureau: Path, program: Program, files: int):
    paths = [bureau / "incoming" / "late" / f"{number}.csv" for number in range(files)]
    rows = [write_long(path, 60, FIRST + timedelta(days=60 * number)) for number, path in enumerate(paths)]
    processes = [start(program, bureau, "ingest", paths[number % files]) for number in range(2)]
    for process in processes:
        _, err = process.communicate(timeout=SECONDS)
        assert process.returncode == ExitCode.OK, err
    store = Store(bureau / "store")
    assert [entry.counts.new for entry in entries(store)] == rows
    assert stored_rows(store) == sum(rows)
    assert list(faults(store)) == []


@pytest.fixture
def small_disk(tmp_path: Path) -> list[str]:
    """Return the beginning of a command that runs a shell script in a name space of its own, in which a small disk stands at ./disk."""
    (tmp_path / "disk").mkdir()
    mount = f"mount -t tmpfs -o size={ROOM_BYTES} tmpfs disk"
    for prefix in (["unshare", "--mount"], ["unshare", "--map-root-user", "--mount"]):
        try:
            tried = subprocess.run([*prefix, "sh", "-c", mount], cwd=tmp_path, capture_output=True, check=False)
        except FileNotFoundError:
            break
        if tried.returncode == 0:
            return [*prefix, "sh", "-c", f'{mount} && "$@"', "sh"]
    pytest.skip("no small disk can be mounted here: neither as root nor in a name space of one's own")


FILL = """
import contextlib, io, sys
from pathlib import Path
from openmbi.doors.cli.app import app
from openmbi.doors.cli.console import guarded
def mbi(*arguments):
    sys.argv = ["mbi", *arguments]
    with contextlib.redirect_stdout(io.StringIO()):
        return int(guarded(app))
def count(pattern):
    return sum(1 for _ in Path("disk/bureau/store").rglob(pattern))
def ingest(name):
    print(mbi("--bureau", "disk/bureau", "ingest", f"late/{name}.csv"), count("*.parquet"), count("0*.json"), flush=True)
mbi("init", "disk/bureau", "--base-year", "2015")
for name in ("small", "large", "small_too"):
    ingest(name)
"""


def test_a_full_disk_is_told_and_keeps_nothing(tmp_path: Path, small_disk: list[str]):
    for name, days, first in (("small", 1, 0), ("large", 200, 10), ("small_too", 1, 1)):
        write_long(tmp_path / "late" / f"{name}.csv", days, FIRST + timedelta(days=first))
    done = subprocess.run(
        [*small_disk, sys.executable, "-c", FILL], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    codes_files_entries = [[int(word) for word in line.split()] for line in done.stdout.splitlines()]
    assert codes_files_entries == [[0, 1, 1], [3, 1, 1], [0, 2, 2]]
    assert "store.disk-full" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_limit_on_the_size_of_files_is_told_and_keeps_nothing(bureau: Path, program: Program, mbi):
    path = bureau / "incoming" / "late" / "large.csv"
    rows = write_long(path, days=100)
    limited = subprocess.run(
        [*program, "-b", str(bureau), "ingest", str(path)],
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000)),
    )
    assert limited.returncode == ExitCode.PROBLEM, limited.stderr
    assert "store.disk-full" in limited.stderr
    assert "Traceback" not in limited.stderr
    store = Store(bureau / "store")
    assert (newest(store), stored_rows(store)) == (0, 0)
    assert mbi("-b", bureau, "ingest", path, "--json").json[0]["counts"]["new"] == rows
