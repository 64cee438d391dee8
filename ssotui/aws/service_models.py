"""botocore's models of the few services that ssotui asks, without what it brings along for 400 others."""

from __future__ import annotations

from functools import cache
from pathlib import PurePath
from typing import Any

from botocore.loaders import JSONFileLoader, Loader

_OURS = ["sso", "sso-oidc", "sts"]
_ENDPOINTS = ("portal.sso", "oidc", "sts")  # what the table of endpoints calls them


class _OurEndpoints(JSONFileLoader):
    """Keeps our services' part of the table of all endpoints: the whole takes 7 MB for as long as a client lives."""

    def load_file(self, file_path: str) -> Any:  # noqa: ANN401  a document of any shape
        document = super().load_file(file_path)
        if PurePath(file_path).name == "endpoints":
            for partition in document["partitions"]:
                services = partition["services"]
                partition["services"] = {name: services[name] for name in _ENDPOINTS if name in services}
        return document


@cache
def our_models() -> Loader:
    """The loader of this process: what it has read is read for every client."""
    return _OurModels()


class _OurModels(Loader):
    """A loader that takes it for granted that our services are there: looking takes half as long as loading them."""

    FILE_LOADER_CLASS = _OurEndpoints

    def list_available_services(self, type_name: str) -> list[str]:  # noqa: ARG002  botocore passes it by position
        return list(_OURS)
