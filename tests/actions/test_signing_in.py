"""Signing in by code and by browser, over real HTTP and with real files; every way it can go wrong."""

from __future__ import annotations

import json
import stat
import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from ssotui.actions.refresh import usable_token
from ssotui.actions.sign_in import SignInOptions, begin, method_for
from ssotui.actions.sign_in_steps import Attempt
from ssotui.core.model import SsoSession
from ssotui.core.ports.backend import Backend
from ssotui.core.sign_in.oidc import SignedIn
from ssotui.demo.home import DemoHome
from ssotui.demo.organization import Organization
from ssotui.errors import Canceled, Rejected, SignInNeeded, SsoTuiError, Unreachable, UsageError

Decide = Callable[..., None]
Clock = Any

CODE, BROWSER = SignInOptions("device-code", open_browser=False), SignInOptions("browser", open_browser=False)
MEMBERS = [
    *("startUrl", "region", "accessToken", "expiresAt", "clientId", "clientSecret"),
    *("registrationExpiresAt", "refreshToken"),
]


def attempt(backend: Backend, session: SsoSession, wish: SignInOptions) -> Attempt:
    begun = begin(backend, session, wish)
    assert not isinstance(begun, SignedIn)
    return begun


def token_file(backend: Backend, session: SsoSession) -> Any:  # noqa: ANN401  JSON
    return json.loads(backend.tokens.path(session).read_text())  # type: ignore[attr-defined]  # the files' own store has it


def test_a_code_is_approved_and_the_token_kept_as_aws_cli_writes_it(
    backend: Backend, globex: SsoSession, organization: Organization, cancel: threading.Event, home: DemoHome
) -> None:
    begun = attempt(backend, globex, CODE)
    assert begun.prompt.user_code in organization.oidc.user_codes()
    assert begun.prompt.url.endswith(f"?user_code={begun.prompt.user_code}")
    organization.approve(begun.prompt.user_code)
    begun.finish(cancel)
    path = home.token_file("globex")
    text = path.read_text()
    assert list(json.loads(text)) == MEMBERS
    assert text == json.dumps(json.loads(text))
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_browser_comes_back_and_the_token_is_kept(
    backend: Backend, globex: SsoSession, cancel: threading.Event, decide_in_browser: Decide, home: DemoHome
) -> None:
    begun = attempt(backend, globex, BROWSER)
    decide_in_browser(begun.prompt.url)
    signed_in = begun.finish(cancel)
    members = json.loads(home.token_file("globex").read_text())
    assert list(members) == MEMBERS
    assert members["expiresAt"] == f"{signed_in.expires_at:%Y-%m-%dT%H:%M:%SZ}"


@pytest.mark.parametrize("wish", [CODE, BROWSER])
def test_a_registration_is_used_again(
    backend: Backend, globex: SsoSession, organization: Organization, wish: SignInOptions
) -> None:
    for _ in range(2):
        attempt(backend, globex, wish).close()
    assert organization.counts["RegisterClient"] == 1


def test_each_way_to_sign_in_has_its_own_kind_of_registration(
    backend: Backend, globex: SsoSession, organization: Organization
) -> None:
    for wish in (CODE, BROWSER, CODE):
        attempt(backend, globex, wish).close()
    assert organization.counts["RegisterClient"] == 3


def test_a_registration_that_aws_has_forgotten_is_replaced_once(
    backend: Backend, globex: SsoSession, organization: Organization, cancel: threading.Event
) -> None:
    attempt(backend, globex, CODE).close()
    organization.oidc.forget_clients()
    begun = attempt(backend, globex, CODE)
    organization.approve(begun.prompt.user_code)
    begun.finish(cancel)
    assert organization.counts["RegisterClient"] == 2


def test_a_registration_is_not_replaced_for_ever(
    backend: Backend, globex: SsoSession, organization: Organization
) -> None:
    organization.fault("StartDeviceAuthorization", "InvalidClientException", times=None)
    with pytest.raises(SignInNeeded, match=r"^AWS no longer accepts this client's registration for globex\.$"):
        begin(backend, globex, CODE)
    assert organization.counts["RegisterClient"] == 2


