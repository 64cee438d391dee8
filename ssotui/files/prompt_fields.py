"""What the files say about the shell's profile, fast enough for every prompt (``ssotui prompt``).

Each field is only looked up if it is wanted, and "" if it isn't known: no error reaches a prompt. Imports almost
nothing.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

from ssotui import paths
from ssotui.core import role_cache_names
from ssotui.core.chains.source_profiles import follow
from ssotui.core.digests import sha1
from ssotui.core.durations import span
from ssotui.core.shell.current_profile import DEFAULT, named_by_variable
from ssotui.core.shell.variables import WEB_IDENTITY, region_in
from ssotui.errors import FileError
from ssotui.files.atomic import read_file
from ssotui.files.merged_profiles import MergedProfiles
from ssotui.files.quick_token import accepted_token, can_refresh, time_left
from ssotui.files.role_credentials_cache import end_in

TYPE_CHECKING = False  # as typing.TYPE_CHECKING for mypy, whose import takes half of Python's start
if TYPE_CHECKING:
    from collections.abc import Mapping

    Values = Mapping[str, str]

_ROLE_ARN_PARTS = 6


class PromptFields:
    """The fields of one prompt. ``profile`` is "" where no profile is active, or a variable overrides it."""

    def __init__(self, env: Values) -> None:
        self._env = env
        self._profiles = _profiles(env)
        named = named_by_variable(env)
        found = self._get(named or DEFAULT)
        self._values: Values = found or {}
        is_active = bool(named or found is not None) and not self._is_overridden(is_defined=found is not None)
        self.profile = (named or DEFAULT) if is_active else ""
        self._root: Values = self._values_of_root()

    def session(self) -> str:
        """The session that has to be signed in: for a role chain, that of its first profile."""
        if "sso_session" in self._root or not self._root.get("sso_start_url"):
            return self._root.get("sso_session", "")
        from ssotui.files.aws_profiles import AwsProfiles  # only all profiles together name a legacy session

        found = AwsProfiles(self._env, lambda: datetime.now(UTC)).read()
        url = self._root["sso_start_url"]
        return next((one.name for one in found.sessions if one.legacy and one.start_url == url), "")

    def account_id(self) -> str:
        """The account of the role."""
        return self._arn()[4] if self.assumes_role() else self._values.get("sso_account_id", "")

    def account_name(self) -> str:
        """Its name in the catalog of the session."""
        session, account_id = self.session(), self.account_id()
        if not session or not account_id:
            return ""
        named = sha1(f"{session}\n{self._start_url()}".encode())
        try:
            document = json.loads(read_file(paths.cache_folder(self._env) / f"catalog-{named}.json") or b"")
            return str(document["names"][document["ids"].index(account_id)])
        except (FileError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
            return ""

    def role(self) -> str:
        """The name of the role."""
        return self._arn()[5].rpartition("/")[2] if self.assumes_role() else self._values.get("sso_role_name", "")

    def region(self) -> str:
        """The region that a variable sets, else the profile's."""
        return region_in(self._env) or self._values.get("region", "")

    def left(self) -> str:
        """The time left of the sign-in or of cached credentials, whichever is longer; else the state of the sign-in."""
        token = self._token()
        key = self._root.get("sso_session") or self._root.get("sso_start_url", "")
        ends = [time_left(token["expiresAt"])] if token.get("accessToken") and token.get("expiresAt") else []
        ends.append(self.cached_left())
        longest = max(ends, default=timedelta(0))
        if longest > timedelta(0):
            return span(longest)
        if not key:
            return ""
        if "sso_session" in self._root and token.get("accessToken") and can_refresh(token):
            return "refreshable"
        return "expired" if token.get("accessToken") else "signed out"

    def cached_left(self) -> timedelta:
        """The time left of cached credentials; 0 if there are none."""
        end = self._end_of_cached() or self._end_of_assumed()
        return max(end - datetime.now(UTC), timedelta(0)) if end else timedelta(0)

    def assumes_role(self) -> bool:
        """Whether the profile is a role chain."""
        return "role_arn" in self._values

    def _is_overridden(self, *, is_defined: bool) -> bool:
        """Whether AWS CLI and boto3 take other credentials, as core.profiles.overriding_variables has it.

        Access keys in the environment override every profile, a web identity every one but a role chain.
        """
        is_chain = self.assumes_role() and "web_identity_token_file" not in self._values
        by_token = bool(self._env.get(WEB_IDENTITY[0])) and is_defined and not is_chain
        return by_token or bool(self._env.get("AWS_ACCESS_KEY_ID"))

    def _arn(self) -> list[str]:
        parts = self._values.get("role_arn", "").split(":", _ROLE_ARN_PARTS - 1)
        return parts if len(parts) == _ROLE_ARN_PARTS else [""] * _ROLE_ARN_PARTS

    def _start_url(self) -> str:
        return self._sso_values().get("sso_start_url", "")

    def _sso_values(self) -> Values:
        """The values of the sso-session section, or of the legacy profile."""
        if "sso_session" not in self._root or self._profiles is None:
            return self._root
        return self._profiles.config.of("sso-session", self._root["sso_session"]) or {}

    def _token(self) -> dict[str, str]:
        key = self._root.get("sso_session") or self._root.get("sso_start_url", "")
        return accepted_token(key, self._sso_values().get("sso_region", ""), self._env) if key else {}

    def _end_of_cached(self) -> datetime | None:
        """When the cached credentials of the profile's SSO role end; None if there are none."""
        if self.assumes_role() or not self._values.get("sso_account_id") or not self._values.get("sso_role_name"):
            return None
        session, url = self._values.get("sso_session", ""), self._values.get("sso_start_url", "")
        named = {"sessionName": session} if session else {"startUrl": url}
        return self._end(
            role_cache_names.file_name(named, self._values["sso_account_id"], self._values["sso_role_name"])
        )

    def _end_of_assumed(self) -> datetime | None:
        """When the cached credentials of the assumed role end; None if there are none."""
        if not self.assumes_role():
            return None
        from ssotui.core.chains.assumed_roles import arguments, file_name  # only chains need it

        return self._end(file_name(arguments(self._values)))

    def _end(self, file: str) -> datetime | None:
        return end_in(paths.role_cache_folder(self._env) / file)

    def _values_of_root(self) -> Values:
        """The profile that has credentials of its own: the last one of a role chain."""
        if not self._values or self._profiles is None:
            return {}
        try:
            sources, fault = follow(self.profile, self._profiles.link_of)
        except FileError:
            return {}
        root = self._get(sources[-1]) if sources else self._values
        return {} if fault or not root or ("role_arn" in root and not sources) else root

    def _get(self, name: str) -> Values | None:
        try:
            found = self._profiles.get(name) if self._profiles else None
        except FileError:
            return None
        # An indented block isn't a value.
        return found and {key: value for key, value in found.items() if not value.startswith("\n")}


def _profiles(env: Values) -> MergedProfiles | None:
    try:
        return MergedProfiles(env)
    except FileError:
        return None
