"""What the figures come to, in sentences."""

from __future__ import annotations

from math import inf

from scipy.stats import binom

from openmbi.core.language import Text
from openmbi.core.proportions import Proportion
from openmbi.core.quality import Basis
from openmbi.core.tables import Colour, Level
from openmbi.reports.province.levels import NAMES
from openmbi.reports.quality.inputs import LevelLine, LightLine, QualityInput
from openmbi.reports.quality.labels import BASES

SIDE = 0.025
LEAST_EXPOSURE = 0.1  # thousands of subject-years: of less no rate is told
_NOTHING = Text(
    "误报率尚未实测：还没有一项预警得到核实。工单办结后，这里按月、按组给出误报占比。",
    "How often alerts are false is not yet measured: none has been verified. Once cases are closed their share of false alarms stands here, by month "
    "and stratum.",
)
_WAITING = Text(
    "已发出预警 {count} 项，均未核实。",
    "{count} alerts have been given, and none of them is verified.",
)
_SHARE = Text(
    "依据{basis}：已核实的{colour}预警（{level}）{whole} 个，其中误报 {false} 个，占 {share}%（95% 区间 {low}–{high}%）；目标为不超过 {nominal}%{verdict}。",
    "By {basis}: of {whole} verified {colour} alerts ({level}) {false} were false, {share} % (95 % interval {low}–{high} %); the aim is "
    "{nominal} % at most{verdict}.",
)
_ABOVE = Text("，实测显著高于目标", ", and what was measured is significantly above it")
_BELOW = Text("，实测显著低于目标", ", and what was measured is significantly below it")
_FOUND = Text(
    "回放中，企业层级发生的 {whole} 起事件发现了 {part} 起（{share}%）{half}{rate}。",
    "In the replay {part} of {whole} events of enterprises were found ({share} %){half}{rate}.",
)
_HALF = Text("，其中位用时 {days} 天（未发现的计入）", ", half of all within {days} days")
_RATE = Text(
    "；事件之外，每千家企业每年误报 {rate} 次",
    "; outside events there were {rate} false alarms per 1,000 enterprises and year",
)
_COLOURS = {Colour.RED: Text("红色", "red"), Colour.YELLOW: Text("黄色", "yellow")}


def sentences(source: QualityInput) -> list[Text]:
    """Return one sentence on the false ones of each colour by its best basis, and one on what a replay found."""
    said = [_share(source, colour) for colour in _COLOURS]
    told = [one for one in said if one is not None]
    if not told:
        waiting = sum(line.share.unverified for line in source.lights)
        return [_NOTHING, _WAITING.fill(count=waiting)] if waiting else [_NOTHING]
    return told + [_found(line) for line in source.levels if line.level is Level.ENTERPRISE and line.found.whole]


def _share(source: QualityInput, colour: Colour) -> Text | None:
    """Tell the line of a colour with most verified alerts, of feedback where there is any: levels are not added up."""
    for basis in Basis:
        lines = [one for one in source.lights if one.colour is colour and one.share.basis is basis]
        most = max(lines, key=lambda one: one.share.false.whole, default=None)
        if most and most.share.false.whole:
            return _told(most, source.nominal)
    return None


def _told(line: LightLine, nominal: float) -> Text:
    one = line.share.false
    return _SHARE.fill(
        basis=BASES[line.share.basis],
        colour=_COLOURS[line.colour],
        level=NAMES[line.level],
        whole=one.whole,
        false=one.part,
        share=f"{100 * one.share:.1f}",
        low=f"{100 * one.low:.0f}",
        high=f"{100 * one.high:.0f}",
        nominal=f"{100 * nominal:.0f}",
        verdict=_verdict(one, nominal),
    )


def _verdict(one: Proportion, nominal: float) -> Text:
    """Say where a share differs from the aim by more than chance: an exact binomial test on either side."""
    if binom.sf(one.part - 1, one.whole, nominal) < SIDE:
        return _ABOVE
    return _BELOW if binom.cdf(one.part, one.whole, nominal) < SIDE else Text("", "")


def _found(line: LevelLine) -> Text:
    one = line.false_alarms
    half = _HALF.fill(days=f"{line.half_days:.0f}") if line.half_days < inf else Text("", "")
    return _FOUND.fill(
        whole=line.found.whole,
        part=line.found.part,
        share=f"{100 * line.found.share:.0f}",
        half=half,
        rate=_RATE.fill(rate=f"{one.rate:.1f}") if one.exposure >= LEAST_EXPOSURE else Text("", ""),
    )
