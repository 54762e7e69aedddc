"""`mbi audit`: what the composite owes to the choices that made it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Annotated, Any

import typer
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from openmbi.core.language import Text
from openmbi.doors.cli.console import err, out, print_json, table
from openmbi.doors.cli.interrupts import stop_if_interrupted
from openmbi.doors.cli.language import here
from openmbi.doors.cli.options import Json, opened

HEADERS = (
    Text("步骤", "step"),
    Text("最新指数：一阶 %", "latest value: first %"),
    Text("总效应 %", "total %"),
    Text("最新变动：一阶 %", "latest change: first %"),
    Text("总效应 %", "total %"),
    Text("城市位次：总效应 %", "ranks: total %"),
)
_DRAWS = Text(
    "抽样次数，2 的幂；实际合成次数为它乘以步骤数加 2",
    "draws, a power of 2; composites are made that many times two more than there are steps",
)
_SEED = Text("随机种子：同一种子给出同一结果", "seed of the draws: equal seeds give equal results")
_VARY = Text(
    "只变动这些步骤，可重复：imputation、treatment、base、normalisation、weighting、noise、aggregation；"
    "可限定方案，如 normalisation=z_score,rank。不能变动时报错",
    "vary these steps alone; may be repeated: imputation, treatment, base, normalisation, weighting, noise, aggregation; "
    "with options, such as normalisation=z_score,rank. What cannot be varied is an error",
)


def audit(
    context: typer.Context,
    *,
    draws: Annotated[int, typer.Option("--draws", help=here(_DRAWS))] = 1024,
    seed: Annotated[int, typer.Option("--seed", min=0, help=here(_SEED))] = 1,
    vary: Annotated[list[str] | None, typer.Option("--vary", metavar="STEP[=OPTION,…]", help=here(_VARY))] = None,
    json: Json = False,
) -> None:
    """Audit the composite of the newest run and write its page."""
    from openmbi.flow.audit import audited
    from openmbi.flow.audit_plan import Asked

    bureau = opened(context)
    with _counted() as (step, progress):
        found = audited(bureau, Asked(draws, seed, tuple(vary or ())), step=step, progress=progress)
    if json:
        print_json(found.document)
        return
    if bureau.settings.simulated:
        out.print(here(Text("模拟数据", "simulated data")), style="bold")
    for sentence in found.document["in_short"]:
        out.print(here(Text.of(sentence)))
    out.print(table(HEADERS, [_row(one) for one in found.document["steps"]], numbers=[1, 2, 3, 4, 5]))
    for path in found.pages.values():
        out.print(path)


def _row(step: dict[str, Any]) -> list[object]:
    """Return a step's name and its indices; a dash where it was not varied, or the output never moves."""
    shown = [("latest", "first"), ("latest", "total"), ("change", "first"), ("change", "total"), ("shift", "total")]
    return [Text.of(step["name"]), *(_figure(step.get(output), order) for output, order in shown)]


def _figure(indices: dict[str, str | None] | None, order: str) -> str:
    found = indices[order] if indices else None
    return "–" if not indices or found is None else f"{found} ± {indices[f'{order}_plus_minus']}"


@contextmanager
def _counted() -> Iterator[tuple[Callable[[Text], None], Callable[[Text, int, int], None]]]:
    """Show which step is being done, and how many draws are made."""
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=err, transient=True) as shown:
        task = shown.add_task("", total=None)

        def step(text: Text) -> None:
            stop_if_interrupted()
            shown.update(task, description=here(text), total=None)

        def progress(text: Text, done: int, every: int) -> None:
            stop_if_interrupted()
            shown.update(task, description=here(text), completed=done, total=every)

        yield step, progress


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        help=here(
            Text(
                "审计最近一次计算的综合指数：换一种赋权、标准化、异常值处理、基期或合成方法，指数与城市位次会差多少，哪一步影响最大；"
                "逐一剔除、有效权重、相关性；页面写入输出目录。\n\n"
                "例：mbi audit；mbi audit --draws 4096 --seed 7；mbi audit --vary weighting --vary normalisation=z_score,rank --json",
                "Audit the composite of the newest run: how far the index and the ranks of cities would differ by other weights, normalisation, treatment, "
                "base period or aggregation, and which step matters most; one indicator left out, "
                "effective weights, correlations. Its page is written into the output.\n\n"
                "Examples: mbi audit; mbi audit --draws 4096 --seed 7; mbi audit --vary weighting --vary normalisation=z_score,rank --json",
            )
        )
    )(audit)
