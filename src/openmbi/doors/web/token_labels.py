"""Words of the page of tokens."""

from __future__ import annotations

from openmbi.core.language import Text

LABELS = {
    "title": Text("API 令牌", "API tokens"),
    "lead": Text(
        "程序凭令牌经 API 读取数据，可见范围与您相同，不能改动任何内容。令牌等同口令，请勿放入代码或邮件。",
        "A program shows a token to read by the API. It sees what you see, and changes nothing. A token is like a password: keep it out of code and e-mail.",
    ),
    "own": Text("我的令牌", "My tokens"),
    "all": Text("全部用户的令牌", "Tokens of all users"),
    "none": Text("没有令牌。", "There are none."),
    "user": Text("用户", "User"),
    "label": Text("用途", "What for"),
    "label_help": Text("例如：年鉴脚本", "such as: yearbook script"),
    "days": Text("有效天数", "Days that it is valid"),
    "days_help": Text("1 至 {most} 天", "1 to {most}"),
    "created": Text("创建", "Made"),
    "until": Text("有效至", "Valid until"),
    "used": Text("最近使用", "Last used"),
    "never": Text("从未", "never"),
    "state": Text("状态", "State"),
    "live": Text("有效", "valid"),
    "expired": Text("已过期", "expired"),
    "revoked": Text("已撤销", "revoked"),
    "make_title": Text("新建令牌", "Make a token"),
    "make": Text("新建", "Make it"),
    "revoke": Text("撤销", "Revoke"),
    "revoke_which": Text("撤销「{label}」", "Revoke “{label}”"),
    "made": Text("已新建。令牌只显示这一次，请立即保存：", "It is made. It is shown this once; keep it now:"),
    "ended": Text("已撤销，立即失效。", "It is revoked, and opens nothing from now on."),
    "how": Text("使用方法", "How to use it"),
}
