"""Every command: help with an example in both languages, JSON and nothing else where asked, exit codes, language."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import typer.main
from tests.rooms.doors.worked_case import OWNERS, an_alert, worked, write_alerts

from openmbi import __version__
from openmbi.core.access import UserRole
from openmbi.core.language import Language
from openmbi.core.problems import ExitCode
from openmbi.doors.cli.app import app
from openmbi.doors.cli.language import chosen_language
from openmbi.doors.cli.spreadsheet import read_sheet, write_sheet
from openmbi.flow.access.changes import NewUser, add_user
from openmbi.flow.access.desk import AccessDesk
from openmbi.flow.access.tokens import create_token
from openmbi.flow.bureau import load_bureau
from openmbi.store.quarantine import pending
from openmbi.store.register import register_as_of
from openmbi.store.store import Store

PASSWORD = "four unrelated words here"
HELP_OF_ALL = """
import sys
from openmbi.doors.cli.app import app
from openmbi.doors.cli.console import guarded
from typer.main import get_command
commands = get_command(app)
for line in sys.stdin.read().splitlines():
    sys.argv = ["mbi", *line.split(), "--help"]
    print("====", line, flush=True)
    assert guarded(commands) == 0
"""


def commands(group, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Find every command, by discovery."""
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from commands(command, (*path, name))
        else:
            yield (*path, name)


COMMANDS = typer.main.get_command(app)
ALL = sorted(commands(COMMANDS))
WITHOUT_JSON = {("serve",)}
ROOT = Path(__file__).parents[3]
JSON_ELSEWHERE = {
    ("audit",): "tests/story/test_audit.py",
    ("backtest",): "tests/rooms/flow/test_backtest.py",
    ("nowcast",): "tests/story/test_nowcast.py",
    ("thresholds",): "tests/story/test_phases_and_thresholds.py",
}
"""Commands that the town is too small for, and where their JSON is read."""


HOLDERS = "kind,subject,enterprise,name,valid_from\n" + "".join(
    f"meter,M{number},{{}},{name},2023-01-01\n" for number, name in enumerate(("", "Nobody A", "Nobody B", "Nobody C"))
)


def enterprise(town: Path) -> str:
    return register_as_of(Store(town / "store"), None)["enterprise"][0].as_py()


def decided(town: Path, tmp_path: Path, mbi) -> Path:
    """The review queue with its last line decided."""
    queue = tmp_path / "queue.csv"
    mbi("-b", town, "link", "export", queue, lang="zh")
    rows = read_sheet(queue)
    rows[-1][rows[0].index("决定 decision")] = "无"
    write_sheet(tmp_path / "decided.csv", rows)
    return tmp_path / "decided.csv"


def late_batch(town: Path) -> int:
    return pending(Store(town / "store"))[0].batch


CASE_OPTIONS: dict[str, tuple[str, ...]] = {
    "assign": ("bureau",),
    "selfcheck": ("--cause", "other"),
    "measure": ("--note", "repaired"),
    "feedback": ("--note", "runs again"),
    "resolve-dispute": ("--reject", "--note", "no"),
    "close": ("--as", "false_alarm", "--note", "seen"),
    "reopen": ("--note", "again"),
}


def case_call(command: tuple[str, ...], town: Path, tmp_path: Path) -> tuple[object, ...]:
    """Arguments for a command of cases, after the steps that make it legal."""
    if command == ("alerts",):
        write_alerts(town, [an_alert("A")], [])
        return ()
    (town / "owners.yml").write_text(OWNERS, encoding="utf-8")
    number = worked(town, command[1], paper := tmp_path / "paper.pdf")
    paper.write_bytes(b"evidence")
    options = ("--note", "no", "--evidence", paper) if command[1] == "dispute" else CASE_OPTIONS.get(command[1], ())
    return () if command[1] == "list" else (number, *options)


def silence_call(command: tuple[str, ...], town: Path, mbi) -> tuple[object, ...]:
    """Arguments for a command of silences; `end` gets one that was added for it."""
    until = f"{datetime.now(UTC) + timedelta(days=30):%Y-%m-%d}"
    added = ("--enterprise", enterprise(town), "--until", until, "--reason", "repairs", "--by", "bureau")
    if command[1] == "end":
        return (mbi("-b", town, "silence", "add", *added, "--json").json["number"], "--by", "bureau")
    return added if command[1] == "add" else ()


def user_call(command: tuple[str, ...], town: Path) -> tuple[object, ...]:
    """Arguments for a command of users and tokens, with a user of its own where one is needed."""
    who = f"user.{command[0]}.{command[1]}"
    if command == ("user", "add"):
        return (who, "--name", "Wang Fang", "--role", "administrator")
    if command[1] in {"list", "sessions"}:
        return ()
    desk = AccessDesk(load_bureau(town))
    now = datetime.now(UTC)
    add_user(desk, NewUser(who, "Wang Fang", PASSWORD, role=UserRole.PROVINCE), by="machine:li", now=now)
    if command == ("token", "revoke"):
        return (create_token(desk, who, "a script", by="machine:li", now=now).token.identifier,)
    return (who, "--label", "a script") if command == ("token", "create") else (who,)


