"""The reference of the API as Markdown, in a language, from the OpenAPI document that the API itself serves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from openmbi.core.language import Language, Text
from openmbi.doors.api.app import MOUNTED_AT, api_document

_TITLE = Text("接口", "API")
_LEAD = Text(
    "全部路由，由接口自身的 OpenAPI 文档（`{at}/openapi.json`，版本 {version}）生成。用法见[使用接口](../how-to/api.zh.md)。标识即 Python 客户端中的方法名。",
    "Every route, generated from the API's own OpenAPI document (`{at}/openapi.json`, version {version}). How to use them: [Use the API](../how-to/api.md). "
    "An identifier is also the name of the method of the Python client.",
)
_ASKED = Text("| 参数 | 类型 | 缺省 | 含义 |", "| parameter | type | default | meaning |")
_TOLD = Text("列", "Columns")
_DOCUMENT = Text("答复为一个 JSON 文档。", "The answer is a JSON document.")
_ANSWERS = Text("答复", "Answers")
_STATUS = Text("| 状态 | 含义 |", "| status | meaning |")
_SEVERAL = Text("，可多个", ", several")
_NEEDED = Text("必填", "needed")


def page(language: str) -> str:
    """Return the page."""
    return "\n".join(_lines(api_document(), Language(language)))


def _lines(document: dict[str, Any], language: Language) -> Iterator[str]:
    lead = _LEAD.fill(at=MOUNTED_AT, version=document["info"]["version"])
    yield f"# {_TITLE.say(language)}\n\n{lead.say(language)}\n"
    for path, operations in document["paths"].items():
        told = operations["get"]
        yield f"## `{path}` {_own(told['summary'], language)}\n"
        yield f"`{told['operationId']}`. {_own(told.get('description', ''), language)}\n"
        yield from _parameters(told.get("parameters", []), language)
        yield from _columns(told["responses"]["200"], language)
    yield f"## {_ANSWERS.say(language)}\n\n{_STATUS.say(language)}\n|---|---|"
    for status, text in _statuses(document).items():
        yield f"| {status} | {_own(text, language)} |"
    yield ""


def _parameters(parameters: list[dict[str, Any]], language: Language) -> Iterator[str]:
    if not parameters:
        return
    yield f"{_ASKED.say(language)}\n|---|---|---|---|"
    for one in parameters:
        schema = one["schema"]
        default = _NEEDED.say(language) if one.get("required") else _default(schema)
        meaning = _own(one.get("description", schema.get("description", "")), language)
        yield f"| `{one['name']}` | {_type(schema, language)} | {default} | {meaning} |"
    yield ""


def _default(schema: dict[str, Any]) -> str:
    found = schema.get("default")
    return "" if found in (None, []) else f"`{str(found).lower() if isinstance(found, bool) else found}`"


def _type(schema: dict[str, Any], language: Language) -> str:
    """Return the type of a parameter; values where they are few."""
    if "anyOf" in schema:
        return ", ".join(_type(one, language) for one in schema["anyOf"] if one.get("type") != "null")
    if schema.get("type") == "array":
        return _type(schema["items"], language) + _SEVERAL.say(language)
    if "$ref" in schema:
        return f"`{schema['$ref'].rpartition('/')[2]}`"
    if "enum" in schema:
        return " ".join(f"`{one}`" for one in schema["enum"])
    return f"{schema.get('type', '')}"


def _columns(answer: dict[str, Any], language: Language) -> Iterator[str]:
    schema = answer["content"]["application/json"].get("schema", {})
    columns = schema.get("properties", {}).get("columns", {}).get("properties")
    if columns is None:
        yield f"{_DOCUMENT.say(language)}\n"
        return
    named = ", ".join(f"`{name}` {_item(one['items'])}" for name, one in columns.items())
    yield f"{_TOLD.say(language)}: {named}\n"


def _item(item: dict[str, Any]) -> str:
    kinds = item["type"] if isinstance(item["type"], list) else [item["type"]]
    return f"({', '.join(kinds)})"


def _statuses(document: dict[str, Any]) -> dict[str, str]:
    """Return what each status means, by the first route that tells it."""
    found: dict[str, str] = {}
    for operations in document["paths"].values():
        for status, told in operations["get"]["responses"].items():
            found.setdefault(status, told["description"])
    return dict(sorted(found.items()))


def _own(text: str, language: Language) -> str:
    """Return one language's part of a text that has both, `zh · en`."""
    zh, _, en = " ".join(text.split()).partition(" · ")
    own = zh if language is Language.ZH or not en else en
    return own.replace("|", r"\|")
