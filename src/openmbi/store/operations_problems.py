"""What the operational database says when it cannot do what was asked, as Problems that a user can mend."""

from __future__ import annotations

from openmbi.core.language import Text
from openmbi.core.problems import Problem

_SIGNS: tuple[tuple[tuple[str, ...], Problem], ...] = (
    (
        ("database is locked", "database table is locked", "55P03"),
        Problem(
            "operations.busy",
            Text(
                "另一进程正在修改业务库，等待后仍未结束",
                "another process was still changing the database after the wait",
            ),
            Text("稍后重试", "try again when it has finished"),
        ),
    ),
    (
        ("database or disk is full", "disk I/O error", "53100"),
        Problem(
            "operations.disk-full",
            Text(
                "磁盘或配额已满，本次修改已全部撤销", "the disk or the quota is full; nothing of this change was kept"
            ),
            Text("释放空间后重新执行同一命令", "free some space and give the same command again"),
        ),
    ),
    (
        ("file is not a database", "malformed", "XX001", "XX002"),
        Problem(
            "operations.damaged",
            Text("业务库已损坏：{detail}", "the database is damaged: {detail}"),
            Text("从备份恢复", "restore it from a backup"),
        ),
    ),
    (
        ("readonly database", "25006", "42501"),
        Problem(
            "operations.read-only",
            Text("没有修改业务库的权限：{detail}", "no right to change the database: {detail}"),
            Text("检查文件权限，或数据库角色的权限", "check the rights of the file, or of the role in the database"),
        ),
    ),
    (
        ("28P01", "28000", "3D000"),
        Problem(
            "operations.refused",
            Text("数据库拒绝登录：{detail}", "the database refused to let us in: {detail}"),
            Text("检查用户、密码与库名", "check user, password and name of the database"),
        ),
    ),
    (
        ("Can't create a connection", "unable to open database file", "network error", "53300", "57P01", "57P03"),
        Problem(
            "operations.unreachable",
            Text("无法连接业务库：{detail}", "the database cannot be reached: {detail}"),
            Text(
                "检查路径或地址、端口，以及数据库是否在运行",
                "check the path, or host and port and whether the server runs",
            ),
        ),
    ),
    (
        ("Server refuses SSL", "SSL:"),
        Problem(
            "operations.no-trust",
            Text("无法建立可信的加密连接：{detail}", "no encrypted connection that can be trusted: {detail}"),
            Text(
                "在服务器上启用 TLS，用 sslrootcert 指明颁发机构；内网确可放心时才用 sslmode=disable",
                "set up TLS on the server, name its authority by sslrootcert; sslmode=disable only where the network itself is trusted",
            ),
        ),
    ),
    (
        ("No module named 'pg8000'",),
        Problem(
            "operations.no-driver",
            Text("未安装 PostgreSQL 的驱动", "the driver of PostgreSQL is not installed"),
            Text("执行 pip install 'openmbi[postgresql]'", "give pip install 'openmbi[postgresql]'"),
        ),
    ),
)
"""By what a database's message holds (its words, or the SQLSTATE of PostgreSQL): what the user reads."""


def problem_of(error: Exception, name: str) -> Problem | None:
    """Return the Problem that an error of the database stands for; None where it is no trouble of the user's. `name`: the database, without a password."""
    cause = getattr(error, "orig", None) or error
    sign, said = _told(cause)
    for words, problem in _SIGNS:
        if any(word in sign for word in words):
            return Problem(problem.code, problem.found.fill(detail=said), problem.fix, file=name)
    return None


def _told(cause: BaseException) -> tuple[str, str]:
    """Return what an error is recognised by, and what a person reads of it; PostgreSQL's own errors are a dictionary with SQLSTATE `C` and message `M`."""
    told = cause.args[0] if cause.args else None
    if isinstance(told, dict):
        return str(told.get("C")), str(told.get("M"))
    return str(cause), str(cause)


def newer_than_this(found: int, known: int, name: str) -> Problem:
    """Return the Problem of a database that a newer openmbi has changed."""
    return Problem(
        "operations.newer",
        Text(
            "业务库的版本为 {found}，本程序只识别到 {known}",
            "the database is of version {found}, this openmbi knows {known}",
        ).fill(found=found, known=known),
        Text("升级 openmbi", "upgrade openmbi"),
        file=name,
    )