def test_a_browser_that_never_comes_back_is_given_a_new_registration_the_next_time(
    backend: Backend, globex: SsoSession, organization: Organization, cancel: threading.Event
) -> None:
    begun = attempt(backend, globex, BROWSER)
    cancel.set()
    with pytest.raises(Canceled):
        begun.finish(cancel)
    attempt(backend, globex, BROWSER).close()
    assert organization.counts["RegisterClient"] == 2


@pytest.mark.parametrize("wish", [CODE, BROWSER])
def test_a_registration_that_aws_refuses_at_the_end_is_replaced_the_next_time(
    backend: Backend, globex: SsoSession, organization: Organization, decide_in_browser: Decide, wish: SignInOptions
) -> None:
    begun = attempt(backend, globex, wish)
    organization.fault("CreateToken", "InvalidClientException", times=None)
    if wish is BROWSER:
        decide_in_browser(begun.prompt.url)
    with pytest.raises(SignInNeeded, match=r"^AWS no longer accepts this client's registration for globex\.$"):
        begun.finish(threading.Event())
    organization.clear_faults()
    attempt(backend, globex, wish).close()
    assert organization.counts["RegisterClient"] == 2


def test_where_no_port_can_be_opened_the_sign_in_goes_on_with_a_code(
    backend: Backend, globex: SsoSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise SsoTuiError("No port can be opened.")

    monkeypatch.setattr(type(backend.sign_in), "listen", refuse)
    monkeypatch.setattr("ssotui.actions.sign_in.method_for", lambda *_: "browser")
    assert attempt(backend, globex, SignInOptions("auto")).prompt.user_code


def test_a_code_that_is_denied_says_so(
    backend: Backend, globex: SsoSession, organization: Organization, cancel: threading.Event
) -> None:
    begun = attempt(backend, globex, CODE)
    organization.approve(begun.prompt.user_code, deny=True)
    with pytest.raises(SignInNeeded, match=r"^The sign-in to globex was denied in the browser\.$") as denied:
        begun.finish(cancel)
    assert denied.value.hint == "Sign in: ssotui login globex"


def test_a_browser_in_which_it_is_denied_says_so(
    backend: Backend, globex: SsoSession, cancel: threading.Event, decide_in_browser: Decide
) -> None:
    begun = attempt(backend, globex, BROWSER)
    decide_in_browser(begun.prompt.url, "deny")
    with pytest.raises(SignInNeeded, match=r"^The sign-in to globex was denied in the browser\.$"):
        begun.finish(cancel)


def test_a_code_that_aws_lets_expire_says_so(
    backend: Backend, globex: SsoSession, organization: Organization, cancel: threading.Event
) -> None:
    begun = attempt(backend, globex, CODE)
    organization.fault("CreateToken", "ExpiredTokenException")
    with pytest.raises(SignInNeeded, match=r"^The code for globex expired before it was approved\.$"):
        begun.finish(cancel)


def test_a_code_is_not_waited_for_longer_than_it_lasts(
    backend: Backend, globex: SsoSession, organization: Organization, cancel: threading.Event, clock: Clock
) -> None:
    late = backend._replace(now=clock)
    begun = attempt(late, globex, CODE)
    clock.ahead = timedelta(minutes=11)
    asked = organization.counts["CreateToken"]
    with pytest.raises(SignInNeeded, match=r"^The code for globex expired before it was approved\.$"):
        begun.finish(cancel)
    assert organization.counts["CreateToken"] == asked


def test_the_wrong_region_for_a_start_url_is_what_is_said(
    backend: Backend, globex: SsoSession, organization: Organization
) -> None:
    organization.fault("StartDeviceAuthorization", "InvalidRequestException")
    with pytest.raises(Rejected, match=r"^AWS refuses to begin the sign-in for globex: ") as refused:
        begin(backend, globex, CODE)
    assert refused.value.hint.startswith("Check that https://d-0000000003.awsapps.com/start is in eu-central-1.")


def test_a_host_that_tells_another_region_is_not_signed_in_to(backend: Backend, globex: SsoSession) -> None:
    elsewhere = globex._replace(start_url="https://portal.example.invalid/start")
    with pytest.raises(Unreachable):
        begin(backend, elsewhere, CODE)
    with pytest.raises(UsageError, match="is not a start URL: it must begin with https://"):
        begin(backend, globex._replace(start_url="http://d-1.awsapps.com/start"), CODE)


def test_a_network_that_fails_for_a_moment_is_waited_for(
    backend: Backend, globex: SsoSession, organization: Organization, cancel: threading.Event
) -> None:
    begun = attempt(backend, globex, CODE)
    organization.fault("CreateToken", "reset", times=2)
    organization.approve(begun.prompt.user_code)
    assert begun.finish(cancel).session == "globex"


def test_a_network_that_is_gone_ends_in_a_sentence(
    backend: Backend, globex: SsoSession, organization: Organization, cancel: threading.Event
) -> None:
    begun = attempt(backend, globex, CODE)
    organization.fault("CreateToken", "reset", times=None)
    with pytest.raises(Unreachable, match=r" closed the connection without a response\.$"):
        begun.finish(cancel)


@pytest.mark.parametrize("refusal", ["SlowDownException", "429"])
def test_slow_down_counts_from_the_first_request_on(
    backend: Backend, globex: SsoSession, organization: Organization, refusal: str
) -> None:
    organization.fault("CreateToken", refusal)
    begun = attempt(backend, globex, CODE)
    pauses: list[float | None] = []

    class Leaving(threading.Event):
        def wait(self, timeout: float | None = None) -> bool:
            pauses.append(timeout)
            return True

    with pytest.raises(Canceled):
        begun.finish(Leaving())
    assert pauses == [6]


def test_slow_down_is_for_good(
    backend: Backend, globex: SsoSession, organization: Organization, home: DemoHome
) -> None:
    begun = attempt(backend, globex, CODE)
    organization.fault("CreateToken", "SlowDownException", times=2)
    pauses: list[float | None] = []

    class Patient(threading.Event):
        def wait(self, timeout: float | None = None) -> bool:
            pauses.append(timeout)
            if len(pauses) == 4:
                organization.approve(begun.prompt.user_code)
            return False

    begun.finish(Patient())
    assert pauses == [1, 6, 11, 11]


def test_cancelling_takes_effect_at_once_and_keeps_nothing(
    backend: Backend, globex: SsoSession, organization: Organization, cancel: threading.Event, home: DemoHome
) -> None:
    begun = attempt(backend, globex, CODE)
    organization.approve(begun.prompt.user_code)
    cancel.set()
    with pytest.raises(Canceled):
        begun.finish(cancel)
    assert not home.token_file("globex").exists()


def test_a_port_that_is_taken_is_named(backend: Backend, globex: SsoSession) -> None:
    other = backend.sign_in.listen(0)
    port = int(other.redirect_uri.split(":")[2].split("/")[0])
    with pytest.raises(SsoTuiError, match=rf"^Port {port} of 127\.0\.0\.1 is in use or blocked\.$") as refused:
        begin(backend, globex, BROWSER._replace(port=port))
    assert "--device-code" in refused.value.hint
    other.close()


@pytest.mark.parametrize("minutes", [-5, 5])
def test_a_clock_that_is_five_minutes_off_harms_nothing(
    backend: Backend, globex: SsoSession, sign_in: Callable[..., None], clock: Clock, minutes: int
) -> None:
    clock.ahead = timedelta(minutes=minutes)
    off = backend._replace(now=clock)
    sign_in(off, globex)
    assert off.center().accounts_page(globex, usable_token(off, globex), None).accounts


def test_a_legacy_session_is_signed_in_to_by_code_alone(
    backend: Backend, session_of: Callable[[str], SsoSession], organization: Organization, cancel: threading.Event
) -> None:
    legacy = session_of("d-0000000003.awsapps.com")
    assert method_for(backend, legacy, BROWSER) == "device-code"
    begun = attempt(backend, legacy, BROWSER)
    organization.approve(begun.prompt.user_code)
    begun.finish(cancel)
    assert "refreshToken" not in token_file(backend, legacy)
