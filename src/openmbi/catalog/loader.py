"""Read one declaration and check it against its model; an error names file, line and field."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from openmbi.core.language import Text
from openmbi.core.problems import Problem
from openmbi.core.registry import declared_files, package_folder

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the same, several times as fast where libyaml is there


class Declaration(BaseModel):
    """Base of every declaration: immutable, and a misspelt field is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Name(Declaration):
    """A name in both languages."""

    zh: str
    en: str

    def text(self) -> Text:
        """Return the name as a bilingual text."""
        return Text(self.zh, self.en)


D = TypeVar("D", bound=Declaration)


def load_declaration(model: type[D], file: Path, beneath: Mapping[str, object] = MappingProxyType({})) -> D:
    """Read a YAML file as one declaration; what it leaves out is taken from `beneath`, field by field.

    Raises
    ------
    Problem
        `catalog.unreadable` where it is no YAML mapping, `catalog.invalid` where a field is missing, unknown or wrong; with the line.
    """
    content = read_mapping(file)
    try:
        return model.model_validate(laid_over(beneath, content))
    except ValidationError as error:
        raise _invalid(file, error) from error


def read_mapping(file: Path) -> dict[str, object]:
    """Read a YAML file as a mapping, unchecked; whoever gets it must not change it.

    Raises
    ------
    Problem
        `catalog.unreadable` where it is no YAML mapping.
    """
    try:
        content = _parsed(file.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise _unreadable(file, str(error), mark.line + 1 if mark else None) from error
    if not isinstance(content, dict):
        raise _unreadable(file, type(content).__name__, 1)
    return content


@lru_cache(maxsize=1024)
def _parsed(text: str) -> object:
    """Return what a YAML text says; each text is parsed once, which is most of the time that declarations take."""
    return yaml.load(text, Loader=_LOADER)


def laid_over(beneath: Mapping[str, object], content: Mapping[str, object]) -> dict[str, object]:
    """Lay one mapping over another: mappings are merged field by field, anything else replaces what is beneath."""
    merged = dict(beneath)
    for key, value in content.items():
        under = merged.get(key)
        merged[key] = laid_over(under, value) if isinstance(under, dict) and isinstance(value, dict) else value
    return merged


def _unreadable(file: Path, detail: str, line: int | None) -> Problem:
    return Problem(
        "catalog.unreadable",
        Text("不是可读取的 YAML 映射：{detail}", "not a readable YAML mapping: {detail}").fill(detail=detail),
        Text("请改正该文件", "mend the file"),
        file=file,
        line=line,
    )


def _invalid(file: Path, error: ValidationError) -> Problem:
    node = yaml.compose(file.read_text(encoding="utf-8"), Loader=_LOADER)
    faults = error.errors()
    first = faults[0]
    listed = "; ".join(f"{_dotted(fault['loc'])}: {fault['msg']}" for fault in faults)
    return Problem(
        "catalog.invalid",
        Text("{count} 处错误：{listed}", "{count} fault(s): {listed}").fill(count=len(faults), listed=listed),
        Text("请按文档中该类声明的字段说明改正", "mend the fields as the reference of this kind of declaration says"),
        file=file,
        line=_line_of(node, first["loc"]),
        field=_dotted(first["loc"]),
    )


def _dotted(location: tuple[int | str, ...]) -> str:
    return ".".join(str(part) for part in location)


def _line_of(node: yaml.Node | None, location: tuple[int | str, ...]) -> int | None:
    """Return the line of the deepest part of `location` that the file has."""
    if node is None:
        return None
    line = node.start_mark.line + 1
    for part in location:
        child = _child(node, part)
        if child is None:
            return line
        node, line = child
    return line


def _child(node: yaml.Node, part: int | str) -> tuple[yaml.Node, int] | None:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == str(part):
                return value, key.start_mark.line + 1
    if isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
        item = node.value[part]
        return item, item.start_mark.line + 1
    return None


SHIPPED = package_folder("openmbi.catalog")


def catalog_files(kind: str, overlay: Path | None, pattern: str = "*.yml") -> dict[str, Path]:
    """Return the files that declare a kind (`calendar`, `lights`, …) by name; a bureau's own file of the same name stands instead of ours."""
    folders: list[Path] = [SHIPPED / kind] + ([overlay / kind] if overlay else [])
    return {declared.name: declared.file for folder in folders for declared in declared_files(folder, pattern)}


def load_all(model: type[D], kind: str, overlay: Path | None) -> dict[str, D]:
    """Read every declaration of a kind, by name."""
    return {name: load_declaration(model, file) for name, file in catalog_files(kind, overlay).items()}


def declarations_by_kind(overlay: Path | None) -> dict[str, dict[str, Path]]:
    """Return the file of every declaration in force, by kind and name."""
    folders = [SHIPPED] + ([overlay] if overlay and overlay.is_dir() else [])
    kinds = {
        child.name for folder in folders for child in folder.iterdir() if child.is_dir() and child.name[0] not in "._"
    }
    return {kind: dict(sorted(catalog_files(kind, overlay).items())) for kind in sorted(kinds)}


def catalog_hash(overlay: Path | None, kinds: Collection[str] | None = None) -> str:
    """Return the SHA-256 over every declaration in force (of some kinds), names and bytes: a release pins it."""
    digest = hashlib.sha256()
    for kind, files in declarations_by_kind(overlay).items():
        if kinds is not None and kind not in kinds:
            continue
        for name, file in files.items():
            digest.update(f"{kind}/{name}\0".encode() + file.read_bytes() + b"\0")
    return digest.hexdigest()
