"""Reads network settings from the AWS config: a CA bundle for all requests, the rest for one profile's requests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ssotui.core.network_settings import VARIABLES, Network, Setting, variable_of_service
from ssotui.core.shell.current_profile import shell_profile
from ssotui.errors import FileError, UsageError
from ssotui.files.ini import nested, text_value
from ssotui.files.section_lookup import ConfigSections

_SERVICES = ("sso", "sso-oidc", "sts")
_CA_BUNDLE = "ca_bundle"


def machine_network(env: Mapping[str, str], named: Sequence[str] = ()) -> Network:
    """The environment and a ``ca_bundle``: of the first profile in ``named`` that has one, else the shell's profile.

    It applies to every request, because the machine's network requires it.
    """
    return Network(env, _ca_bundle(_sections(env), env, named))


def profile_network(env: Mapping[str, str], name: str) -> Network:
    """The environment and all network settings of the profile ``name``, for the requests of that profile.

    Raises UsageError for a ``services`` section that isn't defined.
    """
    sections = _sections(env)
    beneath = _ca_bundle(sections, env, [name])
    values = sections.of("profile", name) if sections else None
    if sections is None or values is None:
        return Network(env, beneath)
    for key, variable in VARIABLES.items():
        if key != _CA_BUNDLE and text_value(values, key):
            beneath[variable] = Setting(text_value(values, key), _origin(key, name))
    beneath |= _of_services(sections, text_value(values, "services"), name)
    env = {
        name: value for name, value in env.items() if value or not name.startswith("AWS_ENDPOINT_URL")
    }  # as botocore
    if VARIABLES["endpoint_url"] in env:  # overrides every endpoint in the config, also that of a single service
        beneath = {variable: one for variable, one in beneath.items() if not variable.startswith("AWS_ENDPOINT_URL")}
    return Network(env, beneath)


def _sections(env: Mapping[str, str]) -> ConfigSections | None:
    """The sections; None for a config that can't be read, which is reported elsewhere."""
    try:
        return ConfigSections(env)
    except FileError:
        return None


def _ca_bundle(sections: ConfigSections | None, env: Mapping[str, str], named: Sequence[str]) -> dict[str, Setting]:
    for name in (*named, shell_profile(env), "default"):
        value = text_value((sections and sections.of("profile", name)) or {}, _CA_BUNDLE)
        if value:
            return {VARIABLES[_CA_BUNDLE]: Setting(value, _origin(_CA_BUNDLE, name))}
    return {}


def _of_services(sections: ConfigSections, section: str, profile: str) -> dict[str, Setting]:
    if not section:
        return {}
    values = sections.of("services", section)
    if values is None:
        raise UsageError(
            f'services of the profile "{profile}" refers to [services {section}], which isn\'t defined.',
            hint="Add that section to the AWS config, or remove the setting.",
        )
    found = {}
    for service in _SERVICES:
        key = service.replace("-", "_")
        try:
            url = nested(values.get(key, "")).get("endpoint_url", "")
        except ValueError:
            continue  # botocore refuses it; doctor reports that
        if url:
            found[variable_of_service(service)] = Setting(url, f"endpoint_url of {key} in [services {section}]")
    return found


def _origin(key: str, profile: str) -> str:
    return f"{key} of [default]" if profile == "default" else f"{key} of [profile {profile}]"
