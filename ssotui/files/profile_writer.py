"""New profiles put into the text of a config file, and nothing else changed in it (contract.md section 4).

Text in, text out: ConfigUpdater sees one section's own text at a time (its look-ups are quadratic over a whole file),
which is spliced in; then the whole is read once more to prove that it says what was planned.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from ssotui.core.backend import NewProfile
from ssotui.core.model import SsoSession
from ssotui.core.naming import SAFE_NAME, UNUSABLE_NAMES
from ssotui.errors import FileTrouble, UsageError
from ssotui.files.aws_config import MANAGED_BY
from ssotui.files.ini import IniSection, scan

_ENDS_OF_LINE = ("\r\n", "\n", "\r")
# What ends a line for some reader, or can't be written at all; what the JS SDK takes for a comment.
_NOT_ONE_LINE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_JS_COMMENT = re.compile(r"(^|\s)[;#]")

_Values = Mapping[str, str]


def profile_values(profile: NewProfile, session: SsoSession) -> dict[str, str]:
    """The keys of a profile for a role, in the order in which AWS CLI writes them (protocol.md section 12)."""
    if session.legacy:
        values = {"sso_start_url": session.start_url, "sso_region": session.sso_region}
    else:
        values = {"sso_session": session.name}
    values |= {"sso_account_id": profile.ref.account_id, "sso_role_name": profile.ref.role}
    values |= {key: value for key, value in (("region", profile.region), ("output", profile.output)) if value}
    return {**values, "managed_by": MANAGED_BY}


class Written(NamedTuple):
    """A new text of the config file, and its sections as they read."""

    text: str
    sections: tuple[IniSection, ...]


def with_profiles(before: Written, path: str, profiles: Mapping[str, _Values]) -> Written:
    """``before`` with a section for each of ``profiles`` (by name) at its end; what was there stays, byte for byte.

    Raises UsageError for a name, FileTrouble for a value that not every tool reads, and FileTrouble if the text would
    not be one that says what was planned.
    """
    planned = {}
    for name, values in profiles.items():
        _check(name, values, path)
        planned["default" if name == "default" else f"profile {name}"] = dict(values)
    newline = _newline(before.text)
    sections = [_section(header, values).replace("\n", newline) for header, values in planned.items()]
    text = before.text + _gap(before.text, newline) + newline.join(sections)
    after = scan(text, path)
    kept = len(before.sections)
    if after[:kept] != before.sections or not _as_planned(after[kept:], planned):
        raise FileTrouble(path, "the profile would not read back as planned", hint="Nothing was written.")
    return Written(text, after)


def _check(name: str, values: _Values, path: str) -> None:
    if not SAFE_NAME.fullmatch(name) or name in UNUSABLE_NAMES:
        raise UsageError(
            f"“{name}” can't be the name of a profile: some tools would not find it.",
            hint="Use A-Z a-z 0-9 _ . @ + % : / - only.",
        )
    for key, value in values.items():
        if not value or value != value.strip() or _NOT_ONE_LINE.search(value) or _JS_COMMENT.search(value):
            what = f"“{value}” can't be written into it as {key}: some tools would read it differently"
            raise FileTrouble(path, what, hint="Nothing was written.")


def _section(header: str, values: _Values) -> str:
    from configupdater import ConfigUpdater  # 40 ms that reading must not pay

    updater = ConfigUpdater()
    updater.add_section(header)
    for key, value in values.items():
        updater.set(header, key, value)
    return str(updater)


def _newline(text: str) -> str:
    """The end of line that the file uses last."""
    return max(_ENDS_OF_LINE, key=lambda end: text.rfind(end) + len(end) if end in text else -1) if text else "\n"


def _gap(text: str, newline: str) -> str:
    """What ends the last line, if nothing does, and leaves one line blank before what comes."""
    end = next((end for end in _ENDS_OF_LINE if text.endswith(end)), "")
    body = text.removesuffix(end)
    last_line = body[max(body.rfind("\n"), body.rfind("\r")) + 1 :]
    return (newline if text and not end else "") + (newline if last_line.strip() else "")


def _as_planned(sections: tuple[IniSection, ...], planned: Mapping[str, _Values]) -> bool:
    """They are the planned ones and say that, whatever a ``[DEFAULT]`` of the user's adds."""
    found = {one.header: {key: one.values.get(key) for key in planned.get(one.header, {})} for one in sections}
    return found == planned
