"""Every failure that a user can meet, with its sentence, what to do about it, and the exit code.

SsoTuiError
├── UsageError            2   the command line or a setting in it makes no sense
├── Unclear                   a query doesn't name just one thing
│   ├── NothingMatched    3
│   └── SeveralMatched    4
├── SignInNeeded          5
│   └── ClientRefused     5   AWS no longer knows the registration that we sign in with
├── CodeNeeded            5   a profile asks for a code of an MFA device
├── AccessDenied          6   AWS says that the role isn't assigned
├── Unreachable           7   no answer from AWS
├── Throttled             7   AWS answers 429
├── BadAnswer             7   AWS answers what it should not
├── Rejected              1   AWS understands and says no (400, 404)
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


class Cancelled(Exception):
    """The user left or asked for something else; nobody is told."""


class SsoTuiError(Exception):
    """An expected failure: ``message`` says what happened, ``hint`` what to do, one line each."""

    exit_code = ExitCode.FAILED

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    @property
    def in_one_line(self) -> str:
        """What happened and what to do, where there is but one place for both."""
        end = "" if self.message.endswith((".", "?", "!")) or not self.hint else "."
        return f"{self.message}{end} {self.hint}".strip()


class UsageError(SsoTuiError):
    """The command can't be carried out as given."""

    exit_code = ExitCode.USAGE


class Unclear(SsoTuiError):
    """A query doesn't name just one thing.

    ``candidates`` are what may have been meant, best first, each in the words that name it (SESSION/ACCOUNT_ID/ROLE, or
    the name of a profile); ``titles`` say, for each, what a person calls it.
    """

    def __init__(
        self, message: str, candidates: tuple[str, ...] = (), *, titles: tuple[str, ...] = (), hint: str = ""
    ) -> None:
        super().__init__(message, hint=hint)
        self.candidates = candidates
        self.titles = titles or ("",) * len(candidates)


class NothingMatched(Unclear):
    """A query names nothing that is known."""

    exit_code = ExitCode.NOTHING_MATCHED


class SeveralMatched(Unclear):
    """A query names more than one thing."""

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
    """AWS refuses our client's registration: it has expired or was revoked, or is for another way to sign in."""


class CodeNeeded(SsoTuiError):
    """The role of a profile is given only with a code of an MFA device."""

    exit_code = ExitCode.SIGN_IN_NEEDED

    def __init__(self, profile: str) -> None:
        super().__init__(
            f'The profile "{profile}" needs an MFA code, which ssotui can\'t ask for yet.',
            hint="Run this first, then ssotui uses the credentials it caches: aws sts get-caller-identity --profile "
            + pasted(profile),
        )


def login_hint(session: str) -> str:
    """How to sign in to it."""
    return f"Sign in: ssotui login {pasted(session)}"


def pasted(text: str) -> str:
    """One word of a command line that a person may copy into a POSIX shell; names that need none get no quotes."""
    bare = text
    for character in "-_./@:+":
        bare = bare.replace(character, "")
    if bare.isalnum() and bare.isascii() and text[0] != "-":
        return text
    return "'" + text.replace("'", "'\\''") + "'"


class AccessDenied(SsoTuiError):
    """AWS answered 403: the role or the account isn't assigned to this user."""

    exit_code = ExitCode.ACCESS_DENIED


class Unreachable(SsoTuiError):
    """No answer: no network, no such host, refused, timed out, TLS or proxy trouble."""

    exit_code = ExitCode.UNREACHABLE


class Throttled(SsoTuiError):
    """AWS answered 429: ask again, more slowly."""

    exit_code = ExitCode.UNREACHABLE


class BadAnswer(SsoTuiError):
    """AWS answered with what no client can use (5xx, a cut body, a member missing): worth another try."""

    exit_code = ExitCode.UNREACHABLE


class Rejected(SsoTuiError):
    """AWS understood the request and refused it for good (400, 404)."""


class ProfileError(SsoTuiError):
    """A profile can't be used as it is written: no tool resolves it."""

    exit_code = ExitCode.FILE_ERROR

    def __init__(self, profile: str, why: str, *, hint: str = "") -> None:
        """``why`` may be a sentence of its own, as the doctor's findings are, or the end of one."""
        is_whole = why.endswith(".")
        message = why if is_whole else f'The profile "{profile}" can\'t be used: {why}.'
        super().__init__(message, hint=hint or "Correct it in the AWS config. For details: ssotui doctor")


class OutputError(SsoTuiError):
    """Standard output can't be written: the disk is full, or the caller has closed it."""

    exit_code = ExitCode.FILE_ERROR

    def __init__(self, error: OSError) -> None:
        super().__init__(f"Standard output can't be written: {error.strerror}.")


class FileError(SsoTuiError):
    """A file can't be read, parsed or written; ``path`` names it, ``line`` counts from 1 where it is known.

    ``is_misplaced``: there is something else in the file's place, such as a folder.
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
    """This user may not write the file: its mode, its folder's, or a disk that is read-only."""


def bug_sentence(kind: type[BaseException] | None, trace: TracebackType | None) -> str:
    """What to say of an exception that nobody expected: where it happened, and how to see more."""
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    where = f" in {trace.tb_frame.f_code.co_filename.rpartition('/')[2]}:{trace.tb_lineno}" if trace else ""
    name = kind.__name__ if kind else "unknown"
    return f"ssotui: this is a bug: {name}{where}.\n  Run the command again with --debug and report its output."
