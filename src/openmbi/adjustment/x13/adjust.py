"""Adjust monthly or quarterly panels by X-13ARIMA-SEATS."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from openmbi.adjustment.decomposition import NO_OUTLIERS, Parts, assembled
from openmbi.adjustment.protocol import Examined, Options, Refused
from openmbi.adjustment.status import active_days
from openmbi.adjustment.x13.options import X13Options
from openmbi.adjustment.x13.output import FoundOutlier, Output, UnreadableError, read_output
from openmbi.adjustment.x13.process import batch_run
from openmbi.adjustment.x13.regressors import PERIODS_A_YEAR, build_regressors
from openmbi.adjustment.x13.specification import (
    REGRESSORS_FILE,
    Setting,
    known_span,
    regressors_text,
    specification,
    values_text,
)
from openmbi.catalog.calendar import Calendar
from openmbi.core.adjusted import Outliers
from openmbi.core.language import Text
from openmbi.core.problems import Problem
from openmbi.core.tables import CellPanel, Floats, Names

FIRST_OPTIONS = X13Options()
TOO_SHORT = Text("有数据的时期不足 {years} 年", "fewer than {years} years of periods with data")
FAILED = Text("X-13ARIMA-SEATS：{said}", "X-13ARIMA-SEATS: {said}")
SILENT = Text("未给出结果，也未说明原因", "gave no result and no reason")


def examine_by_x13(panel: CellPanel, calendar: Calendar, options: Options, x13: X13Options = FIRST_OPTIONS) -> Examined:
    """Adjust every series of a panel (n, T); one that X-13 cannot adjust keeps its readings and is named with X-13's own message.

    The logs are regressed on calendar regressors of our own with ARIMA errors. The effect taken out is regressors times coefficients, with what of it comes
    back every year, so that `value` means the same as of our own method; value · exp(−season) is X-13's seasonally adjusted series. Outliers stay in the
    value. Periods before a series' first and after its last reading take the nearest year's season and the nearest trend.

    Raises
    ------
    Problem
        `adjustment.x13-failed` where no series that is long enough could be adjusted; `adjustment.x13-not-run`.
    """
    active = active_days(panel)
    enough = active.sum(axis=1) >= x13.years * PERIODS_A_YEAR[options.frequency]
    regressors = build_regressors(panel.days, options.frequency, calendar, x13, total=options.parameters.period_total)
    work = _Work(panel, Setting(panel.days[0], options.frequency, regressors, x13))
    rows, per_day = np.flatnonzero(enough).tolist(), np.exp(-regressors.length[: len(panel.days)])
    values = np.where(active, panel.value * per_day, np.nan)
    for first in range(0, len(rows), x13.batch):
        work.batch(rows[first : first + x13.batch], values)
        x13.progress(min(first + x13.batch, len(rows)), len(rows))
    if rows and len(work.failed) == len(rows):
        raise _all_failed(panel.subjects[rows[0]], work.failed[rows[0]])
    short = TOO_SHORT.fill(years=x13.years)
    reasons = {**dict.fromkeys(np.flatnonzero(~enough).tolist(), short), **work.failed}
    refused = tuple(Refused(str(panel.subjects[row]), reasons[row]) for row in sorted(reasons))
    return Examined(assembled(panel, calendar, options, work.parts, work.listed_outliers()), refused)


@dataclass
class _Work:
    """What is gathered over the batches."""

    panel: CellPanel
    setting: Setting
    failed: dict[int, Text] = field(default_factory=dict)
    outliers: list[tuple[int, FoundOutlier]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.parts = Parts.of(self.panel.value.shape)

    def batch(self, rows: list[int], values: Floats) -> None:
        """Adjust some rows in one run of the program."""
        spans = {row: known_span(values[row]) for row in rows}
        files = dict(self._files(spans, values))
        with batch_run(files, [_named(row) for row in rows], self.setting.options.seconds) as ran:
            for row in rows:
                days = self.panel.days[slice(*spans[row])]
                try:
                    output = read_output(ran, _named(row), days, self.setting)
                except UnreadableError as error:
                    self.failed[row] = FAILED.fill(said=str(error) or SILENT)
                else:
                    self._take(row, spans[row], output)

    def _files(self, spans: dict[int, tuple[int, int]], values: Floats) -> Iterator[tuple[str, str]]:
        yield REGRESSORS_FILE, regressors_text(self.setting.regressors)
        for row, (first, stop) in spans.items():
            yield f"{_named(row)}.spc", specification(_named(row), self.panel.days[first], self.setting)
            yield f"{_named(row)}.dat", values_text(values[row, first:stop])

    def _take(self, row: int, span: tuple[int, int], output: Output) -> None:
        count = len(self.panel.days)
        effects = self.setting.regressors.effects(output.coefficients, count)
        self.parts.effect[row], self.parts.festival[row] = effects.whole, effects.festival
        season = _by_year(np.log(output.season), span, count, PERIODS_A_YEAR[self.setting.frequency])
        self.parts.season[row] = season - effects.usual
        self.parts.trend[row] = _held(np.log(output.trend), span, count)
        self.outliers += [(row, one) for one in output.outliers]

    def listed_outliers(self) -> Outliers:
        """Return the outliers of all series, in the order of rows and days."""
        if not self.outliers:
            return NO_OUTLIERS
        found = sorted(self.outliers, key=lambda each: (each[0], each[1].day, each[1].kind))
        subjects: Names = self.panel.subjects[[row for row, _ in found]]
        return Outliers(
            subjects,
            np.array([one.day for _, one in found], "M8[D]"),
            np.array([one.kind for _, one in found], np.uint8),
            np.array([one.size for _, one in found]),
            np.array([one.statistic for _, one in found]),
        )


def _named(row: int) -> str:
    return f"s{row:06d}"


def _held(values: Floats, span: tuple[int, int], count: int) -> Floats:
    """Return values of a span on all periods (T,), its first and last held outside."""
    return values[np.clip(np.arange(count) - span[0], 0, len(values) - 1)]


def _by_year(values: Floats, span: tuple[int, int], count: int, period: int) -> Floats:
    """Return values of a span on all periods (T,), those of the nearest year outside; a span is longer than a year."""
    place = np.arange(count) - span[0]
    before, after = place < 0, place >= len(values)
    place[before] %= period
    place[after] = len(values) - period + (place[after] - len(values)) % period
    return values[place]


def _all_failed(subject: str, reason: Text) -> Problem:
    return Problem(
        "adjustment.x13-failed",
        Text("没有一个序列能够调整；{subject}：{reason}", "no series could be adjusted; {subject}: {reason}").fill(
            subject=subject, reason=reason
        ),
        Text(
            "检查读数，或关闭异常值识别、改用航空模型，或换一种方法",
            "check the readings, do without outliers, take the airline model, or choose another method",
        ),
    )
