"""Diagnoses the AWS configuration, tokens, environment and machine, and fixes what can be fixed automatically."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from ssotui.actions.refresh import missing_sign_in
from ssotui.core.chains.chains import root_session
from ssotui.core.checks import environment, grammar, hidden_sections, machine, network, profiles, settings_names, tokens
from ssotui.core.checks.config_lines import read_lines
from ssotui.core.checks.finding import Finding, Protect, Rewrite, SetAside, ordered, rewritten
from ssotui.core.configuration import AwsConfiguration, Edit
from ssotui.core.ports.backend import Backend
from ssotui.core.ports.machine import Checkup, FoundFile
from ssotui.core.printable import printable
from ssotui.core.profiles.overriding_variables import winner
from ssotui.core.shell.current_profile import shell_profile
from ssotui.errors import FileError
from ssotui.named_tuples import NamedTuple

_MOST_ROUNDS = 10
"""The most rounds of fixes: a fixed line may reveal the next fault, but fixes must not go on forever."""


class FixResult(NamedTuple):
    """The result: changed files, messages on other fixes, and the findings that are ``left``."""

    edits: tuple[Edit, ...]
    messages: tuple[str, ...]
    left: tuple[Finding, ...]


def examine(backend: Backend) -> tuple[Finding, ...]:
    """All findings, the worst first. The only request is for AWS's time."""
    checkup = backend.checkup()
    findings = [*_file_findings(checkup), *_environment_and_machine(backend, checkup)]
    return ordered(findings)


def fix(backend: Backend, *, write: bool) -> FixResult:
    """Fix what is fixable, or without ``write`` only compute the changes. Raises FileError; fixes before it stay."""
    checkup = backend.checkup()
    edits = []
    for found in (checkup.files.config(), checkup.files.credentials()):
        after = _fixed_content(checkup, found)
        if after != found.content:
            is_in_place = write and checkup.files.rewrite(found, after)
            edits.append(Edit(found.path, _text(found.content), _text(after), is_in_place))
    messages = []
    for finding in _file_findings(checkup):
        if isinstance(finding.fix, Protect | SetAside):
            messages.append(_message(finding))
            if write:
                _carry_out(checkup, finding)
    return FixResult(tuple(edits), tuple(messages), examine(backend) if write else ())


def _file_findings(checkup: Checkup) -> Iterator[Finding]:
    try:
        config, credentials, found = checkup.files.config(), checkup.files.credentials(), checkup.files.tokens()
    except FileError as error:
        yield Finding("unreadable-file", "error", error.path, 0, error.what, error.hint)
        return
    yield from _text_findings(checkup, config)
    yield from _text_findings(checkup, credentials)
    yield from tokens.readable(credentials)
    for one in found:
        yield from tokens.tokens(one)


def _text_findings(checkup: Checkup, found: FoundFile) -> Iterator[Finding]:
    """Findings in the text of the config file or the credentials file."""
    try:
        text = found.content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = found.content.count(b"\n", 0, error.start) + 1
        message = f"There is a byte that is not UTF-8 text: {grammar.FATAL}."
        yield Finding("not-utf-8", "error", found.path, line, message, "Save the file as UTF-8.")
        return
    lines = read_lines(_lines(text), found.path)
    yield from grammar.grammar(lines)
    if found.path == checkup.files.config().path:
        sections = hidden_sections.named(lines, checkup.read_header)
        yield from hidden_sections.headers(lines, sections)
        credentials = checkup.files.credentials()
        shared = read_lines(_lines(_text(credentials.content)), credentials.path)
        yield from profiles.profiles(lines, sections, shared)
        yield from network.settings(found.path, sections, checkup.env, checkup.tools.file_exists)


