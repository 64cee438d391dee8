"""Reads config.toml and the environment into one frozen, validated Settings."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path
from types import MappingProxyType

from ssotui.errors import FileError
from ssotui.named_tuples import NamedTuple
from ssotui.region_names import hint_for, may_exist, near

TYPE_CHECKING = False  # as typing.TYPE_CHECKING for mypy, whose import takes half of Python's start
if TYPE_CHECKING:
    from typing import Any

_Check = Callable[[object], object]


class _Refused(Exception):
    """Raised with a description of the valid values, and the hint if it isn't SEE."""


class AccountStyle(NamedTuple):
    """How accounts are shown whose name or ID matches ``pattern``; ``confirm`` asks before they are used."""

    pattern: str
    badge: str = ""
    color: str = ""
    confirm: bool = False

    @property
    def label(self) -> str:
        """The badge as it is shown, "" for none."""
        return f"[{self.badge}]" if self.badge else ""

    @property
    def is_sensitive(self) -> bool:
        """Whether dialogs about the account are drawn as a warning."""
        return self.confirm or self.color == "red"


class SessionSettings(NamedTuple):
    """The settings of one SSO session. "" stands for the general setting."""

    browser: str = ""
    region: str = ""
    output: str = ""
    name_template: str = ""
    method: str = ""


class Settings(NamedTuple):
    """Every setting with its default. Names are ``section_key``; ``accounts`` and ``sessions`` have keys of the user's.

    ``accounts`` are in the file's order.
    """

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
    ui_theme: str = "ssotui-dark"
    ui_details: str = "auto"
    accounts: tuple[AccountStyle, ...] = ()
    sessions: Mapping[str, SessionSettings] = MappingProxyType({})
    keys: Mapping[str, str] = MappingProxyType({})

    @property
    def asks_before_use(self) -> bool:
        """Whether a question comes before the use of some accounts."""
        return bool(self.safety_confirm and self.safety_production) or any(one.confirm for one in self.accounts)

    @property
    def general(self) -> SessionSettings:
        """The settings of sessions without settings of their own."""
        return SessionSettings(
            self.login_browser, self.profiles_region, self.profiles_output, self.profiles_name_template,
            self.login_method,
        )  # fmt: skip

    def of_session(self, name: str) -> SessionSettings:
        """The settings of a session, with the general ones for those that it hasn't set."""
        own = self.sessions.get(name, SessionSettings())
        return SessionSettings(*(one or usual for one, usual in zip(own, self.general, strict=True)))


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
        if rules is None and section not in _OPEN:
            raise _unknown(path, f"[{section}]", [f"[{name}]" for name in (*_RULES, *_OPEN)])
        if not isinstance(content, dict):
            raise FileError(str(path), f"{section} must be a section: [{section}]", hint=SEE)
        if rules is None:
            values[section] = _OPEN[section](path, content)
        else:
            checked = _table(path, section, rules, content)
            values |= {f"{section}_{key}": value for key, value in checked.items()}
    return values


def _table(path: Path, name: str, rules: Mapping[str, _Check], content: object) -> dict[str, Any]:
    if not isinstance(content, dict):
        example = ", ".join(f"{key} = …" for key in rules)
        raise FileError(str(path), f"{name} must be a table: {{ {example} }}", hint=SEE)
    for key in content:
        if key not in rules:
            raise _unknown(path, f"{name}.{quoted(key)}", [f"{name}.{known}" for known in rules])
    return {key: _value(path, f"{name}.{key}", rules[key], value) for key, value in content.items()}


def _keys(path: Path, content: Mapping[str, object]) -> Mapping[str, str]:
    return {key: str(_value(path, f"keys.{key}", _text, value)) for key, value in content.items()}


def _accounts(path: Path, content: Mapping[str, object]) -> tuple[AccountStyle, ...]:
    tables = {name: _table(path, f"accounts.{quoted(name)}", _ACCOUNT, value) for name, value in content.items()}
    return tuple(AccountStyle(name, **table) for name, table in tables.items())


def _sessions(path: Path, content: Mapping[str, object]) -> Mapping[str, SessionSettings]:
    tables = {name: _table(path, f"sessions.{quoted(name)}", _SESSION, value) for name, value in content.items()}
    return {name: SessionSettings(**table) for name, table in tables.items()}


def quoted(name: str) -> str:
    """A key as TOML spells it."""
    return name if re.fullmatch(r"[\w-]+", name, re.ASCII) else json.dumps(name, ensure_ascii=False)


def _value(path: Path, key: str, check: _Check, value: object) -> object:
    try:
        return check(value)
    except _Refused as refused:
        valid, *hints = refused.args
        raise FileError(
            str(path), f"{key} must be {valid}, not {json.dumps(value, default=str)}", hint=(*hints, SEE)[0]
        ) from refused


def _unknown(path: Path, what: str, known: list[str]) -> FileError:
    return FileError(str(path), f"{what} is not a setting", hint=f"Known: {', '.join(known)}.")


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise _Refused("a string")
    return value


def _region(value: object) -> str:
    if isinstance(value, str) and (not value or may_exist(value)):
        return value
    hints = [hint_for(value)] if isinstance(value, str) and near(value) else []
    raise _Refused('a region such as "eu-west-1", or ""', *hints)


def _browser(value: object) -> str:
    if not isinstance(value, str) or (value not in ("", "none") and not re.search(r"{url(_encoded)?}", value)):
        raise _Refused('a command with {url} in it, "none" or ""')
    return value


def _badge(value: object) -> str:
    if not isinstance(value, str) or not value.isprintable() or len(value) > _LONGEST_BADGE:
        raise _Refused(f"a text of at most {_LONGEST_BADGE} characters")
    return value.strip()


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

COLORS = ("black", "red", "green", "yellow", "blue", "magenta", "cyan", "white")
_METHODS = ("auto", "browser", "device-code")
_LONGEST_BADGE = 12

_RULES: Mapping[str, Mapping[str, _Check]] = {
    "profiles": {"name_template": _text, "region": _region, "output": _one_of("", *OUTPUTS), "confirm_write": _flag},
    "login": {"method": _one_of(*_METHODS), "browser": _browser},
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
_ACCOUNT: Mapping[str, _Check] = {"badge": _badge, "color": _one_of(*COLORS), "confirm": _flag}
_SESSION: Mapping[str, _Check] = {
    "browser": _browser,
    "region": _region,
    "output": _one_of("", *OUTPUTS),
    "name_template": _text,
    "method": _one_of("", *_METHODS),
}
# The sections whose keys are names that the user chooses.
_OPEN: Mapping[str, Callable[[Path, Mapping[str, object]], object]] = {
    "accounts": _accounts,
    "sessions": _sessions,
    "keys": _keys,
}
