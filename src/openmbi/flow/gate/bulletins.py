"""The bulletins that a viewer may read: months and editions, each as a document, as a page, and as a file with a watermark and a line of the audit chain.

The internal edition tells the whole zone and names enterprises: who reads internal figures everywhere sees it. The public one is for whoever reads releases.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from openmbi.core.access import Permission, Viewer, no_such
from openmbi.core.language import Language, Text
from openmbi.core.releases import ReleaseState
from openmbi.flow.bulletin import FOLDER, Asked, Edition, Format, document_of, file_name, rendered
from openmbi.flow.bulletin_source import bulletin_month
from openmbi.flow.chosen_run import chosen_run
from openmbi.flow.gate.exports import Exported
from openmbi.flow.gate.gate import Gate
from openmbi.flow.gate.releases import release, releases
from openmbi.flow.public_bulletin import month_of
from openmbi.reports.overview.figures import both
from openmbi.store.audit_chain import AuditChain
from openmbi.store.runs import saved

__all__ = [
    "Asked",
    "Edition",
    "Format",
    "bulletin_document",
    "bulletin_file",
    "bulletin_month",
    "bulletin_page",
    "bulletins",
]
MEDIA_TYPES: Mapping[Format, str] = {
    Format.PDF: "application/pdf",
    Format.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Format.HTML: "text/html; charset=utf-8",
}
_MONTHS, _RUNS = 13, 24
_TAKEN = Text("{line} · 导出：{name}（{user}）{moment}", "{line} · exported by {name} ({user}) {moment}")


def bulletins(gate: Gate, viewer: Viewer, run: str | None = None) -> dict[str, Any]:
    """Return which bulletins there are: `internal`, those of a run (the newest where none is given; None where the viewer may not read them), and `public`.

    Raises
    ------
    Problem
        `access.not-permitted`; `bulletin.no-run`.
    """
    viewer.check(Permission.READ_RELEASES)
    return {
        "report": "bulletins",
        "path": "bulletins",
        "internal": _internal(gate, run) if _reads_internal(viewer) else None,
        "public": [_public(gate, viewer, one.number) for one in _free(gate, viewer)],
        "exports": viewer.may(Permission.EXPORT),
    }


def bulletin_document(gate: Gate, viewer: Viewer, asked: Asked) -> dict[str, Any]:
    """Return the document of a bulletin.

    Raises
    ------
    Problem
        `access.not-permitted`; `access.none` where the scope does not reach the whole zone, or no release of the month is signed and free: an embargo is not
        told; as `openmbi.flow.bulletin.document_of`.
    """
    if asked.edition is Edition.PUBLIC:
        viewer.check(Permission.READ_RELEASES)
        if not _is_free(gate, viewer, asked):
            raise no_such(f"bulletin/{asked.month}")
    else:
        viewer.check(Permission.READ_INTERNAL)
        if not _reads_internal(viewer):
            raise no_such(f"bulletin/{asked.month}")
    return document_of(gate.bureau, asked, now=gate.now(), folder=gate.bureau.output / FOLDER)


def bulletin_page(gate: Gate, viewer: Viewer, asked: Asked, language: Language) -> str:
    """Return a bulletin as one page; raises as `bulletin_document`."""
    return rendered(gate.bureau, bulletin_document(gate, viewer, asked), language, Format.HTML).decode()


def bulletin_file(gate: Gate, viewer: Viewer, asked: Asked, language: Language, form: Format) -> Exported:
    """Return a bulletin as a file that says on every page who took it and when, once the audit chain has a line of it.

    Raises
    ------
    Problem
        As `bulletin_document`; as `openmbi.flow.bulletin.rendered`; those of the operational database.
    """
    viewer.check(Permission.EXPORT)
    document, now = bulletin_document(gate, viewer, asked), gate.now()
    taken = _TAKEN.fill(
        line=Text.of(document["footer"]),
        name=viewer.name,
        user=viewer.user,
        moment=f"{now.astimezone(gate.bureau.zone):%Y-%m-%d %H:%M:%S %z}",
    )
    content = rendered(gate.bureau, document | {"footer": both(taken)}, language, form)
    name = f"{file_name(document, asked)}.{language}.{form}"
    _note(
        gate,
        viewer,
        document,
        now,
        {"format": form.value, "language": language.value, "part": name, "bytes": len(content)},
    )
    return Exported(name, MEDIA_TYPES[form], content)


def _note(gate: Gate, viewer: Viewer, document: Mapping[str, Any], now: datetime, content: Mapping[str, Any]) -> None:
    AuditChain(gate.bureau.operations).append(
        at=now,
        actor=viewer.user,
        kind="export",
        about=f"bulletin:{document['month']}",
        content={
            **content,
            "edition": document["edition"],
            "run": document.get("run"),
            "release": document["release"],
            "places": list(viewer.scope.places),
            "enterprises": list(viewer.scope.enterprises),
        },
    )


def _reads_internal(viewer: Viewer) -> bool:
    return viewer.may(Permission.READ_INTERNAL) and viewer.scope.is_everywhere


def _internal(gate: Gate, run: str | None) -> dict[str, Any]:
    """Return the months of a run and the runs that can be told; nothing in either where nothing has been computed."""
    runs = saved(gate.bureau.store, "runs")
    if not runs:
        return {"run": None, "newest": True, "runs": [], "months": []}
    chosen, zone = chosen_run(gate.bureau, number=run), gate.bureau.zone
    told = [one for one in runs if one.name == runs[-1].name or one.keeps_documents][-_RUNS:]
    overview = chosen.document()
    months = [
        {"month": one["period"], "complete": one["complete"]}
        for one in reversed(overview["level"]["monthly"][-_MONTHS:])
    ]
    return {
        "run": chosen.name,
        "newest": chosen.name == runs[-1].name,
        "runs": [{"run": one.name, "as_of": one.as_of.astimezone(zone).isoformat()} for one in reversed(told)],
        "months": months,
    }


def _free(gate: Gate, viewer: Viewer) -> list[Any]:
    """Return the standings of the releases of a month that are signed and free, newest first: of no other is there a public edition."""
    now = gate.now()
    free = [one for one in releases(gate, viewer) if one.state is ReleaseState.SIGNED and one.is_public(now)]
    return [one for one in free if month_of(gate.bureau, release(gate, viewer, one.number)) is not None]


def _is_free(gate: Gate, viewer: Viewer, asked: Asked) -> bool:
    """Whether a release of the month, or the one asked for, is signed and free."""
    numbers = [one.number for one in _free(gate, viewer) if asked.release in {None, one.number}]
    return any(month_of(gate.bureau, release(gate, viewer, number)) == str(asked.month) for number in numbers)


def _public(gate: Gate, viewer: Viewer, number: int) -> dict[str, Any]:
    free = {one.number: one for one in _free(gate, viewer)}
    standing, found = free[number], release(gate, viewer, number)
    corrected_by = standing.corrected_by if standing.corrected_by in free else None
    return {
        "release": number,
        "month": month_of(gate.bureau, found),
        "as_of": found.as_of,
        "signed_at": standing.signed_at.isoformat() if standing.signed_at else None,
        "corrects": found.corrects,
        "why": dict(found.why) if found.why else None,
        "corrected_by": corrected_by,
    }
