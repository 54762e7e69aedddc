"""One protocol for every adjustment method, and what a method says of itself."""

from __future__ import annotations

from dataclasses import dataclass, fields
from importlib.util import find_spec
from typing import Protocol

import numpy as np

from openmbi.adjustment.parameters import AdjustmentParameters
from openmbi.adjustment.temperature import Temperature
from openmbi.catalog.calendar import Calendar
from openmbi.core.adjusted import AdjustedPanel
from openmbi.core.language import Text
from openmbi.core.periods import Frequency, first_days, last_days
from openmbi.core.problems import Problem
from openmbi.core.tables import CellPanel, Codes, Days

FIRST_VALUES = AdjustmentParameters()
EVERY_PARAMETER = frozenset(field.name for field in fields(AdjustmentParameters))
OUTPUT_ONLY = frozenset({"detail", "threads"})
"""Parameters that change no figure: every method takes them."""
NAMES = {
    Frequency.DAILY: Text("日度", "daily"),
    Frequency.WEEKLY: Text("周度", "weekly"),
    Frequency.MONTHLY: Text("月度", "monthly"),
    Frequency.QUARTERLY: Text("季度", "quarterly"),
    Frequency.ANNUAL: Text("年度", "annual"),
}


class Adjustment(Protocol):
    """What every adjustment method is: a function from a panel (n, T) to an adjusted panel of the same subjects and days, in their order."""

    def __call__(
        self,
        panel: CellPanel,
        calendar: Calendar,
        *,
        frequency: Frequency = Frequency.DAILY,
        strata: Codes | None = None,
        temperature: Temperature | None = None,
        parameters: AdjustmentParameters = FIRST_VALUES,
    ) -> AdjustedPanel:
        """Adjust every subject of a panel; the same inputs give the same bits."""
        ...


@dataclass(frozen=True)
class Refused:
    """A subject that a method could not fit, and why: it keeps its readings."""

    subject: str
    reason: Text


@dataclass(frozen=True)
class Examined:
    """An adjusted panel, and the subjects in it that could not be fitted."""

    adjusted: AdjustedPanel
    refused: tuple[Refused, ...] = ()


@dataclass(frozen=True)
class Options:
    """What a caller asked for besides panel and calendar."""

    frequency: Frequency
    strata: Codes | None
    temperature: Temperature | None
    parameters: AdjustmentParameters


class Work(Protocol):
    """How a method does its work, once it is known to be able to."""

    def __call__(self, panel: CellPanel, calendar: Calendar, options: Options) -> Examined:
        """Adjust every subject, and name those that could not be fitted."""
        ...


