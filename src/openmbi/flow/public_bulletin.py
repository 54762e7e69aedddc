"""What the public edition of a bulletin tells: a signed public release of its month, and declarations that anybody may read. No run is opened."""

from __future__ import annotations

from datetime import datetime

from openmbi.catalog.bulletins import load_bulletin_rules
from openmbi.core.language import Text
from openmbi.core.periods import Period
from openmbi.core.problems import Problem
from openmbi.core.releases import PublicRelease, ReleaseStanding, ReleaseState
from openmbi.core.tables import Level
from openmbi.flow.bulletin_issue import issue_of
from openmbi.flow.bureau import Bureau
from openmbi.flow.in_force import InForce, declarations_in_force
from openmbi.flow.public_release import public_releases
from openmbi.reports.bulletin.public.inputs import Place, PublicSource
from openmbi.reports.bulletin.public.published import months_of
from openmbi.reports.overview.faces import legend
from openmbi.reports.province.short_names import usual_short_name


def gathered_public(bureau: Bureau, month: Period, *, now: datetime, number: int | None = None) -> PublicSource:
    """Return what the public edition of a month tells: of the newest signed release whose last month it is, or of the release of a `number`.

    Raises
    ------
    Problem
        `bulletin.no-signed-release` where none of the month is signed; `bulletin.under-embargo` where none is free yet; those of the store.
    """
    standing, release = _chosen(bureau, month, now, number)
    as_of = datetime.fromisoformat(release.as_of).astimezone(bureau.zone)
    in_force = declarations_in_force(bureau.catalog, as_of)
    signed = standing.signed_at or now
    grid = in_force.tiles.get(bureau.settings.zone.code)
    return PublicSource(
        month=month,
        made_at=now.astimezone(bureau.zone),
        issue=issue_of(bureau),
        parameters=load_bulletin_rules(bureau.catalog).in_force(month.last),
        bureau=bureau.settings.name.text,
        zone_code=bureau.settings.zone.code,
        zone=bureau.settings.zone.text,
        release=release,
        as_of=as_of,
        signed_on=signed.astimezone(bureau.zone).date(),
        measure=bureau.settings.indicator,
        index=in_force.level.code,
        composite=in_force.composite.code,
        domains=_domains(in_force),
        legend=legend(in_force.palette),
        corrected_by=_corrected_by(bureau, standing.number, now),
        short=_short(release),
        tiles={tile.place: Place(tile.column, tile.row) for tile in grid.tiles} if grid else {},
    )


def month_of(bureau: Bureau, release: PublicRelease) -> str | None:
    """Return the month that a public release is of: its last one; None where it has no month."""
    return max(months_of(release, bureau.settings.indicator), default=None)


def _chosen(bureau: Bureau, month: Period, now: datetime, number: int | None) -> tuple[ReleaseStanding, PublicRelease]:
    """Return the newest release of a month that may be seen; releases are opened from the newest on."""
    kept = public_releases(bureau)
    held: ReleaseStanding | None = None
    for standing in reversed(kept.standings()):
        if standing.state is not ReleaseState.SIGNED or number not in {None, standing.number}:
            continue
        release = kept.release(standing.number)
        if month_of(bureau, release) != str(month):
            continue
        if standing.is_public(now):
            return standing, release
        held = held or standing
    raise _under_embargo(month, held, bureau) if held else _none_signed(month)


def _corrected_by(bureau: Bureau, number: int, now: datetime) -> int | None:
    """Return the release that corrects one, once it may be seen."""
    found = [one.number for one in public_releases(bureau).standings() if one.corrects == number and one.is_public(now)]
    return max(found, default=None)


def _domains(in_force: InForce) -> dict[str, Text]:
    composite = in_force.composite
    return {f"{composite.code}.{one.domain}": one.name.text() for one in composite.domains}


def _short(release: PublicRelease) -> dict[tuple[Level, str], Text]:
    listed = [(Level(one["level"]), one["code"], Text(one["zh"], one["en"])) for one in release.documents["groups"]]
    return {(level, code): usual_short_name(level, code, name) for level, code, name in listed}


def _none_signed(month: Period) -> Problem:
    return Problem(
        "bulletin.no-signed-release",
        Text("没有以 {month} 为最后一月的已签发公开版", "no signed public release has {month} as its last month").fill(
            month=month
        ),
        Text(
            "先生成、复核并签发公开版：mbi release publish、review、sign；用 mbi release show 查看",
            "make one, have it reviewed and signed: mbi release publish, review, sign; mbi release show lists them",
        ),
    )


def _under_embargo(month: Period, standing: ReleaseStanding, bureau: Bureau) -> Problem:
    until = standing.embargo_until.astimezone(bureau.zone) if standing.embargo_until else None
    return Problem(
        "bulletin.under-embargo",
        Text("{month} 的公开版第 {number} 号尚未解禁", "public release {number} of {month} is under embargo").fill(
            month=month, number=standing.number
        ),
        Text("解禁后再编制", "make the bulletin once it is over"),
        expected=Text("{until:%Y-%m-%d %H:%M} 起", "from {until:%Y-%m-%d %H:%M}").fill(until=until) if until else None,
    )
