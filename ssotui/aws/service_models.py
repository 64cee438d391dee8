"""Loads botocore's models of the services that ssotui uses, without those of 400 others."""

from __future__ import annotations

from functools import cache
from pathlib import PurePath
from typing import Any

from botocore.loaders import JSONFileLoader, Loader

_OURS = ["sso", "sso-oidc", "sts"]
_ENDPOINTS = ("portal.sso", "oidc", "sts")  # their names in the table of endpoints


class _OurEndpoints(JSONFileLoader):
    """Keeps only these services of the table of endpoints, which takes 7 MB of memory otherwise."""

    def load_file(self, file_path: str) -> Any:  # noqa: ANN401  a document of any shape
        document = super().load_file(file_path)
        if PurePath(file_path).name == "endpoints":
            for partition in document["partitions"]:
                services = partition["services"]
                partition["services"] = {name: services[name] for name in _ENDPOINTS if name in services}
        return document


@cache
def our_models() -> Loader:
    """The loader of this process. It caches what it has read for all clients."""
    return _OurModels()


class _OurModels(Loader):
    """A loader that doesn't search the disk for services: that takes half as long as loading these."""

    FILE_LOADER_CLASS = _OurEndpoints

    def list_available_services(self, type_name: str) -> list[str]:  # noqa: ARG002  botocore passes it by position
        return list(_OURS)
