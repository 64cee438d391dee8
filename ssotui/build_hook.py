"""Build hook of hatchling: generates the man page from the parsers. It isn't included in the wheel."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class ManualPage(BuildHookInterface[Any]):
    """Installs ssotui.1 into share/man/man1 of the environment, where man finds it."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002  hatchling's interface
        sys.dont_write_bytecode = True
        sys.path.insert(0, self.root)
        from ssotui.cli import man_page

        self._folder = tempfile.TemporaryDirectory()
        page = Path(self._folder.name, "ssotui.1")
        page.write_text(man_page.text(), encoding="utf-8")
        build_data["shared_data"] = {str(page): "share/man/man1/ssotui.1"}

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:  # noqa: ARG002
        self._folder.cleanup()
