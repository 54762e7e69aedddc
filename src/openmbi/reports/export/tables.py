"""The tables of a document: every list of entries in it is one, and so are its series by day; what is left are its facts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, TypeGuard

from openmbi.core.language import Language, Text
from openmbi.reports.export.headings import heading

Value = str | int | float | bool | None
_FRAME = frozenset(
    {
        "report",
        "path",
        "legend",
        "navigation",
        "csrf",
        "forms",
        "choices",
        "views",
        "bulk",
        "notes",
        "refused",
        "changed",
        "lost",
        "kept_files",
        "sections",
        "asked",
    }
)
"""Fields that are no figures: how a page looks, where it leads, what can be asked."""
_LOOKS = frozenset({"fill", "ink", "shape", "path", "query", "symbol"})
_LANGUAGES = frozenset({"zh", "en"})
_DEEPEST = 4
_LONGEST_NAME = 31
"""So long a sheet's name may be."""


@dataclass(frozen=True)
class ExportTable:
    """One table: `name` as the document calls it, `columns` in words, `rows` of plain values."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]


def tables_of(document: Mapping[str, Any], language: Language) -> list[ExportTable]:
    """Return the tables of a document in one language; the longest list of entries first, then as they stand, its facts last."""
    found = [*_sections(document, language), *_lists(document, "", language, 0)]
    facts = _table("facts", [_flat(_without_lists(document), language)], language)
    found.sort(key=lambda table: -len(table.rows))
    turned = (
        tuple((name, value) for name, value in zip(facts.columns, facts.rows[0], strict=True)) if facts.rows else ()
    )
    words = (Text("项目", "Item").say(language), Text("内容", "Value").say(language))
    return [*_named_once(found), ExportTable("facts", words, turned)]


def _sections(document: Mapping[str, Any], language: Language) -> Iterator[ExportTable]:
    """Yield the tables of a document that names its columns itself, as `openmbi.reports.sheets` does."""
    for section in document.get("sections") or ():
        if "blocks" in section:
            yield from (_block(one, language) for one in section["blocks"] if one["kind"] == "table")
            continue
        columns = section["columns"]
        rows = tuple(
            tuple(_flat({"of": row.get(column["code"])}, language).get("of") for column in columns)
            for row in section["rows"]
        )
        yield ExportTable(section["code"], tuple(column["label"][language.value] for column in columns), rows)


def _block(block: Mapping[str, Any], language: Language) -> ExportTable:
    """Return a table of the bulletin: its cells are texts, or lights of which the word is taken."""
    columns = tuple(one["title"][language.value] for one in block["columns"])
    rows = tuple(
        tuple((cell["light"]["word"] if "light" in cell else cell["text"])[language.value] for cell in row)
        for row in block["rows"]
    )
    return ExportTable(block["code"], columns, rows)


def _lists(found: Mapping[str, Any], above: str, language: Language, depth: int) -> Iterator[ExportTable]:
    if depth > _DEEPEST:
        return
    series = _series(found, above, language)
    if series:
        yield series
    for name, value in found.items():
        if depth == 0 and name in _FRAME:
            continue
        whole = f"{above}{name}"
        if isinstance(value, Mapping) and not _is_text(value):
            yield from _lists(value, f"{whole}.", language, depth + 1)
        elif _is_entries(value):
            yield _table(whole, [_flat(entry, language) for entry in value], language)
            yield from _inner(value, whole, language, depth)


def _inner(entries: Sequence[Mapping[str, Any]], above: str, language: Language, depth: int) -> Iterator[ExportTable]:
    """Yield what lists within the entries of a list hold, each row with the number of the entry that it belongs to."""
    names = dict.fromkeys(name for entry in entries for name, value in entry.items() if _is_entries(value))
    for name in names:
        rows = [
            {"entry": number, **_flat(inner, language)}
            for number, entry in enumerate(entries, start=1)
            for inner in entry.get(name) or ()
        ]
        if depth < _DEEPEST:
            yield _table(f"{above}.{name}", rows, language)


def _series(found: Mapping[str, Any], above: str, language: Language) -> ExportTable | None:
    """Return the values that stand side by side by day, where there are such; None where not."""
    values = {name: value for name, value in found.items() if _is_values(value)}
    longest = max((len(value) for value in values.values()), default=0)
    whole = {name: value for name, value in values.items() if len(value) == longest}
    if longest < 2 or not whole:
        return None
    rows = [dict(zip(whole, row, strict=True)) for row in zip(*whole.values(), strict=True)]
    if isinstance(found.get("first_day"), str):
        first = date.fromisoformat(found["first_day"])
        rows = [{"day": (first + timedelta(days=place)).isoformat(), **row} for place, row in enumerate(rows)]
    return _table(f"{above}series".rstrip("."), rows, language)


def _table(name: str, rows: Sequence[Mapping[str, Value]], language: Language) -> ExportTable:
    columns = tuple(dict.fromkeys(column for row in rows for column in row))
    told = tuple(heading(column, language) for column in columns)
    return ExportTable(name, told, tuple(tuple(row.get(column) for column in columns) for row in rows))


def _flat(entry: Mapping[str, Any], language: Language, above: str = "") -> dict[str, Value]:
    """Return an entry's plain values; texts in the language, lights by their word, lists of texts in one."""
    flat: dict[str, Value] = {}
    for name, value in entry.items():
        whole = f"{above}{name}"
        if name in _LOOKS:
            continue
        if isinstance(value, Mapping):
            if _is_text(value):
                flat[whole] = value[language.value]
            elif "word" in value and "letter" in value:
                flat[whole] = value["word"][language.value]
            elif above.count(".") < _DEEPEST:
                flat |= _flat(value, language, f"{whole}.")
        elif isinstance(value, list | tuple):
            if value and all(isinstance(one, Mapping) and _is_text(one) for one in value):
                flat[whole] = "; ".join(one[language.value] for one in value)
        else:
            flat[whole] = value
    return flat


def _without_lists(document: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in document.items() if name not in _FRAME}


def _is_text(value: Mapping[str, Any]) -> bool:
    return value.keys() == _LANGUAGES


def _is_entries(value: Any) -> TypeGuard[Sequence[Mapping[str, Any]]]:
    return (
        isinstance(value, list) and bool(value) and all(isinstance(one, Mapping) and not _is_text(one) for one in value)
    )


def _is_values(value: Any) -> bool:
    return (
        isinstance(value, list)
        and bool(value)
        and all(one is None or isinstance(one, str | int | float) for one in value)
    )


def _named_once(tables: Sequence[ExportTable]) -> Iterator[ExportTable]:
    """Yield tables with names that a workbook may have, no two alike whatever the case of their letters."""
    taken = {"facts", "notes"}
    for table in tables:
        plain = "".join("_" if letter in "[]:*?/\\'" else letter for letter in table.name)[:_LONGEST_NAME]
        name, number = plain, 2
        while name.lower() in taken:
            name, number = f"{plain[: _LONGEST_NAME - 3]}_{number}", number + 1
        taken.add(name.lower())
        yield ExportTable(name, table.columns, table.rows)
