"""The choice of one method for one step of a recipe."""

from __future__ import annotations

from dataclasses import dataclass

from openmbi.index.treatment.method import Option


@dataclass(frozen=True)
class Choice:
    """A method by name, and those of its options that differ from its defaults; can be hashed and compared."""

    method: str
    options: tuple[tuple[str, Option], ...] = ()

    @classmethod
    def of(cls, method: str, **options: Option) -> Choice:
        """Return a choice with options by name, in one order however they are given."""
        return cls(method, tuple(sorted(options.items())))
