"""MkDocs hook: write the reference from the code and the catalog, so that it cannot fall behind them."""

from __future__ import annotations

import ast
import os
import re
import runpy
import string
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

from openmbi.catalog.loader import read_mapping
from openmbi.sources.reasons import REASONS

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "src" / "openmbi"
GENERATED = "<!-- generated when the site is built: see docs/hooks/reference.py -->\n\n"


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the generated pages to the site."""
    for path, content in pages().items():
        files.append(File.generated(config, path, content=GENERATED + content))
    return files


def pages() -> dict[str, str]:
    """Return every generated page, Markdown by path below docs/."""
    return {
        "reference/commands.md": commands_page("en"),
        "reference/commands.zh.md": commands_page("zh"),
        "reference/api.md": api_page("en"),
        "reference/api.zh.md": api_page("zh"),
        "reference/catalog.md": catalog_page(),
        "reference/source.md": source_page(),
        "reference/python.md": python_page(),
        "reference/problems.md": problems_page(),
        "reference/quarantine.md": quarantine_page(),
        "reference/glossary.md": (ROOT / "GLOSSARY.md").read_text(encoding="utf-8"),
        "reference/changelog.md": (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"),
    }


def commands_page(language: str) -> str:
    """Return the help of every command in a language."""
    command = [sys.executable, Path(__file__).with_name("commands.py"), "--lang", language]
    environment = os.environ | {"PYTHONIOENCODING": "utf-8"}
    result = subprocess.run(command, env=environment, capture_output=True, encoding="utf-8", check=True)
    return result.stdout


def api_page(language: str) -> str:
    """Return every route of the API in a language."""
    return runpy.run_path(str(Path(__file__).with_name("api.py")))["page"](language)


def catalog_page() -> str:
    """Return every declaration that is shipped, with its file and its content."""
    files = sorted(PACKAGE.glob("catalog/*/*.yml")) + sorted(PACKAGE.glob("sources/*/source.yml"))
    kinds: dict[str, list[Path]] = {}
    for file in files:
        kinds.setdefault(file.parent.name if "catalog" in file.parts else "sources", []).append(file)
    body = [line for kind in sorted(kinds) for line in _kind(kind, kinds[kind])]
    return "\n".join(
        [
            "# Catalog · 目录",
            "",
            "Each declaration is one file; a bureau's own file of the same name stands instead of it.",
            "",
            *body,
        ]
    )


def source_page() -> str:
    """Return every field of a source's contract."""
    return runpy.run_path(str(Path(__file__).with_name("source_contract.py")))["page"]()


def python_page() -> str:
    """Return what `import openmbi` gives, from signatures and docstrings."""
    return runpy.run_path(str(Path(__file__).with_name("python_face.py")))["page"]()


def _kind(kind: str, files: list[Path]) -> Iterator[str]:
    yield f"## {kind}\n"
    for file in files:
        name = file.parent.name if file.name == "source.yml" else file.stem
        text = file.read_text(encoding="utf-8")
        title: Any = read_mapping(file).get("name", {})
        yield f"### `{name}`" + (f" {title['en']} · {title['zh']}" if title else "")
        yield f"\n`{file.relative_to(ROOT)}`\n\n```yaml\n{text.rstrip()}\n```\n"


def problems_page() -> str:
    """Return every stable problem code that the source raises, in both languages."""
    rows = sorted({row for file in PACKAGE.rglob("*.py") for row in _problems(file)})
    head = ["# Problems · 问题代码", "", "| code | found | 问题 | to do | 处理 |", "|---|---|---|---|---|"]
    return "\n".join([*head, *rows, ""])


def _problems(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        match node:
            case ast.Call(func=ast.Name(id="Problem"), args=[ast.Constant(value=str(code)), found, fix, *_]):
                (found_zh, found_en), (fix_zh, fix_en) = _pair(found), _pair(fix)
                yield f"| `{code}` | {found_en} | {found_zh} | {fix_en} | {fix_zh} |"


def _pair(node: ast.expr) -> tuple[str, str]:
    """Return the Chinese and English of a Text, also of one that is filled at once; empty where it is made elsewhere."""
    match node:
        case ast.Call(func=ast.Attribute(attr="fill", value=inner)):
            return _pair(inner)
        case ast.Call(func=ast.Name(id="Text"), args=[ast.Constant(value=str(zh)), ast.Constant(value=str(en))]):
            return _cell(zh), _cell(en)
        case _:
            return "", ""


def _cell(text: str) -> str:
    named = "".join(
        literal + (f"‹{name}›" if name is not None else "") for literal, name, _, _ in string.Formatter().parse(text)
    )
    return re.sub(r"\s+", " ", named.replace("|", r"\|").replace("<", "&lt;"))


def quarantine_page() -> str:
    """Return every reason for which a row can be refused."""
    head = ["# Quarantine reasons · 隔离原因", "", "| code | means | 含义 | to do | 处理 |", "|---|---|---|---|---|"]
    rows = [
        f"| `{r.code}` | {_cell(r.means.en)} | {_cell(r.means.zh)} | {_cell(r.fix.en)} | {_cell(r.fix.zh)} |"
        for r in REASONS.values()
    ]
    return "\n".join([*head, *rows, ""])
