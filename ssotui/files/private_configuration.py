"""Private copies of the AWS files in which ``[default]`` gives no credentials.

A program that finds no profile in its environment uses ``[default]``, and every SDK prefers the credentials of a
profile to a container's credentials endpoint (AWS SDKs and Tools Reference Guide, "Standardized credential providers").
"""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from ssotui import paths
from ssotui.errors import FileError
from ssotui.files.atomic import file_error, read_file, replace_file
from ssotui.files.ini import decoded, laid_out
from ssotui.files.locks import TRIAL_LOCK, can_lock, only_one
from ssotui.files.section_headers import read_header
from ssotui.named_tuples import NamedTuple

_PREFIX = "ssotui-exec-"
_SETTLED = 60.0  # seconds after which a folder's process has locked it

# What makes botocore (credentials.py), the SDK for JavaScript (credential-provider-ini) or the SDK for Go
# (config/resolve_credentials.go) take credentials from a profile.
_GIVING = frozenset(
    (
        "aws_access_key_id", "aws_secret_access_key", "aws_session_token", "aws_security_token", "credential_process",
        "credential_source", "login_session", "role_arn", "source_profile", "sso_account_id", "sso_region",
        "sso_role_name", "sso_session", "sso_start_url", "web_identity_token_file",
    )
)  # fmt: skip


@contextmanager
def without_default_credentials(env: Mapping[str, str]) -> Iterator[dict[str, str]]:
    """Gives variables that name private copies, until the block ends; {} if no default credentials are configured.

    Only the lines with credentials are left out, so that other settings and profiles work as before. Copies that a
    killed ssotui has left are removed. Raises FileError.
    """
    config = _stripped(paths.config_file(env), lambda header: read_header(header) == ("profile", "default"))
    secrets = _stripped(paths.credentials_file(env), lambda header: header == "default")
    found = _of_boto(env)
    if config.is_changed or secrets.is_changed:
        found |= {"AWS_CONFIG_FILE": config.content, "AWS_SHARED_CREDENTIALS_FILE": secrets.content}
    if not found:
        yield {}
        return
    with _private_folder() as folder:
        copies = {name: folder / name.lower() for name in found}
        for name, path in copies.items():
            replace_file(path, found[name], private=True)
        yield {name: str(path) for name, path in copies.items()}


class _Stripped(NamedTuple):
    """A file without credentials in some sections, and whether it had any there."""

    content: bytes
    is_changed: bool


def _stripped(path: Path, has: Callable[[str], bool]) -> _Stripped:
    """``has`` returns whether to strip the section with that header. Raises FileError."""
    content = read_file(path) or b""
    text = decoded(content, str(path))
    layout = laid_out(text, str(path))
    giving = {
        line
        for section in layout.sections
        if has(section.header)
        for key, line in section.lines.items()
        if key in _GIVING
    }
    if not giving:
        return _Stripped(content, False)
    others = {line for section in layout.sections for line in section.lines.values()}.union(layout.headers) - giving
    lines, is_copied = [], True
    for number, line in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n").split("\n"), 1):
        # A value may go on in the next lines.
        is_copied = number in others or (is_copied and number not in giving)
        if is_copied:
            lines.append(line)
    return _Stripped("".join(f"{line}\n" for line in lines).encode(), True)


def _of_boto(env: Mapping[str, str]) -> dict[str, bytes]:
    """The copy of boto's own configuration file, if it has credentials (botocore, credentials.py, BotoProvider)."""
    named = env.get("BOTO_CONFIG")
    files = (Path(named),) if named is not None else (Path("/etc/boto.cfg"), paths.home(env) / ".boto")
    for file in files:
        with suppress(FileError):  # no SDK reads it either
            found = _stripped(file, lambda header: header == "Credentials")
            if found.is_changed:
                return {"BOTO_CONFIG": found.content}
    return {}


@contextmanager
def _private_folder() -> Iterator[Path]:
    """A folder until the block ends. Its lock says that its process is alive."""
    try:
        folder = Path(tempfile.mkdtemp(prefix=_PREFIX))
    except OSError as error:  # pragma: no cover - no folder for temporary files
        raise file_error(Path(tempfile.gettempdir()), "written", error) from error
    try:
        with only_one(folder / TRIAL_LOCK, 0):
            _remove_abandoned(folder)
            yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _remove_abandoned(ours: Path) -> None:
    """Remove this user's folders of processes that were killed."""
    for folder in ours.parent.glob(f"{_PREFIX}*"):
        with suppress(OSError):
            found = folder.stat()
            is_old = time.time() - found.st_mtime > _SETTLED
            if is_old and found.st_uid == ours.stat().st_uid and can_lock(folder):
                with only_one(folder / TRIAL_LOCK, 0) as is_abandoned:
                    if is_abandoned:
                        shutil.rmtree(folder, ignore_errors=True)
