"""Variables that ssotui sets and unsets in shells, and each shell's quoting (the rest: core.shell.shell_table).

Imports nothing, because every new shell runs ``ssotui init``, which loads it.
"""

from __future__ import annotations

TYPE_CHECKING = False  # as typing.TYPE_CHECKING for mypy, whose import takes half of Python's start
if TYPE_CHECKING:
    from collections.abc import Mapping

# Everything else that overrides AWS_PROFILE: boto3 prefers AWS_DEFAULT_PROFILE (botocore, configprovider.py), and
# credentials in the environment override a profile. botocore reads AWS_SECURITY_TOKEN before AWS_SESSION_TOKEN
# (credentials.py, EnvProvider).
IN_THE_WAY = (
    "AWS_DEFAULT_PROFILE",
    "AWS_ACCESS_KEY_ID",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_SESSION_TOKEN",
    "AWS_SECURITY_TOKEN",
    "AWS_CREDENTIAL_EXPIRATION",
)
# botocore uses these before an SSO profile (credentials.py, ProfileProviderBuilder). The machine usually sets them
# (EKS, CI), so only a switch unsets them, and a new shell has them again.
WEB_IDENTITY = ("AWS_WEB_IDENTITY_TOKEN_FILE", "AWS_ROLE_ARN", "AWS_ROLE_SESSION_NAME")
# Every profile is used before these, so nothing unsets them.
CONTAINER = ("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "AWS_CONTAINER_CREDENTIALS_FULL_URI")
# boto3 reads only the second (botocore, configprovider.py), the AWS SDK for JavaScript only the first.
REGION = ("AWS_REGION", "AWS_DEFAULT_REGION")
PROFILE = "AWS_PROFILE"
PREVIOUS = "SSOTUI_PREVIOUS_PROFILE"
# The region that ssotui set, and the values of REGION before that (core.shell.region_variables).
REGION_RECORD = "SSOTUI_REGION"

# The only names that a wrapper sets or unsets, whatever is in its file.
KNOWN = (PROFILE, PREVIOUS, *IN_THE_WAY, *WEB_IDENTITY, *REGION, REGION_RECORD)

# The version of the lines that a wrapper reads (exports.as_lines). Version 1 doesn't accept WEB_IDENTITY,
# version 2 doesn't accept REGION_RECORD.
LINES_VERSION = "3"

_BARE = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_./-+")

_EXPANDED = frozenset("$~{}")  # by xonsh, within quotes as well

# Each of these ends a string in PowerShell: the ASCII quote and the four typographic ones.
_POWERSHELL_QUOTES = str.maketrans({quote: quote * 2 for quote in "'\u2018\u2019\u201a\u201b"})


def region_in(env: Mapping[str, str]) -> str:
    """The region that the variables set, "" if none does."""
    return next((env[name] for name in REGION if env.get(name)), "")


def word(text: str, shell: str) -> str:
    """``text`` as one literal word of ``shell``, quoted only if necessary."""
    if shell == "xonsh" and not _EXPANDED.isdisjoint(text):
        return f"@({quote(text, shell)})"
    is_bare = _BARE.issuperset(text) and not text.isdigit()  # PowerShell would parse digits as a number
    return text if text and is_bare else quote(text, shell)


def quote(text: str, shell: str) -> str:
    """``text`` as one literal word of ``shell``, always quoted, because zsh expands ``=word`` and others ``~``."""
    if shell == "fish":
        text = text.replace("\\", "\\\\").replace("'", "\\'")
    elif shell == "powershell":
        text = text.translate(_POWERSHELL_QUOTES)
    elif shell == "elvish":
        text = text.replace("'", "''")
    elif shell == "xonsh":
        text = text.replace("\\", "\\\\").replace("'", "\\'")
    elif shell == "nushell":
        return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
    elif shell == "tcsh":
        # tcsh expands history even within quotes.
        text = text.replace("'", "'\\''").replace("!", "\\!")
    else:
        text = text.replace("'", "'\\''")
    return f"'{text}'"
