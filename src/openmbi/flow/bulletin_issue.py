"""Who issues the bulletin, as the settings say."""

from __future__ import annotations

from openmbi.flow.bureau import Bureau
from openmbi.reports.bulletin.inputs import Issue


def issue_of(bureau: Bureau) -> Issue:
    """Return who issues a bulletin, and whom a reader may ask."""
    told = bureau.settings.bulletin
    return Issue((told.issued_by or bureau.settings.name).text, told.contact.text if told.contact else None)
