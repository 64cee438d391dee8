"""``ssotui exec --server``: a command gets its credentials from an endpoint on 127.0.0.1, which renews them."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from ssotui.actions.renewed_credentials import RenewedCredentials
from ssotui.actions.targets import Target
from ssotui.cli import output
from ssotui.core.model import Credentials
from ssotui.core.ports.backend import Backend
from ssotui.core.shell.variables import CONTAINER, WEB_IDENTITY
from ssotui.desktop import processes
from ssotui.desktop.credentials_endpoint import serving
from ssotui.errors import SsoTuiError
from ssotui.files.private_configuration import without_default_credentials
from ssotui.worker_pool import WorkerPool

# What SDKs use before the endpoint, besides what every ``exec`` leaves out. The last is botocore's (credentials.py,
# OriginalEC2Provider).
_LEFT_OUT = (*WEB_IDENTITY, *CONTAINER, "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", "AWS_CREDENTIAL_FILE")


def run(
    command: Sequence[str], inner: Mapping[str, str], of: tuple[Backend, Target, Credentials], env: Mapping[str, str]
) -> int:
    """Run the command. ``inner`` is its environment without credentials, ``of`` what to renew and the first ones.

    Returns its exit status; if a signal ended it, that signal ends this process, too. Raises NotStarted, FileError.
    """

    def say(error: SsoTuiError) -> None:
        output.say(f"ssotui: {error.in_one_line}")

    with without_default_credentials(env) as files, credentials_served(of, say) as endpoint:
        code = processes.run_child(command, without_others(inner) | files | endpoint)
    return processes.end_as(code)


def without_others(inner: Mapping[str, str]) -> dict[str, str]:
    """The environment without the variables that SDKs use before the endpoint."""
    return {name: value for name, value in inner.items() if name not in _LEFT_OUT}


@contextmanager
def credentials_served(
    of: tuple[Backend, Target, Credentials], say: Callable[[SsoTuiError], object]
) -> Iterator[dict[str, str]]:
    """Serve and renew credentials in the block. Gives the variables that name the endpoint.

    ``say`` gets the errors of renewals, in another thread.
    """
    backend, target, first = of
    renewed = RenewedCredentials(backend, target, first, say)

    def renew(cancel: threading.Event) -> None:
        processes.write_from_background()
        renewed.keep_renewing(cancel)

    with serving(renewed.current, target.account_id) as endpoint:
        pool = WorkerPool(renew)
        try:
            yield dict(endpoint)
        finally:
            pool.cancel.set()
            renewed.wake()
