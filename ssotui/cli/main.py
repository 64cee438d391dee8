"""The entry point: finds the command, runs it, and converts every error to a message and an exit code."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Mapping, Sequence
from types import TracebackType

from ssotui import fast_exit
from ssotui.cli import streams
from ssotui.errors import Canceled, ExitCode, OutputError, SignInNeeded, SsoTuiError, Unclear, UsageError, bug_sentence
from ssotui.shell.channel_descriptor import keep_from_programs

_GLOBAL_FLAGS = ("--debug", "--no-input")
_SWITCHES = ("pick", "use", "off")
_PRINTING = frozenset({"--print", "--json"})  # options of pick with which it doesn't switch
# They don't switch, and mustn't load the parser for an error.
_SPEED_CRITICAL = ("init", "status", "prompt", "credential-process", "creds")
_WITH_A_QUICK_FORM = {name: name.replace("-", "_") for name in ("init", "use", "prompt", "credential-process")}
_BROKEN_PIPE = 128 + 13  # the exit status of a program that SIGPIPE ends


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command line (default: that of this process). Returns the exit code."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    env = dict(os.environ)
    debug = env.get("SSOTUI_DEBUG", "") not in ("", "0")
    words, flags = _without_global_flags(words)
    debug = debug or "--debug" in flags
    sys.excepthook = _unexpected_in_full if debug else _unexpected
    streams.settle()
    if "--no-input" in flags:
        streams.close_input()
    keep_from_programs(env)
    if arguments is None:
        fast_exit.allow(lambda: _fail_the_shell(words, env))
    log = _begin_log(env) if debug else ""
    try:
        code = _exit_code(words, env, debug=debug, log=log)
    except (Exception, SystemExit) as error:  # SystemExit: a signal, or --help
        if not isinstance(error, SystemExit) or error.code:
            _fail_the_shell(words, env)
        raise
    if code != ExitCode.DONE:
        _fail_the_shell(words, env)
    # Quick forms load no parser and have flushed everything. Python's clean-up takes half as long as its start.
    if arguments is None and words and (words[0] == "__complete" or "argparse" not in sys.modules):
        os._exit(code)
    if arguments is None and "ssotui.tui.held_terminal" in sys.modules:
        _end(code)
    return code


def _end(code: int) -> None:
    """End the process at once, unless output can't be written, which Python reports."""
    try:
        streams.flush()
    except (OutputError, BrokenPipeError):
        return
    fast_exit.end(code)


def _exit_code(words: list[str], env: Mapping[str, str], *, debug: bool, log: str) -> int:
    """Run the command, and print its error. Returns the exit code."""
    try:
        code = _run(words, env, debug=debug)
        streams.flush()
    except SsoTuiError as error:
        if debug:
            _show_where(error, log)
        return _explain(error)
    except (KeyboardInterrupt, Canceled):
        return ExitCode.LEFT
    except BrokenPipeError:
        streams.drop(sys.stdout)  # the reader has closed it (| head -1)
        return _BROKEN_PIPE
    return code


def _fail_the_shell(words: Sequence[str], env: Mapping[str, str]) -> None:
    """Print code that fails after a failed switch, if a shell evaluates it (``eval "$(command ssotui use …)"``)."""
    if words and not _switches(words):
        return
    from ssotui.shell import channel

    try:
        streams.write(channel.failing_code(env, terminal=sys.stdout.isatty()))
        streams.flush()
    except (OutputError, BrokenPipeError):
        streams.drop(sys.stdout)  # otherwise Python would exit with 120 for the unwritten text


def _switches(words: Sequence[str]) -> bool:
    """Whether the command line is meant to switch the shell."""
    if words[0] in _SPEED_CRITICAL:
        return False
    from ssotui.cli.parser import COMMANDS

    name = words[0] if words[0] in COMMANDS else "pick"
    return name in _SWITCHES and (name != "pick" or _PRINTING.isdisjoint(words))


def _without_global_flags(words: list[str]) -> tuple[list[str], set[str]]:
    """The words without global flags, and these flags. Words after ``--`` belong to another command."""
    ours = words.index("--") if "--" in words else len(words)
    flags = {word for word in words[:ours] if word in _GLOBAL_FLAGS}
    return [word for place, word in enumerate(words) if word not in flags or place > ours], flags


def _run(words: list[str], env: Mapping[str, str], *, debug: bool) -> int:
    first = words[0] if words else ""
    if first in ("--version", "-V"):
        from ssotui import __version__

        streams.write(f"ssotui {__version__}\n")
        return ExitCode.DONE
    gc.disable()  # commands for prompts leave no garbage, and collecting takes a twentieth of their time
    try:
        code = _without_parser(words, env, debug=debug)
    finally:
        gc.freeze()  # otherwise the next object would start a collection of everything that is loaded
        gc.enable()
    if code is not None:
        return code
    options = _usual_options(words)
    if options is None:
        return _run_parsed(words, env, debug=debug)
    options.name_of_command, options.debug, options.is_implied = first, debug, False
    return _carry_out(_CommandLine(first, first.replace("-", "_"), words[1:]), options, env)


