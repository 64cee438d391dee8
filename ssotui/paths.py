"""The paths of all files, as pure functions of an environment. Nothing is read or created.

Folders on Windows and macOS follow the platform's conventions, elsewhere the XDG Base Directory Specification.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path

from ssotui.errors import FileError


def home(env: Mapping[str, str]) -> Path:
    """The user's home as in Python and the AWS SDKs: HOME on POSIX, USERPROFILE on Windows."""
    named = env.get("USERPROFILE") if sys.platform == "win32" else env.get("HOME")
    return Path(named) if named else _home_of_account()


def config_file(env: Mapping[str, str]) -> Path:
    """``AWS_CONFIG_FILE`` or ``~/.aws/config``. As for botocore, a variable that is set but empty counts as set."""
    return _aws_file(env, "AWS_CONFIG_FILE", "config")


def credentials_file(env: Mapping[str, str]) -> Path:
    """``AWS_SHARED_CREDENTIALS_FILE`` or ``~/.aws/credentials``."""
    return _aws_file(env, "AWS_SHARED_CREDENTIALS_FILE", "credentials")


def token_folder(env: Mapping[str, str]) -> Path:
    """The folder of the token files. It never follows ``AWS_CONFIG_FILE`` (botocore, tokens.py)."""
    return home(env) / ".aws" / "sso" / "cache"


def role_cache_folder(env: Mapping[str, str]) -> Path:
    """Where AWS CLI v2 keeps role credentials (customizations/assumerole.py)."""
    return home(env) / ".aws" / "cli" / "cache"


def settings_file(env: Mapping[str, str]) -> Path:
    """``SSOTUI_CONFIG`` or ``config.toml`` in the platform's configuration folder."""
    named = env.get("SSOTUI_CONFIG")
    if named:
        return _expanded(named, env)
    return _folder(env, "XDG_CONFIG_HOME", ".config", "Library/Application Support") / "config.toml"


def cache_folder(env: Mapping[str, str]) -> Path:
    """The folder of the catalogs of accounts and roles, and of the look of the picker's last frames. No secrets."""
    return _folder(env, "XDG_CACHE_HOME", ".cache", "Library/Caches")


def state_folder(env: Mapping[str, str]) -> Path:
    """The folder of favorites, usage and lock files."""
    return _folder(env, "XDG_STATE_HOME", ".local/state", "Library/Application Support")


def refused_tokens_folder(env: Mapping[str, str]) -> Path:
    """The folder with hashes of refused tokens."""
    return state_folder(env) / "refused-tokens"


def with_variable(error: FileError, env: Mapping[str, str]) -> FileError:
    """``error`` with a hint to change the variable that sets the path, if the path isn't a file."""
    files = (("AWS_CONFIG_FILE", config_file), ("AWS_SHARED_CREDENTIALS_FILE", credentials_file))
    for variable, file in (*files, ("SSOTUI_CONFIG", settings_file)):
        if error.is_misplaced and env.get(variable) and str(file(env)) == error.path:
            error.hint = f"{variable} is set to this path: set it to a file, or unset it."
    return error


def _aws_file(env: Mapping[str, str], variable: str, name: str) -> Path:
    named = env.get(variable)
    return home(env) / ".aws" / name if named is None else _expanded(named, env)


def _expanded(text: str, env: Mapping[str, str]) -> Path:
    """``text`` with ``$NAME``, ``${NAME}`` and a leading ``~`` replaced (botocore, configloader.py)."""
    if "$" in text:
        import re

        text = re.sub(r"\$(\w+|\{[^}]*\})", lambda found: env.get(found[1].strip("{}"), found[0]), text, flags=re.ASCII)
    if text == "~" or text.startswith("~/"):
        return home(env) / text[2:]
    return Path(os.path.expanduser(text))  # noqa: PTH111  keeps ~NOBODY as botocore does


def _home_of_account() -> Path:
    """The home in the system's user database."""
    try:
        return Path("~").expanduser()
    except RuntimeError as error:  # pragma: no cover - a user without a home folder
        raise FileError("~", "the location of your home folder is not known", hint="Set HOME.") from error


def _folder(env: Mapping[str, str], variable: str, unix: str, mac: str) -> Path:
    if sys.platform == "win32":
        local = env.get("LOCALAPPDATA")
        return (Path(local) if local else home(env) / "AppData/Local") / "ssotui"
    named = env.get(variable)
    if named and named.startswith("/"):
        return Path(named) / "ssotui"
    return home(env) / (mac if sys.platform == "darwin" else unix) / "ssotui"
