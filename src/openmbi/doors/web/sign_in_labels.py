"""Words of the pages at which somebody signs in, changes the password or ends sessions."""

from __future__ import annotations

from openmbi.core.language import Text

LABELS = {
    "title": Text("登录", "Sign in"),
    "user": Text("用户名", "User"),
    "password": Text("口令", "Password"),
    "go": Text("登录", "Sign in"),
    "oidc": Text("使用单位统一身份认证登录", "Sign in through your organisation"),
    "password_title": Text("修改口令", "Change your password"),
    "due": Text("继续之前须先修改口令。", "The password has to be changed before you go on."),
    "old": Text("当前口令", "Current password"),
    "new": Text("新口令", "New password"),
    "again": Text("再次输入新口令", "New password again"),
    "least": Text(
        "至少 {least} 个字符；较长的短语即可，不要求特殊符号。",
        "At least {least} characters; a longer phrase is enough, special characters are not asked for.",
    ),
    "change": Text("修改", "Change"),
    "differ": Text("两次输入的新口令不一致。", "The two new passwords differ."),
    "sessions_title": Text("我的登录", "My sessions"),
    "sessions_lead": Text(
        "同一用户在各处的登录。若有不认识的，请结束它并修改口令。",
        "Where you are signed in. If you do not know one of them, end it and change your password.",
    ),
    "started": Text("开始", "Begun"),
    "seen": Text("最近使用", "Last used"),
    "ends": Text("最迟结束", "Ends at the latest"),
    "source": Text("来源地址", "From"),
    "this": Text("当前", "this one"),
    "end_others": Text("结束其他登录", "End all others"),
}
