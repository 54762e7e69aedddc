"""What is on record of an enterprise: register entries, links, accounts; the latest first."""

from __future__ import annotations

from datetime import date
from typing import Any

from openmbi.core.language import Text
from openmbi.reports.overview.figures import both, percent
from openmbi.reports.province.enterprise_inputs import EnterpriseInput

_TEN_THOUSAND = 10_000


def register(source: EnterpriseInput) -> list[dict[str, Any]]:
    """Return the register's entries; what is not stated is null."""
    ordered = sorted(source.register, key=lambda entry: entry.valid_from, reverse=True)
    return [
        {
            **_period(entry.valid_from, entry.valid_to),
            "place": _said(entry.place),
            "industry": _said(entry.industry),
            "size_class": _said(entry.size_class),
            "ownership": _said(entry.ownership),
            "group_owner": _said(entry.group_owner),
        }
        for entry in ordered
    ]


def links(source: EnterpriseInput) -> list[dict[str, Any]]:
    """Return what is linked to the enterprise, shares in per cent; what holds now before what held."""
    ordered = sorted(source.links, key=lambda link: (link.valid_to is not None, link.kind.en, link.subject))
    return [
        {
            **_period(link.valid_from, link.valid_to),
            "kind": both(link.kind),
            "subject": link.subject,
            "share": percent(link.share),
            "basis": both(link.basis),
        }
        for link in ordered
    ]


def accounts(source: EnterpriseInput) -> list[dict[str, Any]]:
    """Return annual accounts in units of 10,000 yuan; what is not stated is null."""
    return [
        {
            "year": entry.year,
            "value_added": _tens_of_thousands(entry.value_added_cny),
            "output": _tens_of_thousands(entry.output_cny),
            "tax": _tens_of_thousands(entry.tax_cny),
            "employees": entry.employees,
        }
        for entry in sorted(source.accounts, key=lambda entry: -entry.year)
    ]


def _period(first: date, last: date | None) -> dict[str, str | None]:
    return {"first": first.isoformat(), "last": last.isoformat() if last else None}


def _said(text: Text | None) -> dict[str, str] | None:
    return both(text) if text else None


def _tens_of_thousands(yuan: float | None) -> str | None:
    return None if yuan is None else f"{yuan / _TEN_THOUSAND:.0f}"
