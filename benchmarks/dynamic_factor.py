"""The dynamic factor model beside statsmodels' DynamicFactorMQ and nowcastbox' MixedFreqDFM: same panels, same models, one run, one thread.

`python -m benchmarks dynamic_factor [--only=a,b,f] [--whole]`: `--whole` also lets the peers climb to convergence on every problem, which takes an hour.
Every measurement is a process of its own with a limit of time and memory. Ratios are ours ÷ peer in CPU seconds, which a busy machine changes less than wall.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from typing import Any

ONLY = next((word.split("=")[1].split(",") for word in sys.argv if word.startswith("--only=")), None)
WHOLE = "--whole" in sys.argv
SECONDS = 1800.0 if WHOLE else 300.0
ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "NUMBA_NUM_THREADS": "1"}
PEERS = ("statsmodels", "nowcastbox")


@dataclass(frozen=True)
class Goal:
    """What a problem is to reach: milliseconds an iteration, and MB."""

    told: str
    milliseconds: float
    memory: float | None = None
    climb: bool = True


GOALS = {
    "a": Goal("(a) 25 monthly and quarterly × 384, 4 blocks, AR(1)", 4.0),
    "b": Goal("(b) 117 × 809, 4 factors, VAR(2), iid", 1.3),
    "b8": Goal("(b8) 117 × 809, 8 factors, VAR(2), iid", 6.0, climb=False),
    "b1": Goal("(b′) 117 × 809, 4 factors, VAR(2), AR(1)", 10.0, climb=False),
    "c": Goal("(c) 200 daily × 2,000, 67 % missing, iid", 5.0, climb=False),
    "d": Goal("(d) 1,000 × 500, iid", 2.0, 300.0, climb=False),
    "e": Goal("(e) daily 20, weekly 20, monthly 20, quarterly 5 × 1,000", 4.0, climb=False),
}
MANY, NEWS = "f", "news"


def main() -> list[dict[str, object]]:
    rows: list[dict[str, object]] = []
    for letter, goal in GOALS.items():
        if not ONLY or letter in ONLY:
            rows += _rows(letter, goal)
    for letter, more in ((MANY, _many), (NEWS, _news)):
        rows += more() if not ONLY or letter in ONLY else []
    return rows


def measured(whose: str, letter: str, *, climb: bool, threads: int = 1) -> dict[str, Any]:
    """Return what a process of its own told of one model on one problem; `failed` says why it told no more."""
    command = [sys.executable, "-m", "benchmarks.dynamic_factor_peers", whose, letter, *(["fit"] if climb else [])]
    environment = os.environ | ONE_THREAD | {"NUMBA_NUM_THREADS": str(threads)}
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        said, complaint = process.communicate(timeout=SECONDS)
        ended = "" if process.returncode == 0 else (complaint.strip().splitlines() or ["killed: out of memory?"])[-1]
    except subprocess.TimeoutExpired:
        process.kill()
        said, _ = process.communicate()
        ended = f"more than {SECONDS:.0f} s"
    told = [json.loads(line) for line in said.splitlines() if line.startswith("{")]
    return (told[-1] if told else {}) | ({"failed": ended} if ended else {})


def _rows(letter: str, goal: Goal) -> list[dict[str, object]]:
    ours = measured("openmbi", letter, climb=True)
    theirs = {peer: measured(peer, letter, climb=goal.climb or WHOLE) for peer in PEERS}
    return [
        *(_iteration(goal, peer, ours, found) for peer, found in theirs.items()),
        *(_memory(goal, peer, ours, found) for peer, found in theirs.items()),
        *(_climb(goal, starts, ours, theirs) for starts in (1, 3, 7)),
    ]


def _compared(figure: str, ours: float | None, peer: float | None, goal: object = None) -> dict[str, object]:
    ratio = ours / peer if ours is not None and peer else None
    return {"figure": figure, "ours": ours, "peer": peer, "ratio": ratio, "goal": goal}


def _iteration(goal: Goal, peer: str, ours: dict[str, Any], theirs: dict[str, Any]) -> dict[str, object]:
    failed = f" ({theirs['failed']})" if "iteration_cpu" not in theirs else ""
    wall = f", wall {1000 * ours['iteration_wall']:.2f}" if "iteration_wall" in ours else f", {ours.get('failed')}"
    figure = f"{goal.told}: CPU ms an iteration{wall}; peer {peer}{failed}"
    return _compared(figure, _times(ours, "iteration_cpu"), _times(theirs, "iteration_cpu"), goal.milliseconds)


def _times(found: dict[str, Any], key: str) -> float | None:
    return 1000 * found[key] if key in found else None


def _memory(goal: Goal, peer: str, ours: dict[str, Any], theirs: dict[str, Any]) -> dict[str, object]:
    return _compared(f"{goal.told}: memory, MB; peer {peer}", ours.get("memory"), theirs.get("memory"), goal.memory)


def _climb(goal: Goal, starts: int, ours: dict[str, Any], theirs: dict[str, dict[str, Any]]) -> dict[str, object]:
    """Return seconds to convergence beside the quicker peer's, and all log-likelihoods in the figure's name."""
    ends = {peer: found for peer, found in theirs.items() if "fit_cpu" in found}
    said = "; ".join(
        f"{peer} {found['log_likelihood']:,.1f} in {found['iterations']} ({found['fit_cpu']:.2f} s)"
        for peer, found in ends.items()
    )
    own = f"{ours.get(f'log_likelihood_{starts}', float('nan')):,.1f} in {ours.get(f'iterations_{starts}')} ({ours.get(f'ended_{starts}')})"
    quickest = min((found["fit_cpu"] for found in ends.values()), default=None)
    return _compared(
        f"{goal.told}: CPU s to convergence, {starts} starts: {own}; {said}", ours.get(f"fit_cpu_{starts}"), quickest
    )


def _many() -> list[dict[str, object]]:
    """Return (f): all panels to convergence on two cores, and new estimates at fixed parameters; statsmodels on some of them, scaled up."""
    ours, theirs = measured("openmbi", MANY, climb=True, threads=2), measured("statsmodels", MANY, climb=True)
    told = "(f) 704 panels of 30 × 250, 2 factors"
    return [
        _compared(
            f"{told}: wall s to convergence on 2 cores; peer statsmodels",
            ours.get("fit_wall"),
            theirs.get("fit_wall"),
            10.0,
        ),
        _compared(f"{told}: wall s of new estimates at fixed parameters", ours.get("refresh_wall"), None, 0.2),
    ]


def _news() -> list[dict[str, object]]:
    ours, figure = measured("openmbi", NEWS, climb=False), "news of (b): 924 revisions and a month of releases, CPU ms"
    peers = ((peer, measured(peer, NEWS, climb=False)) for peer in PEERS)
    return [
        _compared(f"{figure}; peer {peer}", _times(ours, "iteration_cpu"), _times(found, "iteration_cpu"))
        for peer, found in peers
    ]


if __name__ == "__main__":
    print(*main(), sep="\n")
