"""Finds the current profile of a shell in the AWS configuration.

Imports almost nothing: ``status --check`` in a prompt loads it.
"""

from __future__ import annotations

from ssotui import paths
from ssotui.core.shell.current_profile import shell_profile
from ssotui.errors import FileError
from ssotui.files.atomic import read_file
from ssotui.files.ini import decoded, scan
from ssotui.files.section_lookup import config_sections

TYPE_CHECKING = False  # as typing.TYPE_CHECKING for mypy, whose import takes half of Python's start
if TYPE_CHECKING:
    from collections.abc import Mapping


def profile_of_shell(env: Mapping[str, str]) -> str:
    """See core.shell.current_profile; "" if the shell has none. Files that can't be read define no ``default``."""
    return shell_profile(env, lambda name: _exists(name, env))


def profile_to_return_to(env: Mapping[str, str]) -> str:
    """As profile_of_shell, but "" for a profile that was removed or renamed. Files that can't be read may define it."""
    name = profile_of_shell(env)
    return name if name and _exists(name, env, unless_read=True) else ""


def _exists(name: str, env: Mapping[str, str], *, unless_read: bool = False) -> bool:
    """Whether a profile is defined; ``unless_read`` if the files can't be read."""
    path = paths.credentials_file(env)
    try:
        if config_sections(env).of("profile", name) is not None:
            return True
        return any(section.header == name for section in scan(decoded(read_file(path) or b"", str(path)), str(path)))
    except FileError:
        return unless_read
