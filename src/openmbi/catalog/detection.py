"""How unusual movement is looked for: windows, the rate of false discoveries, what is too small to matter, when an alert has ended. Dated and cited."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Self

from pydantic import Field, model_validator

from openmbi.catalog.dated import Dated, check_dates_rise, entry_in_force
from openmbi.catalog.loader import Declaration, Name, catalog_files, load_declaration
from openmbi.core.language import Text
from openmbi.core.problems import Problem

WindowDays = Annotated[int, Field(ge=1, le=366)]
Share = Annotated[float, Field(gt=0, lt=1)]
LogPoints = Annotated[float, Field(ge=0, le=10)]


class DetectionEntry(Dated):
    """The parameters of detection from a day on. Windows in days, deviations in log points.

    `lags`: the last days that are judged together, rising from one day; the third and the fourth also look for relocations. `reference_days`,
    `needed_days`: the days before them that they are judged against, and how many of these must have been regular. `most_deviation`: what a deviation
    counts for at most. `smoothing`: weight of the newest day in the slow change. `pattern_days`: the last days whose weekends are compared with their
    workdays. `false_discovery_rate`, `pooled_days`: what share of the alerts of so many days may be expected to be false. `tail`: the share of pooled
    days beyond which channels are made comparable. `shrinkage`: a cell of so many members has half of its common move taken out of them. `fewest`:
    members of a group that is judged itself. `least_of_groups`, `least_of_enterprises`: a smaller deviation is no alert. `least_silence_days`: fewer
    days without a reading are a gap. `deep_festival`: first and last day from New Year on which standing still is usual. `learning_days`: history
    before the first alert; `learning_settles_after`: days after which a movement of that history is the subject's level. `close_share`,
    `close_scales`, `close_days`: back is who has been nearer to the reference than this share of its own deviation, or than so many scales, for so
    many days in a row. `long_days`: an alert of one source that has lasted so long is red. `agreement`: the p-value below which another source
    agrees. `after_event_days`: for how long after its last day a known event still explains. `history_days`, `judged_days`: how many of the newest days a run
    goes through, and of how many of them it tells alerts. `idle_share`: of the median of its active days; who uses less stands still. `suspect`,
    `beyond_noise`: scores, in bounds of the tail; above the first one waits before it is counted, above the second it is no noise. `outlying`: scales of a
    mean; a cell so far out is left out of the centres of its city and industry. `feed_down`: of the subjects; where so many stand still or are silent at
    once, nobody is judged for it. `others_alone`: whether a source other than the leading one raises an alert by itself.
    """

    lags: Annotated[tuple[WindowDays, ...], Field(min_length=4)]
    reference_days: WindowDays
    needed_days: WindowDays
    most_deviation: Annotated[float, Field(gt=0, le=10)]
    smoothing: Share
    pattern_days: Annotated[int, Field(ge=14, le=366)]
    false_discovery_rate: Share
    pooled_days: WindowDays
    tail: Share
    shrinkage: Annotated[float, Field(ge=0)]
    fewest: Annotated[int, Field(ge=1)]
    least_of_groups: LogPoints
    least_of_enterprises: LogPoints
    least_silence_days: WindowDays
    deep_festival: tuple[int, int]
    learning_days: WindowDays
    learning_settles_after: WindowDays
    close_share: Share
    close_scales: Annotated[float, Field(gt=0)]
    close_days: WindowDays
    long_days: WindowDays
    agreement: Share
    after_event_days: Annotated[int, Field(ge=0, le=90)]
    history_days: Annotated[int, Field(ge=1, le=3660)]
    judged_days: WindowDays
    idle_share: Share
    suspect: Annotated[float, Field(ge=1)]
    beyond_noise: Annotated[float, Field(ge=1)]
    outlying: Annotated[float, Field(gt=0)]
    feed_down: Share
    others_alone: bool

    @model_validator(mode="after")
    def _agrees_with_itself(self) -> Self:
        if self.lags[0] != 1 or any(later <= earlier for earlier, later in pairwise(self.lags)):
            raise ValueError("lags must rise and begin with 1")
        if self.needed_days > self.reference_days:
            raise ValueError("needed_days must not be more than reference_days")
        first, last = self.deep_festival
        if not -35 <= first <= 0 <= last <= 45:
            raise ValueError("deep_festival must hold New Year (day 0) and stay within the days −35 to 45")
        return self

    @model_validator(mode="after")
    def _has_days_enough(self) -> Self:
        if self.least_silence_days >= self.long_days:
            raise ValueError(
                "least_silence_days must be less than long_days: silences are counted up to long_days, and longer ones are movements"
            )
        if self.pattern_days > self.lags[-1]:
            raise ValueError(
                "pattern_days must not be more than the longest of the lags: no more days are kept beside the reference_days"
            )
        if self.suspect >= self.beyond_noise:
            raise ValueError("suspect must be less than beyond_noise")
        learnt = max(self.learning_days, 2 * self.lags[-1] + self.reference_days + 1)
        if self.history_days < learnt + self.judged_days:
            raise ValueError(
                f"history_days must hold the judged_days and the days learnt from before them, {learnt + self.judged_days} in all"
            )
        return self


class DetectionRules(Declaration):
    """The declaration: its entries by rising `valid_from`."""

    code: str
    name: Name
    parameters: Annotated[tuple[DetectionEntry, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _dates_rise(self) -> Self:
        check_dates_rise(self.parameters, "parameters")
        return self

    def in_force(self, day: date) -> DetectionEntry:
        """Return the parameters in force on a day; before the first entry, the first: a replayed past needs them too."""
        return entry_in_force(self.parameters, day) or self.parameters[0]


def load_detection(overlay: Path | None) -> DetectionRules:
    """Read the declaration `detection/rules.yml`, the bureau's own or the shipped one.

    Raises
    ------
    Problem
        As `load_declaration`; `catalog.missing` where it is not there.
    """
    file = catalog_files("detection", overlay).get("rules")
    if file is None:
        raise Problem(
            "catalog.missing",
            Text(
                "目录中缺少检测规则 detection/rules.yml",
                "the catalog lacks the rules of detection, detection/rules.yml",
            ),
            Text("请恢复该文件", "restore the file"),
        )
    return load_declaration(DetectionRules, file)
