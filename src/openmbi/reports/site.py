"""All pages of a run with their documents, as files for an output folder."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import orjson

from openmbi.core.language import Language, Text
from openmbi.core.tables import Level
from openmbi.reports.glance.inputs import GlanceInput
from openmbi.reports.glance.page import pages as glance_pages
from openmbi.reports.glance.report import glance
from openmbi.reports.group.report import Groups
from openmbi.reports.groups.report import groups
from openmbi.reports.map.report import region_map
from openmbi.reports.matrix.page import pages as matrix_pages
from openmbi.reports.matrix.report import matrix
from openmbi.reports.province.entries import Entries
from openmbi.reports.province.frame import (
    frame,
    frame_of_overview,
    has_map,
    has_matrix,
    has_tiles,
    listed_levels,
    navigation_without_groups,
)
from openmbi.reports.province.inputs import ProvinceInput
from openmbi.reports.province.rendering import pages
from openmbi.reports.province.style import STYLE_FILE, style
from openmbi.reports.tiles.report import tiles

_DRAWN_BY = {"glance": glance_pages, "matrix": matrix_pages}
FRAME_FILE = "data/frame.json"
"""What every document of the run begins with: the page of an enterprise, made on demand, needs it."""


def documents(source: ProvinceInput) -> Iterator[dict[str, Any]]:
    """Yield the document of every page of a run but the overview's and the enterprises'."""
    entries = Entries(source)
    if has_matrix(source):
        yield matrix(source, entries)
    if has_tiles(source):
        yield tiles(source, entries)
    if source.map and has_map(source):
        yield region_map(source, entries, source.map)
    for level in listed_levels(source):
        yield groups(source, entries, level)
    every = Groups(source, entries)
    for level in source.series:
        for code in entries.codes(level):
            found = every.group(level, code)
            yield found
            if level is Level.ZONE:
                yield glance(GlanceInput(found, feeds=found["alarms"]))


def site(source: ProvinceInput) -> Iterator[tuple[str, bytes]]:
    """Yield every file of the site: path below the output folder, and content; the overview's own page is written beside them."""
    head = frame(source)
    yield STYLE_FILE, style(head["legend"]).encode()
    yield FRAME_FILE, orjson.dumps(head)
    yield from files_of(documents(source))


def files_of(found: Iterable[dict[str, Any]]) -> Iterator[tuple[str, bytes]]:
    """Yield each document and its pages as files."""
    for document in found:
        yield f"data/{document['path']}.json", orjson.dumps(document)
        for language, page in _pages(document).items():
            yield f"{language}/{document['path']}.html", page.encode()


def _pages(document: dict[str, Any]) -> Mapping[Language, str]:
    return _DRAWN_BY.get(document["report"], pages)(document)


def site_without_groups(
    overview: Mapping[str, Any], further: Sequence[tuple[str, Text]] = ()
) -> Iterator[tuple[str, bytes]]:
    """Yield the same of a run that knows no groups, given its overview's document: what the pages of its enterprises need."""
    head = frame_of_overview(overview, navigation_without_groups(further))
    yield STYLE_FILE, style(head["legend"]).encode()
    yield FRAME_FILE, orjson.dumps(head)
