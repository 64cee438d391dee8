"""The profile that a shell has, by the AWS configuration as it is now. Imports next to nothing: prompts wait for it."""

from __future__ import annotations

from ssotui import paths
from ssotui.core.shell.current_profile import shell_profile
from ssotui.errors import FileError
from ssotui.files.atomic import read_file
from ssotui.files.ini import decoded, scan
from ssotui.files.section_lookup import config_sections

TYPE_CHECKING = False  # what mypy takes for typing's own, which costs as much as all the rest
if TYPE_CHECKING:
    from collections.abc import Mapping


def profile_of_shell(env: Mapping[str, str]) -> str:
    """See core.shell.current_profile; "" where the shell has none. Files that can't be read have no ``default``."""
    return shell_profile(env, lambda name: _exists(name, env))


def _exists(name: str, env: Mapping[str, str]) -> bool:
    path = paths.credentials_file(env)
    try:
        if config_sections(env).of("profile", name) is not None:
            return True
        return any(section.header == name for section in scan(decoded(read_file(path) or b"", str(path)), str(path)))
    except FileError:
        return False
