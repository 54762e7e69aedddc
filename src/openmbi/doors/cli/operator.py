"""Who acts where a command changes users: whoever has this machine, by the name of its login."""

from __future__ import annotations

from openmbi.core.users import ON_THIS_MACHINE
from openmbi.doors.cli.person import login


def operator() -> str:
    """Return what the audit chain calls whoever gives the command; no user is called so."""
    return f"{ON_THIS_MACHINE}{login() or '?'}"
