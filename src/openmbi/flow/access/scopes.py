"""What scope goes with which role, in codes that the bureau knows."""

from __future__ import annotations

import pyarrow.compute as pc

from openmbi.catalog.owners import load_owners
from openmbi.catalog.places import load_places
from openmbi.core.access import Scope, UserRole
from openmbi.core.language import Text
from openmbi.core.owners import EVERYWHERE
from openmbi.core.problems import Problem
from openmbi.flow.bureau import Bureau
from openmbi.store.register import register_as_of

_OF_PLACES = frozenset({UserRole.PROVINCE, UserRole.CITY, UserRole.COUNTY})
_EVERYWHERE_UNSAID = frozenset({UserRole.PROVINCE, UserRole.RESEARCHER})


def granted_scope(bureau: Bureau, role: UserRole | None, asked: Scope) -> Scope:
    """Return the scope that is granted with a role. The zone itself is everywhere; so is nothing said, for a province's user and a researcher.

    Raises
    ------
    Problem
        `user.wrong-scope` where a city's or county's user has no place, an enterprise's no enterprise, or an officer any; `user.unknown-place`;
        `user.unknown-enterprise`.
    """
    places = tuple(dict.fromkeys(EVERYWHERE if code == bureau.settings.zone.code else code for code in asked.places))
    if not places and role in _EVERYWHERE_UNSAID:
        places = (EVERYWHERE,)
    _check_fitting(role, places, asked.enterprises)
    _check_places(bureau, places)
    _check_enterprises(bureau, asked.enterprises)
    return Scope(places, tuple(dict.fromkeys(asked.enterprises)))


def check_owner(bureau: Bureau, owner: str | None) -> None:
    """Refuse an owner whom `owners.yml` does not declare.

    Raises
    ------
    Problem
        `user.unknown-owner`.
    """
    known = load_owners(bureau.folder)
    if owner is None or known.owner(owner) is not None:
        return
    listed = ", ".join(sorted(one.identifier for one in known.owners))
    raise Problem(
        "user.unknown-owner",
        Text("owners.yml 中没有单位「{who}」", "owners.yml declares no owner “{who}”").fill(who=owner),
        Text("使用 owners.yml 中的标识", "use an identifier of owners.yml"),
        expected=Text(listed, listed),
    )


def is_owner(bureau: Bureau, identifier: str) -> bool:
    """Whether an identifier is an owner's: a user of that name would act as the whole office."""
    return load_owners(bureau.folder).owner(identifier) is not None


def _check_fitting(role: UserRole | None, places: tuple[str, ...], enterprises: tuple[str, ...]) -> None:
    if role in _OF_PLACES:
        fits, needed = bool(places) and not enterprises, Text("至少一个地区", "a place, or several")
    elif role is UserRole.ENTERPRISE:
        fits, needed = bool(enterprises) and not places, Text("至少一家企业", "an enterprise, or several")
    elif role is UserRole.RESEARCHER:
        fits, needed = not enterprises, Text("地区，或不设范围", "places, or no scope")
    else:
        fits, needed = not places and not enterprises, Text("无范围", "no scope")
    if not fits:
        raise Problem(
            "user.wrong-scope",
            Text("范围与角色「{role}」不符", "the scope does not go with the role “{role}”").fill(role=role or "–"),
            Text("按角色给出地区或企业", "give places or enterprises as the role needs"),
            expected=needed,
        )


def _check_places(bureau: Bureau, places: tuple[str, ...]) -> None:
    known = {EVERYWHERE, *(place.code for place in load_places(bureau.catalog).places)}
    for code in places:
        if code not in known:
            raise Problem(
                "user.unknown-place",
                Text("没有代码为「{code}」的地区", "no place has the code “{code}”").fill(code=code),
                Text("使用六位行政区划代码", "use a place's code of six digits"),
            )


def _check_enterprises(bureau: Bureau, enterprises: tuple[str, ...]) -> None:
    if not enterprises:
        return
    registered = register_as_of(bureau.store, None)["enterprise"]
    for code in enterprises:
        if not pc.any(pc.equal(registered, code)).as_py():
            raise Problem(
                "user.unknown-enterprise",
                Text("名录中没有企业「{code}」", "the register has no enterprise “{code}”").fill(code=code),
                Text("使用名录中的企业代码", "use the code of a registered enterprise"),
            )
