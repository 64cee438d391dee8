r"""Hostile names: they contain code, quotes, markup, invisible characters, escape sequences, or are too long.

Every name with code creates or removes ``pwned`` in the current folder, so that tests can check for it. Characters that
a terminal or an editor would interpret are written as backslash escapes.
"""

from __future__ import annotations

from ssotui.demo.names import ROLES as ORDINARY_ROLES

RawAccount = tuple[str | None, str | None, tuple[str, ...]]

_SOME = ORDINARY_ROLES[:3]

# Session names are in section headers of ~/.aws/config, so they hold only what botocore can read there.
SESSIONS = ("$(touch pwned) `id`;'x' [/] [@click=app.quit]q", "größe \U0001f4b8 測試 \u202eevil\u202c")

NAMES: tuple[str, ...] = (
    "two words",
    "  leading and trailing  ",
    "many      blanks",
    "O'Brien's account",
    'say "hello"',
    "`touch pwned`",
    "$(touch pwned)",
    "${IFS}touch${IFS}pwned",
    "; touch pwned ;",
    "& touch pwned &",
    "| touch pwned",
    "> pwned",
    "'; touch pwned; '",
    '"; touch pwned; "',
    "(touch pwned)",
    "=touch pwned",
    "=cmd|' /C calc'!A0",
    "+1+1",
    "@SUM(1+1)",
    "-rf",
    "--help",
    "~/x",
    "*",
    "!!",
    "%PATH% %s %n {0} {account_name}",
    "# not a comment",
    "; not one either",
    "C:\\new\\table",
    "trailing backslash\\",
    "[prod] payments",
    "[/]",
    "a[/foo]b",
    "[bold red]loud[/]",
    "[@click=app.quit]click me[/]",
    "[@click=foo(]",
    "[link=http://evil.example]link[/link]",
    "[$primary] [50%] [[x]]",
    "../../etc/passwd",
    "a/b/c",
    "two\nlines",
    "x]\ncredential_process = touch pwned\n[profile y",
    "carriage\rreturn",
    "a\ttab",
    "nul\x00inside",
    "bell\x07 back\x08space \x7fdelete",
    "\x1b[31mred\x1b[0m",
    "\x1b[2J\x1b[Hcleared",
    "\x1b]0;title\x07",
    "\x1b]8;;http://evil.example\x1b\\link\x1b]8;;\x1b\\",
    "\x1b]52;c;cHduZWQ=\x07",
    "\x9b31mC1 red\x9b0m",
    "\x9d52;c;cHduZWQ=\x9c",
    "\x1b[6n\x1b[c\x05 asks the terminal back",
    "\x1bPtmux;\x1b\x1b]52;c;cHduZWQ=\x07\x1b\\",
    "\x1b]2;title\x1b\\\x1b]1337;File=:cHduZWQ=\x07",
    "\u202egnp.live\u202c",
    "\u2066isolated\u2069",
    "zero\u200bwidth\u200djoiner\ufeff",
    "line\u2028separator\u2029paragraph",
    "no\u00a0break",
    "tags\U000e0065\U000e0076\U000e0069\U000e006c",
    "ｆｕｌｌ＝ｗｉｄｔｈ ＝1+1",
    "＝cmd|' /C calc'!A0",
    "Z\u0335\u0321a\u0300\u0301\u0302l\u0334g\u0338o",
    "a" + "\u0301" * 5_000,
    "cafe\u0301",
    "caf\u00e9",
    "\U0001f680 rocket",
    "\U0001f468\u200d\U0001f469\u200d\U0001f467 family",
    "\u2764\ufe0f heart",
    "\U0001f1e9\U0001f1ea flag",
    "測試帳戶",
    "本番環境",
    "운영 계정",
    "الإنتاج",
    "ייצור",
    "Größe-prüfen",
    "lone \ud800 surrogate",
    "\ufffd\ufffe\uffff",
    "L" * 10_000,
    "Payments-Prod",
    "payments-prod",
    "PAYMENTS-PROD",
    "duplicate",
    "duplicate",
    "duplicate",
    "123456789012",
    "null",
    "",
    "   ",
    "\u200b",
    "\u3164\u115f\u2800",
)

EMAILS = (
    "<script>alert(1)</script>@evil.example",
    "$(touch pwned)@evil.example",
    "\x1b[31mred@evil.example",
    '=HYPERLINK("http://evil.example")',
    "",
)

ROLES: tuple[str, ...] = (
    "Role+With=All,Allowed.Chars@here-and_there",
    "readonly",
    "ReadOnly",
    "READONLY",
    "role with blanks",
    'it\'s "quoted"',
    "$(touch pwned)",
    "`touch pwned`; touch pwned & touch pwned |",
    "[/] [@click=app.quit]x[/]",
    "a/b\\c#d%e!f",
    "two\nlines\tand a tab",
    "nul\x00 \x1b[31mred\x1b[0m \x1b]52;c;cHduZWQ=\x07 \x9b31m",
    "\u202eneddih\u202c\u200b",
    "役割 \U0001f511 دور",
    "R" * 1_000,
)


def accounts(at_most: int) -> tuple[RawAccount, ...]:
    """(name, e-mail, roles) of the hostile accounts (None: absent member), at most ``at_most``."""
    named = [(name, f"nasty+{number}@acme.example", _SOME) for number, name in enumerate(NAMES)]
    mailed = [(f"mail-{number}", email, _SOME) for number, email in enumerate(EMAILS)]
    crowded = tuple(f"Role{number:03d}" for number in range(120))
    special: list[RawAccount] = [
        ("nasty-roles", "roles@acme.example", ROLES),
        ("no-roles", "none@acme.example", ()),
        ("120-roles", "many@acme.example", crowded),
        (None, "unnamed@acme.example", _SOME),
        (None, None, _SOME),
        ("unreachable-by-mail", None, _SOME),
    ]
    return tuple([*special, *named, *mailed][:at_most])
