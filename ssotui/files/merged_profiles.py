"""Single profiles, read fast enough for every prompt.

Reads the same files as aws_profiles, and imports almost nothing: core.model alone takes as long as Python's start.
"""

from __future__ import annotations

from ssotui import paths
from ssotui.core.chains.source_profiles import link
from ssotui.files.atomic import read_file
from ssotui.files.ini import decoded, scan
from ssotui.files.section_lookup import config_sections

TYPE_CHECKING = False  # as typing.TYPE_CHECKING for mypy, whose import takes half of Python's start
if TYPE_CHECKING:
    from collections.abc import Mapping


class MergedProfiles:
    """The keys of single profiles, merged from both files. The credentials file overrides the config file."""

    def __init__(self, env: Mapping[str, str]) -> None:
        """Raises FileError."""
        self.config = config_sections(env)
        self._path = paths.credentials_file(env)
        self._shared: dict[str, Mapping[str, str]] | None = None

    def get(self, name: str) -> Mapping[str, str] | None:
        """The keys of one profile; None if it isn't defined. Raises FileError."""
        values = self.config.of("profile", name)
        shared = self.credentials().get(name)
        return values if shared is None else {**(values or {}), **shared}

    def link_of(self, name: str) -> tuple[str, bool] | None:
        """The source of one profile's credentials, for source_profiles.follow; None if it isn't defined."""
        values = self.get(name)
        return None if values is None else link(values)

    def credentials(self) -> dict[str, Mapping[str, str]]:
        """The sections of the credentials file. Raises FileError."""
        if self._shared is None:
            content = read_file(self._path) or b""
            sections = scan(decoded(content, str(self._path)), str(self._path))
            self._shared = {section.header: section.values for section in sections}
        return self._shared
