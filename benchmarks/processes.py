"""Run a command as a process of its own and measure what it cost."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Cost:
    """CPU seconds (user and system), wall seconds and peak memory in MB of one process."""

    cpu: float
    wall: float
    memory: float


def cost(command: Sequence[str]) -> Cost:
    """Return what a command cost; it must succeed."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    if status:
        raise RuntimeError(f"{command} failed: {process.stderr.read().decode() if process.stderr else status}")
    return Cost(usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss / 1024)


def median_cost(command: Sequence[str], rounds: int, before: Callable[[], None] = lambda: None) -> Cost:
    """Return the medians over some rounds; `before` is called, unmeasured, before each."""
    costs = []
    for _ in range(rounds):
        before()
        costs.append(cost(command))
    return Cost(*(statistics.median(getattr(one, name) for one in costs) for name in ("cpu", "wall", "memory")))


def python(code: str) -> list[str]:
    """Return the command that runs a piece of Python in this environment."""
    return [sys.executable, "-c", code]


MBI = [sys.executable, "-c", "from openmbi.doors.cli import main; main()"]
