"""Look for secrets in every file that git tracks, and compare with what was looked at and found harmless (`.ci/secrets.baseline`).

Exit code 0: nothing that the baseline does not hold. 1: something new, told by file and line. Files may be
named, to scan no others. `--write`: write the baseline anew; look at every new entry, and set its `is_secret` to false only when it is none.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from detect_secrets import SecretsCollection
from detect_secrets.core import baseline
from detect_secrets.settings import default_settings

ROOT = Path(__file__).parents[1]
BASELINE = ".ci/secrets.baseline"
Results = dict[str, list[dict[str, Any]]]
"""What looks like a secret, by file, as the baseline holds it."""


def tracked(root: Path = ROOT) -> list[str]:
    """Return the files that git tracks and that stand on the disk, but for the baseline itself."""
    told = subprocess.run(["git", "ls-files", "-z"], cwd=root, capture_output=True, text=True, check=True)
    return [name for name in told.stdout.split("\0") if name and name != BASELINE and (root / name).is_file()]


def found(files: Iterable[str], root: Path = ROOT) -> SecretsCollection:
    """Return what looks like a secret in files below a folder."""
    secrets = SecretsCollection(root=str(root))
    with default_settings():
        secrets.scan_files(*files)
    return secrets


def known(root: Path = ROOT) -> Results:
    """Return what was looked at, by file."""
    return json.loads((root / BASELINE).read_text(encoding="utf-8"))["results"]


def news(secrets: SecretsCollection, looked_at: Results) -> list[str]:
    """Return what the baseline does not hold, as `file:line: kind`; kinds and values are compared, not lines."""
    held = {(file, one["type"], one["hashed_secret"]) for file, ones in looked_at.items() for one in ones}
    return [
        f"{file}:{one.line_number}: {one.type}"
        for file, one in secrets
        if (file, one.type, one.secret_hash) not in held
    ]


def written(secrets: SecretsCollection, looked_at: Results, kept: Results) -> str:
    """Return a baseline as text, with what was already said of its entries, and beside them those of files that were not scanned now (`kept`)."""
    said = {
        (file, one["type"], one["hashed_secret"]): one["is_secret"] for file, ones in looked_at.items() for one in ones
    }
    for file, one in secrets:
        one.is_secret = said.get((file, one.type, one.secret_hash))
    with default_settings():
        content = baseline.format_for_output(secrets)
    content.pop("generated_at", None)
    results = dict(sorted((content["results"] | kept).items()))
    content["results"] = {file: [one | {"filename": file} for one in ones] for file, ones in results.items()}
    return json.dumps(content, indent=1) + "\n"


def main(arguments: Sequence[str]) -> int:
    """Scan the files that are named, or all, and write the baseline anew where asked."""
    named = [one for one in arguments if not one.startswith("--")]
    files = named or tracked()
    secrets, looked_at = found(files), known()
    if "--write" in arguments:
        kept = {file: ones for file, ones in looked_at.items() if file not in files}
        (ROOT / BASELINE).write_text(written(secrets, looked_at, kept), encoding="utf-8")
        return 0
    lines = news(secrets, looked_at)
    print(*lines or [f"scanned {len(files)} files: no secret that was not looked at"], sep="\n")
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
