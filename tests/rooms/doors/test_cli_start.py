"""The help is there at once: what a command works with is imported when it runs."""

import subprocess
import sys

HEAVY = {
    "duckdb",
    "ibis",
    "jinja2",
    "matplotlib",
    "numba",
    "numpy",
    "pyarrow",
    "pydantic",
    "scipy",
    "sqlalchemy",
    "yaml",
}
ASKED = """
import sys
from openmbi.doors.cli import main
sys.argv = ["mbi", "--lang", "en", "--help"]
try:
    main()
finally:
    print(*sys.modules, file=sys.stderr)
"""


def test_the_help_of_mbi_imports_nothing_that_a_command_works_with():
    told = subprocess.run([sys.executable, "-c", ASKED], capture_output=True, text=True, check=True)
    assert "simulate" in told.stdout
    imported = set(told.stderr.split())
    assert "openmbi.doors.cli.run" in imported
    assert not HEAVY & imported
