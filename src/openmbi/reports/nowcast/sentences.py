"""The nowcast in one sentence, and what moved it in another."""

from __future__ import annotations

from openmbi.core.language import Text
from openmbi.reports.nowcast.inputs import NewsFigures, NewsLine, NowcastInput
from openmbi.reports.overview.figures import day_text, month_text

_NAMED = 3
_LEAST = 0.005
"""Percentage points below which a figure rounds to nothing."""


def headline_sentence(source: NowcastInput) -> Text:
    """Return the nowcast with its 80 % interval, what it is to the last figure, and when the official one is due."""
    one, last = source.headline, source.last
    wide = min(one.intervals, key=lambda each: abs(each.level - 0.8))
    said = Text(
        "{month}预计为 {mean}%，有 {level}% 的把握落在 {low}% 至 {high}% 之间，{than}（{before}%）。官方数字约于{day}公布。",
        "{month} is expected to come out at {mean} %, with {level} % confidence between {low} % and {high} %: {than} ({before} %). "
        "The official figure is due about {day}.",
    )
    gap = round(one.mean, 1) - round(last.value, 1)
    return said.fill(
        month=Text(f"{one.month.year}年1—2月", f"January–February {one.month.year}")
        if one.combined
        else month_text(one.month),
        mean=_short(one.mean),
        level=f"{100 * wide.level:g}",
        low=_short(wide.low),
        high=_short(wide.high),
        day=day_text(one.release_day),
        before=_short(last.value),
        than=_than(gap),
    )


def _than(gap: float) -> Text:
    if abs(gap) < 0.05:
        return Text("与最近一次公布数持平", "the same as the last figure out")
    if gap > 0:
        word = Text("比最近一次公布数高 {gap} 个百分点", "{gap} points above the last figure out")
    else:
        word = Text("比最近一次公布数低 {gap} 个百分点", "{gap} points below the last figure out")
    return word.fill(gap=f"{abs(gap):.1f}")


def news_sentence(news: NewsFigures) -> Text:
    """Return how far the nowcast moved, and by which domains most."""
    change = news.new - news.old
    since = day_text(news.since.date())
    if abs(change) < _LEAST and abs(news.reestimation) < _LEAST:
        return Text("自{since}以来没有变动。", "It has not moved since {since}.").fill(since=since)
    if round(news.new, 2) == round(news.old, 2):
        said = Text("自{since}以来几乎没有变动（{new}%）{why}。", "Since {since} it has hardly moved ({new} %){why}.")
        return said.fill(since=since, new=f"{news.new:.2f}", why=_why(news))
    word = Text("上调", "up") if change > 0 else Text("下调", "down")
    said = Text(
        "自{since}以来{word} {size} 个百分点，由 {old}% 至 {new}%{why}。",
        "Since {since} it has gone {word} by {size} points, from {old} % to {new} %{why}.",
    )
    size = f"{abs(round(news.new, 2) - round(news.old, 2)):.2f}"
    return said.fill(since=since, word=word, size=size, old=f"{news.old:.2f}", new=f"{news.new:.2f}", why=_why(news))


def _why(news: NewsFigures) -> Text:
    lines = [one for one in news.by_domain if abs(one.impact) >= _LEAST][:_NAMED]
    parts = [_part(one) for one in lines]
    if abs(news.reestimation) >= _LEAST:
        again = Text("重新估计参数 {points}", "re-estimated parameters {points}")
        parts.append(again.fill(points=signed(news.reestimation)))
    if not parts:
        return Text("", "")
    return Text("：" + "，".join(one.zh for one in parts), ": " + ", ".join(one.en for one in parts))


def _part(line: NewsLine) -> Text:
    return Text("{name} {points}", "{name} {points}").fill(name=line.name, points=signed(line.impact))


def signed(value: float) -> str:
    """Return points with their sign and a true minus."""
    return f"{value:+.2f}".replace("-", "−")


def _short(value: float) -> str:
    return f"{round(value, 1) + 0.0:.1f}".replace("-", "−")
