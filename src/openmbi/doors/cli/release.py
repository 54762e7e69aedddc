"""`mbi release`: pin, list and verify what is published."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from openmbi.core.language import Text
from openmbi.core.problems import ExitCode
from openmbi.doors.cli.console import out, print_json, steps, table
from openmbi.doors.cli.language import here
from openmbi.doors.cli.options import AsOf, Json, moment, now, opened
from openmbi.doors.cli.public_release import register

if TYPE_CHECKING:
    from openmbi.flow.release import Verdict

app = typer.Typer(
    no_args_is_help=True,
    help=here(
        Text(
            "发布：固定清单、截至时点、目录、代码与环境，并保存全部数字。\n\n例：mbi release create --as-of 2016-03-01；mbi release verify",
            "Releases: pin manifest, as-of, catalog, code and environment, and keep every figure.\n\n"
            "Examples: mbi release create --as-of 2016-03-01; mbi release verify",
        )
    ),
)


@app.command(
    help=here(
        Text(
            "生成一个发布版本。\n\n例：mbi release create --as-of 2016-03-01",
            "Make a release.\n\nExample: mbi release create --as-of 2016-03-01",
        )
    )
)
def create(context: typer.Context, as_of: AsOf = None, json: Json = False) -> None:
    """Make a release."""
    from openmbi.flow.release import release as make_release

    bureau = opened(context)
    with steps() as step:
        made = make_release(bureau, as_of=moment(as_of, bureau), now=now(), step=step)
    if json:
        print_json({"release": made.name, "pins": made.pins, "folder": str(made.folder)})
        return
    said = Text("发布 {name}：{folder}", "release {name}: {folder}").fill(name=made.name, folder=made.folder)
    out.print(here(said), soft_wrap=True)


@app.command(
    "list",
    help=here(
        Text(
            "列出发布版本。\n\n例：mbi release list --json",
            "List the releases.\n\nExample: mbi release list --json",
        )
    ),
)
def list_releases(context: typer.Context, json: Json = False) -> None:
    """List the releases."""
    from openmbi.store.runs import saved

    releases = saved(opened(context).store, "releases")
    if json:
        print_json([{"release": one.name, "pins": one.pins} for one in releases])
        return
    headers = (
        Text("发布", "release"),
        Text("截至", "as of"),
        Text("清单", "manifest"),
        Text("目录", "catalog"),
        Text("代码", "code"),
    )
    rows = [
        [
            one.name,
            one.pins["as_of"],
            one.pins["manifest"],
            one.pins["catalog_sha256"][:12],
            one.pins["code_sha256"][:12],
        ]
        for one in releases
    ]
    out.print(table(headers, rows))


@app.command(
    help=here(
        Text(
            "按发布时固定的一切重新计算并逐个数字比较。\n\n例：mbi release verify 3",
            "Make a release again from what it pinned, and compare every figure.\n\nExample: mbi release verify 3",
        )
    )
)
def verify(
    context: typer.Context,
    release: Annotated[
        str | None,
        typer.Argument(help=here(Text("发布号；缺省为最新", "number of the release; the newest if not said"))),
    ] = None,
    json: Json = False,
) -> int:
    """Verify a release; exit code 5 where it does not come out the same."""
    from openmbi.flow.release import verify as make_again

    with steps() as step:
        verdict = make_again(opened(context), release, step=step)
    if json:
        print_json(
            {
                "release": verdict.release.name,
                "reproduced": verdict.reproduced,
                "bit_for_bit": verdict.bit_for_bit,
                "figures": verdict.figures,
                "largest_difference": verdict.largest_difference,
                "missing": verdict.missing,
                "differs": verdict.differs,
            }
        )
    else:
        _show(verdict)
    return ExitCode.OK if verdict.reproduced else ExitCode.NOT_REPRODUCED


def _show(verdict: Verdict) -> None:
    promise = Text("逐位一致", "bit for bit") if verdict.bit_for_bit else Text("相对误差不超过 1e-9", "to 1e-9")
    result = Text("已复现", "reproduced") if verdict.reproduced else Text("未能复现", "NOT reproduced")
    said = Text(
        "发布 {name}：{n:,} 个数字，要求{promise}：{result}（最大相对差 {d:.3g}，缺少 {m}）",
        "release {name}: {n:,} figures, asked for {promise}: {result} (largest relative difference {d:.3g}, missing {m})",
    ).fill(
        name=verdict.release.name,
        n=verdict.figures,
        promise=promise,
        result=result,
        d=verdict.largest_difference,
        m=verdict.missing,
    )
    out.print(here(said))
    if verdict.differs:
        out.print(
            here(Text("与发布时不同：{pins}", "not as at the release: {pins}").fill(pins=", ".join(verdict.differs)))
        )


register(app)
