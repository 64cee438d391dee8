"""Reads config.toml and the environment into one frozen, validated Settings."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from ssotui.errors import FileError
from ssotui.regions import is_region

_Check = Callable[[object], object]


class _Refused(Exception):
    """Raised with a description of the valid values."""


class Settings(NamedTuple):
    """Every setting with its default. Names are ``section_key``."""

    profiles_name_template: str = "{account_name}.{role}"
    profiles_region: str = ""
    profiles_output: str = ""
    profiles_confirm_write: bool = True
    login_method: str = "auto"
    login_browser: str = ""
    clipboard_format: str = "env"
    clipboard_clear_after: int = 60
    clipboard_backend: str = "auto"
    catalog_max_age: timedelta = timedelta(hours=12)
    catalog_rate_limit: float = 18.0
    catalog_workers: int = 16
    shell_export_region: bool = False
    safety_production: tuple[str, ...] = ()
    safety_confirm: bool = True
    ui_theme: str = "textual-dark"
    ui_details: str = "auto"
    keys: Mapping[str, str] = MappingProxyType({})


def parse(content: bytes, path: Path) -> Settings:
    """The settings in ``content``, the content of ``path``.

    Raises FileError with the file and the key for invalid TOML, an unknown key or an invalid value. Name template,
    theme, keys and browser are checked in wiring, by the modules that use them.
    """
    import tomllib  # only loaded if the file exists

    try:
        document = tomllib.loads(content.decode("utf-8"))
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise FileError(str(path), "is not UTF-8 text", line=line, hint="Save the file as UTF-8.") from error
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise FileError(
            str(path), f"is not TOML: {error}", hint="Fix the line; the README lists all settings."
        ) from error
    return Settings(**_checked(document, path))  # type: ignore[arg-type]  # each value was checked


def _checked(document: Mapping[str, object], path: Path) -> dict[str, object]:
    values: dict[str, object] = {}
    for section, content in document.items():
        rules = _RULES.get(section)
        if rules is None and section != "keys":
            raise _unknown(path, f"[{section}]", [f"[{name}]" for name in (*_RULES, "keys")])
        if not isinstance(content, dict):
            raise FileError(str(path), f"{section} must be a section: [{section}]", hint=SEE)
        if rules is None:
            values["keys"] = {key: _value(path, f"keys.{key}", _text, value) for key, value in content.items()}
            continue
        for key, value in content.items():
            if key not in rules:
                raise _unknown(path, f"{section}.{key}", [f"{section}.{name}" for name in rules])
            values[f"{section}_{key}"] = _value(path, f"{section}.{key}", rules[key], value)
    return values


def _value(path: Path, key: str, check: _Check, value: object) -> object:
    try:
        return check(value)
    except _Refused as refused:
        raise FileError(
            str(path), f"{key} must be {refused}, not {json.dumps(value, default=str)}", hint=SEE
        ) from refused


def _unknown(path: Path, what: str, known: list[str]) -> FileError:
    return FileError(str(path), f"{what} is not a setting", hint=f"Known: {', '.join(known)}.")


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise _Refused("a string")
    return value


def _region(value: object) -> str:
    if value != "" and not (isinstance(value, str) and is_region(value)):
        raise _Refused('a region such as "eu-west-1", or ""')
    return str(value)


def _browser(value: object) -> str:
    if not isinstance(value, str) or (value not in ("", "none") and "{url}" not in value):
        raise _Refused('a command with {url} in it, "none" or ""')
    return value


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise _Refused("true or false")
    return value


def _one_of(*names: str) -> _Check:
    def check(value: object) -> str:
        if not isinstance(value, str) or value not in names:
            raise _Refused(f"one of {', '.join(names)}")
        return value

    return check


def _number(least: int, most: int) -> _Check:
    def check(value: object) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            raise _Refused(f"a whole number from {least} to {most}")
        return value

    return check


def _rate(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0.1 <= value <= 1000:  # noqa: PLR2004
        raise _Refused("a number of requests per second, from 0.1 to 1000")
    return float(value)


def _age(value: object) -> timedelta:
    found = re.fullmatch(r"(\d{1,6})([smhd])", value) if isinstance(value, str) else None
    if not found:
        raise _Refused('a time such as "30m", "12h" or "7d"')
    unit = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}[found[2]]
    return timedelta(**{unit: int(found[1])})


def _texts(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise _Refused('a list of strings, such as ["*prod*"]')
    return tuple(value)


SEE = 'The README\'s section "Settings" lists every key with its default.'
OUTPUTS = ("json", "text", "table", "yaml", "yaml-stream", "off")
FORMATS = (
    "env", "env-no-export", "fish", "powershell", "windows-cmd", "json", "process", "ini", "dotenv",
    "access-key", "secret-key", "session-token",
)  # fmt: skip

_RULES: Mapping[str, Mapping[str, _Check]] = {
    "profiles": {"name_template": _text, "region": _region, "output": _one_of("", *OUTPUTS), "confirm_write": _flag},
    "login": {"method": _one_of("auto", "browser", "device-code"), "browser": _browser},
    "clipboard": {
        "format": _one_of(*FORMATS),
        "clear_after": _number(0, 86_400),
        "backend": _one_of("auto", "system", "osc52"),
    },
    "catalog": {"max_age": _age, "rate_limit": _rate, "workers": _number(1, 64)},
    "shell": {"export_region": _flag},
    "safety": {"production": _texts, "confirm": _flag},
    "ui": {"theme": _text, "details": _one_of("auto", "on", "off")},
}
