"""Who answers for a case: offices by the places they watch, the persons who act for them, and the office above each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from openmbi.core.language import Language, Text

BUREAU = "bureau"
"""The identifier of the bureau itself, where nobody else is declared."""
EVERYWHERE = "000000"
"""The place that encloses every other."""


class Role(StrEnum):
    """What an owner is; the offices from the lowest to the highest, then an enterprise."""

    COUNTY = "county"
    CITY = "city"
    PROVINCE = "province"
    ENTERPRISE = "enterprise"


OFFICES = (Role.COUNTY, Role.CITY, Role.PROVINCE)


@dataclass(frozen=True)
class Owner:
    """An office, or an enterprise, that answers for cases.

    `places`: codes of GB/T 2260 (or the bureau's own) that it watches; of an enterprise, where it lies. `channels`: where its notices go, apprise
    addresses that name environment variables as `${NAME}`; none: it gets no notices. `enterprises`: codes that an owner of role ENTERPRISE stands for.
    `language`: of its notices; None: both. `named`: whether its notices name enterprises; else they say number, place and industry of a case only.
    """

    identifier: str
    name: Text
    role: Role
    places: tuple[str, ...]
    channels: tuple[str, ...] = ()
    enterprises: tuple[str, ...] = ()
    language: Language | None = None
    named: bool = False


@dataclass(frozen=True)
class Actor:
    """A person who acts for an owner; `logins`: the names by which systems know the person."""

    identifier: str
    name: Text
    owner: str
    logins: tuple[str, ...] = ()


@dataclass(frozen=True)
class Owners:
    """All owners and actors of a bureau. No two share an identifier, no two offices a place."""

    owners: tuple[Owner, ...]
    actors: tuple[Actor, ...] = ()

    def owner_of(self, place: str) -> Owner | None:
        """Return the office of the nearest place that encloses a place: the county's, else the city's, else the province's, else the one of `000000`."""
        return next(self._offices_around(place), None)

    def superior_of(self, owner: Owner) -> Owner | None:
        """Return the nearest office above an owner, one that encloses all its places; None for the highest.

        The superior of an enterprise is the office of where it lies.
        """
        around = [list(self._offices_around(place)) for place in owner.places]
        shared = [office for office in around[0] if all(office in offices for offices in around)] if around else []
        return next((office for office in shared if office != owner), None)

    def owner_of_enterprise(self, code: str) -> Owner | None:
        """Return the owner of role ENTERPRISE that stands for an enterprise; None where none is declared."""
        return self._of_enterprise.get(code)

    def owner(self, identifier: str) -> Owner | None:
        """Return the owner of that identifier."""
        return self._by_identifier.get(identifier)

    def actor_of_login(self, login: str) -> str | None:
        """Return the identifier of the actor whom systems know by a login; None where none is declared."""
        return next((actor.identifier for actor in self.actors if login in actor.logins), None)

    def acts_for(self, identifier: str) -> Owner | None:
        """Return the owner for whom an identifier acts: an actor's owner, or the owner itself; None where it is not declared."""
        return self.owner(self._owner_of_actor.get(identifier, identifier))

    def _offices_around(self, place: str) -> Iterator[Owner]:
        for code in enclosing(place):
            if code in self._office_of:
                yield self._office_of[code]

    @cached_property
    def _by_identifier(self) -> dict[str, Owner]:
        return {owner.identifier: owner for owner in self.owners}

    @cached_property
    def _owner_of_actor(self) -> dict[str, str]:
        return {actor.identifier: actor.owner for actor in self.actors}

    @cached_property
    def _of_enterprise(self) -> dict[str, Owner]:
        return {code: owner for owner in self.owners for code in owner.enterprises}

    @cached_property
    def _office_of(self) -> dict[str, Owner]:
        offices = [owner for owner in self.owners if owner.role in OFFICES]
        return {place: owner for owner in offices for place in owner.places}


def variables_of(channel: str) -> tuple[str, ...]:
    """Return the environment variables that a channel's address names as `${NAME}`."""
    return tuple(re.findall(r"\$\{(\w+)\}", channel))


def channel_name(channel: str) -> str:
    """Return what a channel is called: the variables of its address, which hold its secrets and are none."""
    return "+".join(variables_of(channel))


def enclosing(place: str) -> tuple[str, ...]:
    """Return a place and those around it, nearest first, as the digits of GB/T 2260 tell: 440106, 440100, 440000, 000000.

    A code of another form lies in 000000 alone.
    """
    is_code = len(place) == 6 and place.isdecimal()
    around = (place, f"{place[:4]}00", f"{place[:2]}0000") if is_code else (place,)
    return tuple(dict.fromkeys((*around, EVERYWHERE)))
