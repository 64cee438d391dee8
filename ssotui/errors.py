"""The expected errors, each with a message, a hint on what to do, and an exit code.

SsoTuiError
├── UsageError            2   the command can't be carried out as given
├── Unclear                   a query doesn't name exactly one thing
│   ├── NothingMatched    3
│   └── SeveralMatched    4
├── SignInNeeded          5
│   └── ClientRefused     5   AWS refuses the registered OIDC client
├── CodeNeeded            5   a profile needs a code of an MFA device
├── AwsLoginNeeded        5   a profile needs "aws login"
├── AccessDenied          6   the role isn't assigned (403)
├── Unreachable           7   no response from AWS
├── Throttled             7   AWS responds with 429
├── BadAnswer             7   AWS responds with 5xx or a malformed response
├── Rejected              1   AWS refuses the request (400, 404)
├── OutputError           8   standard output can't be written
├── ProfileError          8   a profile can't be used as it is written
└── FileError             8   a file can't be read, parsed or written
    └── NotWritable       8   it is read-only
"""

from __future__ import annotations

from types import TracebackType


class ExitCode:
    """The exit codes of every command. Plain ints: importing enum takes as long as starting Python."""

    DONE = 0
    FAILED = 1
    USAGE = 2
    NOTHING_MATCHED = 3
    SEVERAL_MATCHED = 4
    SIGN_IN_NEEDED = 5
    ACCESS_DENIED = 6
    UNREACHABLE = 7
    FILE_ERROR = 8
    LEFT = 130


class Canceled(Exception):
    """The user canceled. Not shown as an error."""


class SsoTuiError(Exception):
    """An expected error: ``message`` says what happened, ``hint`` what to do, one line each."""

    exit_code = ExitCode.FAILED
    can_choose = False  # whether a choice in the picker, in place of the command's QUERY, resolves the error

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    @property
    def in_one_line(self) -> str:
        """Message and hint on one line."""
        end = "" if self.message.endswith((".", "?", "!")) or not self.hint else "."
        return f"{self.message}{end} {self.hint}".strip()


class UsageError(SsoTuiError):
    """The command can't be carried out as given."""

    exit_code = ExitCode.USAGE


class Unclear(SsoTuiError):
    """A query doesn't name exactly one thing.

    ``candidates`` are possible matches, the best first, each as the words that name it (SESSION/ACCOUNT_ID/ROLE, or the
    name of a profile); ``titles`` are their names for messages.
    """

    def __init__(
        self, message: str, candidates: tuple[str, ...] = (), *, titles: tuple[str, ...] = (), hint: str = ""
    ) -> None:
        super().__init__(message, hint=hint)
        self.candidates = candidates
        self.titles = titles or ("",) * len(candidates)


class NothingMatched(Unclear):
    """A query matches nothing that is known."""

    exit_code = ExitCode.NOTHING_MATCHED


class SeveralMatched(Unclear):
    """A query matches more than one thing."""

    exit_code = ExitCode.SEVERAL_MATCHED


class SignInNeeded(SsoTuiError):
    """There is no usable access token for ``session``, or AWS refused it (401)."""

    exit_code = ExitCode.SIGN_IN_NEEDED

    def __init__(self, session: str, message: str = "", *, hint: str = "") -> None:
        super().__init__(
            message or f"You are not signed in to {session}.",
            hint=hint or login_hint(session),
        )
        self.session = session


class ClientRefused(SignInNeeded):
    """AWS refuses the registered OIDC client: it has expired, was revoked, or is for another way to sign in."""


class CodeNeeded(SsoTuiError):
    """A profile's role can only be assumed with a code of an MFA device, and nobody can be asked for it."""

    exit_code = ExitCode.SIGN_IN_NEEDED

    def __init__(self, profile: str) -> None:
        super().__init__(
            f'The profile "{profile}" needs an MFA code.',
            hint="Run this in a terminal and enter it; the credentials are then cached: "
            f"ssotui whoami --profile {shell_word(profile)}",
        )


class AwsLoginNeeded(SsoTuiError):
    """The credentials of a profile with login_session have expired, or there are none."""

    exit_code = ExitCode.SIGN_IN_NEEDED

    def __init__(self, profile: str) -> None:
        super().__init__(
            f'The profile "{profile}" is not signed in.', hint=f"Sign in: aws login --profile {shell_word(profile)}"
        )


def login_hint(session: str) -> str:
    """The hint on how to sign in to the session."""
    return f"Sign in: ssotui login {shell_word(session)}"


def shell_word(text: str) -> str:
    """``text`` as one word to paste into a POSIX shell, quoted only if necessary."""
    bare = text
    for character in "-_./@:+":
        bare = bare.replace(character, "")
    if bare.isalnum() and bare.isascii() and text[0] != "-":
        return text
    return "'" + text.replace("'", "'\\''") + "'"


class AccessDenied(SsoTuiError):
    """AWS responded with 403: the role or account isn't assigned to this user."""

    exit_code = ExitCode.ACCESS_DENIED


class Unreachable(SsoTuiError):
    """No response: no network, unknown host, refused connection, time-out, TLS or proxy error."""

    exit_code = ExitCode.UNREACHABLE


class Throttled(SsoTuiError):
    """AWS responded with 429. To be retried more slowly."""

    exit_code = ExitCode.UNREACHABLE


class BadAnswer(SsoTuiError):
    """A response that can't be used (5xx, an incomplete body, a missing member). To be retried."""

    exit_code = ExitCode.UNREACHABLE


class Rejected(SsoTuiError):
    """AWS refused the request (400, 404). Not to be retried."""


class ProfileError(SsoTuiError):
    """A profile can't be used as it is written: no tool resolves it."""

    exit_code = ExitCode.FILE_ERROR

    def __init__(self, profile: str, why: str, *, hint: str = "") -> None:
        """``why`` is a complete sentence, such as doctor's findings, or the end of one."""
        is_whole = why.endswith(".")
        message = why if is_whole else f'The profile "{profile}" can\'t be used: {why}.'
        super().__init__(message, hint=hint or "Correct it in the AWS config. For details: ssotui doctor")


class OutputError(SsoTuiError):
    """Standard output can't be written, because the disk is full or the reader has closed it."""

    exit_code = ExitCode.FILE_ERROR

    def __init__(self, error: OSError) -> None:
        super().__init__(f"Standard output can't be written: {error.strerror}.")


class FileError(SsoTuiError):
    """A file can't be read, parsed or written. ``line`` is the line number from 1, None if not known.

    ``is_misplaced``: ``path`` isn't a file, but a folder for example.
    """

    exit_code = ExitCode.FILE_ERROR

    def __init__(
        self, path: str, what: str, *, line: int | None = None, hint: str = "", is_misplaced: bool = False
    ) -> None:
        where = f"{path}, line {line}" if line else path
        super().__init__(f"{where}: {what}", hint=hint)
        self.path = path
        self.what = what
        self.line = line
        self.is_misplaced = is_misplaced


class NotWritable(FileError):
    """The user has no permission to write the file, because of its mode, its folder's, or a read-only file system."""


def bug_sentence(kind: type[BaseException] | None, trace: TracebackType | None) -> str:
    """The message for an unexpected exception: where it was raised, and how to see more."""
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    where = f" in {trace.tb_frame.f_code.co_filename.rpartition('/')[2]}:{trace.tb_lineno}" if trace else ""
    name = kind.__name__ if kind else "unknown"
    return f"ssotui: this is a bug: {name}{where}.\n  Run the command again with --debug and report its output."
