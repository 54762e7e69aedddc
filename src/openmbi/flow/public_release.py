"""`mbi release publish`: what outsiders may see of a release, as an object of its own; reviewed, signed, corrected, and audited against all before it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import numpy as np
import pyarrow.compute as pc

from openmbi.catalog.disclosure import DatedDisclosure, load_disclosure
from openmbi.core.access import Permission
from openmbi.core.disclosure import DisclosureAudit
from openmbi.core.language import Text
from openmbi.core.problems import Problem
from openmbi.core.releases import PublicRelease, PublicTable, ReleaseState
from openmbi.core.tables import Colour, Level
from openmbi.flow.access.acting import check_acting
from openmbi.flow.bureau import Bureau
from openmbi.flow.compute import Step
from openmbi.flow.disclosure_basis import basis_of
from openmbi.flow.group_names import group_names
from openmbi.flow.in_force import InForce, declarations_in_force
from openmbi.flow.public_figures import Shown, amount_table, contribution_table, figure_tables, followed
from openmbi.flow.public_pattern import (
    PUBLISHED,
    Earlier,
    FamilyPattern,
    audit_of,
    earlier_of_arrays,
    families,
    pattern_of,
)
from openmbi.flow.public_told import told_by
from openmbi.flow.roster import roster_as_of
from openmbi.store.public_releases import PublicReleases
from openmbi.store.runs import Saved, saved


def unseen(_step: Text) -> None:
    """Tell nobody how far a work has come."""


MONTHS = 13
"""The months that a release shows, if nothing else is said: one, and the year before it."""


@dataclass(frozen=True)
class Published:
    """A public release that was made, and by family what was suppressed and audited."""

    release: PublicRelease
    patterns: Mapping[str, FamilyPattern]


@dataclass(frozen=True)
class Correction:
    """Which release is corrected, and why."""

    corrects: int
    why: Text


def public_releases(bureau: Bureau) -> PublicReleases:
    """Return the public releases of a bureau."""
    return PublicReleases(bureau.store, bureau.operations)


def publish(
    bureau: Bureau,
    number: str | None,
    *,
    maker: str,
    now: datetime,
    step: Step,
    months: int = MONTHS,
    correction: Correction | None = None,
) -> Published:
    """Make a public release of a pinned one (the newest, where None) and keep it as preliminary.

    Raises
    ------
    Problem
        `release.none`; as `check_acting`; `public-release.leaks` where no pattern could be found that tells nothing; `public-release.not-signed` where what
        is to be corrected is not.
    """
    check_acting(bureau, maker, Permission.REVIEW_RELEASES)
    kept = public_releases(bureau)
    if correction is not None and kept.standing(correction.corrects).state is not ReleaseState.SIGNED:
        raise _wrong_state("public-release.not-signed", correction.corrects, ReleaseState.SIGNED)
    chosen = _pinned(bureau, number)
    release, patterns, arrays = make_public(
        bureau, chosen, _signed(kept), now=now, step=step, months=months, correction=correction
    )
    leaks = sum(len(one.audit.violations) for one in patterns.values())
    if leaks:
        raise _leaks(leaks)
    with bureau.store.writing():
        numbered = kept.keep(release, arrays, maker=maker, now=now)
    return Published(numbered, patterns)


def make_public(
    bureau: Bureau,
    chosen: Saved,
    earlier: tuple[Earlier, ...],
    *,
    now: datetime,
    step: Step,
    months: int = MONTHS,
    correction: Correction | None = None,
) -> tuple[PublicRelease, Mapping[str, FamilyPattern], dict[str, np.ndarray]]:
    """Return the public release of a run or pinned release, its patterns, and what later ones are audited against. Writes nothing."""
    as_of = chosen.as_of
    in_force, rules = _declared(bureau, chosen)
    step(Text("汇总各户贡献", "gathering contributions"))
    roster = roster_as_of(bureau, as_of, chosen.pins["manifest"])
    basis = basis_of(bureau, chosen, in_force, roster, months=months, levels=rules.levels)
    patterns: dict[str, FamilyPattern] = {}
    for family in families(basis, bureau.settings.indicator, chosen.pins["index"]):
        patterns[family.name] = pattern_of(basis, family, earlier, rules.parameters, step=_share(step, family.name))
    step(Text("生成公开表", "making the public tables"))
    asked = min(months, basis.over)
    shown = Shown(basis, {name: one.published for name, one in patterns.items()}, asked, rules.parameters)
    release = PublicRelease(
        number=0,
        made_from=chosen.name,
        as_of=chosen.pins["as_of"],
        made_at=now.isoformat(),
        simulated=bool(chosen.pins["simulated"]),
        tables=(*_amounts(in_force, rules, shown), *_figures(bureau.settings.indicator, chosen, in_force, shown)),
        documents=_documents(bureau, chosen, in_force, shown),
        parameters=_parameters(rules),
        notes=tuple({"zh": one.zh, "en": one.en} for one in NOTES),
        corrects=correction.corrects if correction else None,
        why={"zh": correction.why.zh, "en": correction.why.en} if correction else None,
    )
    return release, patterns, basis.arrays() | {PUBLISHED + name: one.published for name, one in patterns.items()}


NOTES = (
    Text(
        "空值为按披露控制规则不公布的数字，或无数据；指数水平、红绿灯、增速与贡献随其所依据的数额一并不公布。",
        "An empty value is one that is not published by the rules of disclosure control, or for which there are no data; levels, lights, growth and "
        "contributions are left out with the amounts that they rest on.",
    ),
    Text(
        "一组在本版任一月份属敏感的，本版各月均不公布。",
        "A group that is sensitive in one month of the release is left out in all its months.",
    ),
)


def _amounts(in_force: InForce, rules: DatedDisclosure, shown: Shown) -> Iterator[PublicTable]:
    for family in shown.by_family:
        yield amount_table(family, in_force.indicators[family].unit, rules.step(family), shown)


def _figures(main: str, chosen: Saved, in_force: InForce, shown: Shown) -> Iterator[PublicTable]:
    index = str(chosen.pins["index"])
    yield from figure_tables(chosen.figures(), followed(main, index, in_force.composite), shown)
    over = shown.basis.over
    if over > 1:
        terms, _ = chosen.terms()
        ends = np.searchsorted(terms.days, shown.basis.months[over - 2 : over].astype("datetime64[M]") + 1) - 1
        before, last = (float(terms.divisor[end]) for end in ends)
        yield contribution_table(index, (before, last), shown, main)


def _documents(bureau: Bureau, chosen: Saved, in_force: InForce, shown: Shown) -> dict[str, Any]:
    """Return names of the published groups, their lights in words, and their alerts."""
    main = bureau.settings.indicator
    published = shown.of((main,))
    groups = [str(name) for name in shown.basis.groups[published]]
    last: date = shown.basis.months[-1].item()
    named = group_names(in_force.hierarchy, bureau.settings.zone.text, last)
    names = [_named(group, named) for group in groups]
    by_day = published & shown.while_it_runs((main,))
    wanted = {tuple(str(name).split("/", 1)) for name in shown.basis.groups[by_day]}
    rows = chosen.figures().filter(pc.field("indicator") == "group_light").to_pylist()
    colours = {row["subject"]: Colour(int(row["value"])).name.lower() for row in rows if row["value"] is not None}
    lights = [
        {"level": level, "code": code, "colour": colours[code]} for level, code in sorted(wanted) if code in colours
    ]
    found = chosen.alerts() or _alerts_of_run(bureau, chosen)
    alerts = [
        {name: alert[name] for name in ("level", "subject", "found_on", "since", "direction")}
        for alert in found.get("alerts", ())
        if (alert["level"], alert["subject"]) in wanted
    ]
    return {"groups": names, "lights": lights, "alerts": alerts}


def _named(group: str, named: Any) -> dict[str, str]:
    level, _, code = group.partition("/")
    text = named(Level(level), code)
    return {"level": level, "code": code, "zh": text.zh, "en": text.en}


def _alerts_of_run(bureau: Bureau, chosen: Saved) -> dict[str, Any]:
    """Return the alerts of the run that was made from the same things as a release; nothing where there is none."""
    same = ("as_of", "manifest", "catalog_sha256")
    runs = [one for one in saved(bureau.store, "runs") if all(one.pins[pin] == chosen.pins[pin] for pin in same)]
    return (runs[-1].alerts() if runs else None) or {}


def _parameters(rules: DatedDisclosure) -> dict[str, Any]:
    """Return the rules as they are published: which, since when and on what ground."""
    return rules.model_dump(mode="json", include={"valid_from", "citation", "least_contributors", "levels", "rounding"})


def review(bureau: Bureau, number: int, *, reviewer: str, now: datetime) -> None:
    """Note that a preliminary release was reviewed, by another user than its maker.

    Raises
    ------
    Problem
        `public-release.none`, `public-release.not-preliminary`, `public-release.same-person`; as `check_acting`.
    """
    kept = public_releases(bureau)
    check_acting(bureau, reviewer, Permission.REVIEW_RELEASES)
    with bureau.store.writing():
        standing = kept.standing(number)
        if standing.state is not ReleaseState.PRELIMINARY:
            raise _wrong_state("public-release.not-preliminary", number, ReleaseState.PRELIMINARY)
        if reviewer == standing.maker:
            raise _same_person(reviewer)
        kept.note_review(number, reviewer=reviewer, now=now)


def sign(
    bureau: Bureau,
    number: int,
    *,
    signer: str,
    now: datetime,
    embargo_until: datetime | None = None,
    step: Step = unseen,
) -> dict[str, DisclosureAudit]:
    """Sign a reviewed release, by a third user, once it passes the audit against every release that was signed before; return the audits.

    Raises
    ------
    Problem
        `public-release.none`, `public-release.not-reviewed`, `public-release.same-person`, `public-release.leaks`, `public-release.embargo-past`; as
        `check_acting`.
    """
    check_acting(bureau, signer, Permission.SIGN_RELEASES)
    if embargo_until is not None and embargo_until <= now:
        raise _past(embargo_until, now)
    kept = public_releases(bureau)
    standing = kept.standing(number)
    if standing.state is not ReleaseState.REVIEWED:
        raise _wrong_state("public-release.not-reviewed", number, ReleaseState.REVIEWED)
    if signer in {standing.maker, standing.reviewer}:
        raise _same_person(signer)
    with bureau.store.writing():
        found = audit_release(bureau, number, step=step)
        leaks = sum(len(one.violations) for one in found.values())
        if leaks:
            raise _leaks(leaks)
        kept.note_signature(number, signer=signer, embargo_until=embargo_until, now=now)
    return found


def audit_release(bureau: Bureau, number: int, *, step: Step = unseen) -> dict[str, DisclosureAudit]:
    """Return by family the audit of a public release against every other that was signed, by the rules of its day.

    What it tells is read from the release itself: a group of which any figure stands there counts as published.

    Raises
    ------
    Problem
        `public-release.none`.
    """
    kept = public_releases(bureau)
    release = kept.release(number)
    own = earlier_of_arrays(number, kept.basis(number))
    earlier = tuple(one for one in _signed(kept) if one.number != number)
    chosen = _pinned(bureau, release.made_from)
    in_force, rules = _declared(bureau, chosen)
    main, index = bureau.settings.indicator, str(chosen.pins["index"])
    every = families(own.basis, main, index)
    told = told_by(release, own.basis.groups, followed(main, index, in_force.composite), [one.name for one in every])
    nothing = np.zeros(len(own.basis.groups), bool)
    return {
        family.name: audit_of(
            own.basis,
            family,
            told.get(family.name, nothing),
            earlier,
            rules.parameters,
            step=_share(step, family.name),
        )
        for family in every
    }


def _share(step: Step, name: str) -> Callable[[int, int], None]:
    """Return what tells how much of a family's suppression and audit is done."""

    def tell(done: int, of: int) -> None:
        said = Text("抑制与审计：{name} {percent}%", "suppressing and auditing: {name} {percent} %")
        step(said.fill(name=name, percent=round(100 * done / of)))

    return tell


