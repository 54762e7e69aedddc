"""The first page: what the bulletin rests on, and the month in key figures and in a few sentences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from openmbi.core.language import Text
from openmbi.core.tables import Level
from openmbi.reports.bulletin.blocks import Block, section, tile, tiles
from openmbi.reports.bulletin.public.published import Published
from openmbi.reports.bulletin.public.sections.alerts import alert_sentences
from openmbi.reports.bulletin.public.sections.groups import growth_sentences as groups_growth
from openmbi.reports.bulletin.public.sections.groups import level_sentences as groups_level
from openmbi.reports.bulletin.public.sections.growth import (
    ADJUSTED,
    RAW,
    diffusion_of,
    diffusion_sentences,
    growth_sentences,
)
from openmbi.reports.bulletin.public.sections.index import composite_of, composite_sentences
from openmbi.reports.bulletin.public.sections.level import incomplete, level_change, level_of, level_sentences
from openmbi.reports.bulletin.rounded import month_before, text_of
from openmbi.reports.bulletin.sections.groups import CITIES, INDUSTRIES
from openmbi.reports.bulletin.told import month_name, with_sign
from openmbi.reports.bulletin.wording.rule import Sentence, paragraph, points_listed, together
from openmbi.reports.bulletin.wording.rules import say
from openmbi.reports.overview.figures import day_text

_TITLE = Text("本月要点", "The month in brief")
_ON_MONTH = Text("较上月 {change}", "{change} on the month before")


def summary(told: Published) -> dict[str, Any] | None:
    """Return the section."""
    return section(
        "summary", _TITLE, [paragraph(status_sentences(told)), tiles(_tiles(told)), points_listed(_points(told))]
    )


def status_sentences(told: Published) -> Iterator[Sentence]:
    """Yield of which release the bulletin is made, and the correction notices."""
    release = told.source.release
    yield say(
        "public.status",
        number=release.number,
        signed=day_text(told.source.signed_on),
        as_of=day_text(told.source.as_of.date()),
    )
    if release.corrects is not None:
        yield say("public.corrects", number=release.corrects, why=Text.of(release.why or {"zh": "–", "en": "–"}))
    if told.source.corrected_by is not None:
        yield say("public.corrected", number=told.source.corrected_by)


def _points(told: Published) -> list[Sentence | None]:
    """Return the points: sentences of one subject are one point."""
    parts: list[Iterable[Sentence | None]] = [
        [incomplete(told)],
        level_sentences(told),
        growth_sentences(told),
        composite_sentences(told),
        diffusion_sentences(told),
        groups_level(told, CITIES),
        groups_growth(told, INDUSTRIES),
        alert_sentences(told),
    ]
    return [together(each) for each in parts]


def _tiles(told: Published) -> list[Block | None]:
    return [
        _level(told),
        _growth(told),
        _composite(told),
        _diffusion(told),
        *(_published(told, kind.level, kind.title) for kind in (CITIES, INDUSTRIES)),
    ]


def _level(told: Published) -> Block | None:
    change = level_change(told)
    look = told.look(Level.ZONE, told.source.zone_code)
    return tile(Text("活跃度", "Activity level"), text_of(level_of(told)), _on_month(change), look)


def _on_month(change: Decimal | None) -> Text | None:
    return None if change is None else _ON_MONTH.fill(change=with_sign(change))


def _growth(told: Published) -> Block | None:
    raw, adjusted = (
        told.rounded.percent(name, told.source.zone_code, told.source.month_name) for name in (RAW, ADJUSTED)
    )
    remark = (
        None
        if adjusted is None
        else Text("工作日调整后 {v}%", "{v} % working-day adjusted").fill(v=with_sign(adjusted))
    )
    return tile(Text("用电同比 %", "Use, year on year %"), None if raw is None else with_sign(raw), remark)


def _composite(told: Published) -> Block | None:
    found = composite_of(told)
    return tile(Text("综合指数", "Composite"), str(found[1]), month_name(found[0])) if found else None


def _diffusion(told: Published) -> Block | None:
    now, before = diffusion_of(told), diffusion_of(told, month_before(told.source.month_name))
    return tile(
        Text("扩散指数", "Diffusion index"),
        text_of(now),
        _on_month(None if now is None or before is None else now - before),
    )


def _published(told: Published, level: Level, title: Text) -> Block | None:
    shown, count = told.counted(level)
    return tile(title, f"{shown} / {count}", Text("公布 / 全部", "published / all")) if count else None
