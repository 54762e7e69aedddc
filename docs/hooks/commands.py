"""Print the reference of the commands of `mbi` as Markdown, in the language that `--lang` names, as `mbi` itself reads it.

A process of its own, because the texts of the commands are made once a process, in its language.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from typer.main import get_command

from openmbi.core.language import Text
from openmbi.doors.cli.app import app
from openmbi.doors.cli.language import here

TITLE = Text("命令", "Commands")
HEADER = Text("| 参数或选项 | 缺省 | 含义 |", "| argument or option | default | meaning |")
OF_THE_SHELL = {"install_completion", "show_completion"}


def described(name: str, command: Any, depth: int) -> Iterator[str]:
    """Yield the description of a command and of those below it, line by line."""
    yield f"{'#' * depth} `{name}`\n"
    yield from (f"{paragraph}\n" for paragraph in paragraphs(command.help))
    rows = [row(parameter) for parameter in command.params if parameter.name not in OF_THE_SHELL]
    if rows:
        yield "\n".join([here(HEADER), "|---|---|---|", *rows]) + "\n"
    for child_name, child in sorted(getattr(command, "commands", {}).items()):
        yield from described(f"{name} {child_name}", child, depth + 1)


def row(parameter: Any) -> str:
    """Return a line of the table of arguments and options."""
    is_argument = parameter.param_type_name == "argument"
    shown = parameter.name.upper() if is_argument else ", ".join(parameter.opts)
    default = parameter.default
    told = f"`{default}`" if isinstance(default, str | int | float) and not isinstance(default, bool) else ""
    return f"| `{shown}` | {told} | {' '.join(paragraphs(parameter.help))} |"


def paragraphs(text: str | None) -> list[str]:
    """Return a help text's paragraphs, fit for a line of Markdown."""
    parts = re.split(r"\n\s*\n", (text or "").replace("|", r"\|"))
    return [re.sub(r"\s+", " ", part).strip() for part in parts if part.strip()]


if __name__ == "__main__":
    print(f"# {here(TITLE)}\n")
    print("\n".join(described("mbi", get_command(app), 2)))
