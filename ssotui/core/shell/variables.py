"""The variables that may reach a shell, and how each shell quotes (what else differs: core.shell_table).

Imports nothing, for it is on the path of ``ssotui init``, which every new shell waits for.
"""

from __future__ import annotations

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
# botocore takes these before an SSO profile (botocore/credentials.py, ProfileProviderBuilder). They are usually the
# machine's own (EKS, CI), so only a switch unsets them, and a new shell has them again.
WEB_IDENTITY = ("AWS_WEB_IDENTITY_TOKEN_FILE", "AWS_ROLE_ARN", "AWS_ROLE_SESSION_NAME")
# Taken after every profile, so nothing unsets them.
CONTAINER = ("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "AWS_CONTAINER_CREDENTIALS_FULL_URI")
# boto3 reads only the second (botocore, configprovider.py), the AWS SDK for JavaScript only the first.
REGION = ("AWS_REGION", "AWS_DEFAULT_REGION")
PROFILE = "AWS_PROFILE"
PREVIOUS = "SSOTUI_PREVIOUS_PROFILE"

# All that a wrapper accepts, whatever is in its file: to set and to unset.
KNOWN = (PROFILE, PREVIOUS, *IN_THE_WAY, *WEB_IDENTITY, *REGION)

# The version of the lines that a wrapper reads (exports.as_lines). Version 1 takes none of WEB_IDENTITY.
LINES_VERSION = "2"

_BARE = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_./-+")

# PowerShell closes a string at any of these: the ASCII quote and the four typographic ones.
_POWERSHELL_QUOTES = str.maketrans({quote: quote * 2 for quote in "'\u2018\u2019\u201a\u201b"})


def word(text: str, shell: str) -> str:
    """One literal word of ``shell``, in quotes where it needs some."""
    is_bare = _BARE.issuperset(text) and not text.isdigit()  # PowerShell would make a number of it
    return text if text and is_bare else quote(text, shell)


def quote(text: str, shell: str) -> str:
    """One literal word of ``shell``, always in quotes: zsh would expand a bare ``=word``, and others a bare ``~``."""
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
        # History runs even between quotes there.
        text = text.replace("'", "'\\''").replace("!", "\\!")
    else:
        text = text.replace("'", "'\\''")
    return f"'{text}'"
