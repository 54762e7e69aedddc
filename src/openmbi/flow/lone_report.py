"""A report that stands beside the pages of a run: where those pages lead, and its own pages with its document written into the output."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import orjson

from openmbi.core.language import Language
from openmbi.flow.bureau import Bureau
from openmbi.reports.province.style import STYLE_FILE, style
from openmbi.reports.site import FRAME_FILE
from openmbi.store.store import disk_space_named


def navigation_of(bureau: Bureau) -> tuple[Mapping[str, Any], ...]:
    """Return where the pages of the latest run lead; nothing where there are none."""
    file = bureau.output / FRAME_FILE
    return tuple(orjson.loads(file.read_bytes())["navigation"]) if file.is_file() else ()


def write_report(bureau: Bureau, document: Mapping[str, Any], pages: Mapping[Language, str]) -> dict[Language, Path]:
    """Write the pages of a document, the document and the style sheet; return where the pages are. The next run removes them."""
    files = {STYLE_FILE: style(document["legend"]).encode(), **report_files(document, pages)}
    with disk_space_named(bureau.folder):
        for path, content in files.items():
            file = bureau.output / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
    return {language: bureau.output / language / f"{document['path']}.html" for language in Language}


def report_files(document: Mapping[str, Any], pages: Mapping[Language, str]) -> dict[str, bytes]:
    """Return the document and its pages by path below the output folder."""
    path = document["path"]
    drawn = {f"{language}/{path}.html": page.encode() for language, page in pages.items()}
    return {f"data/{path}.json": orjson.dumps(document), **drawn}
