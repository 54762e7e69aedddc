"""`mbi user`: who may sign in, as what, and how far each sees. Whoever has this machine acts, by the name of its login; every step is audited."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from openmbi.core.access import Scope, UserRole
from openmbi.core.language import Text
from openmbi.core.users import User
from openmbi.doors.cli.console import out, print_json
from openmbi.doors.cli.language import here
from openmbi.doors.cli.operator import operator
from openmbi.doors.cli.options import Json, now, opened
from openmbi.doors.cli.typed_password import typed_password
from openmbi.doors.cli.user_told import line_of, sessions_table, tokens_table, users_table
from openmbi.flow.access.identifiers import typed

if TYPE_CHECKING:
    from openmbi.flow.access.desk import AccessDesk

app = typer.Typer(
    no_args_is_help=True,
    help=here(
        Text(
            "用户：谁能登录、什么角色、可见范围。最先的三名用户是三员，分别由三人担任；口令只从终端或标准输入读取。\n\n"
            "例：mbi user add li --name 李娜 --role security；mbi user list；mbi user unlock wang",
            "Users: who may sign in, as what, and how far each sees. The first three are the three officers, each another person; passwords are read from the "
            "terminal or standard input only.\n\nExamples: mbi user add li --name 'Li Na' --role security; mbi user list; mbi user unlock wang",
        )
    ),
)
Identifier = Annotated[
    str, typer.Argument(help=here(Text("用户标识，例如 wang.fang", "identifier, such as wang.fang")))
]
Name = Annotated[str, typer.Option("--name", help=here(Text("姓名（必填）", "name of the person; needed")))]
Role = Annotated[
    UserRole | None,
    typer.Option("--role", help=here(Text("角色；不写则不能登录", "role; without one nobody signs in"))),
]
Places = Annotated[
    list[str] | None,
    typer.Option(
        "--place",
        metavar="CODE",
        help=here(Text("可见地区的代码，可重复", "code of a place within view; may be repeated")),
    ),
]
Enterprises = Annotated[
    list[str] | None,
    typer.Option(
        "--enterprise",
        metavar="CODE",
        help=here(Text("可见企业的代码，可重复", "code of an enterprise within view; may be repeated")),
    ),
]
Owner = Annotated[
    str | None,
    typer.Option(
        "--owner",
        help=here(
            Text(
                "在工单中代表的单位：owners.yml 中的标识",
                "whom the user acts for in cases: an identifier of owners.yml",
            )
        ),
    ),
]
Oidc = Annotated[
    str | None,
    typer.Option(
        "--oidc",
        metavar="SUBJECT",
        help=here(
            Text(
                "由身份提供方登录：其中的用户标识，代替口令",
                "sign in by the identity provider: its name for the user, instead of a password",
            )
        ),
    ),
]
Lasting = Annotated[
    bool,
    typer.Option(
        "--lasting",
        help=here(Text("不是临时口令：首次登录不必更改", "no temporary password: it need not be changed first")),
    ),
]


@app.command(
    help=here(
        Text(
            "添加用户；三员未齐之前只能添加三员。\n\n例：mbi user add zhou --name 周敏 --role administrator；"
            "mbi user add wang --name 王芳 --role city --place 440600 --owner foshan",
            "Add a user; until the three offices are filled, an officer.\n\nExamples: mbi user add zhou --name 'Zhou Min' --role administrator; "
            "mbi user add wang --name 'Wang Fang' --role city --place 440600 --owner foshan",
        )
    )
)
def add(
    context: typer.Context,
    identifier: Identifier,
    *,
    name: Name,
    role: Role = None,
    place: Places = None,
    enterprise: Enterprises = None,
    owner: Owner = None,
    oidc: Oidc = None,
    lasting: Lasting = False,
    json: Json = False,
) -> None:
    """Add a user."""
    from openmbi.flow.access import changes
    from openmbi.flow.access.changes import NewUser

    desk = _desk(context)
    asked = NewUser(
        identifier=typed(identifier),
        name=name,
        password=None if oidc else typed_password(),
        oidc_subject=oidc,
        owner=owner,
        role=role,
        scope=Scope(tuple(place or ()), tuple(enterprise or ())),
        temporary=not lasting,
    )
    _tell(desk, changes.add_first_users(desk, asked, by=operator(), now=now()), json)


@app.command(
    "list",
    help=here(Text("列出用户。\n\n例：mbi user list --json", "List the users.\n\nExample: mbi user list --json")),
)
def list_users(context: typer.Context, json: Json = False) -> None:
    """List users."""
    from openmbi.flow.access.documents import every_user

    desk = _desk(context)
    found = every_user(desk, now()) if desk.has_users else []
    if json:
        print_json({"users": found})
    elif not found:
        out.print(here(Text("尚无用户，无人登录", "there are no users; nobody signs in")))
    else:
        out.print(users_table(found, desk.bureau.zone))


@app.command(
    help=here(
        Text(
            "显示一个用户及其会话、令牌。\n\n例：mbi user show wang --json",
            "Show a user with sessions and tokens.\n\nExample: mbi user show wang --json",
        )
    )
)
def show(context: typer.Context, identifier: Identifier, json: Json = False) -> None:
    """Show a user."""
    from openmbi.flow.access.documents import whole_user

    desk, moment = _desk(context), now()
    found = whole_user(desk, typed(identifier), moment)
    if json:
        print_json(found)
        return
    zone = desk.bureau.zone
    counted = found | {"sessions": len(found["sessions"]), "tokens": len(found["tokens"])}
    out.print(users_table([counted], zone))
    if found["sessions"]:
        out.print(sessions_table(found["sessions"], zone))
    if found["tokens"]:
        out.print(tokens_table(found["tokens"], zone, moment))


@app.command(
    help=here(
        Text(
            "更改姓名、角色、范围、所代表的单位或登录方式；不写的不变。\n\n例：mbi user change wang --role county --place 440604",
            "Change name, role, scope, whom the user acts for, or the way to sign in; what is not said stays.\n\n"
            "Example: mbi user change wang --role county --place 440604",
        )
    )
)
def change(
    context: typer.Context,
    identifier: Identifier,
    *,
    name: Annotated[str | None, typer.Option("--name", help=here(Text("姓名", "name of the person")))] = None,
    role: Role = None,
    place: Places = None,
    enterprise: Enterprises = None,
    owner: Owner = None,
    oidc: Oidc = None,
    json: Json = False,
) -> None:
    """Change a user."""
    from openmbi.flow.access import changes

    desk, moment, who = _desk(context), now(), typed(identifier)
    with desk.operations.changing():
        user = desk.users.get(who)
        if name or oidc:
            user = changes.change_user(desk, who, name=name, oidc_subject=oidc, by=operator(), now=moment)
        if role or place or enterprise or owner is not None:
            before = Scope() if role else user.scope
            scope = Scope(tuple(place or before.places), tuple(enterprise or before.enterprises))
            acts_for = user.owner if owner is None else owner or None
            granted = role or user.role
            user = changes.set_role(desk, who, granted, scope, owner=acts_for, by=operator(), now=moment)
    _tell(desk, user, json)


@app.command(
    help=here(
        Text(
            "停用用户：会话立即结束，令牌失效。\n\n例：mbi user disable wang",
            "Disable a user: its sessions end at once, its tokens open nothing.\n\nExample: mbi user disable wang",
        )
    )
)
def disable(context: typer.Context, identifier: Identifier, json: Json = False) -> None:
    """Disable a user."""
    from openmbi.flow.access import changes

    desk = _desk(context)
    _tell(desk, changes.disable_user(desk, typed(identifier), by=operator(), now=now()), json)


@app.command(
    help=here(
        Text("重新启用用户。\n\n例：mbi user enable wang", "Enable a user again.\n\nExample: mbi user enable wang")
    )
)
def enable(context: typer.Context, identifier: Identifier, json: Json = False) -> None:
    """Enable a user."""
    from openmbi.flow.access import changes

    desk = _desk(context)
    _tell(desk, changes.enable_user(desk, typed(identifier), by=operator(), now=now()), json)


@app.command(
    help=here(
        Text(
            "解锁因输错口令而锁定的用户。\n\n例：mbi user unlock wang",
            "Unlock a user who was locked by wrong passwords.\n\nExample: mbi user unlock wang",
        )
    )
)
def unlock(context: typer.Context, identifier: Identifier, json: Json = False) -> None:
    """Unlock a user."""
    from openmbi.flow.access import changes

    desk = _desk(context)
    _tell(desk, changes.unlock_user(desk, typed(identifier), by=operator(), now=now()), json)


@app.command(
    help=here(
        Text(
            "设置口令：缺省为临时口令，首次登录须更改；其会话立即结束。\n\n例：mbi user password wang；mbi user password wang < 口令文件",
            "Set a password, a temporary one by default, that has to be changed first; the sessions end at once.\n\n"
            "Examples: mbi user password wang; mbi user password wang < FILE",
        )
    )
)
def password(context: typer.Context, identifier: Identifier, *, lasting: Lasting = False, json: Json = False) -> None:
    """Set a password."""
    from openmbi.flow.access import changes

    desk, who = _desk(context), typed(identifier)
    desk.users.get(who)
    given = typed_password()
    _tell(desk, changes.set_password(desk, who, given, temporary=not lasting, by=operator(), now=now()), json)


@app.command(
    help=here(
        Text(
            "列出会话。\n\n例：mbi user sessions；mbi user sessions wang --json",
            "List sessions.\n\nExamples: mbi user sessions; mbi user sessions wang --json",
        )
    )
)
def sessions(
    context: typer.Context,
    identifier: Annotated[str | None, typer.Argument(help=here(Text("只列此用户的", "of this user only")))] = None,
    json: Json = False,
) -> None:
    """List sessions."""
    from openmbi.flow.access.documents import session_document
    from openmbi.flow.access.sessions import live_sessions

    desk, moment = _desk(context), now()
    who = desk.users.get(typed(identifier)).identifier if identifier else None
    found = [session_document(one) for one in live_sessions(desk, who, now=moment)]
    if json:
        print_json({"sessions": found})
    elif found:
        out.print(sessions_table(found, desk.bureau.zone))
    else:
        out.print(here(Text("没有会话", "there are no sessions")))


@app.command(
    "sign-out",
    help=here(
        Text(
            "结束用户的全部会话。\n\n例：mbi user sign-out wang",
            "End all sessions of a user.\n\nExample: mbi user sign-out wang",
        )
    ),
)
def sign_out(context: typer.Context, identifier: Identifier, json: Json = False) -> None:
    """End the sessions of a user."""
    from openmbi.flow.access.documents import session_document
    from openmbi.flow.access.sessions import end_all

    desk = _desk(context)
    ended = [session_document(one) for one in end_all(desk, typed(identifier), by=operator(), now=now())]
    if json:
        print_json({"ended": ended})
    else:
        out.print(here(Text("已结束 {n} 个会话", "{n} sessions ended").fill(n=len(ended))))


def _tell(desk: AccessDesk, user: User, json: bool) -> None:
    from openmbi.flow.access.documents import told_user

    told = told_user(user, now())
    if json:
        print_json(told)
    else:
        out.print(here(line_of(told, desk.bureau.zone)))


def _desk(context: typer.Context) -> AccessDesk:
    from openmbi.flow.access.desk import AccessDesk

    return AccessDesk(opened(context))
