"""`mbi token`: what a program shows instead of a user, to read by the API."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from openmbi.core.language import Text
from openmbi.doors.cli.console import out, print_json
from openmbi.doors.cli.language import here
from openmbi.doors.cli.operator import operator
from openmbi.doors.cli.options import Json, now, opened
from openmbi.doors.cli.user_told import tokens_table
from openmbi.flow.access.identifiers import typed

if TYPE_CHECKING:
    from openmbi.flow.access.desk import AccessDesk

app = typer.Typer(
    no_args_is_help=True,
    help=here(
        Text(
            "令牌：程序凭它经 API 读取，权限与可见范围同其用户，但不能改动任何内容。\n\n"
            "例：mbi token create wang --label 年鉴脚本；mbi token list；mbi token revoke 3f2a90c1d4e5b687",
            "Tokens: what a program shows to read by the API. It sees what its user sees and changes nothing.\n\n"
            "Examples: mbi token create wang --label 'yearbook script'; mbi token list; mbi token revoke 3f2a90c1d4e5b687",
        )
    ),
)
Label = Annotated[str, typer.Option("--label", help=here(Text("用途（必填）", "what it is for; needed")))]
Days = Annotated[
    int | None,
    typer.Option(
        "--days", min=1, help=here(Text("有效天数；缺省为最长", "days that it is valid. Default: the most allowed"))
    ),
]


@app.command(
    help=here(
        Text(
            "为用户创建令牌；令牌只显示这一次。\n\n例：mbi token create wang --label 年鉴脚本 --days 30",
            "Make a token of a user; it is shown this once.\n\nExample: mbi token create wang --label 'yearbook script' --days 30",
        )
    )
)
def create(
    context: typer.Context,
    user: Annotated[str, typer.Argument(help=here(Text("用户标识", "identifier of the user")))],
    *,
    label: Label,
    days: Days = None,
    json: Json = False,
) -> None:
    """Make a token."""
    from openmbi.flow.access.tokens import create_token
    from openmbi.store.tokens import token_document

    desk, moment = _desk(context), now()
    made = create_token(desk, typed(user), label, days=days, by=operator(), now=moment)
    if json:
        print_json(token_document(made.token) | {"secret": made.secret})
        return
    out.print(tokens_table([token_document(made.token)], desk.bureau.zone, moment))
    out.print(here(Text("令牌（只显示这一次）：", "the token, shown this once: ")) + made.secret, soft_wrap=True)


@app.command(
    "list",
    help=here(
        Text(
            "列出令牌，包括已过期与已撤销的。\n\n例：mbi token list wang --json",
            "List tokens, with those that expired or were revoked.\n\nExample: mbi token list wang --json",
        )
    ),
)
def list_tokens(
    context: typer.Context,
    user: Annotated[str | None, typer.Argument(help=here(Text("只列此用户的", "of this user only")))] = None,
    json: Json = False,
) -> None:
    """List tokens."""
    from openmbi.store.tokens import token_document

    desk, moment = _desk(context), now()
    who = desk.users.get(typed(user)).identifier if user else None
    found = [token_document(token) for token in desk.tokens.of(who)]
    if json:
        print_json({"tokens": found})
    elif found:
        out.print(tokens_table(found, desk.bureau.zone, moment))
    else:
        out.print(here(Text("没有令牌", "there are no tokens")))


@app.command(
    help=here(
        Text(
            "撤销令牌，立即失效。\n\n例：mbi token revoke 3f2a90c1d4e5b687",
            "Revoke a token; it opens nothing from now on.\n\nExample: mbi token revoke 3f2a90c1d4e5b687",
        )
    )
)
def revoke(
    context: typer.Context,
    token: Annotated[
        str, typer.Argument(help=here(Text("令牌的标识，见 mbi token list", "its identifier, by mbi token list")))
    ],
    json: Json = False,
) -> None:
    """Revoke a token."""
    from openmbi.store.tokens import token_document

    desk, moment = _desk(context), now()
    ended = token_document(desk.tokens.revoke(token, by=operator(), at=moment))
    if json:
        print_json(ended)
    else:
        out.print(tokens_table([ended], desk.bureau.zone, moment))


def _desk(context: typer.Context) -> AccessDesk:
    from openmbi.flow.access.desk import AccessDesk

    return AccessDesk(opened(context))