def _declared(bureau: Bureau, chosen: Saved) -> tuple[InForce, DatedDisclosure]:
    """Return the declarations of a run or pinned release, and the rules of disclosure control that were in force on its day."""
    as_of = chosen.as_of
    folder = chosen.folder / "catalog"
    overlay = folder if folder.is_dir() else bureau.catalog
    rules = load_disclosure(overlay).in_force(as_of.astimezone(bureau.zone).date())
    return declarations_in_force(overlay, as_of), rules


def _signed(kept: PublicReleases) -> tuple[Earlier, ...]:
    """Return every signed release as it is audited against, oldest first; those under embargo too."""
    signed = [one.number for one in kept.standings() if one.state is ReleaseState.SIGNED]
    return tuple(earlier_of_arrays(number, kept.basis(number)) for number in signed)


def _pinned(bureau: Bureau, number: str | None) -> Saved:
    found = saved(bureau.store, "releases")
    chosen = found[-1:] if number is None else [one for one in found if one.name == number.zfill(len(one.name))]
    if chosen:
        return chosen[0]
    raise Problem(
        "release.none",
        Text("没有该发布版本：{number}", "there is no such release: {number}").fill(number=number or "–"),
        Text("先用 mbi release create 生成", "make one by `mbi release create` first"),
    )