@dataclass(frozen=True)
class Method:
    """An adjustment method.

    `frequencies` it can do; `takes`: which of the options `strata` and `temperature` it makes use of; `uses`: the parameters that it heeds; `needs`: the extra
    of openmbi that has to be installed for it and the module that must then be there, None where openmbi alone will do.
    """

    name: Text
    citation: Text
    frequencies: frozenset[Frequency]
    work: Work
    takes: frozenset[str] = frozenset()
    uses: frozenset[str] = frozenset()
    needs: tuple[str, str] | None = None

    @property
    def installed(self) -> bool:
        """Whether what the method needs is there."""
        return self.needs is None or find_spec(self.needs[1]) is not None

    def adjust(
        self,
        panel: CellPanel,
        calendar: Calendar,
        *,
        frequency: Frequency = Frequency.DAILY,
        strata: Codes | None = None,
        temperature: Temperature | None = None,
        parameters: AdjustmentParameters = FIRST_VALUES,
    ) -> AdjustedPanel:
        """Adjust every subject of a panel: an `Adjustment`. Problems as `examine`."""
        return self.examine(panel, calendar, Options(frequency, strata, temperature, parameters)).adjusted

    def examine(self, panel: CellPanel, calendar: Calendar, options: Options) -> Examined:
        """Adjust every subject, and say which could not be fitted and why.

        Raises
        ------
        Problem
            `adjustment.frequency`, `adjustment.option`, `adjustment.not-installed` where the method cannot do what is asked; `adjustment.periods` where the
            days are not the first days of consecutive periods; `adjustment.shape` where the panel or the strata do not fit together; those of the method.
        """
        self._can(options)
        _fits(panel, options)
        return self.work(panel, calendar, options)

    def _can(self, options: Options) -> None:
        if options.frequency not in self.frequencies:
            raise self._no_frequency(options.frequency)
        for name in ("strata", "temperature"):
            if getattr(options, name) is not None and name not in self.takes:
                raise self._no_option(name)
        for name in EVERY_PARAMETER - self.uses - OUTPUT_ONLY:
            if getattr(options.parameters, name) != getattr(FIRST_VALUES, name):
                raise self._no_option(f"parameters.{name}")
        if not self.installed:
            raise self._not_installed()

    def _no_frequency(self, asked: Frequency) -> Problem:
        able = [NAMES[one] for one in Frequency if one in self.frequencies]
        said = Text("{method} 不能调整{asked}数据", "{method} cannot adjust {asked} data").fill(
            method=self.name, asked=NAMES[asked]
        )
        able_text = Text("、".join(one.zh for one in able), ", ".join(one.en for one in able))
        return Problem(
            "adjustment.frequency",
            said,
            Text(
                "换一种方法，或先把数据汇总到它能处理的频率",
                "choose another method, or sum the data to a frequency that it can do",
            ),
            expected=able_text,
            field="frequency",
        )

    def _no_option(self, name: str) -> Problem:
        return Problem(
            "adjustment.option",
            Text("{method} 不使用选项 {name}", "{method} makes no use of the option {name}").fill(
                method=self.name, name=name
            ),
            Text("去掉该选项，或换一种方法", "leave the option out, or choose another method"),
            field=name,
        )

    def _not_installed(self) -> Problem:
        extra, module = self.needs or ("", "")
        return Problem(
            "adjustment.not-installed",
            Text("{method} 需要 {module}，尚未安装", "{method} needs {module}, which is not installed").fill(
                method=self.name, module=module
            ),
            Text("安装：pip install 'openmbi[{extra}]'", "install it: pip install 'openmbi[{extra}]'").fill(
                extra=extra
            ),
        )


def _fits(panel: CellPanel, options: Options) -> None:
    shape = (len(panel.subjects), len(panel.days))
    strata = options.strata
    if panel.value.shape != shape or panel.reading.shape != shape or (strata is not None and strata.shape != shape[:1]):
        raise Problem(
            "adjustment.shape",
            Text("主体、日期、数值与分层的个数不一致", "subjects, days, values and strata do not have the same length"),
            Text(
                "数值与读数应为（主体数 × 期数），分层每个主体一个",
                "values and readings are subjects × periods, strata one a subject",
            ),
            expected=Text("{n} × {T}", "{n} × {T}").fill(n=shape[0], T=shape[1]),
        )
    wrong = _first_wrong(panel.days, options.frequency)
    if wrong:
        raise Problem(
            "adjustment.periods",
            Text("{day} 处不是连续的{frequency}数据", "at {day} the data are not consecutive {frequency} periods").fill(
                day=wrong, frequency=NAMES[options.frequency]
            ),
            Text(
                "每期写其首日，中间不缺期；没有数据的期记作未报",
                "give each period by its first day and leave none out; a period without data is absent",
            ),
            field="days",
        )


def _first_wrong(days: Days, frequency: Frequency) -> str | None:
    """Return the first day that is not the first of its period, or not that of the period after the one before; None where all are."""
    if not len(days):
        return "–"
    right = first_days(days, frequency) == days
    right[1:] &= days[1:] == last_days(days[:-1], frequency) + 1
    return None if right.all() else str(days[np.flatnonzero(~right)[0]])
