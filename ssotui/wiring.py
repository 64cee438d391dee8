"""The composition root: environment and settings -> the Backend that every action works with."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from ssotui import paths
from ssotui.errors import FileTrouble

if TYPE_CHECKING:
    from ssotui.core.backend import Backend, IdentityCenter
    from ssotui.settings import Settings


def load_settings(env: Mapping[str, str]) -> Settings:
    """The settings; raises FileTrouble with file and key for a bad one."""
    from ssotui import settings
    from ssotui.core.naming import template_fault

    path = paths.settings_file(env)
    loaded = settings.load(path)
    fault = template_fault(loaded.profiles_name_template)
    if fault:
        raise FileTrouble(str(path), f"profiles.name_template: {fault}", hint=settings.SEE)
    return loaded


def build(env: Mapping[str, str], settings: Settings) -> Backend:
    """Nothing is read, asked or imported from boto3 before it is wanted."""
    from ssotui.core.backend import Backend
    from ssotui.files.aws_profiles import AwsProfiles
    from ssotui.files.catalog_store import CatalogFiles
    from ssotui.files.history import HistoryFile
    from ssotui.files.token_cache import TokenFiles

    centers: list[IdentityCenter] = []

    def center() -> IdentityCenter:
        if not centers:
            from ssotui.aws.portal import Portal  # boto3: 200 ms that only a request may cost

            centers.append(Portal(env, settings.catalog_workers))
        return centers[0]

    def now() -> datetime:
        return datetime.now(UTC)

    return Backend(
        center=center,
        tokens=TokenFiles(paths.token_folder(env)),
        profiles=AwsProfiles(env, now),
        catalogs=CatalogFiles(paths.cache_folder(env)),
        history=HistoryFile(paths.state_folder(env)),
        now=now,
    )
