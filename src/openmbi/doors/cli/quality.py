"""`mbi quality`: how often alerts were wrong, in the terminal and as a page."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from openmbi.core.language import Text
from openmbi.doors.cli.console import out, print_json, steps, table
from openmbi.doors.cli.language import here
from openmbi.doors.cli.options import AsOf, Json, moment, now, opened

Part = dict[str, Any]

_TRUTH = Text(
    "模拟的真值文件；缺省为模拟单位自己的 truth.json", "truth file of a simulation; default: a simulated bureau's own"
)
_LIGHTS = (
    Text("层级", "level"),
    Text("灯", "light"),
    Text("依据", "measured on"),
    Text("预警", "alerts"),
    Text("属实", "right"),
    Text("误报", "false"),
    Text("未核实", "unverified"),
    Text("误报占比 %", "false, %"),
    Text("95% 区间", "95 % interval"),
)
_LEVELS = (
    Text("层级", "level"),
    Text("主体数", "watched"),
    Text("查准率 %", "precision, %"),
    Text("查全率 %", "recall, %"),
    Text("半数在第几天前发现", "half by day"),
    Text("九成在第几天前发现", "nine in ten by day"),
    Text("每千主体年误报", "false per 1,000 subject-years"),
    Text("噪声信号比", "noise-to-signal"),
    Text("AUROC", "AUROC"),
)
_KINDS = (
    Text("事件种类", "kind of event"),
    Text("层级", "level"),
    Text("发现 / 发生", "found / happened"),
    Text("查全率 %", "recall, %"),
    Text("半数在第几天前发现", "half by day"),
    Text("九成在第几天前发现", "nine in ten by day"),
)
_NEVER = Text("未达到", "not reached")


def quality(
    context: typer.Context,
    *,
    truth: Annotated[Path | None, typer.Option("--truth", exists=True, dir_okay=False, help=here(_TRUTH))] = None,
    as_of: AsOf = None,
    json: Json = False,
) -> None:
    """Measure how right alerts were, and write the page."""
    from openmbi.flow.quality import quality as measured

    bureau = opened(context)
    with steps() as step:
        step(Text("核对预警", "judging the alerts"))
        told = measured(bureau, as_of=moment(as_of, bureau), now=now(), truth=truth)
    if json:
        print_json(told.document)
        return
    if bureau.settings.simulated:
        out.print(here(Text("模拟数据", "simulated data")), style="bold")
    _show(told.document)
    for path in told.pages.values():
        out.print(path)


def _show(document: Part) -> None:
    for sentence in document["sentences"]:
        out.print(here(Text.of(sentence)))
    if document["lights"]:
        out.print(table(_LIGHTS, [_light(one) for one in document["lights"]], numbers=range(3, 9)))
    if document["levels"]:
        out.print(table(_LEVELS, [_level(one) for one in document["levels"]], numbers=range(1, 9)))
    if document["kinds"]:
        out.print(table(_KINDS, [_kind(one) for one in document["kinds"]], numbers=range(2, 6)))


def _light(one: Part) -> list[object]:
    false = one["false"]
    return [
        Text.of(one["level"]["name"]),
        Text.of(one["light"]["word"]),
        Text.of(one["basis"]["name"]),
        one["opened"],
        one["confirmed"],
        false["part"],
        one["unverified"],
        _known(false["share"]),
        f"{false['low']}–{false['high']}" if false["low"] else "–",
    ]


def _level(one: Part) -> list[object]:
    return [
        Text.of(one["level"]["name"]),
        one["subjects"],
        _known(one["right"]["share"]),
        _known(one["found"]["share"]),
        _days(one["half"]),
        _days(one["most"]),
        _known(one["false_alarms"]["rate"]),
        _known(one["signal"]["noise_to_signal"]),
        _known(one["signal"]["auroc"]),
    ]


def _kind(one: Part) -> list[object]:
    found = one["found"]
    return [
        Text.of(one["name"]),
        Text.of(one["level"]["name"]),
        f"{found['part']} / {found['whole']}",
        _known(found["share"]),
        _days(one["half"]),
        _days(one["most"]),
    ]


def _days(one: Part) -> object:
    return _known(one["days"]) if one["reached"] else _NEVER


def _known(figure: str | None) -> str:
    return "–" if figure is None else figure


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        help=here(
            Text(
                "预警质量：已核实的预警中误报有多少（台账，按月、按组、按灯色，附区间），模拟数据上发现了哪些事件、用了几天，所说的概率是否如实；"
                "页面写入输出目录。未核实的单独计数。\n\n"
                "例：mbi quality；mbi quality --as-of 2026-03-31；mbi quality --truth truth.json --json",
                "Early-warning quality: how many of the verified alerts were false (the ledger, by month, stratum and light, with intervals), on simulations "
                "what was found and how soon, and whether stated probabilities come true; its page is written into the output. "
                "Unverified ones are counted apart.\n\n"
                "Examples: mbi quality; mbi quality --as-of 2026-03-31; mbi quality --truth truth.json --json",
            )
        )
    )(quality)
