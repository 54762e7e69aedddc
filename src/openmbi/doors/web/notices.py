"""Words of the pages that say that there is nothing to show, and why."""

from __future__ import annotations

from fastapi.exceptions import RequestValidationError

from openmbi.core.language import Text
from openmbi.core.problems import Problem

TITLES = {
    401: Text("请先登录", "Sign in first"),
    403: Text("无权查看或操作", "Not permitted"),
    404: Text("没有这个页面", "There is no such page"),
    405: Text("此地址不接受该操作", "This cannot be done here"),
    413: Text("提交的内容过长", "Too much at once"),
    422: Text("请求有误", "The request has a mistake"),
    429: Text("请求过于频繁", "Too many requests"),
    500: Text("系统出错", "Something went wrong here"),
    503: Text("概览暂时无法显示", "The overview cannot be shown yet"),
}
WORDS = {
    "expected": Text("应为：", "Expected: "),
    "fix": Text("处理：", "What to do: "),
    "code": Text("代码：", "Code: "),
    "home": Text("回到概览", "Back to the overview"),
}


def no_page() -> Problem:
    """Return what is said of an address that leads nowhere."""
    return Problem(
        "web.none",
        Text("地址不存在，或不在可见范围内", "the address does not exist, or it lies outside your view"),
        Text("检查地址，或回到首页", "check the address, or go back to the first page"),
    )


def no_method() -> Problem:
    """Return what is said where an address is asked in a way that it does not answer."""
    return Problem(
        "web.method",
        Text("此地址不接受该操作", "the address does not answer to this method"),
        Text("从页面上的链接或按钮进入", "follow a link or button of a page"),
    )


def broken_off() -> Problem:
    """Return what is said where the program itself failed."""
    return Problem(
        "web.bug",
        Text("程序出错，与您的操作无关", "the program failed; it is no mistake of yours"),
        Text("请将请求编号告知系统管理员", "tell the administrator the number of the request"),
    )


def wrong_question(error: RequestValidationError) -> Problem:
    """Return what is said where fields of an address or form are wrong: their names, and never what was sent in them."""
    fields = ", ".join(sorted({str(fault["loc"][-1]) for fault in error.errors()}))
    return Problem(
        "web.wrong-field",
        Text("字段有误：{fields}", "wrong fields: {fields}").fill(fields=fields),
        Text("改正后重新提交", "mend them and send again"),
    )
