"""The entry point: finds the command, runs it, and turns every way out into an exit code and a sentence."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from types import TracebackType

from ssotui.errors import Cancelled, ExitCode, OutputTrouble, SignInNeeded, SsoTuiError, bug_sentence

_PLAIN_INIT = 2  # words: the form in everybody's start-up file, which needs no parser
_BROKEN_PIPE = 128 + 13  # what a program that SIGPIPE ended would report


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command line (default: this process's own); returns the exit code."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    env = dict(os.environ)
    debug = env.get("SSOTUI_DEBUG", "") not in ("", "0")
    if words[:1] == ["--debug"]:
        debug, words = True, words[1:]
    sys.excepthook = _unexpected if not debug else sys.__excepthook__
    _ensure_stdout()
    try:
        return _run_and_flush(words, env, debug=debug)
    except SsoTuiError as error:
        if debug:
            _show_where(error)
        return _explain(error)
    except (KeyboardInterrupt, Cancelled):
        return ExitCode.LEFT
    except BrokenPipeError:
        # The reader left (| head -1): point stdout elsewhere, or the interpreter complains while it closes.
        _drop_stdout()
        return _BROKEN_PIPE
    except OSError as error:
        if not _is_of_stdout(error):
            raise
        return _explain(OutputTrouble(error))


def _ensure_stdout() -> None:
    """Where the caller has closed it there is none: take one whose writing fails as that of a closed one would."""
    if sys.stdout is None:
        sys.stdout = os.fdopen(os.open(os.devnull, os.O_RDONLY), "w", encoding="utf-8")


def _is_of_stdout(error: OSError) -> bool:
    """What could not be written is still waiting, and fails again; files' errors have a name."""
    if error.filename is not None:
        return False
    try:
        sys.stdout.flush()
    except OSError:
        return True
    return False


def _drop_stdout() -> None:
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _run_and_flush(words: list[str], env: Mapping[str, str], *, debug: bool) -> int:
    code = _run(words, env, debug=debug)
    sys.stdout.flush()
    return code


def _run(words: list[str], env: Mapping[str, str], *, debug: bool) -> int:
    first = words[0] if words else ""
    if first in ("--version", "-V"):
        from ssotui import __version__

        sys.stdout.write(f"ssotui {__version__}\n")
        return ExitCode.DONE
    code = _without_parser(words, env, debug=debug)
    if code is not None:
        return code
    from ssotui.cli import parser

    if first in ("--help", "-h"):
        sys.stdout.write(parser.main_help())
        return ExitCode.DONE
    name, rest = (first, words[1:]) if first in parser.COMMANDS else ("pick", words)
    passed_on: list[str] = []
    if name in parser.PASSES_ON and "--" in rest:
        cut = rest.index("--")
        rest, passed_on = rest[:cut], rest[cut + 1 :]
    options = parser.build(name).parse_args(rest)
    if name in parser.PASSES_ON:
        setattr(options, parser.PASSES_ON[name], passed_on)
    options.name_of_command, options.debug = name, debug
    return _carry_out(_module(parser.COMMANDS[name].module), options, env)


def _carry_out(module: _Runnable, options: argparse.Namespace, env: Mapping[str, str]) -> int:
    """Run it; if it needs a sign-in that it may ask for, sign in first and run it again."""
    try:
        return module.run(options, env)
    except SignInNeeded as needed:
        if not getattr(options, "may_sign_in", False):
            raise
        from ssotui.cli import sign_in

        if not sign_in.can_ask() or not sign_in.first(needed.session, env):
            raise
    return module.run(options, env)


def _without_parser(words: Sequence[str], env: Mapping[str, str], *, debug: bool) -> int | None:
    """What others wait for many times a day, in its usual form; None if the command line is another."""
    if not words:
        from ssotui.cli import pick

        return pick.open_picker("", env, debug=debug)
    if words[:1] == ["init"] and len(words) == _PLAIN_INIT:
        from ssotui.cli import init

        if words[1] in init.SHELLS:
            return init.emit(words[1], "ssotui", env)
    if words[:1] == ["use"]:
        from ssotui.cli import use

        return use.quick(words[1:], env)
    if words == ["status", "--check"]:
        from ssotui.cli import status

        return status.check(env)
    if words[:1] == ["credential-process"]:
        from ssotui.cli import credential_process

        return credential_process.quick(words[1:], env)
    return None


def _explain(error: SsoTuiError) -> int:
    from ssotui.cli import output

    if isinstance(error, OutputTrouble):
        _drop_stdout()
    output.complain(error)
    return error.exit_code


def _show_where(error: BaseException) -> None:
    """The traceback without the values of variables: they may hold keys."""
    import traceback

    sys.stderr.write("".join(traceback.format_exception(error)))


def _unexpected(kind: type[BaseException], _: BaseException, trace: TracebackType | None) -> None:
    """A bug: one sentence. (The interpreter then exits with 1.)"""
    sys.stderr.write(bug_sentence(kind, trace) + "\n")


def _module(name: str) -> _Runnable:
    import importlib

    return importlib.import_module(f"ssotui.cli.{name}")


TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from typing import Protocol

    class _Runnable(Protocol):
        def run(self, options: argparse.Namespace, env: Mapping[str, str]) -> int: ...
