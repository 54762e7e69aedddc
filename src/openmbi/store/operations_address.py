"""The address of an operational database on a server, as `bureau.toml` gives it."""

from __future__ import annotations

import os
import re
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from openmbi.core.language import Text
from openmbi.core.problems import Problem

FIELD = "operations.database"
DRIVER = "postgresql+pg8000"
THIS_MACHINE = {None, "localhost", "127.0.0.1", "::1"}
DISABLE, REQUIRE, VERIFY = "disable", "require", "verify-full"
MODES = (DISABLE, REQUIRE, VERIFY)


@dataclass(frozen=True)
class Address:
    """Where a server is, and how what is said to it is encrypted; `tls` None: not at all."""

    url: URL
    tls: ssl.SSLContext | None


def address_of(database: str) -> Address:
    """Return the address that a text stands for; `${NAME}` in user, password, host or name of the database is an environment variable.

    `?sslmode=` is `verify-full` (encrypted, and the server's certificate is that of its name; what holds where nothing is said), `require` (encrypted) or
    `disable` (what holds on this machine where nothing is said); `sslrootcert=` names the file of the authority that signed the certificate.

    Raises
    ------
    Problem
        `operations.wrong-address` where it is no address of PostgreSQL; `operations.variable-unset`; `operations.no-authority`.
    """
    try:
        url = make_url(database)
    except (ArgumentError, ValueError) as error:
        raise _wrong() from error
    if url.drivername not in ("postgresql", DRIVER) or not url.database or set(url.query) - {"sslmode", "sslrootcert"}:
        raise _wrong()
    named = url.set(
        drivername=DRIVER,
        username=_filled(url.username),
        password=_filled(url.password),
        host=_filled(url.host),
        database=_filled(url.database),
        query={},
    )
    return Address(named, _tls(url.query, named.host))


def _tls(query: Mapping[str, Any], host: str | None) -> ssl.SSLContext | None:
    mode = query.get("sslmode", DISABLE if host in THIS_MACHINE else VERIFY)
    if mode not in MODES:
        raise _wrong()
    if mode == DISABLE:
        return None
    authority = query.get("sslrootcert")
    try:
        context = ssl.create_default_context(cafile=authority)
    except OSError as error:
        raise _no_authority(authority, error) from error
    if mode == REQUIRE:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context


def _filled(text: str | None) -> str | None:
    return None if text is None else re.sub(r"\$\{(\w+)\}", _value, text)


def _value(match: re.Match[str]) -> str:
    if match[1] in os.environ:
        return os.environ[match[1]]
    raise Problem(
        "operations.variable-unset",
        Text("环境变量 {name} 未设置", "the environment variable {name} is not set").fill(name=match[1]),
        Text("在运行 mbi 的环境中设置该变量", "set it where mbi runs"),
        field=FIELD,
    )


def _wrong() -> Problem:
    """Say what an address looks like; never the one that was given, which may hold a password."""
    return Problem(
        "operations.wrong-address",
        Text("不是可用的数据库地址", "this is no address of a database that can be used"),
        Text("请改正该字段；留空则使用内置数据库", "correct the field; leave it out for the embedded database"),
        expected=Text(
            "postgresql://用户:${PASSWORD}@主机:5432/库名，可加 ?sslmode=verify-full|require|disable",
            "postgresql://user:${PASSWORD}@host:5432/name, and ?sslmode=verify-full|require|disable where it is needed",
        ),
        field=FIELD,
    )


def _no_authority(file: object, error: OSError) -> Problem:
    return Problem(
        "operations.no-authority",
        Text(
            "无法读取证书颁发机构文件 {file}：{detail}",
            "the certificate of the authority {file} cannot be read: {detail}",
        ).fill(file=file, detail=error),
        Text("改正 sslrootcert，应为 PEM 文件", "correct sslrootcert, which names a PEM file"),
        field=FIELD,
    )
