"""`mbi feeds`: how every feed stands, and which has an alarm."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from openmbi.core.language import Text
from openmbi.core.problems import ExitCode
from openmbi.doors.cli.console import out, print_json, table
from openmbi.doors.cli.language import here
from openmbi.doors.cli.options import AsOf, Json, moment, opened

if TYPE_CHECKING:
    from openmbi.sources.feed_alarms import Feed, FeedAlarm

_HEADERS = (
    Text("数据源", "source"),
    Text("指标", "indicator"),
    Text("频率", "frequency"),
    Text("最近一期", "latest"),
    Text("知悉时刻", "known at"),
    Text("主体", "subjects"),
    Text("通常", "usual"),
    Text("告警", "alarm"),
)


def feeds(
    context: typer.Context,
    as_of: AsOf = None,
    strict: Annotated[
        bool,
        typer.Option(
            "--strict", help=here(Text("有告警时以退出码 6 结束", "leave with exit code 6 where there is an alarm"))
        ),
    ] = False,
    json: Json = False,
) -> int:
    """Show every feed of which anything ever came in."""
    from openmbi.flow.feeds import feeds as feeds_of
    from openmbi.sources.feed_alarms import feed_alarms

    bureau = opened(context)
    then = moment(as_of, bureau)
    found, day = feeds_of(bureau, as_of=then), then.astimezone(bureau.zone).date()
    alarms = feed_alarms(found, day)
    if json:
        print_json(
            {
                "as_of": then.isoformat(),
                "simulated": bureau.settings.simulated,
                "feeds": [_as_dict(feed, day) for feed in found],
                "alarms": [alarm_as_dict(alarm) for alarm in alarms],
            }
        )
    else:
        if bureau.settings.simulated:
            out.print(here(Text("模拟数据", "simulated data")), style="bold")
        _show(found, alarms, day)
    return ExitCode.FEED_ALARM if strict and alarms else ExitCode.OK


def _show(found: Sequence[Feed], alarms: Sequence[FeedAlarm], day: date) -> None:
    from openmbi.flow.province_texts import ALARM

    if not found:
        out.print(here(Text("尚无任何交付", "nothing was ever delivered")))
        return
    kinds = {(one.source, one.indicator): [] for one in found}
    for alarm in alarms:
        kinds[alarm.source, alarm.indicator].append(here(ALARM[alarm.kind]))
    rows = [[*_row(feed, day), " ".join(dict.fromkeys(kinds[feed.source, feed.indicator]))] for feed in found]
    out.print(table(_HEADERS, rows, numbers=(5, 6)))
    show_alarms(alarms)


def _row(feed: Feed, day: date) -> list[object]:
    from openmbi.sources.feed_alarms import against_usual

    judged = against_usual(feed, day)
    return [
        feed.source or feed.name,
        feed.indicator or "–",
        str(feed.frequency) if feed.indicator else "–",
        feed.latest or "–",
        f"{feed.known_at:%Y-%m-%d %H:%M}" if feed.known_at else "–",
        f"{judged.subjects:,} ({judged.period})" if judged else "–",
        f"{judged.usual:,g}" if judged else "–",
    ]


def show_alarms(alarms: Sequence[FeedAlarm]) -> None:
    """Print what is wrong with which feed, since when."""
    from openmbi.flow.province_texts import ALARM

    for alarm in alarms:
        said = Text(
            "⚠ {name}（{source}）{kind}，自 {since}：{text}", "⚠ {name} ({source}) {kind} since {since}: {text}"
        )
        told = said.fill(
            name=alarm.name,
            source=alarm.source or "–",
            kind=ALARM[alarm.kind],
            since=alarm.since,
            text=alarm.text,
        )
        out.print(here(told), soft_wrap=True)


def alarm_as_dict(alarm: FeedAlarm) -> dict[str, Any]:
    """Return an alarm as JSON types."""
    return {
        "source": alarm.source,
        "indicator": alarm.indicator,
        "name": vars(alarm.name),
        "kind": alarm.kind,
        "since": alarm.since.isoformat(),
        "text": vars(alarm.text),
    }


def _as_dict(feed: Feed, day: date) -> dict[str, Any]:
    from openmbi.sources.feed_alarms import against_usual

    judged = against_usual(feed, day)
    return {
        "source": feed.source,
        "indicator": feed.indicator,
        "name": vars(feed.name),
        "frequency": feed.frequency,
        "latest": str(feed.latest) if feed.latest else None,
        "known_at": feed.known_at.isoformat() if feed.known_at else None,
        "judged": str(judged.period) if judged else None,
        "subjects": judged.subjects if judged else None,
        "usual_subjects": judged.usual if judged else None,
        "refused": [vars(one) for one in feed.refused],
    }


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        help=here(
            Text(
                "显示每个数据通道：最近一期、知悉时刻、主体数与通常数，以及迟到、不全、失败的告警。\n\n例：mbi feeds；mbi feeds --as-of 2016-03-01 --json",
                "Show every feed: its latest period, when that was known, subjects against the usual, and alarms: late, short, failed.\n\n"
                "Examples: mbi feeds; mbi feeds --as-of 2016-03-01 --json",
            )
        )
    )(feeds)
