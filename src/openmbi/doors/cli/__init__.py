"""The command line `mbi`: one file a group of commands."""

from __future__ import annotations

import sys

from openmbi.doors.cli.console import guarded
from openmbi.doors.cli.interrupts import hear_interrupts


def main() -> None:
    """Run `mbi` and leave with the exit code that openmbi.core.problems.ExitCode says."""
    hear_interrupts()
    from openmbi.doors.cli.app import app

    sys.exit(guarded(app))
