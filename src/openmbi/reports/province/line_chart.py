"""The level by day with its mean, over a strip of the light's colours. Drawn by hand: hundreds of pages have one, and it fits any width."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil, floor, log10
from typing import Any

import numpy as np

from openmbi.core.tables import Floats
from openmbi.reports.province.faces import fill

PLOT, STRIP, GAP = 190, 18, 12
HEIGHT = PLOT + GAP + STRIP
_HEADROOM = 14
_POINT = "%d %s"
_LETTER_FROM = 0.035
"""Share of the width that a run of one light needs for its letter."""


@dataclass(frozen=True)
class LineChart:
    """Outlines in a box of `width` days × HEIGHT px, which is stretched to the page's width; places across as percentages, down in px."""

    width: int
    line: str
    mean: str
    peers: str
    band: str
    ticks: list[tuple[str, str]]
    hundred: str | None
    runs: list[dict[str, Any]]
    months: list[tuple[str, str, str]]
    last: tuple[str, str] | None
    marks: list[tuple[str, str, str]]


def line_chart(series: dict[str, Any], legend: list[dict[str, Any]]) -> LineChart:
    """Return the chart of a document's series: `first_day`, `close`, `mean_days`, `runs` of lights; `band`, `peers` (drawn as means), `marks` if any."""
    close, peers = _floats(series["close"]), _floats(series.get("peers") or [])
    mean = trailing_mean(close, series["mean_days"])
    scale = _Scale.over(close, peers)
    days, first = len(close), date.fromisoformat(series["first_day"])
    known = np.flatnonzero(~np.isnan(close))
    last = (_across(known[-1] + 0.5, days), f"{scale.y(float(close[known[-1]])):.1f}") if len(known) else None
    hundred = f"{scale.y(100):.1f}" if scale.low <= 100 <= scale.high else None
    return LineChart(
        width=days,
        line=_outline(close, scale),
        mean=_outline(mean, scale),
        peers=_outline(trailing_mean(peers, series["mean_days"]), scale),
        band=_band(close, _floats((series.get("band") or {}).get("plus_minus") or []), scale),
        ticks=[(f"{scale.y(tick):.1f}", f"{tick:g}") for tick in scale.ticks()],
        hundred=hundred,
        runs=_runs(series["runs"], legend, first, days),
        months=_months(first, days),
        last=last,
        marks=_marks(series.get("marks") or [], close, scale, first),
    )


def trailing_mean(close: Floats, days: int) -> Floats:
    """Return the mean of each day and those before it (T,); NaN where one of the `days` is not known."""
    mean = np.full(len(close), np.nan)
    if len(close) >= days:
        mean[days - 1 :] = np.lib.stride_tricks.sliding_window_view(close, days).mean(axis=1)
    return mean


@dataclass(frozen=True)
class _Scale:
    low: float
    high: float
    step: float

    @classmethod
    def over(cls, *series: Floats) -> _Scale:
        """Return a scale of round steps that holds every known value."""
        together = np.concatenate(series)
        known = together[~np.isnan(together)]
        low, high = (float(known.min()), float(known.max())) if len(known) else (95.0, 105.0)
        spread = max(high - low, 0.02 * abs(high), 1.0)
        rough = spread / 4
        ten = 10 ** floor(log10(rough))
        step = next(each for factor in (1, 2, 2.5, 5, 10) if (each := factor * ten) >= rough)
        bottom = floor(low / step) * step
        return cls(bottom, max(ceil(high / step) * step, bottom + step), step)

    def y(self, value: float) -> float:
        return PLOT - (value - self.low) / (self.high - self.low) * (PLOT - _HEADROOM)

    def ticks(self) -> list[float]:
        count = round((self.high - self.low) / self.step)
        return [round(self.low + number * self.step, 6) for number in range(count + 1)]


def _outline(values: Floats, scale: _Scale) -> str:
    """Return a series as a path, a day a unit; a day that is not known breaks it, and one alone between two such is a short stroke."""
    known = ~np.isnan(values)
    edges = np.flatnonzero(np.diff(known, prepend=False, append=False)).tolist()
    heights = np.round(PLOT - (values - scale.low) / (scale.high - scale.low) * (PLOT - _HEADROOM), 1).tolist()
    return "".join(
        f"M{' '.join(map(_POINT.__mod__, enumerate(heights[start:stop], start)))}{'h.01' * (stop - start == 1)}"
        for start, stop in zip(edges[::2], edges[1::2], strict=True)
    )


def _band(close: Floats, half: Floats, scale: _Scale) -> str:
    """Return close ± half over the last days as closed outlines; a day that is not known breaks them."""
    latest = close[len(close) - len(half) :]
    known = ~np.isnan(latest + half)
    edges = np.flatnonzero(np.diff(known, prepend=False, append=False)).tolist()
    return "".join(
        f"M{' '.join(_corners(latest[start:stop], half[start:stop], len(close) - len(half) + start, scale))}z"
        for start, stop in zip(edges[::2], edges[1::2], strict=True)
    )


def _corners(close: Floats, half: Floats, first: int, scale: _Scale) -> Iterator[str]:
    """Yield the corners of a band: its upper edge from left to right, and its lower one back."""
    for day, (value, width) in enumerate(zip(close, half, strict=True), first):
        yield f"{day} {scale.y(float(value + width)):.1f}"
    for day, (value, width) in reversed([*enumerate(zip(close, half, strict=True), first)]):
        yield f"{day} {scale.y(float(value - width)):.1f}"


def _runs(runs: Sequence[dict[str, Any]], legend: list[dict[str, Any]], first: date, days: int) -> list[dict[str, Any]]:
    looks = {look["colour"]: look for look in legend}
    drawn = []
    for run in runs:
        start = max((date.fromisoformat(run["first"]) - first).days, 0)
        stop = min((date.fromisoformat(run["last"]) - first).days + 1, days)
        if stop <= start:
            continue
        look, wide = looks[run["colour"]], stop - start >= _LETTER_FROM * days
        drawn.append(
            {
                "start": start,
                "days": stop - start,
                "middle": _across((start + stop) / 2, days),
                "letter": look["letter"] if wide else None,
                "fill": fill(look),
                "ink": look["ink"],
            }
        )
    return drawn


def _months(first: date, days: int) -> list[tuple[str, str, str]]:
    """Return first days of months: place, name, and `m3` for those that a narrow page shows as well; at most every second from 400 days on."""
    named = []
    day = first
    while (day - first).days < days:
        if day.day == 1 and (day.month % 3 == 1 or days < 400) and (day - first).days < 0.96 * days:
            kind = "m3" if day.month % 3 == 1 else "m1"
            named.append((_across((day - first).days, days), f"{day:%Y-%m}", kind))
        day += timedelta(days=1) if day.day != 1 else timedelta(days=27)
    return named


def _marks(marks: Sequence[dict[str, Any]], close: Floats, scale: _Scale, first: date) -> list[tuple[str, str, str]]:
    """Return where outliers stand on the line, across and down, and of which kind each is; at the foot where the day has no value."""
    drawn = []
    for mark in marks:
        place = (date.fromisoformat(mark["day"]) - first).days
        value = float(close[place]) if 0 <= place < len(close) else np.nan
        down = scale.y(value) if not np.isnan(value) else PLOT
        drawn.append((_across(place + 0.5, len(close)), f"{down:.1f}", mark["code"]))
    return drawn


def _across(place: float, days: int) -> str:
    return f"{100 * place / max(days, 1):.2f}%"


def _floats(texts: Sequence[str | None]) -> Floats:
    return np.array([np.nan if text is None else float(text) for text in texts], np.float64)
