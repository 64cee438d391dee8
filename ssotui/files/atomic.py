"""The one door to files: read with a clear word about what fails, replaced whole or not at all, removed.

Every file of the user's, of AWS's tools and of ours goes through here (tests/architecture); locks.py has the locks.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable, Iterable
from pathlib import Path

from ssotui.errors import FileError, NotWritable, pasted
from ssotui.files.durability import settle
from ssotui.files.file_attributes import give_to_folders_owner, keep_attributes, keep_owner
from ssotui.files.windows_retries import patiently

LARGEST = 64 << 20
"""Bytes: 100,000 profiles take a third of it."""

_PIECE = 64 << 10
NO_FILE = Path()  # what a variable such as AWS_CONFIG_FILE gives when it is set but empty, as in botocore


Content = bytes | Iterable[bytes]
"""What a file is to hold, whole or piece by piece."""


class MountedFile(FileError):
    """A file that is mounted by itself, as containers do: it can be rewritten, but nothing can take its place."""


Fingerprint = tuple[int, int, int]
"""What tells one version of a file from the next without reading it: when it was changed (ns), its size and inode."""


def fingerprint(path: Path) -> Fingerprint | None:
    """The version of the file that is there now; None if none can be seen."""
    try:
        return None if path == NO_FILE else _version(path.stat())
    except OSError:
        return None


def read_file(path: Path) -> bytes | None:
    """The content of ``path``; None if there is no file, or (as for botocore) a device, pipe or socket.

    Raises FileError for a folder, for what may not or can't be read, and for more than ``LARGEST`` bytes.
    """
    return read_version(path)[0]


def read_version(path: Path) -> tuple[bytes | None, Fingerprint | None]:
    """What ``read_file`` gives, and which version of the file that is (None where there is no file)."""
    if path == NO_FILE:
        return None, None
    try:
        kind = path.stat().st_mode
        if stat.S_ISDIR(kind):
            raise FileError(str(path), "is a folder, not a file", hint="Move the folder away.", is_misplaced=True)
        found = patiently(lambda: _content(path)) if stat.S_ISREG(kind) else (None, None)
    except (FileNotFoundError, NotADirectoryError):
        return None, None
    except OSError as error:
        raise trouble(path, "read", error) from error
    if found[0] and len(found[0]) > LARGEST:
        raise FileError(str(path), f"is larger than {LARGEST >> 20} MB, as none of its kind is", hint="Move it away.")
    return found


def unchanged(path: Path, since: Fingerprint | None) -> None:
    """Raises FileError if ``path`` is another version than ``since``: what was made of that must not go over this."""
    if fingerprint(path) != since:
        raise FileError(str(path), "another program has just changed it", hint="Nothing was written; do it again.")


def replace_file(
    path: Path, content: Content, *, private: bool = False, check: Callable[[], None] | None = None
) -> None:
    """Put ``content`` in the place of ``path``, which is at all times either the old file or the new one, whole.

    A link stays and its target is replaced; an existing file keeps its mode (unless ``private``: 0600) and, for root,
    its owner; on Linux also its extended attributes, ACLs among them. A new file gets 0600, missing folders 0700.
    ``check`` is called at the last moment before it counts, and may raise. Raises MountedFile or another FileError,
    and leaves everything as it was.
    """
    target, before = _to_be_replaced(path)
    try:
        make_folder(target.parent)
        temporary = name_beside(target)
        try:
            write_beside(temporary, target, content, before)
            temporary.chmod(0o600 if private or not before else stat.S_IMODE(before.st_mode))
            if check:
                check()
            patiently(lambda: temporary.replace(target))
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
        settle(target.parent)
    except OSError as error:
        if error.errno == errno.EBUSY:
            raise MountedFile(str(path), _MOUNTED, hint="Edit it where it comes from.") from error
        raise trouble(path, "written", error) from error


def remove_file(path: Path) -> None:
    """Remove the file that ``path`` leads to, through a link as well; nothing to remove is fine. Raises FileError.

    What ``read_file`` takes for nothing stays: a link to /dev/null must not cost the system its /dev/null.
    """
    target = real_path(path)
    try:
        if (kind := target.stat().st_mode) and (stat.S_ISREG(kind) or stat.S_ISDIR(kind)):
            patiently(target.unlink)
    except (FileNotFoundError, NotADirectoryError):
        return
    except OSError as error:
        raise trouble(path, "removed", error) from error


def make_private(path: Path) -> None:
    """Let nobody but the user read what ``path`` leads to. Raises FileError."""
    try:
        real_path(path).chmod(stat.S_IRUSR | stat.S_IWUSR)
    except OSError as error:
        raise trouble(path, "protected", error) from error


def mode_of(path: Path) -> int:
    """Who may do what with the file; 0 where that is not told so (Windows), or no file can be seen."""
    try:
        return stat.S_IMODE(path.stat().st_mode) if os.name == "posix" else 0
    except OSError:
        return 0


def rename_file(path: Path, name: str) -> None:
    """Give ``path`` another name in its folder, in place of what has it. Raises FileError."""
    try:
        patiently(lambda: path.replace(path.with_name(name)))
    except OSError as error:
        raise trouble(path, "renamed", error) from error


def files_in(folder: Path, named: Callable[[str], object]) -> list[Path]:
    """What is in ``folder`` under a name that ``named`` says yes to, by name; nothing if it isn't there.

    Raises FileError for a folder that may not be read.
    """
    try:
        return sorted(one for one in folder.iterdir() if named(one.name))
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        raise trouble(folder, "read", error) from error


def check_writable(path: Path) -> None:
    """Raises FileError if ``replace_file`` would fail for want of permission; makes the folders that are missing."""
    target, _ = _to_be_replaced(path)
    try:
        make_folder(target.parent)
        if not target.parent.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, "")
        if not os.access(target.parent, os.W_OK | os.X_OK, effective_ids=os.access in os.supports_effective_ids):
            raise PermissionError(errno.EACCES, "")
    except OSError as error:
        raise trouble(path, "written", error) from error


def refuse_read_only(path: Path) -> None:
    """Raises NotWritable for a file that AWS CLI, which writes in place, could not write: to replace it needs no more
    than its folder. Root may write everything: then a mode without any write bit counts.
    """
    target, before = _to_be_replaced(path)
    if before is None:
        return
    try:
        os.close(os.open(target, os.O_WRONLY | _NOT_WAITING))
    except OSError as error:
        if before.st_mode & 0o222 or error.errno == errno.EROFS:
            raise trouble(path, "written", error) from error
    if not before.st_mode & 0o222:
        hint = f"Make it writable: chmod u+w {pasted(str(target))}"
        raise NotWritable(str(path), "can't be written: it is read-only", hint=hint)


def real_path(path: Path) -> Path:
    """Where ``path`` leads through all links, whether or not a file is there. Raises FileError for a circle."""
    target = Path(os.path.realpath(path))
    if os.path.islink(target):  # noqa: PTH114  pathlib raises where the folder may not be read
        raise trouble(path, "followed", OSError(errno.ELOOP, ""))
    return target


def make_folder(folder: Path) -> None:
    """Make ``folder`` and every missing one above it, for the user alone. Raises OSError."""
    missing = [one for one in (folder, *folder.parents) if not one.exists()]
    for one in reversed(missing):
        try:
            one.mkdir(mode=0o700)
        except FileExistsError:
            continue  # somebody else was quicker
        one.chmod(0o700)  # whatever the umask has made of it
        give_to_folders_owner(one)


def trouble(path: Path, done: str, error: OSError) -> FileError:
    """What an OSError says, in one sentence; ``done`` is what couldn't be: read, written, …"""
    what, hint = _REASONS.get(error.errno or 0, ((error.strerror or "unknown reason").lower(), "Check the file."))
    kind = NotWritable if done == "written" and error.errno in _READ_ONLY else FileError
    is_misplaced = error.errno in (errno.EISDIR, errno.ENOTDIR, errno.ELOOP)
    return kind(str(path), f"can't be {done}: {what}", hint=hint, is_misplaced=is_misplaced)