def release_call(command: tuple[str, ...], town: Path, mbi) -> tuple[object, ...]:
    """Arguments for a command of public releases, after the steps that make it legal; each acts by another user."""
    if command[1] in {"publish", "show"}:
        if command[1] == "show":
            mbi("-b", town, "release", "publish", "--by", "maker", "--json")
        return ("--by", "maker") if command[1] == "publish" else ()
    number = mbi("-b", town, "release", "publish", "--by", "maker", "--json").json["number"]
    if command[1] in {"sign", "correct"}:
        mbi("-b", town, "release", "review", number, "--by", "reviewer", "--json")
    if command[1] == "correct":
        mbi("-b", town, "release", "sign", number, "--by", "signer", "--json")
        return (number, "--why-zh", "电量更正", "--why-en", "readings corrected", "--by", "maker")
    return (number,) if command[1] == "audit" else (number, "--by", "reviewer" if command[1] == "review" else "signer")


def outline(town: Path, file: Path) -> Path:
    """A map of the town, which has no cities: it stands for itself."""
    code = load_bureau(town).settings.zone.code
    ring = [[113.0, 23.0], [114.0, 23.0], [114.0, 24.0], [113.0, 23.0]]
    feature = {"type": "Feature", "properties": {"code": code}, "geometry": {"type": "Polygon", "coordinates": [ring]}}
    file.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), encoding="utf-8")
    return file


def json_call(command: tuple[str, ...], town: Path, tmp_path: Path, mbi) -> tuple[object, ...]:  # noqa: PLR0911  one a group
    """Arguments with which a command works in the computed town."""
    if command == ("link", "decide"):
        return (decided(town, tmp_path, mbi), "--by", "a clerk")
    if command[0] in {"alerts", "case"}:
        return case_call(command, town, tmp_path)
    if command[0] == "silence":
        return silence_call(command, town, mbi)
    if command[0] == "release" and command[1] not in {"create", "list", "verify"}:
        return release_call(command, town, mbi)
    if command == ("map", "import"):
        return (outline(town, tmp_path / "map.geojson"), "--review-number", "粤S（2023）064号", "--source", "a survey")
    if command[0] in {"user", "token"}:
        return user_call(command, town)
    given: dict[tuple[str, ...], tuple[object, ...]] = {
        ("init",): (tmp_path / "new",),
        ("bulletin",): ("2025-06",),
        ("calendar",): (2027,),
        ("simulate",): (tmp_path / "new", "--town", "--enterprises", 20, "--days", 400),
        ("compare",): ("current", "current"),
        ("enterprise",): (enterprise(town),),
        ("link", "accept"): ("meter", "M1", enterprise(town), "--by", "a clerk"),
        ("link", "export"): (tmp_path / "queue.csv",),
        ("link", "reject"): ("meter", "M2", "--by", "a clerk"),
        ("history",): ("activity_level/999999/2025-06",),
        ("quarantine", "explain"): (late_batch(town),),
        ("quarantine", "export"): (late_batch(town), tmp_path / "bad.csv"),
        ("run",): ("--as-of", "2025-06-30"),
        ("release", "create"): ("--as-of", "2025-06-30"),
    }
    return given.get(command, ())


@pytest.mark.parametrize(("lang", "word"), [("zh", "例："), ("en", "Example")])
def test_every_help_has_an_example_in_its_language(lang: str, word: str):
    groups = sorted({command[:-1] for command in ALL if len(command) > 1})
    asked = "\n".join(" ".join(command) for command in [*groups, *ALL])
    done = subprocess.run(
        [sys.executable, "-c", HELP_OF_ALL],
        input=asked,
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"MBI_LANG": lang, "PYTHONIOENCODING": "utf-8", "COLUMNS": "200"},
    )
    helps = dict(part.split("\n", 1) for part in done.stdout.split("==== ")[1:])
    assert len(helps) == len(ALL) + len(groups)
    for command, text in helps.items():
        assert word in text, command
        assert f"mbi {command}" in text.split(word, 1)[1], command
        chinese = sum("\u4e00" <= character <= "\u9fff" for character in text)
        assert (chinese > 5) == (lang == "zh"), command


def test_chinese_help_is_not_cut_where_a_line_ends():
    done = subprocess.run(
        [sys.executable, "-c", HELP_OF_ALL],
        input="\n".join(" ".join(command) for command in ALL),
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"MBI_LANG": "zh", "PYTHONIOENCODING": "utf-8", "COLUMNS": "80"},
    )
    assert [line for line in done.stdout.splitlines() if line.rstrip(" │").endswith("…")] == []
    assert "─ 选项 ─" in done.stdout


def test_every_command_has_json_unless_it_serves():
    parameters = {command: json_options(command) for command in ALL}
    assert {command for command, options in parameters.items() if "--json" not in options} == WITHOUT_JSON


def json_options(command: tuple[str, ...]) -> set[str]:
    found = COMMANDS
    for name in command:
        found = found.commands[name]
    return {option for parameter in found.params for option in parameter.opts}


