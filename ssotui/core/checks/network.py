"""Network settings in the environment and the config that break requests to AWS or send tokens without TLS."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from ssotui.core.checks.finding import Finding
from ssotui.core.checks.hidden_sections import NamedSection
from ssotui.core.network_settings import VARIABLES, variable_of_service
from ssotui.core.printable import printable
from ssotui.core.sign_in.start_urls import DUAL_STACK_HINT, examined, is_safe

_BUNDLES = ("AWS_CA_BUNDLE", "REQUESTS_CA_BUNDLE")
_ENDPOINTS = (*(variable_of_service(service) for service in ("sso", "sso-oidc", "sts")), "AWS_ENDPOINT_URL")
_FIPS, _DUAL_STACK = VARIABLES["use_fips_endpoint"], VARIABLES["use_dualstack_endpoint"]


def variables(env: Mapping[str, str], file_exists: Callable[[str], bool]) -> Iterator[Finding]:
    """Findings in variables."""
    for variable in _BUNDLES:
        path = env.get(variable)
        if path and not file_exists(path):
            yield _missing_bundle(variable, path, "", 0)
    for variable in _ENDPOINTS:
        if not is_safe(env.get(variable, "")):
            yield _http(variable, env[variable], "", 0)
    if env.get(_FIPS, "").lower() == "true":
        message = (
            f"{_FIPS} is set: all requests go to FIPS hosts (portal.sso-fips.REGION…), which not every region has."
        )
        yield Finding("fips-variable", "info", "", 0, message, f"unset {_FIPS}, unless you must use them")


def settings(
    path: str, sections: tuple[NamedSection, ...], env: Mapping[str, str], file_exists: Callable[[str], bool]
) -> Iterator[Finding]:
    """Findings in the sections of the config file at ``path``."""
    asks_for_dual_stack = _DUAL_STACK in env or any(one.section.first("use_dualstack_endpoint") for one in sections)
    for one in sections:
        header = f"[{printable(one.section.header)}]"
        for option in one.section.options:
            if one.kind == "profile" and option.key == "ca_bundle" and not file_exists(option.value):
                yield _missing_bundle(f"ca_bundle of {header}", option.value, path, option.line)
            url = _endpoint(option.key, option.value) if one.kind in ("profile", "services") else ""
            if not is_safe(url):
                yield _http(f"endpoint_url of {header}", url, path, option.line)
            if option.key == "sso_start_url" and not asks_for_dual_stack and _is_dual_stack(option.value):
                yield Finding("dual-stack-start-url", "info", path, option.line, *_of_dual_stack(option.value))


def _of_dual_stack(start_url: str) -> tuple[str, str]:
    message = f"{printable(start_url)} is a dual-stack URL. AWS tools don't use dual-stack endpoints because of it."
    return message, f"If AWS refuses the sign-in: {DUAL_STACK_HINT}"


def _endpoint(key: str, value: str) -> str:
    """The URL in an option of a profile, or in the nested block of a service."""
    if key == "endpoint_url":
        return value
    lines = (line.partition("=") for line in value.splitlines())
    return next((rest.strip() for name, _, rest in lines if name.strip() == "endpoint_url"), "")


def _is_dual_stack(url: str) -> bool:
    try:
        return examined(url).is_dual_stack
    except ValueError:
        return False


def _missing_bundle(what: str, file: str, path: str, line: int) -> Finding:
    message = f"{what} is set to {printable(file)}, which doesn't exist: no request to AWS can be made."
    return Finding("missing-ca-bundle", "error", path, line, message, "Correct it, or remove it.")


def _http(what: str, url: str, path: str, line: int) -> Finding:
    message = f"{what} is {printable(url)}: http to another computer sends tokens unencrypted."
    return Finding(
        "http-endpoint", "warning", path, line, message, "Use https://. Until then ssotui sends no token there."
    )
