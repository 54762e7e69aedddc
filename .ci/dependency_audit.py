"""Ask the advisory service of PyPI which of the installed packages have a known vulnerability.

Exit code 0: every package was audited and none is vulnerable. 1: one is. 3: the service did not answer for all of them, so nothing is claimed.
`--tolerate-unreachable` turns 3 into 0, with the same words: for continuous integration on a network without the service.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

CLEAN, VULNERABLE, NOT_AUDITED = 0, 1, 3
OURS = "openmbi"
WITNESS = f"pip=={version('pip')}"
"""A package that the service certainly knows: asked first, so that an unreachable service costs one question."""


def asked(*arguments: str) -> list[dict[str, Any]] | None:
    """Return what pip-audit says of each package; None where it could not ask."""
    command = [sys.executable, "-m", "pip_audit", "--format", "json", "--progress-spinner", "off", *arguments]
    told = subprocess.run(command, capture_output=True, text=True, check=False)
    try:
        return json.loads(told.stdout)["dependencies"]
    except (json.JSONDecodeError, KeyError):
        return None


def judged(packages: Sequence[dict[str, Any]] | None) -> tuple[int, list[str]]:
    """Return the exit code and the lines to print. Packages that were skipped, or none at all, are no success."""
    if not packages:
        return NOT_AUDITED, ["NOT AUDITED: the advisory service did not answer; nothing is known of any package"]
    others = [one for one in packages if one["name"] != OURS]
    skipped = [one["name"] for one in others if "skip_reason" in one]
    found = [(one, advisory) for one in others for advisory in one.get("vulns", ())]
    lines = [
        f"{one['name']} {one['version']}: {advisory['id']}, mended in {_mended(advisory)}" for one, advisory in found
    ]
    if skipped:
        lines.append(f"NOT AUDITED: {len(skipped)} of {len(others)} packages: {', '.join(sorted(skipped))}")
    if found:
        return VULNERABLE, lines
    if skipped or not others:
        return NOT_AUDITED, lines or ["NOT AUDITED: no package is installed"]
    return CLEAN, [f"audited {len(others)} packages: no known vulnerability"]


def _mended(advisory: dict[str, Any]) -> str:
    return ", ".join(advisory.get("fix_versions", ())) or "no version yet"


def main(arguments: Sequence[str]) -> int:
    """Audit the environment that this runs in."""
    with tempfile.TemporaryDirectory() as folder:
        requirement = Path(folder) / "witness.txt"
        requirement.write_text(WITNESS, encoding="utf-8")
        code, lines = judged(asked("--requirement", str(requirement), "--no-deps", "--disable-pip"))
    if code in {CLEAN, VULNERABLE}:
        code, lines = judged(asked("--local", "--skip-editable"))
    print(*lines, sep="\n")
    return CLEAN if code == NOT_AUDITED and "--tolerate-unreachable" in arguments else code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