def _leaks(number: int) -> Problem:
    return Problem(
        "public-release.leaks",
        Text("披露审计未通过：{n} 处可被推算", "the disclosure audit fails: {n} values could be worked out").fill(
            n=number
        ),
        Text(
            "用 mbi release audit 查看；按现有已签发版本重新生成（mbi release publish）",
            "see them by `mbi release audit`; make it again, against what is signed now, by `mbi release publish`",
        ),
    )


def _past(until: datetime, now: datetime) -> Problem:
    return Problem(
        "public-release.embargo-past",
        Text("解禁时刻 {until} 已过", "the embargo would end in the past, {until}").fill(
            until=until.isoformat(timespec="minutes")
        ),
        Text(
            "给出将来的时刻；不设禁期则去掉 --embargo", "give a moment to come; leave --embargo out to publish at once"
        ),
        expected=Text("晚于 {now}", "after {now}").fill(now=now.isoformat(timespec="minutes")),
    )


def _same_person(user: str) -> Problem:
    return Problem(
        "public-release.same-person",
        Text("「{user}」已经办过前一步", "“{user}” has already taken an earlier step").fill(user=user),
        Text("编制、复核、签发须由三人分别办理", "three different users make, review and sign"),
    )


def _wrong_state(code: str, number: int, expected: ReleaseState) -> Problem:
    words = {
        ReleaseState.PRELIMINARY: Text("初步", "preliminary"),
        ReleaseState.REVIEWED: Text("已复核", "reviewed"),
        ReleaseState.SIGNED: Text("已签发", "signed"),
    }
    return Problem(
        code,
        Text("公开版第 {n} 号不处于应有状态", "public release {n} is not in the state that this step needs").fill(
            n=number
        ),
        Text("用 mbi release show 查看状态", "see its state by `mbi release show`"),
        expected=words[expected],
    )
