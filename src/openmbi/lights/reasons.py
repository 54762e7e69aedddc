"""Why a light has its colour, in words with the figures in them."""

from __future__ import annotations

from datetime import date
from enum import IntEnum
from math import isnan

from openmbi.catalog.lights import Bound, LightRule
from openmbi.core.language import Text
from openmbi.core.tables import Colour, Lights


class Reason(IntEnum):
    """Codes of reasons; the code is the index into `Lights.reasons`. STEADY … IDLE give a colour, the others say what there is no data for."""

    STEADY = 0
    OPENED = 1
    HELD = 2
    IDLE = 3
    NO_THRESHOLD = 4
    NOT_A_MEMBER = 5
    LOW_COVERAGE = 6
    SHORT_HISTORY = 7
    RESTARTED = 8
    NO_LEVEL = 9
    OWN_GENERATION = 10


REASONS = tuple(reason.name.lower() for reason in Reason)

_CHANGE = {
    False: Text(
        "近 {recent} 日均值较此前 {reference} 日 {change}",
        "the mean of the last {recent} days is {change} against the {reference} days before them",
    ),
    True: Text(
        "近 {recent} 日均值较其此前 {reference} 个活跃日 {change}",
        "the mean of the last {recent} days is {change} against its {reference} active days before them",
    ),
}
_SAYS = {
    Reason.STEADY: Text("{measured}，高于最轻界限 {open}", "{measured}, above the mildest bound of {open}"),
    Reason.OPENED: Text("{measured}，达到界限 {open}", "{measured}, which reaches the bound of {open}"),
    Reason.HELD: Text(
        "{measured}，尚未回升到解除界限 {close} 以上", "{measured}, not yet above {close}, where this light closes"
    ),
    Reason.IDLE: Text("已连续停用 {idle} 天或更久", "idle for {idle} days or longer"),
    Reason.NO_THRESHOLD: Text("该日尚无生效的界限", "no thresholds were in force on this day"),
    Reason.NOT_A_MEMBER: Text(
        "该日不是指数成员，没有可比的基期", "not a member of the index on this day, so without a base to compare with"
    ),
    Reason.LOW_COVERAGE: Text(
        "判定窗口内读数覆盖率低于 {coverage}", "readings cover less than {coverage} of a window judged"
    ),
    Reason.SHORT_HISTORY: Text("历史不足，判定需要{history}", "too short a history: {history} are needed"),
    Reason.RESTARTED: Text(
        "判定窗口内指数曾中断后重新起算，前后不可比",
        "the index began anew within the windows judged: before and after do not compare",
    ),
    Reason.NO_LEVEL: Text(
        "判定窗口内有的日子没有成员，指数无值",
        "without a member, and so without a level, on a day of the windows judged",
    ),
    Reason.OWN_GENERATION: Text(
        "{generating}，近 {recent} 日缺其读数；仅凭网供电量不作判定",
        "{generating}, without readings of it in the last {recent} days; grid use alone is not judged",
    ),
}
_HISTORY = {
    False: Text(" {days} 天", "{days} days"),
    True: Text("近 {recent} 日之前 {days} 个活跃日", "{days} active days before the last {recent} days"),
}

_PROBABLE = Text("；真实值越过该界限的概率{sure}", "; probability that the true figure is beyond this bound: {sure}")
_ALMOST = {
    False: Text("不到 1%", "below 1%"),
    True: Text("超过 99%", "above 99%"),
}


def reason_text(
    lights: Lights, subject_index: int, day_index: int, rule: LightRule, *, generating_since: date | None = None
) -> Text:
    """Return the reason of one subject's light on one day, and how probable it is where that is known; `rule` is the rule that made `lights`.

    `generating_since`: the first day of an enterprise's own generation, where it has any.
    """
    reason = Reason(int(lights.reason[subject_index, day_index]))
    colour = Colour(int(lights.colour[subject_index, day_index]))
    bound = _bound(rule, lights.days[day_index].item(), colour)
    measured = _CHANGE[rule.of_enterprises].fill(
        recent=rule.recent_days,
        reference=rule.reference_days,
        change=_percent(float(lights.measure[subject_index, day_index])),
    )
    said = _SAYS[reason].fill(
        measured=measured,
        open=_bound_percent(bound.open),
        close=_bound_percent(bound.close),
        idle=rule.idle_red_days,
        coverage=f"{rule.minimum_coverage:.0%}",
        history=_HISTORY[rule.of_enterprises].fill(days=needed_history(rule), recent=rule.recent_days),
        recent=rule.recent_days,
        generating=_generating(generating_since),
    )
    return said + _probable(lights, subject_index, day_index)


def _probable(lights: Lights, subject_index: int, day_index: int) -> Text:
    """Return how probable it is that the bound named is truly passed; nothing where that is not known."""
    sure = float("nan") if lights.probability is None else float(lights.probability[subject_index, day_index])
    if isnan(sure):
        return Text("", "")
    said = _ALMOST[sure > 0.5] if not 0.01 <= sure <= 0.99 else Text(f" {sure:.0%}", f"{sure:.0%}")
    return _PROBABLE.fill(sure=said)


def _generating(since: date | None) -> Text:
    if since is None:
        return Text("有自发电", "own generation")
    return Text("自 {day} 起有自发电", "own generation since {day}").fill(day=since)


def needed_history(rule: LightRule) -> int:
    """Return the days that a light needs: days in all for a group, active days before the recent ones for an enterprise."""
    windows = rule.reference_days + (0 if rule.of_enterprises else rule.recent_days)
    return max(rule.minimum_history_days, windows)


def _bound(rule: LightRule, day: date, colour: Colour) -> Bound:
    """Return the bound of a colour on a day; the mildest for a colour that has none."""
    bounds = (rule.in_force(day) or rule.thresholds[0]).bounds
    return next((bound for bound in bounds if bound.code == colour), bounds[0])


def _percent(share: float) -> str:
    return f"{share:+.1%}".replace("-", "−")


def _bound_percent(share: float) -> str:
    return f"{round(100 * share, 6):+g}%".replace("-", "−")
