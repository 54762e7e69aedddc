"""What is said to whoever is refused: problems of the door itself, and the status of each problem by its code."""

from __future__ import annotations

from openmbi.core.language import Text
from openmbi.core.problems import Problem

NOT_SIGNED_IN = "access.not-signed-in"
FORM = "access.form"
TOO_MANY = "access.too-many"
TOO_LONG = "access.too-long"

_STATUS = {
    NOT_SIGNED_IN: 401,
    "access.not-permitted": 403,
    FORM: 403,
    "access.refused": 403,
    "access.broken-off": 403,
    "access.password-due": 403,
    "access.not-secure": 403,
    "access.none": 404,
    "case.none": 404,
    "bulletin.month-without-data": 404,
    "bulletin.no-run": 404,
    "web.bug": 500,
    "user.none": 404,
    "token.none": 404,
    "web.none": 404,
    "web.method": 405,
    TOO_LONG: 413,
    TOO_MANY: 429,
}
_NOT_READY = ("run.", "operations.")
"""Where there is no run yet, or run or database cannot be read, the door is not ready."""


def status_of(problem: Problem) -> int:
    """Return the HTTP status of a problem: 503 where the bureau is not ready, 422 for what the reader can mend in what was asked."""
    if problem.code in _STATUS:
        return _STATUS[problem.code]
    return 503 if problem.code.startswith(_NOT_READY) else 422


def not_signed_in() -> Problem:
    """Return what is said to whoever did not sign in."""
    return Problem(
        NOT_SIGNED_IN,
        Text("尚未登录，或登录已失效", "nobody is signed in, or the session has ended"),
        Text("请登录后再试", "sign in and try again"),
    )


def password_due() -> Problem:
    """Return what is said to whoever has to change the password first."""
    return Problem(
        "access.password-due",
        Text("须先修改口令", "the password has to be changed first"),
        Text("在「修改口令」页修改", "change it on the page “Change your password”"),
    )


def sign_in_broken_off() -> Problem:
    """Return what is said of who comes back from the identity provider without having been sent there, or too late."""
    return Problem(
        "access.broken-off",
        Text("登录已中断或超时", "the sign-in was broken off, or took too long"),
        Text("请重新登录", "begin to sign in again"),
    )


def foreign_form() -> Problem:
    """Return what is said of a form that did not come from the reader's own page."""
    return Problem(
        FORM,
        Text("表单并非来自本系统当前打开的页面", "the form did not come from a page of this system that is open now"),
        Text("重新打开页面后再提交", "open the page again and send it once more"),
    )


def not_secure() -> Problem:
    """Return what is said to whoever came without TLS, past the proxy."""
    return Problem(
        "access.not-secure",
        Text("未经加密连接", "the connection is not encrypted"),
        Text("用 https:// 地址访问", "ask by the address that begins with https://"),
    )


def too_many() -> Problem:
    """Return what is said to whoever asks too often."""
    return Problem(
        TOO_MANY,
        Text("请求过于频繁", "too many requests in a short time"),
        Text("请稍候再试", "wait a moment and try again"),
    )


def too_long(most_bytes: int) -> Problem:
    """Return what is said of a request whose body is too long."""
    return Problem(
        TOO_LONG,
        Text("提交的内容过长", "what was sent is too long"),
        Text("分几次提交", "send it in several parts"),
        expected=Text("不超过 {most} 字节", "at most {most} bytes").fill(most=most_bytes),
    )
