"""Profiles and sessions that are unsound by the rules of core.chains.soundness."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from ssotui.core.chains.chains import chain_fault
from ssotui.core.chains.soundness import Fault, ProfileFacts, profile_faults, session_faults
from ssotui.core.checks.config_lines import ConfigLines, Option, Section
from ssotui.core.checks.finding import Finding, Lines, Rewrite
from ssotui.core.checks.hidden_sections import NamedSection
from ssotui.core.model import Profile
from ssotui.core.printable import printable
from ssotui.errors import shell_word
from ssotui.named_tuples import NamedTuple

_REPORTED_BY_GRAMMAR = ("inline-comment", "swallowed-key")
_SSO_KEYS = ("sso_session", "sso_start_url", "sso_account_id", "sso_role_name")


class _Files(NamedTuple):
    """Both files. ``sessions`` are the keys of each sso-session, ``everywhere`` those that [DEFAULT] adds to all."""

    path: str
    shared_path: str
    shared: Mapping[str, Section]
    sessions: Mapping[str, Mapping[str, str]]
    everywhere: Mapping[str, str]


def profiles(config: ConfigLines, sections: tuple[NamedSection, ...], credentials: ConfigLines) -> Iterator[Finding]:
    """A finding for every fault in the merged sections of the config file and the credentials file."""
    everywhere = next((one.values for one in config.sections if one.header == "DEFAULT"), {})
    sessions = {one.name: {**everywhere, **one.section.values} for one in sections if one.kind == "sso-session"}
    shared = {section.header: section for section in credentials.sections}
    files = _Files(config.path, credentials.path, shared, sessions, everywhere)
    for one in sections:
        if one.kind == "sso-session":
            yield from _findings(files, one.section, session_faults(one.name, sessions[one.name]))
    counting = {one.name: one.section for one in sections if one.kind == "profile"}
    for name, section in counting.items():
        yield from _profile(files, name, section)
    for name, section in shared.items():
        if name not in counting:
            faults = profile_faults(ProfileFacts(name, section.values, section.values, sessions.get))
            yield from _findings(files._replace(path=files.shared_path), section, faults)
    yield from _regions_of_one_start_url(config.path, sections)
    yield from _similar_start_urls(config.path, sections)


def chains(path: str, found: Sequence[Profile]) -> Iterator[Finding]:
    """Profiles whose source_profile can't be used; ``path`` is the config file's."""
    by_name = {profile.name: profile for profile in found}
    for profile in found:
        fault = chain_fault(profile, by_name) if profile.source and profile.line else None
        if fault and fault.id == "broken-chain":  # an unsound source has a finding of its own
            yield Finding(fault.id, "error", path, profile.line, printable(fault.message), printable(fault.hint))


def mfa_codes(path: str, found: Sequence[Profile]) -> Iterator[Finding]:
    """Profiles whose MFA code the JavaScript SDK doesn't ask for (credential-provider-ini, mfaCodeProvider)."""
    for profile in found:
        if profile.line and not profile.fault and "SerialNumber" in dict(profile.assumes):
            message = f'The JavaScript SDK can\'t ask for the MFA code of the profile "{printable(profile.name)}".'
            hint = f"Run its programs with the credentials: ssotui exec {shell_word(profile.name)} -- COMMAND"
            yield Finding("no-code-in-javascript", "info", path, profile.line, message, hint)


def _profile(files: _Files, name: str, section: Section) -> Iterator[Finding]:
    shared = files.shared.get(name)
    over = shared.values if shared else {}
    values = {**files.everywhere, **section.values, **over}
    faults = tuple(profile_faults(ProfileFacts(name, values, over, files.sessions.get)))
    yield from _findings(files, section, (fault for fault in faults if not fault.in_session), shared)
    is_reported = any(fault.id == "same-name-in-credentials" for fault in faults)
    if shared and not is_reported and any(key in values for key in _SSO_KEYS):
        message = f"The credentials file has a section [{printable(name)}] as well: all tools prefer its values."
        hint = "Rename or remove the section in the credentials file."
        yield Finding("same-name-in-credentials", "warning", files.path, section.line, message, hint)


def _findings(
    files: _Files, section: Section, faults: Iterable[Fault], shared: Section | None = None
) -> Iterator[Finding]:
    """A finding for each fault, at its key. If both files have the key, it is the credentials file's."""
    for fault in faults:
        if fault.id in _REPORTED_BY_GRAMMAR:
            continue
        over = shared.first(fault.key) if shared and fault.id != "same-name-in-credentials" else None
        option = over or section.first(fault.key)
        path = files.shared_path if over else files.path
        line = option.line if option else section.line
        fix = _removed(option) if option and fault.is_superfluous and not over else None
        yield Finding(fault.id, "error", path, line, printable(fault.message), printable(fault.hint), fix)


def _removed(option: Option) -> Rewrite:
    return Rewrite((Lines(option.line, option.last),))


def _regions_of_one_start_url(path: str, sections: tuple[NamedSection, ...]) -> Iterator[Finding]:
    """Legacy profiles of one start URL share a token, and its access portal is in one region."""
    seen: dict[str, tuple[str, str]] = {}
    for one in sections:
        values = one.section.values
        url, region = values.get("sso_start_url", ""), values.get("sso_region", "")
        if one.kind != "profile" or "sso_session" in values or not url or not region:
            continue
        other, before = seen.setdefault(url, (one.name, region))
        if before != region:
            option = one.section.first("sso_region")
            message = (
                f'The profiles "{printable(other)}" and "{printable(one.name)}" have the same sso_start_url but '
                f"different sso_region ({printable(before)}, {printable(region)}): one of them can't sign in."
            )
            hint = "Use the region of your access portal in both."
            line = option.line if option else one.section.line
            yield Finding("two-regions-of-start-url", "error", path, line, message, hint)


def _similar_start_urls(path: str, sections: tuple[NamedSection, ...]) -> Iterator[Finding]:
    """Legacy tokens are cached by the exact start URL, so two spellings need two sign-ins."""
    seen: dict[str, str] = {}
    for one in sections:
        option = one.section.first("sso_start_url")
        if option is None or one.kind not in ("profile", "sso-session"):
            continue
        bare = option.value.rstrip("/#").lower()
        before = seen.setdefault(bare, option.value)
        if before != option.value:
            message = (
                f'"{printable(option.value)}" and "{printable(before)}" are the same portal, but tools treat them as '
                "two: you have to sign in twice, or a profile is refused."
            )
            yield Finding(
                "similar-start-urls", "warning", path, option.line, message, f"Use {printable(before)} here, too."
            )
