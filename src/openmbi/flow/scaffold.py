"""`mbi init`: a new bureau's folder, ready for files."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from openmbi.core.language import Text
from openmbi.core.problems import Problem
from openmbi.core.registry import package_folder

TEMPLATES = package_folder("openmbi.flow") / "templates"


@dataclass(frozen=True)
class Blueprint:
    """What a new bureau is called and what it watches; `base_year`: the year whose mean is 100."""

    name: Text
    zone: Text
    code: str
    source: str
    base_year: int
    simulated: bool = False


def write_bureau(folder: Path, blueprint: Blueprint, templates: Path = TEMPLATES) -> list[Path]:
    """Write what a folder of templates holds, at least the settings, a source's contract and a catalog overlay, and return the files.

    Raises
    ------
    Problem
        `scaffold.not-empty` where the folder holds something already.
    """
    refuse_filled(folder)
    environment = Environment(
        loader=FileSystemLoader(templates),
        undefined=StrictUndefined,
        keep_trailing_newline=True,
        autoescape=False,
        trim_blocks=True,
    )
    written = []
    for template in sorted(templates.rglob("*.jinja")):
        name = template.relative_to(templates).as_posix()
        target = folder / name.removesuffix(".jinja").replace("SOURCE", blueprint.source).replace("DOT-", ".")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(environment.get_template(name).render(b=blueprint), encoding="utf-8")
        written.append(target)
    (folder / "incoming").mkdir(exist_ok=True)
    return written


def refuse_filled(folder: Path) -> None:
    """Refuse a folder that holds something already.

    Raises
    ------
    Problem
        `scaffold.not-empty`.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Problem(
            "scaffold.not-empty",
            Text("目录已存在且不为空", "the folder exists and is not empty"),
            Text("换一个目录名，或先清空该目录", "choose another name, or empty the folder first"),
            file=folder,
        )