def _environment_and_machine(backend: Backend, checkup: Checkup) -> Iterator[Finding]:
    configuration = backend.profiles.read()
    known = None if configuration.errors else configuration.profiles
    if known:
        yield from profiles.chains(checkup.files.config().path, known)
        yield from profiles.mfa_codes(checkup.files.config().path, known)
    yield from environment.environment(checkup.env, known, checkup.tools.file_exists)
    yield from _sign_in(backend, configuration, checkup.env)
    yield from network.variables(checkup.env, checkup.tools.file_exists)
    yield from machine.aws_program(checkup.tools.aws_version())
    yield from machine.clipboard(checkup.tools.has_clipboard())
    yield from machine.locks(checkup.files.can_lock())
    yield from machine.owners(checkup.files.owned_by_others())
    yield from _settings(backend, checkup, configuration)
    yield from machine.wrapper(checkup.env, checkup.shell_advice())
    for region in sorted({session.sso_region for session in configuration.sessions})[:1]:
        server_now = checkup.server_time(region)
        yield from machine.clock(backend.now() - server_now if server_now else None, checkup.tools.clock_setting())


def _sign_in(backend: Backend, configuration: AwsConfiguration, env: Mapping[str, str]) -> Iterator[Finding]:
    """A finding if no tool can use the shell's profile before a sign-in."""
    profiles_by_name = configuration.profiles_by_name
    profile = profiles_by_name.get(shell_profile(env))
    if profile and winner(env, profile) == "profile":
        session = configuration.sessions_by_name.get(root_session(profile, profiles_by_name))
        if session and (missing := missing_sign_in(backend, session)):
            message = f'The profile "{printable(profile.name)}" of this shell needs a sign-in. {missing.message}'
            yield Finding("sign-in-needed", "warning", "", 0, message, missing.hint)


def _settings(backend: Backend, checkup: Checkup, configuration: AwsConfiguration) -> Iterator[Finding]:
    """Names and regions in the settings that nothing known has, and keys that the user took from other actions."""
    settings, path = checkup.settings, checkup.settings_file
    yield from settings_names.dropped_keys(path, settings)
    yield from settings_names.sessions(path, settings, configuration.sessions)
    yield from settings_names.regions(path, settings)
    if settings.accounts or settings.safety_production:
        catalogs = map(backend.catalogs.load, configuration.sessions)
        accounts = [account for catalog in catalogs for account in catalog.known_accounts()]
        yield from settings_names.patterns(path, settings, accounts, configuration.profiles)


def _fixed_content(checkup: Checkup, found: FoundFile) -> bytes:
    """The content with every fixable fault fixed. Line ends are kept."""
    try:
        text = found.content.decode("utf-8")
    except UnicodeDecodeError:
        return found.content
    for _ in range(_MOST_ROUNDS):
        findings = _text_findings(checkup, found._replace(content=text.encode()))
        fixes = [finding.fix for finding in findings if isinstance(finding.fix, Rewrite) and finding.path == found.path]
        if not fixes:
            break
        text = _joined(text, rewritten(_lines(text), fixes))
    return text.encode()


def _lines(text: str) -> list[str]:
    """The lines without line ends; a line end at the end of the text doesn't add an empty line."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return lines if lines[-1] else lines[:-1]


def _joined(before: str, lines: Iterable[str]) -> str:
    """The lines joined with the kind of line end that ``before`` uses."""
    end = "\r\n" if "\r\n" in before else "\r" if "\r" in before else "\n"
    text = "".join(f"{line}{end}" for line in lines)
    return text if before.endswith(("\n", "\r")) else text.removesuffix(end)


def _text(content: bytes) -> str:
    return content.decode("utf-8", "replace")


def _message(finding: Finding) -> str:
    if isinstance(finding.fix, Protect):
        return f"{finding.path}: made readable only by you"
    return f"{finding.path}: moved aside"


def _carry_out(checkup: Checkup, finding: Finding) -> None:
    if isinstance(finding.fix, Protect):
        checkup.files.protect(finding.path)
    else:
        checkup.files.set_aside(finding.path)
