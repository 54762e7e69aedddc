"""What a run leaves of a bureau with two cities, so marked that figures of the whole zone, of peers and of cells are found wherever they are told."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import orjson
from tests.rooms.doors.worked_case import FOUND_ON, an_alert
from tests.rooms.flow.gate.small_runs import FOSHAN, GUANGZHOU, NOW

from openmbi.core.alerts import Alert
from openmbi.core.language import Text
from openmbi.core.registry import package_folder
from openmbi.core.releases import PublicRelease, PublicTable
from openmbi.core.tables import Level
from openmbi.flow.gate.gate import Gate
from openmbi.flow.standing_alerts import STANDING_FILE
from openmbi.reports.alerts.inputs import AlertEntry, AlertsInput
from openmbi.reports.alerts.report import alert_line, alerts_documents
from openmbi.reports.province.frame import frame
from openmbi.reports.province.inputs import ProvinceInput
from openmbi.reports.site import FRAME_FILE, documents
from openmbi.store.public_releases import PublicReleases
from openmbi.store.runs import newest_saved

OWN_NAME, OTHERS_NAME = "佛山甲厂", "广州厂"
NAMES = {FOSHAN: OWN_NAME, GUANGZHOU: OTHERS_NAME}
PLACES = {FOSHAN: ("440606", "440600"), GUANGZHOU: ("440106", "440100")}
OF_THE_ZONE, OF_THE_PEERS, OF_THE_CELL = ("66.66", "77.77"), ("55.55",), ("44.44",)
RUN_AS_OF = "2024-09-16T23:59"
"""What the newest run knew: for readers of public releases an internal matter."""
_FURTHER = ("county/index", "alerts", "quality")


def write_site(gate: Gate, province: ProvinceInput) -> None:
    """Write every document but those of alerts and cases."""
    output = gate.bureau.output
    found = {document["path"]: _marked(document) for document in documents(province)}
    counties = [_county(found[f"city/{city}"], county) for county, city in PLACES.values()]
    lists = found["city/index"] | {"path": "county/index", "groups": [one["group"] for one in counties]}
    for document in (*found.values(), *counties, lists):
        write(output / "data" / f"{document['path']}.json", document)
    led = [{"path": path, "label": {"zh": path, "en": path}} for path in _FURTHER]
    head = frame(province)
    write(output / FRAME_FILE, head | {"navigation": [*head["navigation"], *led]})
    write(output / "data/quality.json", _example("quality", "quality") | head)
    for run in (gate.bureau.store.root / "runs").iterdir():
        write(run / "overview.json", _example("overview", "overview"))


def write_case(gate: Gate, province: ProvinceInput, number: int, code: str) -> None:
    """Write the page that a run left of a case: how far zone and cell moved, and the level of the peers."""
    name = {"zh": NAMES[code], "en": NAMES[code]}
    found = _example("case", "case")
    common = [
        {"level": "zone", "name": name, "moved": OF_THE_ZONE[1]},
        {"level": "cell", "name": name, "moved": OF_THE_CELL[0]},
    ]
    about = {"source": "用电下降", "common": OF_THE_ZONE[1], "peers": OF_THE_PEERS[0], "cover": OF_THE_ZONE[0]}
    reason = found["reason"] | {
        "headline": name,
        "sources": [found["reason"]["sources"][0] | {"common": common}],
        "sentences": [{"about": topic, "text": {"zh": said, "en": said}} for topic, said in about.items()],
        "members": None,
        "past": {"count": 0, "causes": [], "listed": []},
        "peers": {"median": OF_THE_PEERS[0]},
    }
    told = {
        "path": f"case/{number}",
        "number": number,
        "name": name,
        "subject": found["subject"] | {"code": code, "level": "enterprise"},
        "subject_path": f"enterprise/{code}",
        "where": [],
        "covered_by": {"zh": OF_THE_ZONE[0], "en": OF_THE_ZONE[0]},
        "reason": reason,
        "history": found["history"] | {"peers": [OF_THE_PEERS[0]] * len(found["history"]["close"])},
    }
    write(gate.bureau.output / f"data/case/{number}.json", found | frame(province) | told)


def write_alert_lists(gate: Gate, province: ProvinceInput) -> None:
    """Write the lists of alerts: of the whole zone, of each city, and of each enterprise."""
    head, run = frame(province), newest_saved(gate.bureau.store, "runs").name
    entries = tuple(_entry(code) for code in PLACES)
    cities = {city: Text(f"市{city}", f"City {city}") for _, city in PLACES.values()}
    source = AlertsInput(FOUND_ON, entries, cities, unjudged=(Text(OF_THE_ZONE[1], OF_THE_ZONE[1]),))
    for one in alerts_documents(source, head):
        write(gate.bureau.output / f"data/{one['path']}.json", one)
    lines = {one.alert.subject: alert_line(one, FOUND_ON, head) for one in entries}
    write(gate.bureau.output / STANDING_FILE, {"run": run, "lines": lines})


def publish(gate: Gate) -> None:
    """Make two public releases: one that is signed, one that nobody has looked at."""
    kept = PublicReleases(gate.bureau.store, gate.bureau.operations)
    tables = (PublicTable("activity_level", "", ("level", "code", "period"), (("zone", "440000", "2026-01", 98.2),)),)
    one = PublicRelease(0, "000001", NOW.isoformat(), NOW.isoformat(), True, tables, {}, {})
    for _ in range(2):
        kept.keep(one, {}, maker="maker", now=NOW)
    kept.note_review(1, reviewer="li", now=NOW)
    kept.note_signature(1, signer="chen", embargo_until=None, now=NOW)


def covered_alert(code: str) -> Alert:
    """Return the alert of an enterprise that the alert of an industry of the whole zone covers."""
    return replace(an_alert(code), covered_by=(Level.INDUSTRY, "C39"))


def write(file: Path, document: object) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(orjson.dumps(document))


def _entry(code: str) -> AlertEntry:
    said = {"source": "用电下降", "cover": OF_THE_ZONE[0], "peers": OF_THE_PEERS[0]}
    reason = {
        "sources": [],
        "events": [],
        "calendar": {"provisional": False},
        "sentences": [{"about": topic, "text": {"zh": text, "en": text}} for topic, text in said.items()],
    }
    covering = Text(OF_THE_ZONE[0], OF_THE_ZONE[0])
    name, rate = Text(NAMES[code], NAMES[code]), Text("未测", "not measured")
    return AlertEntry(covered_alert(code), name, reason, rate, city=PLACES[code][1], covered_by=covering)


def _marked(document: dict[str, Any]) -> dict[str, Any]:
    """Return a document with figures that can be told from others, and without enterprises, of which the bureau has but two."""
    kept = orjson.loads(orjson.dumps(document))
    level, change = OF_THE_ZONE
    for one in kept.get("changes") or ():
        one["zone_change"] = change
        one["enterprises"] |= {"rises": [], "falls": []}
    if "enterprises" in kept:
        kept["enterprises"] = None
    whole = [kept.get("corner") or {}, *(kept.get("columns") or ())]
    if kept["path"].startswith(("zone/", "industry/", "glance")):
        whole += [kept.get("group") or {}, kept.get("activity") or {}]
    for one in whole:
        one["value"] = level
    return kept


def _county(city: dict[str, Any], code: str) -> dict[str, Any]:
    """Return the document of a county as that of its city would be with nothing in it."""
    path, name = f"county/{code}", {"zh": f"县{code}", "en": f"County {code}"}
    group = city["group"] | {"level": "county", "code": code, "path": path, "name": name, "short": name}
    group["reason"] = name
    return city | {"path": path, "title": name, "group": group, "children": [], "enterprises": None, "changes": []}


def _example(report: str, name: str) -> dict[str, Any]:
    file = package_folder(f"openmbi.reports.{report}") / f"example/{name}.json"
    return json.loads(file.read_text(encoding="utf-8"))
