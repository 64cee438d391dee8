"""One sign-in lasts a working day: refreshed once for everybody, never harmed by a refresh that fails."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from ssotui.actions.refresh import usable_token
from ssotui.core.model import SsoSession, Token
from ssotui.core.ports.backend import Backend
from ssotui.core.sign_in.oidc import Client
from ssotui.demo.home import DemoHome
from ssotui.demo.organization import Organization
from ssotui.errors import AccessDenied, BadAnswer, FileError, SignInNeeded, SsoTuiError, Throttled
from tests.actions.conftest import read_only

AtOnce = Callable[..., list[Token]]


def ends_soon(backend: Backend, session: SsoSession, minutes: int = 10) -> Token:
    """The session's token still serves, but not for long."""
    token = backend.tokens.load(session)
    assert token
    soon = token._replace(expires_at=backend.now() + timedelta(minutes=minutes))
    backend.tokens.save(session, soon)
    return soon


def test_a_token_with_time_left_is_taken_as_it_is(
    backend: Backend, acme: SsoSession, organization: Organization
) -> None:
    assert usable_token(backend, acme) == backend.tokens.load(acme)
    assert organization.counts["CreateToken"] == 0


def test_a_token_is_refreshed_before_it_ends(backend: Backend, acme: SsoSession) -> None:
    old = ends_soon(backend, acme)
    new = usable_token(backend, acme)
    assert new.access_token != old.access_token
    assert new == backend.tokens.load(acme)
    assert new.is_refreshable(backend.now())


def test_a_token_that_has_ended_is_refreshed_without_a_sign_in(
    backend: Backend, acme: SsoSession, home: DemoHome
) -> None:
    home.expire("acme")
    token = usable_token(backend, acme)
    assert backend.center().accounts_page(acme, token, None).accounts


def test_a_working_day_takes_no_second_sign_in(backend: Backend, acme: SsoSession, organization: Organization) -> None:
    organization.lifetimes.token = timedelta(hours=1)
    ends_soon(backend, acme)
    for _ in range(12):
        usable_token(backend, acme)
        ends_soon(backend, acme)
    assert organization.counts["StartDeviceAuthorization"] == 0
    assert usable_token(backend, acme).is_usable(backend.now())


def test_an_answer_without_a_refresh_token_leaves_none_in_the_file(
    backend: Backend, globex: SsoSession, organization: Organization, home: DemoHome
) -> None:
    home.sign_in("globex", refreshable=False)
    assert "refreshToken" not in json.loads(home.token_file("globex").read_text())
    home.expire("globex", refreshable=False)
    with pytest.raises(SignInNeeded, match=r"^Your sign-in to globex has expired\.$"):
        usable_token(backend, globex)
    assert organization.counts["CreateToken"] == 0


def test_nobody_signed_in_is_told_with_the_command(backend: Backend, globex: SsoSession) -> None:
    with pytest.raises(SignInNeeded, match=r"^You are not signed in to globex\.$") as needed:
        usable_token(backend, globex)
    assert needed.value.hint == "Sign in: ssotui login globex"


@pytest.mark.parametrize("fault", ["InvalidGrantException", "InvalidClientException"])
def test_a_sign_in_that_was_revoked_says_so(
    backend: Backend, acme: SsoSession, organization: Organization, home: DemoHome, fault: str
) -> None:
    home.expire("acme")
    organization.fault("CreateToken", fault)
    with pytest.raises(SignInNeeded, match=r"^AWS no longer (refreshes the sign-in to acme|accepts .* for acme)\.$"):
        usable_token(backend, acme)


@pytest.mark.parametrize("fault", ["InvalidGrantException", "reset", "500", "cut", "SlowDownException", "429"])
def test_a_refresh_that_fails_does_not_harm_a_token_that_still_serves(
    backend: Backend, acme: SsoSession, organization: Organization, home: DemoHome, fault: str
) -> None:
    old = ends_soon(backend, acme)
    before = home.token_file("acme").read_bytes()
    organization.fault("CreateToken", fault)
    assert usable_token(backend, acme).access_token == old.access_token
    assert home.token_file("acme").read_bytes() == before


def test_a_network_that_is_gone_is_what_is_said_of_a_token_that_has_ended(
    backend: Backend, acme: SsoSession, organization: Organization, home: DemoHome
) -> None:
    home.expire("acme")
    organization.fault("CreateToken", "reset")
    sentence = r"^The sign-in to acme couldn't be refreshed: .* closed the connection "
    with pytest.raises(SsoTuiError, match=sentence) as failed:
        usable_token(backend, acme)
    assert failed.value.exit_code == 7
    assert failed.value.hint


def test_what_another_program_refreshed_meanwhile_is_taken(
    backend: Backend, acme: SsoSession, organization: Organization, home: DemoHome
) -> None:
    """AWS CLI knows nothing of our lock: the refresh token that we send has just been used up by it."""
    home.expire("acme")
    sign_in = backend.sign_in.oidc()

    class Overtaken:
        def refresh(self, session: SsoSession, token: Token) -> Token:
            backend.tokens.save(session, sign_in.refresh(session, token))
            return sign_in.refresh(session, token)

    factory: Any = Overtaken  # it is asked for nothing but a refresh
    overtaken = backend.sign_in._replace(oidc=factory)
    token = usable_token(backend._replace(sign_in=overtaken), acme)
    assert backend.center().accounts_page(acme, token, None).accounts


