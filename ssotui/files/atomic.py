"""Reads files, replaces them atomically, and removes them. Errors are FileErrors with a clear message.

All other modules access files through this one (tests/architecture); locks.py has the locks.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable, Iterable
from pathlib import Path

from ssotui.errors import FileError, NotWritable, shell_word
from ssotui.files.durability import settle
from ssotui.files.file_attributes import give_to_folders_owner, keep_attributes, keep_owner, preserved_mode
from ssotui.files.windows_retries import patiently

LARGEST = 64 << 20
"""The largest file to read, in bytes: three times the size of 100,000 profiles."""

_PIECE = 64 << 10
NO_FILE = Path()  # what a variable such as AWS_CONFIG_FILE gives when it is set but empty, as in botocore


Content = bytes | Iterable[bytes]
"""The new content of a file, whole or in pieces."""


class MountedFile(FileError):
    """The file is a mount of its own (a container's bind mount, for example): it can be rewritten, but not replaced."""


Fingerprint = tuple[int, int, int]
"""Identifies a version of a file without reading it: time of the last change (ns), size, inode."""


def fingerprint(path: Path) -> Fingerprint | None:
    """The fingerprint of the file as it is now; None if there is no file, or its folder can't be searched."""
    try:
        return None if path == NO_FILE else _version(path.stat())
    except OSError:
        return None


def read_file(path: Path) -> bytes | None:
    """The content of ``path``; None if there is no file, or (as for botocore) if it is a device, pipe or socket.

    Raises FileError for a folder, for a file that can't be read, and for more than ``LARGEST`` bytes.
    """
    return read_version(path)[0]


def read_version(path: Path) -> tuple[bytes | None, Fingerprint | None]:
    """The result of ``read_file``, and the fingerprint of the version that was read (None if there is no file)."""
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
        raise file_error(path, "read", error) from error
    if found[0] and len(found[0]) > LARGEST:
        raise FileError(
            str(path), f"is larger than {LARGEST >> 20} MB, which no valid file of this kind is", hint="Move it away."
        )
    return found


def check_unchanged(path: Path, since: Fingerprint | None) -> None:
    """Raises FileError if ``path`` has changed since ``since``, so that no change of another program is lost."""
    if fingerprint(path) != since:
        raise FileError(str(path), "another program has just changed it", hint="Nothing was written. Try again.")


def replace_file(
    path: Path, content: Content, *, private: bool = False, check: Callable[[], None] | None = None
) -> None:
    """Replace the content of ``path`` atomically: at any time it is either the old file or the new one.

    A symbolic link stays, and its target is replaced. An existing file keeps its mode (unless ``private``, which makes
    it 0600), its group if the user is a member, its owner if run by root, and on Linux its extended attributes, ACLs
    included. A new file gets mode 0600, missing folders 0700. ``check`` is called just before the replacement, and may
    raise. Raises MountedFile or another FileError, and then has changed nothing.
    """
    target, before = _to_be_replaced(path)
    try:
        make_folder(target.parent)
        temporary = name_beside(target)
        try:
            write_beside(temporary, target, content, before)
            temporary.chmod(0o600 if private or not before else preserved_mode(temporary, before))
            if check:
                check()
            patiently(lambda: temporary.replace(target))
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
        settle(target.parent)
    except OSError as error:
        if error.errno == errno.EBUSY:
            raise MountedFile(str(path), _MOUNTED, hint="Edit the file that is mounted there.") from error
        raise file_error(path, "written", error) from error


def remove_file(path: Path) -> None:
    """Remove the file that ``path`` leads to, through a symbolic link as well, if there is one. Raises FileError.

    Devices, pipes and sockets are left alone, as in ``read_file``: the link may lead to /dev/null.
    """
    target = real_path(path)
    try:
        if (kind := target.stat().st_mode) and (stat.S_ISREG(kind) or stat.S_ISDIR(kind)):
            patiently(target.unlink)
    except (FileNotFoundError, NotADirectoryError):
        return
    except OSError as error:
        raise file_error(path, "removed", error) from error


def make_private(path: Path) -> None:
    """Make the file that ``path`` leads to readable by its owner only. Raises FileError."""
    try:
        real_path(path).chmod(stat.S_IRUSR | stat.S_IWUSR)
    except OSError as error:  # pragma: no cover - another user takes the file meanwhile
        raise file_error(path, "protected", error) from error


def mode_of(path: Path) -> int:
    """The permission bits of the file; 0 on Windows, or if there is no file."""
    try:
        return stat.S_IMODE(path.stat().st_mode) if os.name == "posix" else 0
    except OSError:  # pragma: no cover - the file is removed meanwhile
        return 0


def rename_file(path: Path, name: str) -> None:
    """Rename ``path`` within its folder, and replace a file of that name. Raises FileError."""
    try:
        patiently(lambda: path.replace(path.with_name(name)))
    except OSError as error:  # pragma: no cover - the folder is closed meanwhile
        raise file_error(path, "renamed", error) from error


def files_in(folder: Path, named: Callable[[str], object]) -> list[Path]:
    """The entries of ``folder`` whose name ``named`` accepts, sorted by name; [] if there is no folder.

    Raises FileError for a folder that can't be read.
    """
    try:
        return sorted(one for one in folder.iterdir() if named(one.name))
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        raise file_error(folder, "read", error) from error


def check_writable(path: Path) -> None:
    """Raises FileError if ``replace_file`` lacked a permission. Creates missing folders."""
    target, _ = _to_be_replaced(path)
    try:
        make_folder(target.parent)
        if not target.parent.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, "")
        if not os.access(target.parent, os.W_OK | os.X_OK, effective_ids=os.access in os.supports_effective_ids):
            raise PermissionError(errno.EACCES, "")
    except OSError as error:
        raise file_error(path, "written", error) from error