def _run_parsed(words: list[str], env: Mapping[str, str], *, debug: bool) -> int:
    from ssotui.cli import parser

    first = words[0] if words else ""
    if first in ("--help", "-h"):
        streams.write(parser.main_help())
        return ExitCode.DONE
    name, rest = (first, words[1:]) if first in parser.COMMANDS else ("pick", words)
    passed_on: list[str] | None = None
    if name in parser.PASSES_ON and "--" in rest:
        cut = rest.index("--")
        rest, passed_on = rest[:cut], rest[cut + 1 :]
    options = _parsed(parser.build(name).parse_args, rest, "" if passed_on else name, env)
    if passed_on is not None:
        setattr(options, parser.PASSES_ON[name], passed_on)
    options.name_of_command, options.debug, options.is_implied = name, debug, first != name
    return _carry_out(_CommandLine(name, parser.COMMANDS[name].module, rest, passed_on or []), options, env)


def _usual_options(words: Sequence[str]) -> argparse.Namespace | None:
    """The options of a command line that needs no parser; None for any other one."""
    if not words or words[0] not in ("creds", "credential-process"):
        return None
    from ssotui.cli.usual_options import usual_options

    return usual_options(words[0], words[1:])


def _parsed(
    parse: Callable[[Sequence[str]], argparse.Namespace], words: list[str], name: str, env: Mapping[str, str]
) -> argparse.Namespace:
    """Parse the words. ``name`` is the command if it came without ``--``, else ""."""
    try:
        return parse(words)
    except UsageError as error:
        from ssotui.cli.quoted_dashes import hint

        error.hint = hint(name, env) or error.hint
        raise


class _CommandLine:
    """A command, the module that runs it, its words, and those after ``--``."""

    def __init__(self, name: str, module: str, words: Sequence[str], passed_on: Sequence[str] = ()) -> None:
        self.name, self.module, self.words, self.passed_on = name, module, words, passed_on


def _carry_out(line: _CommandLine, options: argparse.Namespace, env: Mapping[str, str]) -> int:
    """Run a command so that a signal ends it cleanly. Candidates of an unclear query become command lines."""
    from ssotui.cli import open_at_once
    from ssotui.cli.signals import ending_cleanly

    try:
        with open_at_once.holding(env) if line.name == "pick" else ending_cleanly():
            return _run_choosing(_module(line.module), options, env)
    except Unclear as unclear:
        from ssotui.cli import parser, unclear_query

        typed = unclear_query.Typed(line.name, line.words, line.passed_on)
        unclear_query.spell_out(unclear, typed, parser.build(line.name).parse_args, env)
        raise


def _run_choosing(module: _Runnable, options: argparse.Namespace, env: Mapping[str, str]) -> int:
    """Run the command. If its QUERY names no single role, let the user choose one in the picker, and run it again."""
    try:
        return _run_signing_in(module, options, env)
    except SsoTuiError as error:
        if not error.can_choose:
            raise
        from ssotui.cli import choose_roles

        choose_roles.choose_for(options, error, env)
    return _run_signing_in(module, options, env)


def _run_signing_in(module: _Runnable, options: argparse.Namespace, env: Mapping[str, str]) -> int:
    """Run the command. If it raises SignInNeeded and may sign in, sign in and run it again."""
    try:
        return module.run(options, env)
    except SignInNeeded as needed:
        if not getattr(options, "may_sign_in", False):
            raise
        from ssotui.cli import sign_in
        from ssotui.cli.named_profile import named_by_any

        if not streams.can_ask() or not sign_in.to_session_named(needed.session, env, named_by_any(options, env)):
            raise
    return module.run(options, env)


def _without_parser(words: Sequence[str], env: Mapping[str, str], *, debug: bool) -> int | None:
    """Run speed-critical commands in their usual form without the parser; None for any other command line."""
    if not words:
        from ssotui.cli import open_at_once

        return open_at_once.open_picker(env, debug=debug)
    if words == ["status", "--check"]:
        from ssotui.cli import status

        return status.check(env)
    if words[0] in _WITH_A_QUICK_FORM:
        return _module(_WITH_A_QUICK_FORM[words[0]]).quick(list(words[1:]), env)
    return None


def _explain(error: SsoTuiError) -> int:
    from ssotui.cli import output

    if isinstance(error, OutputError):
        streams.drop(sys.stdout)
    output.complain(error)
    return error.exit_code


def _begin_log(env: Mapping[str, str]) -> str:
    from ssotui.files import debug_log

    return debug_log.begin(env)


def _show_where(error: BaseException, log: str = "") -> None:
    import logging

    from ssotui.core.safe_traceback import trace

    shown = trace(error)
    logging.getLogger("ssotui").debug("%s", shown)
    streams.tell(shown + (f"The log is in {log}\n" if log else ""))


def _unexpected(kind: type[BaseException], _: BaseException, trace: TracebackType | None) -> None:
    """Print one sentence for an unexpected exception. The interpreter then exits with 1."""
    streams.tell(bug_sentence(kind, trace) + "\n")


def _unexpected_in_full(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    _show_where(error)
    _unexpected(kind, error, trace)


def _module(name: str) -> _Runnable:
    import importlib

    return importlib.import_module(f"ssotui.cli.{name}")


TYPE_CHECKING = False  # as typing.TYPE_CHECKING for mypy, whose import takes half of Python's start
if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable
    from typing import Protocol

    class _Runnable(Protocol):
        def run(self, options: argparse.Namespace, env: Mapping[str, str]) -> int: ...

        def quick(self, words: Sequence[str], env: Mapping[str, str]) -> int | None: ...
