"""`mbi revisions`: how far the level and its light moved as months were added."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from openmbi.core.colours import Colour
from openmbi.core.language import Text
from openmbi.doors.cli.console import out, print_json, steps, table
from openmbi.doors.cli.language import here
from openmbi.doors.cli.options import AsOf, Json, moment, opened

if TYPE_CHECKING:
    from openmbi.core.tables import Floats
    from openmbi.flow.level_revisions import LevelRevisions

_MONTHS = Text("测最近多少个月末", "how many of the latest month ends to measure")
_LEAD = Text(
    "如同数据止于各月末（{first} 至 {last}，共 {count} 个）重算，与现在的数字对照。读数与名录取现状，日历取当时所知。",
    "Worked out as if the data had ended at each month end ({first} to {last}, {count} of them), against the figures of now. Readings and register as they "
    "stand, the calendar as then known.",
)
_FACTOR = Text(
    "红绿灯判定量：修订均方根 {moved}%，预测标准误 {error}%，二者之比 {factor}；灯色不同的月末 {colours} 个。",
    "What the light judges: revisions {moved} % (root mean square), predicted standard error {error} %, their ratio {factor}; the light is another at "
    "{colours} month ends.",
)
_HEADERS = (
    Text("距末日天数", "days before the end"),
    Text("平均修订 %", "mean revision %"),
    Text("修订标准差 %", "sd of revisions %"),
    Text("预测标准误 %", "predicted standard error %"),
    Text("修订 ÷ 预测", "revision ÷ predicted"),
)


def revisions(
    context: typer.Context,
    months: Annotated[int, typer.Option(min=1, help=here(_MONTHS))] = 12,
    as_of: AsOf = None,
    json: Json = False,
) -> None:
    """Measure how far the level moved as months were added."""
    from openmbi.flow.level_revisions import level_revisions

    bureau = opened(context)
    with steps() as step:
        found = level_revisions(bureau, as_of=moment(as_of, bureau), months=months, step=step)
    if json:
        print_json(_document(found))
        return
    if bureau.settings.simulated:
        out.print(here(Text("模拟数据", "simulated data")), style="bold")
    _show(found)


def _show(found: LevelRevisions) -> None:
    spread = found.level.to_last()
    error = _root_mean_square(found.level_error)
    out.print(here(_LEAD.fill(first=found.ends[0], last=found.ends[-1], count=len(found.ends))))
    rows = [
        [str(lag), f"{100 * bias:+.2f}", f"{100 * sd:.2f}", f"{100 * predicted:.2f}", f"{ratio:.1f}"]
        for lag, bias, sd, predicted, ratio in zip(
            found.lags, spread.bias, spread.sd, error, found.level_factor, strict=True
        )
    ]
    out.print(table(_HEADERS, rows, numbers=[0, 1, 2, 3, 4]))
    moved = _root_mean_square(found.change.last - found.change.first)
    out.print(
        here(
            _FACTOR.fill(
                moved=f"{100 * moved[0]:.2f}",
                error=f"{100 * _root_mean_square(found.change_error)[0]:.2f}",
                factor=f"{found.change_factor:.1f}",
                colours=int((found.colour[:, 0] != found.colour[:, 1]).sum()),
            )
        )
    )


def _root_mean_square(values: Floats) -> Floats:
    import numpy as np

    return np.sqrt((values**2).mean(axis=0))


def _document(found: LevelRevisions) -> dict[str, Any]:
    """Return every figure: by month end and lag in log points, of the light's measure as a share."""
    return {
        "ends": [str(day) for day in found.ends],
        "lags": found.lags.tolist(),
        "level": {
            "revision_next_month": (found.level.later - found.level.first).tolist(),
            "revision": (found.level.last - found.level.first).tolist(),
            "standard_error": found.level_error.tolist(),
            "factor": found.level_factor.tolist(),
        },
        "light": {
            "measure_first": found.change.first[:, 0].tolist(),
            "measure_last": found.change.last[:, 0].tolist(),
            "standard_error": found.change_error[:, 0].tolist(),
            "factor": found.change_factor,
            "colour_first": [Colour(int(code)).name.lower() for code in found.colour[:, 0]],
            "colour_last": [Colour(int(code)).name.lower() for code in found.colour[:, 1]],
        },
    }


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        help=here(
            Text(
                "实测修订：每增加一个月的数据，最近的指数与红绿灯判定量变动多少，与预测的标准误对照；只显示，不改动。\n\n例：mbi revisions --months 12",
                "Measure revisions: how far the latest levels, and what the light judges, move as months are added, beside their predicted "
                "standard errors; shows and changes nothing.\n\nExample: mbi revisions --months 12",
            )
        )
    )(revisions)
