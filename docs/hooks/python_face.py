"""The reference page of what Python gives: made from signatures and docstrings, so that it cannot fall behind them."""

from __future__ import annotations

import inspect
import re
import textwrap
from collections.abc import Iterator
from dataclasses import fields
from typing import Any

import openmbi
from openmbi.adjustment.methods import method_named, method_names
from openmbi.adjustment.parameters import AdjustmentParameters
from openmbi.core.language import Text
from openmbi.doors.notebook.parts import PARTS

HEAD = """# Python

What `import openmbi` gives to notebooks and programs. How to use it: [Adjust your own series in five lines](../tutorials/notebook.md)
（[中文](../tutorials/notebook.zh.md)）.
"""
SECTION = re.compile(r"^(\w+)\n-+\n", re.MULTILINE)


def page() -> str:
    """Return the page."""
    tables = [name for name, one in vars(openmbi.Adjustment).items() if isinstance(one, property) and name[0] != "_"]
    parts = [
        HEAD,
        *described("openmbi.adjust", openmbi.adjust),
        *columns(),
        *described("openmbi.adjustment_of", openmbi.adjustment_of),
        "## `openmbi.Adjustment`\n",
        paragraph(inspect.getdoc(openmbi.Adjustment)) + "\n",
        *listed((name, paragraph(inspect.getdoc(getattr(openmbi.Adjustment, name)))) for name in tables),
        *methods(),
        *parameters(),
    ]
    return "\n".join(parts) + "\n"


def described(name: str, function: Any) -> Iterator[str]:
    """Yield a function's signature and the sections of its docstring."""
    opening, *sections = SECTION.split(inspect.getdoc(function) or "")
    yield f"## `{name}`\n\n```python\n{name.removeprefix('openmbi.')}{signature(function)}\n```\n\n{paragraph(opening)}\n"
    for title, body in zip(sections[::2], sections[1::2], strict=True):
        yield f"**{title}**\n"
        told = list(entries(body))
        yield from listed(told) if told else [paragraph(body) + "\n"]


def signature(function: Any) -> str:
    """Return the signature, a parameter a line, with types as they are written."""
    given = inspect.signature(function).parameters.values()
    told = [
        f"{one.name}: {one.annotation}" + ("" if one.default is one.empty else f" = {one.default!r}") for one in given
    ]
    return "(\n    " + ",\n    ".join([told[0], "*", *told[1:]]) + ",\n)"


def entries(body: str) -> Iterator[tuple[str, str]]:
    """Yield names and what is said of them, of a section of a docstring."""
    for match in re.finditer(r"^(\S[^\n]*)\n((?:[ ]+[^\n]*\n?|\n)+)", body + "\n", re.MULTILINE):
        yield match[1], paragraph(textwrap.dedent(match[2]))


def listed(rows: Any) -> Iterator[str]:
    """Yield a table of names and what is said of them."""
    yield "| | |\n|---|---|"
    for name, said in rows:
        yield f"| {', '.join(f'`{one}`' for one in name.split(', '))} | {cell(said)} |"
    yield ""


def columns() -> Iterator[str]:
    """Yield the table of the columns that a long frame gets."""
    yield "**Columns of a long frame and of `components` · 长表与 components 的列**\n\n| | | |\n|---|---|---|"
    yield from (f"| `{name}` | {cell(said.en)} | {cell(said.zh)} |" for name, said in PARTS.items())
    yield ""


def methods() -> Iterator[str]:
    """Yield the table of the adjustment methods."""
    yield "## Methods · 方法\n\n| | | | frequencies · 频率 | source |\n|---|---|---|---|---|"
    for name in method_names():
        one = method_named(name)
        able = ", ".join(sorted(str(frequency) for frequency in one.frequencies))
        yield f"| `{name}` | {one.name.en} | {one.name.zh} | {able} | {_both(one.citation)} |"
    yield ""


def _both(text: Text) -> str:
    return cell(text.en if text.en == text.zh else f"{text.en} · {text.zh}")


def parameters() -> Iterator[str]:
    """Yield the parameters of the batched method with their first values."""
    sections = SECTION.split(inspect.getdoc(AdjustmentParameters) or "")
    said = {name: text for names, text in entries(sections[2]) for name in names.split(", ")}
    yield f"## `openmbi.adjustment.parameters.AdjustmentParameters`\n\n{paragraph(sections[0])}\n\n| | first value | |\n|---|---|---|"
    yield from (
        f"| `{one.name}` | `{one.default}` | {cell(said.get(one.name, ''))} |" for one in fields(AdjustmentParameters)
    )


def paragraph(text: str | None) -> str:
    """Return a text in one line a paragraph."""
    return "\n\n".join(re.sub(r"\s+", " ", part).strip() for part in re.split(r"\n\s*\n", text or "") if part.strip())


def cell(text: str) -> str:
    """Return a text that fits into a cell of a table."""
    return re.sub(r"\s+", " ", text).replace("|", r"\|")