def test_ten_threads_make_one_request(
    build: Callable[[], Backend], acme: SsoSession, organization: Organization, home: DemoHome, at_once: AtOnce
) -> None:
    home.expire("acme")
    tokens = at_once(10, lambda: usable_token(build(), acme))
    assert len(set(tokens)) == 1
    assert organization.counts["CreateToken"] == 1


def test_ten_processes_make_one_request_and_all_succeed(organization: Organization, home: DemoHome) -> None:
    home.expire("acme")
    organization.latency = 0.2
    command = [sys.executable, "-m", "ssotui", "list", "--session", "acme", "--plain"]
    crowd = [subprocess.Popen(command, env=home.env, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(10)]
    outcomes = [process.communicate(timeout=120) for process in crowd]
    assert [process.returncode for process in crowd] == [0] * 10, outcomes
    assert organization.counts["CreateToken"] == 1


def test_a_cache_folder_that_cannot_be_written_is_told_before_aws_is_asked(
    backend: Backend, organization: Organization, home: DemoHome, acme: SsoSession
) -> None:
    home.expire("acme")
    folder = home.token_file("acme").parent
    with read_only(folder), pytest.raises(FileError, match="can't be written: you have no permission") as refused:
        usable_token(backend, acme)
    assert refused.value.hint
    assert organization.counts["CreateToken"] == 0


def test_a_cache_folder_that_cannot_be_written_does_not_harm_a_token_that_still_serves(
    backend: Backend, organization: Organization, home: DemoHome, acme: SsoSession
) -> None:
    old = ends_soon(backend, acme)
    with read_only(home.token_file("acme").parent):
        assert usable_token(backend, acme).access_token == old.access_token
    assert organization.counts["CreateToken"] == 0


def test_401_means_a_sign_in_though_the_file_says_otherwise(
    backend: Backend, acme: SsoSession, organization: Organization
) -> None:
    organization.revoke("acme")
    with pytest.raises(SignInNeeded):
        backend.center().accounts_page(acme, usable_token(backend, acme), None)


@pytest.mark.parametrize(("status", "kind"), [("403", AccessDenied), ("429", Throttled), ("500", BadAnswer)])
def test_403_and_429_never_mean_a_sign_in(
    backend: Backend, acme: SsoSession, organization: Organization, status: str, kind: type[SsoTuiError]
) -> None:
    organization.fault("ListAccounts", status)
    with pytest.raises(kind) as refused:
        backend.center().accounts_page(acme, usable_token(backend, acme), None)
    assert not isinstance(refused.value, SignInNeeded)


@pytest.mark.parametrize("content", [b"", b"[]"])
def test_a_broken_token_file_is_named_and_a_sign_in_mends_it(
    backend: Backend, acme: SsoSession, home: DemoHome, sign_in: Callable[..., None], content: bytes
) -> None:
    home.token_file("acme").write_bytes(content)
    with pytest.raises(SignInNeeded, match='the token file for "acme" can\'t be read') as broken:
        usable_token(backend, acme)
    assert broken.value.hint == "Sign in: ssotui login acme"
    sign_in(backend, acme)
    assert usable_token(backend, acme).is_usable(backend.now())


def test_registrations_have_aws_clis_names_and_content(backend: Backend, organization: Organization) -> None:
    session = SsoSession("x", "https://d-9067000001.awsapps.com/start", "eu-west-1", ("sso:account:access",))
    legacy = session._replace(scopes=None, legacy=True)
    clients: Any = backend.sign_in.clients()
    assert clients.path(session).name == "0ae64eb5c208c49d23368b6a69149d6a41dea999.json"
    assert clients.path(legacy).name == "dfc44e4d6f2909bf12521a7b85141854ff994acd.json"
    empty = SsoSession("empty", "https://d-9067000001.awsapps.com/start#", "eu-west-1", ())
    assert clients.path(empty).name == "533429d85ac4fd6f686620cbbc9bd7963c1ce72d.json"
    token = organization.sign_in("acme")
    from ssotui.core.model import Registration

    end = backend.now().replace(microsecond=0) + timedelta(days=90)
    client = Client(Registration(token.client_id, "secret", end), ("sso:account:access",), ("authorization_code",))
    clients.save(session, client)
    assert json.loads(clients.path(session).read_text()) == {
        "clientId": token.client_id,
        "clientSecret": "secret",
        "expiresAt": f"{end:%Y-%m-%dT%H:%M:%SZ}",
        "scopes": ["sso:account:access"],
        "grantTypes": ["authorization_code"],
    }
    assert clients.load(session) == client
    clients.path(session).write_bytes(b"[]")
    assert clients.load(session) is None
