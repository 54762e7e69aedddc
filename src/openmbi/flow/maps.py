"""`mbi map import`: take a bureau's own reviewed map into its catalog."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path

import yaml

from openmbi.catalog.maps import FOLDER, REVIEW_NUMBER, MapFile, outlines_of
from openmbi.catalog.places import load_places
from openmbi.core.language import Text
from openmbi.core.problems import Problem
from openmbi.flow.bureau import Bureau

LARGEST_BYTES = 20_000_000


@dataclass(frozen=True)
class MapAsked:
    """The file, its 审图号, its name and whose map it is."""

    file: Path
    review_number: str
    name: Text
    source: str


def import_map(bureau: Bureau, asked: MapAsked, *, today: date) -> MapFile:
    """Check a map and put it into the bureau's catalog, instead of an earlier one; the next run draws it. Every city of the zone must be there (the
    zone itself where it has none), and no other place.

    Raises
    ------
    Problem
        `map.review-number`, `map.unreadable`, `map.too-large`, `map.missing`, `map.not-ours`; those of `openmbi.catalog.maps.outlines_of`.
    """
    number = asked.review_number.strip()
    if not REVIEW_NUMBER.fullmatch(number):
        raise _no_number(number)
    content = _content(asked.file)
    found = set(outlines_of(content, asked.file))
    _check_places(bureau, found, asked.file, today)
    about = MapFile.model_validate(
        {
            "code": bureau.settings.zone.code,
            "review_number": number,
            "name": {"zh": asked.name.zh, "en": asked.name.en},
            "source": asked.source,
            "sha256": sha256(content).hexdigest(),
        }
    )
    _keep(bureau.folder / "catalog" / FOLDER, about, content)
    return about


def _content(file: Path) -> bytes:
    try:
        if file.stat().st_size > LARGEST_BYTES:
            raise Problem(
                "map.too-large",
                Text("文件超过 20 MB", "the file is larger than 20 MB"),
                Text(
                    "请用送审的省级比例尺成果，而非更细的底图",
                    "use the reviewed map of the province's scale, not a finer one",
                ),
                file=file,
            )
        return file.read_bytes()
    except OSError as error:
        raise Problem(
            "map.unreadable",
            Text("无法读取：{why}", "it cannot be read: {why}").fill(why=error.strerror),
            Text("检查路径和权限", "check path and permission"),
            file=file,
        ) from error


def _check_places(bureau: Bureau, found: set[str], file: Path, today: date) -> None:
    places, zone = load_places(bureau.catalog), bureau.settings.zone.code
    ours = {code for code in places.cities(today) if places.contains(zone, code, today)} or {zone}
    for code, wrong, text in (
        ("map.missing", ours - found, Text("缺少：{listed}", "not there: {listed}")),
        ("map.not-ours", found - ours, Text("不属于本区域：{listed}", "not of this zone: {listed}")),
    ):
        if wrong:
            raise Problem(
                code,
                text.fill(listed=", ".join(sorted(wrong))),
                Text(
                    "地图须恰好含本区域各地市，每个都带代码",
                    "a map has exactly the cities of the zone, each with its code",
                ),
                file=file,
                expected=Text("、".join(sorted(ours)), ", ".join(sorted(ours))),
            )


def _keep(folder: Path, about: MapFile, content: bytes) -> None:
    """Write outlines and declaration; the declaration last, so that a half-written map is never drawn."""
    folder.mkdir(parents=True, exist_ok=True)
    declared = yaml.safe_dump(about.model_dump(), allow_unicode=True, sort_keys=False).encode()
    for name, text in ((f"{about.code}.geojson", content), (f"{about.code}.yml", declared)):
        staged = folder / f".{name}"
        staged.write_bytes(text)
        staged.replace(folder / name)


def _no_number(number: str) -> Problem:
    return Problem(
        "map.review-number",
        Text("「{number}」不是审图号", "“{number}” is no review number").fill(number=number),
        Text(
            "写地图上印的审图号；未送审的地图不得导入",
            "give the number printed on the map; a map that was not reviewed cannot be imported",
        ),
        expected=Text("例如 粤S（2023）064号", "such as 粤S（2023）064号"),
    )
