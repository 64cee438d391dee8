"""The profile that a role would get, known or not."""

from __future__ import annotations

from ssotui.actions import profiles, snapshots
from ssotui.actions.profile_defaults import Defaults
from ssotui.core.model import RoleRef
from ssotui.core.ports.backend import Backend
from ssotui.settings import Settings

DEFAULTS = Defaults(Settings().profiles_name_template)


def test_a_role_that_no_listing_has_any_more_is_named_after_its_account_id(backend: Backend) -> None:
    gone = RoleRef("acme", "999999999999", "Gone")
    new = profiles.proposed(snapshots.load(backend), gone, DEFAULTS)
    assert (new.name, new.ref) == ("999999999999.Gone", gone)


def test_so_is_one_of_a_session_that_was_removed(backend: Backend) -> None:
    gone = RoleRef("nobody", "999999999999", "Gone")
    new = profiles.proposed(snapshots.load(backend), gone, DEFAULTS)
    assert (new.name, new.ref) == ("999999999999.Gone", gone)