def refuse_read_only(path: Path) -> None:
    """Raises NotWritable for a read-only file.

    Replacing a file only needs a writable folder, but the AWS CLI, which writes in place, couldn't write this one. For
    root, which can write everything, a file without any write bit is read-only.
    """
    target, before = _to_be_replaced(path)
    if before is None:
        return
    try:
        os.close(os.open(target, os.O_WRONLY | _NOT_WAITING))
    except OSError as error:
        if before.st_mode & 0o222 or error.errno == errno.EROFS:
            raise file_error(path, "written", error) from error
    if not before.st_mode & 0o222:
        hint = f"Make it writable: chmod u+w {shell_word(str(target))}"
        raise NotWritable(str(path), "can't be written: it is read-only", hint=hint)


def real_path(path: Path) -> Path:
    """``path`` with all symbolic links resolved, whether or not a file is there. Raises FileError for a link loop."""
    target = Path(os.path.realpath(path))
    if os.path.islink(target):  # noqa: PTH114  pathlib raises if the folder can't be searched
        raise file_error(path, "followed", OSError(errno.ELOOP, ""))
    return target


def make_folder(folder: Path) -> None:
    """Create ``folder`` and its missing parents with mode 0700. Raises OSError."""
    missing = [one for one in (folder, *folder.parents) if not one.exists()]
    for one in reversed(missing):
        try:
            one.mkdir(mode=0o700)
        except FileExistsError:
            continue  # another program created it meanwhile
        one.chmod(0o700)  # mkdir applies the umask
        give_to_folders_owner(one)


def file_error(path: Path, done: str, error: OSError) -> FileError:
    """The FileError for an OSError; ``done`` is the participle for the message: "read", "written", …"""
    what, hint = _REASONS.get(error.errno or 0, ((error.strerror or "unknown reason").lower(), "Check the file."))
    kind = NotWritable if done == "written" and error.errno in _READ_ONLY else FileError
    is_misplaced = error.errno in (errno.EISDIR, errno.ENOTDIR, errno.ELOOP)
    return kind(str(path), f"can't be {done}: {what}", hint=hint, is_misplaced=is_misplaced)


def _to_be_replaced(path: Path) -> tuple[Path, os.stat_result | None]:
    """The file that ``path`` leads to, and its status. Raises FileError if it isn't a regular file."""
    if path == NO_FILE:
        raise FileError("(no file)", "the variable with its path is empty", hint="Unset it, or set it to a path.")
    target = real_path(path)
    try:
        before = target.stat()
    except (FileNotFoundError, NotADirectoryError):
        return target, None
    except OSError as error:
        raise file_error(path, "written", error) from error
    if not stat.S_ISREG(before.st_mode):
        raise FileError(str(path), "is not a file", hint="Move it away.", is_misplaced=True)
    return target, before


def _content(path: Path) -> tuple[bytes, Fingerprint]:
    """Content and fingerprint; one byte more than LARGEST means the file is too large.

    Opened without blocking, because a pipe may have replaced the file meanwhile.
    """
    with os.fdopen(os.open(path, _READ), "rb") as file:
        version, parts, left = _version(os.fstat(file.fileno())), [], LARGEST + 1
        # In pieces: after one allocation of LARGEST bytes, malloc would no longer return freed memory to the system.
        while left and (part := file.read(min(left, _PIECE))):
            parts.append(part)
            left -= len(part)
        return b"".join(parts), version


def _version(found: os.stat_result) -> Fingerprint:
    return found.st_mtime_ns, found.st_size, found.st_ino


def name_beside(target: Path) -> Path:
    """A name for a temporary file in the folder of ``target``. The caller removes the file if it is left."""
    # Without tempfile.mkstemp: its import takes half as long as Python's start, and every switch writes a file.
    return target.with_name(f".{target.name}.{os.urandom(6).hex()}")


def write_beside(temporary: Path, target: Path, content: Content, before: os.stat_result | None = None) -> None:
    """Write and sync ``temporary`` with mode 0600, to be renamed to ``target``. Raises OSError."""
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
    temporary.chmod(0o600)  # open applies the umask


_NOT_WAITING = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
_READ = os.O_RDONLY | _NOT_WAITING
_MOUNTED = "can't be replaced: it is a mount point"
_READ_ONLY = (errno.EACCES, errno.EPERM, errno.EROFS)
_PERMISSIONS = "Check its owner and permissions."
_REASONS = {
    errno.EACCES: ("you have no permission", _PERMISSIONS),
    errno.EPERM: ("you have no permission", _PERMISSIONS),
    errno.EROFS: ("its file system is read-only", "Use another location, or mount it for writing."),
    errno.ENOSPC: ("the disk is full", "Free some space, then try again."),
    errno.EDQUOT: ("your disk quota is exceeded", "Free some space, then try again."),
    errno.ELOOP: ("its symbolic links form a loop", "Remove the link."),
    errno.EISDIR: ("a folder is in its place", "Move the folder away."),
    errno.ENOTDIR: ("a folder of its path is a file", "Move that file away."),
}
