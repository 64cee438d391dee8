"""A token that AWS refuses though its file says that it is good: refreshed once, else over for every ssotui."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from ssotui.actions import credentials, snapshots
from ssotui.actions.refresh import usable_token
from ssotui.core.model import RoleRef, SsoSession
from ssotui.core.ports.backend import Backend
from ssotui.demo.home import DemoHome
from ssotui.demo.organization import Organization
from ssotui.errors import BadAnswer, SignInNeeded, SsoTuiError
from ssotui.files.quick_check import check

Build = Callable[[], Backend]


def role(organization: Organization, session: str = "acme") -> RoleRef:
    account = organization.world.instance(session).accounts[0]
    return RoleRef(session, account.id, account.roles[0])


def state(backend: Backend, session: SsoSession) -> str:
    return snapshots.session_statuses(backend, [session])[session.name].state


@pytest.fixture
def refused(backend: Backend, acme: SsoSession, organization: Organization) -> None:
    """AWS has ended the sign-in to acme, and a request has met that."""
    organization.revoke("acme")
    with pytest.raises(SignInNeeded):
        credentials.get(backend, role(organization), threading.Event())


@pytest.mark.usefixtures("refused")
def test_a_refused_token_is_over_in_this_process_and_the_next(
    backend: Backend, build: Build, acme: SsoSession, home: DemoHome
) -> None:
    for one in (backend, build()):
        assert state(one, acme) == "expired"
        with pytest.raises(SignInNeeded, match=r"^AWS no longer accepts your sign-in to acme\.$") as needed:
            usable_token(one, acme)
        assert needed.value.hint == "Sign in: ssotui login acme"
    assert check(home.profiles[0], home.env)[::2] == (5, "Sign in: ssotui login acme")


@pytest.mark.usefixtures("refused")
def test_nothing_more_is_asked_with_a_refused_token(build: Build, organization: Organization) -> None:
    organization.counts.clear()
    with pytest.raises(SignInNeeded):
        credentials.get(build(), role(organization), threading.Event())
    assert not organization.counts


def test_the_shared_file_is_left_as_it_is_and_no_token_is_kept_elsewhere(
    backend: Backend, acme: SsoSession, organization: Organization, home: DemoHome
) -> None:
    before = home.token_file("acme").read_bytes()
    organization.revoke("acme")
    with pytest.raises(SignInNeeded):
        credentials.get(backend, role(organization), threading.Event())
    assert home.token_file("acme").read_bytes() == before
    kept = home.folder / ".local" / "state" / "ssotui" / "refused-tokens"
    secrets = [json.loads(before)[name] for name in ("accessToken", "refreshToken")]
    files = list(kept.iterdir())
    assert len(files) == len(secrets)
    for path in files:
        assert path.read_bytes() == b""
        assert not [secret for secret in secrets if secret in path.name]


@pytest.mark.usefixtures("refused")
def test_another_token_in_the_file_counts_again(build: Build, acme: SsoSession, home: DemoHome) -> None:
    home.sign_in("acme")
    assert state(build(), acme) == "active"
    assert usable_token(build(), acme).access_token


@pytest.mark.usefixtures("refused")
def test_in_another_portal_region_the_token_counts_again(build: Build, acme: SsoSession) -> None:
    """A wrong sso_region makes AWS refuse a good token, too."""
    assert state(build(), acme._replace(sso_region="us-east-1")) == "active"


def test_a_refused_token_is_refreshed_once_where_it_can_be(
    backend: Backend, acme: SsoSession, organization: Organization
) -> None:
    old = usable_token(backend, acme)
    organization.fault("GetRoleCredentials", "401", times=1)
    assert credentials.get(backend, role(organization), threading.Event()).access_key_id
    assert organization.counts["CreateToken"] == 1
    assert usable_token(backend, acme).access_token != old.access_token
    assert state(backend, acme) == "active"


def test_a_successor_that_is_refused_as_well_is_not_refreshed_again(
    backend: Backend, acme: SsoSession, organization: Organization, home: DemoHome
) -> None:
    organization.fault("ListAccounts", "401", times=None)
    with pytest.raises(SignInNeeded):
        backend.center().accounts_page(acme, usable_token(backend, acme), None)
    assert (organization.counts["CreateToken"], organization.counts["ListAccounts"]) == (1, 2)


def test_who_holds_the_old_token_goes_on_with_the_new_one(
    backend: Backend, acme: SsoSession, organization: Organization
) -> None:
    old = usable_token(backend, acme)
    organization.fault("ListAccounts", "401", times=1)
    for _ in range(3):
        assert backend.center().accounts_page(acme, old, None).accounts
    assert (organization.counts["CreateToken"], organization.counts["ListAccounts"]) == (1, 4)


@pytest.mark.parametrize("fault", ["reset", "500", "429"])
def test_a_refused_token_that_could_not_be_refreshed_for_now_is_not_over(
    backend: Backend, build: Build, acme: SsoSession, organization: Organization, fault: str
) -> None:
    organization.fault("ListAccounts", "401", times=1)
    organization.fault("CreateToken", fault, times=1)
    with pytest.raises(SsoTuiError, match="couldn't be refreshed") as failed:
        backend.center().accounts_page(acme, usable_token(backend, acme), None)
    assert not isinstance(failed.value, SignInNeeded)
    assert state(build(), acme) == "refreshable"
    assert usable_token(build(), acme).access_token


def test_an_ended_token_whose_refresh_aws_refused_is_expired_and_not_refreshable(
    backend: Backend, build: Build, acme: SsoSession, organization: Organization, home: DemoHome
) -> None:
    home.expire("acme")
    organization.fault("CreateToken", "InvalidGrantException")
    with pytest.raises(SignInNeeded):
        usable_token(backend, acme)
    assert state(build(), acme) == "expired"
    assert check(home.profiles[0], home.env)
    with pytest.raises(SignInNeeded):
        usable_token(build(), acme)
    assert organization.counts["CreateToken"] == 1


def test_a_401_that_is_not_of_aws_leaves_the_token_alone(
    backend: Backend, acme: SsoSession, organization: Organization
) -> None:
    organization.fault("ListAccounts", "proxy-401", times=1)
    with pytest.raises(BadAnswer):
        backend.center().accounts_page(acme, usable_token(backend, acme), None)
    assert state(backend, acme) == "active"
    assert organization.counts["CreateToken"] == 0


def test_where_nothing_can_be_kept_this_process_remembers(
    backend: Backend, acme: SsoSession, organization: Organization, home: DemoHome
) -> None:
    organization.revoke("acme")
    state_folder = home.folder / ".local" / "state" / "ssotui"
    (state_folder / "refused-tokens").parent.mkdir(parents=True)
    (state_folder / "refused-tokens").write_bytes(b"")
    with pytest.raises(SignInNeeded):
        backend.center().accounts_page(acme, usable_token(backend, acme), None)
    assert state(backend, acme) == "expired"


def test_a_year_of_refusals_leaves_a_small_folder(tmp_path: Path) -> None:
    from ssotui.files.refused_tokens import RefusedTokens

    refused = RefusedTokens(tmp_path)
    for number in range(80):
        refused.add("eu-west-1", f"token {number}")
    assert len(list(tmp_path.iterdir())) == 50
    assert RefusedTokens(tmp_path).has("eu-west-1", "token 79")