def _to_be_replaced(path: Path) -> tuple[Path, os.stat_result | None]:
    """Where ``path`` leads, and what is there now. Raises FileError for what is not a file."""
    if path == NO_FILE:
        raise FileError("(no file)", "the variable that names the file is empty", hint="Unset it or give it a path.")
    target = real_path(path)
    try:
        before = target.stat()
    except (FileNotFoundError, NotADirectoryError):
        return target, None
    except OSError as error:
        raise trouble(path, "written", error) from error
    if not stat.S_ISREG(before.st_mode):
        raise FileError(str(path), "is not a file", hint="Move away what is there.", is_misplaced=True)
    return target, before


def _content(path: Path) -> tuple[bytes, Fingerprint]:
    """Never held up by a pipe that has just taken the file's place; one byte too many tells of a file too large."""
    with os.fdopen(os.open(path, _READ), "rb") as file:
        version, parts, left = _version(os.fstat(file.fileno())), [], LARGEST + 1
        # Piece by piece: reserving the most that may come has malloc keep whatever is freed from then on.
        while left and (part := file.read(min(left, _PIECE))):
            parts.append(part)
            left -= len(part)
        return b"".join(parts), version


def _version(found: os.stat_result) -> Fingerprint:
    return found.st_mtime_ns, found.st_size, found.st_ino


def name_beside(target: Path) -> Path:
    """A name in the folder of ``target`` for what is to take its place; who writes there removes what is left."""
    # Not tempfile.mkstemp: importing that takes half as long as Python's start, and every switch writes a file.
    return target.with_name(f".{target.name}.{os.urandom(6).hex()}")


def write_beside(temporary: Path, target: Path, content: Content, before: os.stat_result | None = None) -> None:
    """Make ``temporary``, 0600, ready to take the place of ``target``, and on the disk already. Raises OSError."""
    descriptor = os.open(temporary, os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.writelines([content] if isinstance(content, bytes) else content)
        file.flush()
        os.fsync(descriptor)
    if before:
        keep_owner(temporary, before)
        keep_attributes(temporary, target)
    else:
        give_to_folders_owner(temporary)
    temporary.chmod(0o600)  # whatever the umask has made of it


_NOT_WAITING = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
_READ = os.O_RDONLY | _NOT_WAITING
_MOUNTED = "can't be replaced: it is mounted by itself"
_READ_ONLY = (errno.EACCES, errno.EPERM, errno.EROFS)
_PERMISSIONS = "Check who owns it and its permissions."
_REASONS = {
    errno.EACCES: ("you have no permission", _PERMISSIONS),
    errno.EPERM: ("you have no permission", _PERMISSIONS),
    errno.EROFS: ("its disk is read-only", "Use another place, or mount it for writing."),
    errno.ENOSPC: ("the disk is full", "Make room and do it again."),
    errno.EDQUOT: ("your disk quota is used up", "Make room and do it again."),
    errno.ELOOP: ("its links lead in a circle", "Remove the link."),
    errno.EISDIR: ("a folder is in its place", "Move the folder away."),
    errno.ENOTDIR: ("a file is where a folder of its path should be", "Move that file away."),
}
