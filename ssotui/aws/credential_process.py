"""Runs the credential_process of a profile as the AWS CLI does, and refuses one that leads back to itself."""

from __future__ import annotations

import atexit
import json
import subprocess
from collections.abc import Callable, Mapping
from typing import Any

from botocore.compat import compat_shell_split
from botocore.credentials import CredentialProvider, Credentials, RefreshableCredentials

from ssotui.core.printable import printable, shortened
from ssotui.core.timestamps import parse_timestamp
from ssotui.errors import ProfileError, SsoTuiError

RUNNING = "SSOTUI_CREDENTIAL_PROCESS"
"""A JSON list of the profiles whose credential_process is running (the AWS CLI has _AWS_CLI_PROFILE_CHAIN)."""

_CIRCLE = "its credential_process calls itself"
_LONGEST = 200


class CredentialProcess(CredentialProvider):
    """As botocore's ProcessProvider (credentials.py), but with a clear message for each error."""

    METHOD = "custom-process"

    def __init__(self, name: str, load_config: Callable[[], Mapping[str, Any]], env: Mapping[str, str]) -> None:
        super().__init__()
        self._name = name
        self._load_config = load_config
        self._env = env

    def load(self) -> Credentials | None:
        """Raises ProfileError for a loop, SsoTuiError for a command that provides no credentials."""
        command = self._load_config().get("profiles", {}).get(self._name, {}).get("credential_process")
        if command is None:
            return None
        running = _running(self._env)
        if self._name in running:
            raise ProfileError(self._name, _CIRCLE)
        found = self._answer(command, [*running, self._name])
        if found["expiry_time"] is None:
            return Credentials(found["access_key"], found["secret_key"], found["token"], self.METHOD)
        return RefreshableCredentials.create_from_metadata(found, lambda: found, self.METHOD)

    def _answer(self, command: str, running: list[str]) -> dict[str, Any]:
        try:
            done = _run(compat_shell_split(command), {**self._env, RUNNING: json.dumps(running)})
        except (OSError, ValueError) as error:  # ValueError: an unclosed quote
            raise self._failed(f"can't be started: {error}") from error
        if done.returncode != 0:
            message = printable(done.stderr.decode(errors="replace"))
            if _CIRCLE in message:
                raise ProfileError(self._name, _CIRCLE)
            raise self._failed(f"failed (exit status {done.returncode}): {shortened(message, _LONGEST)}")
        return self._read(done.stdout)

    def _read(self, output: bytes) -> dict[str, Any]:
        """The credentials by botocore's member names. Messages never quote the output, which may be a secret."""
        try:
            members = json.loads(output)
            if members["Version"] != 1:
                raise self._failed("returns a Version other than 1")
            return _metadata(members)
        except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
            raise self._failed("doesn't return credentials in the format that AWS requires") from None

    def _failed(self, what: str) -> SsoTuiError:
        return SsoTuiError(
            f'The credential_process of the profile "{printable(self._name)}" {what}.',
            hint="Run its command by itself, or correct it in the AWS config.",
        )


def _run(command: list[str], env: Mapping[str, str]) -> subprocess.CompletedProcess[bytes]:
    """Run ``command`` to its end, or kill it when ssotui ends: the picker doesn't wait for it. Raises OSError."""
    with subprocess.Popen(  # noqa: S603  the user's own command, which every AWS tool runs
        command, env=dict(env), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        atexit.register(process.kill)
        try:
            stdout, stderr = process.communicate()
        except BaseException:
            process.kill()
            raise
        finally:
            atexit.unregister(process.kill)
    return subprocess.CompletedProcess(command, process.returncode, stdout, stderr)


def _metadata(members: Mapping[str, Any]) -> dict[str, str | None]:
    """Raises LookupError, TypeError or ValueError for a member that is missing, no string, or no valid time."""
    needed = {"access_key": members["AccessKeyId"], "secret_key": members["SecretAccessKey"]}
    token, expiration = members.get("SessionToken"), members.get("Expiration")
    if not all(isinstance(value, str) for value in (*needed.values(), token or "", expiration or "")):
        raise TypeError
    end = parse_timestamp(expiration).isoformat() if expiration else None  # botocore needs a time zone
    return {**needed, "token": token, "expiry_time": end}


def _running(env: Mapping[str, str]) -> list[str]:
    try:
        found = json.loads(env.get(RUNNING, "[]"))
    except (ValueError, RecursionError):
        return []
    return [name for name in found if isinstance(name, str)] if isinstance(found, list) else []
