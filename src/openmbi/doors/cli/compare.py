"""`mbi compare`: what another catalog would have done to the lights."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from openmbi.core.colours import Colour
from openmbi.core.language import Text
from openmbi.doors.cli.console import out, print_json, steps, table
from openmbi.doors.cli.language import here
from openmbi.doors.cli.options import AsOf, Json, moment, opened

if TYPE_CHECKING:
    from openmbi.flow.compare import Comparison
    from openmbi.lights.compare import LightChanges

MOST_CHANGED = 10
COLOURS = {
    Colour.NO_DATA: Text("无数据", "no data"),
    Colour.GREEN: Text("绿", "green"),
    Colour.YELLOW: Text("黄", "yellow"),
    Colour.RED: Text("红", "red"),
    Colour.BLUE: Text("蓝", "blue"),
    Colour.YELLOW_RED: Text("黄红", "yellow-red"),
    Colour.YELLOW_BLUE: Text("黄蓝", "yellow-blue"),
    Colour.ORANGE: Text("橙", "orange"),
}
FIELDS: tuple[str, ...] = (
    "level",
    "subject",
    "days_changed",
    "first_changed",
    "last_changed",
    "last_light_a",
    "last_light_b",
)
Named = Annotated[
    str,
    typer.Argument(
        help=here(
            Text(
                "current（本单位）、shipped（随附），或覆盖于本单位目录之上的一个目录",
                "`current` (the bureau's own), `shipped`, or a folder of declarations laid over the bureau's own",
            )
        )
    ),
]


def compare(
    context: typer.Context,
    catalog_a: Named,
    catalog_b: Named,
    *,
    as_of: AsOf = None,
    days: Annotated[
        int, typer.Option(min=1, help=here(Text("比较最近多少天", "how many of the last days are compared")))
    ] = 365,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            metavar="FILE.csv",
            dir_okay=False,
            help=here(Text("把灯色有变的各主体写入 CSV", "write every subject whose light changes as CSV")),
        ),
    ] = None,
    json: Json = False,
) -> None:
    """Compute by both catalogs and tell which lights differ; nothing is saved."""
    from openmbi.flow.compare import compare_catalogs

    bureau = opened(context)
    with steps() as step:
        found = compare_catalogs(bureau, catalog_a, catalog_b, as_of=moment(as_of, bureau), days=days, step=step)
    if output:
        _write(found, output)
    if json:
        print_json(_as_dict(found) | {"a": catalog_a, "b": catalog_b, "simulated": bureau.settings.simulated})
        return
    if bureau.settings.simulated:
        out.print(here(Text("模拟数据", "simulated data")), style="bold")
    _show(found)


def _show(found: Comparison) -> None:
    if found.same_catalog:
        out.print(here(Text("两个目录相同", "both catalogs are the same")))
    (one, other), (largest, mean) = found.series, found.level_difference
    said = Text(
        "{first} 至 {last}：指数最大相差 {d:.2f} 点，平均 {m:.2f} 点；末日 {a:.2f} → {b:.2f}",
        "{first} to {last}: the level differs by {d:.2f} points at most, {m:.2f} on average; on the last day {a:.2f} → {b:.2f}",
    )
    last = {"first": one.days[0], "last": one.days[-1], "a": one.close[-1], "b": other.close[-1]}
    out.print(here(said.fill(d=largest, m=mean, **last)))
    for level, changes in found.changes.items():
        _show_level(level, changes)


def _show_level(level: str, changes: LightChanges) -> None:
    subjects, differ = int((changes.changed > 0).sum()), int((changes.before != changes.after).sum())
    said = Text(
        "{level}：{n} 个主体日中 {c} 个灯色有变（{share:.2%}），涉及 {s} 个主体；末日有变 {d} 个",
        "{level}: of {n} subject-days {c} have another light ({share:.2%}), of {s} subjects; on the last day {d} have",
    )
    share = changes.changes / max(changes.compared, 1)
    out.print()
    told = said.fill(level=level, n=changes.compared, c=changes.changes, share=share, s=subjects, d=differ)
    out.print(here(told), style="bold")
    if changes.changes:
        seen = [colour for colour in Colour if changes.counts[colour].any() or changes.counts[:, colour].any()]
        headers = (Text("由 ↓ 到 →", "from ↓ to →"), *(COLOURS[colour] for colour in seen))
        rows = [[COLOURS[a], *(f"{changes.counts[a, b]:,}" for b in seen)] for a in seen]
        out.print(table(headers, rows, numbers=range(1, len(seen) + 1)))
        listed = (Text("变化最多的主体", "most changed"), Text("天数", "days"), Text("末日", "on the last day"))
        out.print(table(listed, [_most(changes, row) for row in _order(changes)[:MOST_CHANGED]], numbers=[1]))


def _most(changes: LightChanges, row: int) -> list[object]:
    before, after = (COLOURS[Colour(int(colours[row]))] for colours in (changes.before, changes.after))
    arrow = Text("{a} → {b}", "{a} → {b}").fill(a=before, b=after)
    return [changes.subjects[row], int(changes.changed[row]), arrow]


def _order(changes: LightChanges) -> list[int]:
    """Return the rows of the subjects whose light changed, the most changed first."""
    import numpy as np

    order = np.argsort(-changes.changed, kind="stable")
    return [int(row) for row in order if changes.changed[row]]


def _rows(level: str, changes: LightChanges) -> Iterator[dict[str, Any]]:
    for row in _order(changes):
        values = (
            level,
            str(changes.subjects[row]),
            int(changes.changed[row]),
            str(changes.first[row]),
            str(changes.last[row]),
            *(Colour(int(colours[row])).name.lower() for colours in (changes.before, changes.after)),
        )
        yield dict(zip(FIELDS, values, strict=True))


def _write(found: Comparison, path: Path) -> None:
    from openmbi.store.store import disk_space_named

    with disk_space_named(path.parent), path.open("w", encoding="utf-8-sig", newline="") as handle:
        writer = csv.DictWriter(handle, FIELDS)
        writer.writeheader()
        for level, changes in found.changes.items():
            writer.writerows(_rows(level, changes))


def _as_dict(found: Comparison) -> dict[str, Any]:
    one, other = found.series
    return {
        "first_day": str(one.days[0]),
        "last_day": str(one.days[-1]),
        "same_catalog": found.same_catalog,
        "level": {
            "largest_difference": found.level_difference[0],
            "mean_difference": found.level_difference[1],
            "last": [float(one.close[-1]), float(other.close[-1])],
        },
        "lights": {level: _level_as_dict(level, changes) for level, changes in found.changes.items()},
    }


def _level_as_dict(level: str, changes: LightChanges) -> dict[str, Any]:
    counts = [
        {"from": before.name.lower(), "to": after.name.lower(), "subject_days": number}
        for (before, after), number in changes.by_colour().items()
    ]
    return {
        "compared_subject_days": changes.compared,
        "changed_subject_days": changes.changes,
        "changed_subjects": int((changes.changed > 0).sum()),
        "changed_on_the_last_day": int((changes.before != changes.after).sum()),
        "by_colour": counts,
        "subjects": list(_rows(level, changes)),
        "only_a": changes.only_first.tolist(),
        "only_b": changes.only_second.tolist(),
    }


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        help=here(
            Text(
                "比较两个目录：同样的数据，哪些灯会不同；不保存任何结果。\n\n"
                "例：mbi compare current trial；mbi compare shipped current --days 90 --output changed.csv",
                "Compare two catalogs: which lights would differ on the same data; nothing is saved.\n\n"
                "Examples: mbi compare current trial; mbi compare shipped current --days 90 --output changed.csv",
            )
        )
    )(compare)