@pytest.fixture(scope="module")
def own(released: Path, tmp_path_factory: pytest.TempPathFactory, mbi) -> Path:
    """The released town, to write into, with books that name one enterprise and three strangers."""
    town = Path(shutil.copytree(released, tmp_path_factory.mktemp("commands") / "town"))
    books = tmp_path_factory.mktemp("books") / "holders.csv"
    books.write_text(HOLDERS.format(enterprise(town), "", "", ""), encoding="utf-8")
    assert mbi("-b", town, "ingest", books).code == ExitCode.OK
    return town


@pytest.mark.parametrize(("command", "file"), JSON_ELSEWHERE.items())
def test_json_that_the_town_cannot_give_is_read_elsewhere(own: Path, mbi, command: tuple[str, ...], file: str):
    assert f'"{command[0]}"' in (text := (ROOT / file).read_text(encoding="utf-8"))
    assert '"--json"' in text
    told = mbi("-b", own, *command, "--json")
    assert told.code == ExitCode.PROBLEM
    assert json.loads(told.err)["problem"]["code"].startswith(command[0])


@pytest.mark.parametrize(
    "command", [command for command in ALL if command not in {*WITHOUT_JSON, *JSON_ELSEWHERE}], ids=" ".join
)
def test_json_is_one_document_and_nothing_else(own: Path, tmp_path: Path, mbi, monkeypatch, command: tuple[str, ...]):
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{PASSWORD}\n"))
    if command == ("map", "import"):  # a declaration: what rests on the catalog would have to be run anew
        own = Path(shutil.copytree(own, tmp_path / "town"))
    told = mbi("-b", own, *command, *json_call(command, own, tmp_path, mbi), "--json", lang="zh")
    assert told.code == ExitCode.OK, told.err
    assert isinstance(told.json, dict | list)
    assert told.json
    assert "NaN" not in told.out


def test_a_problem_is_json_too_and_standard_output_stays_empty(bureau: Path, mbi):
    told = mbi("-b", bureau, "show", "--json")
    assert (told.code, told.out) == (ExitCode.PROBLEM, "")
    problem = json.loads(told.err)["problem"]
    assert problem["code"] == "run.none"
    assert problem["found"].keys() == {"zh", "en"}


@pytest.mark.parametrize(
    "arguments",
    [
        ("nonsense",),
        ("run", "--nonsense"),
        ("run", "now"),
        ("history",),
        ("quarantine", "explain", "x"),
        ("quarantine", "explain", "1", "--limit", "-1"),
        ("explain", "--top", "-1"),
        ("serve", "--port", "0"),
        ("--lang", "fr", "list"),
        ("--bureau", __file__, "list"),
        (),
        ("release",),
    ],
    ids=" ".join,
)
def test_wrong_usage_ends_with_2(mbi, arguments: tuple[str, ...]):
    told = mbi(*arguments)
    assert told.code == ExitCode.USAGE
    assert "Traceback" not in told.err


def test_version(mbi):
    assert mbi("--version").out == f"mbi {__version__}\n"


@pytest.mark.parametrize(
    ("arguments", "environment", "expected"),
    [
        ([], {}, "en"),
        ([], {"MBI_LANG": "zh"}, "zh"),
        ([], {"MBI_LANG": "en", "LANG": "zh_CN.UTF-8"}, "en"),
        ([], {"LANG": "zh_CN.UTF-8"}, "zh"),
        ([], {"LC_ALL": "zh_CN.UTF-8", "LANG": "en_US.UTF-8"}, "zh"),
        ([], {"MBI_LANG": "", "LANG": "C"}, "en"),
        (["--lang", "zh", "show"], {"MBI_LANG": "en"}, "zh"),
        (["--lang=en", "show"], {"MBI_LANG": "zh"}, "en"),
        (["--lang"], {}, "en"),
    ],
)
def test_the_language_asked_for(arguments: list[str], environment: dict[str, str], expected: str):
    assert chosen_language(arguments, environment) is Language(expected)


@pytest.mark.parametrize(("lang", "said"), [("zh", "尚无计算结果"), ("en", "nothing has been computed yet")])
def test_problems_speak_the_language(bureau: Path, mbi, lang: str, said: str):
    assert said.replace(" ", "") in mbi("-b", bureau, "show", lang=lang).words


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "example.org", "192.0.2.1"])
def test_serve_listens_to_this_machine_only(town: Path, mbi, host: str):
    told = mbi("-b", town, "serve", "--host", host)
    assert told.code == ExitCode.PROBLEM
    assert "serve.not-loopback" in told.err


def test_what_the_system_refuses_is_a_problem_not_a_bug(town: Path, tmp_path: Path, mbi):
    (tmp_path / "file").write_text("in the way")
    for command in (
        ("-b", town, "quarantine", "export", late_batch(town), tmp_path / "no" / "folder" / "bad.csv"),
        ("-b", town, "quarantine", "retry", late_batch(town), "--from", tmp_path / "none.csv"),
        ("init", tmp_path / "file" / "bureau"),
    ):
        told = mbi(*command)
        assert told.code == ExitCode.PROBLEM
        assert "system.refused" in told.err
