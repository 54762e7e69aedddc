"""The declaration of owners: `owners.yml` in a bureau's folder says who answers for the cases of which place, and where their notices go."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Self

from pydantic import BeforeValidator, Field, field_validator, model_validator

from openmbi.catalog.loader import Declaration, Name, load_declaration
from openmbi.core.language import Language, Text
from openmbi.core.owners import BUREAU, EVERYWHERE, OFFICES, Actor, Owner, Owners, Role, channel_name, variables_of

OWNERS_FILE = "owners.yml"
Identifier = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9._-]*$")]
Nonblank = Annotated[str, Field(pattern=r"^\S+$")]


def _digits(code: object) -> object:
    """Return a code that YAML read as a number, as its digits."""
    return str(code) if isinstance(code, int) and not isinstance(code, bool) else code


Code = Annotated[Nonblank, BeforeValidator(_digits)]
"""Of a place or an enterprise; digits need no quotes."""


class DeclaredOwner(Declaration):
    """One office or enterprise; see `openmbi.core.owners.Owner`. `language: null` writes its notices in both."""

    identifier: Identifier
    name: Name
    role: Role
    places: Annotated[tuple[Code, ...], Field(min_length=1)]
    channels: tuple[Nonblank, ...] = ()
    enterprises: tuple[Code, ...] = ()
    language: Language | None = None
    named: bool = False

    @field_validator("channels")
    @classmethod
    def _keeps_no_secret(cls, channels: tuple[str, ...]) -> tuple[str, ...]:
        if not all(variables_of(channel) for channel in channels):
            raise ValueError("an address holds secrets: name an environment variable for it, as ${MAIL_OF_CITY}")
        _check_once("variable of a channel", map(channel_name, channels))
        return channels

    @model_validator(mode="after")
    def _fits_its_role(self) -> Self:
        if (self.role is Role.ENTERPRISE) != bool(self.enterprises):
            raise ValueError("enterprises are named where the role is enterprise, and only there")
        return self

    def owner(self) -> Owner:
        """Return the owner that is declared."""
        return Owner(
            identifier=self.identifier,
            name=self.name.text(),
            role=self.role,
            places=self.places,
            channels=self.channels,
            enterprises=self.enterprises,
            language=self.language,
            named=self.named,
        )


class DeclaredActor(Declaration):
    """One person who acts for an owner; `logins`: names of the person in the systems."""

    identifier: Identifier
    name: Name
    owner: Identifier
    logins: tuple[Nonblank, ...] = ()

    def actor(self) -> Actor:
        """Return the actor that is declared."""
        return Actor(self.identifier, self.name.text(), self.owner, self.logins)


class OwnersFile(Declaration):
    """All owners and actors of a bureau."""

    owners: Annotated[tuple[DeclaredOwner, ...], Field(min_length=1)]
    actors: tuple[DeclaredActor, ...] = ()

    @model_validator(mode="after")
    def _is_unambiguous(self) -> Self:
        everybody = (*self.owners, *self.actors)
        _check_once("identifier", (each.identifier for each in everybody))
        _check_once("place", (p for owner in self.owners if owner.role in OFFICES for p in owner.places))
        _check_once("enterprise", (code for owner in self.owners for code in owner.enterprises))
        _check_once("login", (login for actor in self.actors for login in actor.logins))
        known = {owner.identifier for owner in self.owners}
        for actor in self.actors:
            if actor.owner not in known:
                raise ValueError(f"{actor.identifier}: the owner {actor.owner} is not declared")
        return self

    @model_validator(mode="after")
    def _superiors_are_higher(self) -> Self:
        owners = self.all_owners()
        for owner in owners.owners:
            superior = owners.superior_of(owner)
            if superior and owner.role in OFFICES and OFFICES.index(superior.role) < OFFICES.index(owner.role):
                raise ValueError(f"{owner.identifier} lies in {superior.identifier}, whose role is a lower one")
        return self

    def all_owners(self) -> Owners:
        """Return the owners and actors that are declared."""
        return Owners(tuple(each.owner() for each in self.owners), tuple(each.actor() for each in self.actors))


def _check_once(what: str, names: Iterable[str]) -> None:
    """Raise ValueError where a name is given twice."""
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise ValueError(f"the {what} {name} is given twice")
        seen.add(name)


LONE_BUREAU = Owners((Owner(BUREAU, Text("本单位", "the bureau"), Role.PROVINCE, (EVERYWHERE,)),))
"""Where nothing is declared, the bureau itself answers for every place."""


def load_owners(folder: Path) -> Owners:
    """Read `owners.yml` of a bureau's folder; without one the bureau itself, `bureau`, answers for every place and gets no notices.

    Raises
    ------
    Problem
        `catalog.unreadable` or `catalog.invalid` where the file is wrong.
    """
    file = folder / OWNERS_FILE
    return load_declaration(OwnersFile, file).all_owners() if file.is_file() else LONE_BUREAU
