"""SSO OIDC over real HTTP: what is sent is what AWS CLI sends, what is refused is said in a sentence."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from ssotui.aws.oidc import OidcService
from ssotui.core.model import Registration, SsoSession, Token
from ssotui.core.sign_in.oidc import AuthorizationCode, AuthorizationRequest, Client, DeviceGrant, Instance
from ssotui.errors import (
    BadAnswer,
    ClientRefused,
    Rejected,
    SignInNeeded,
    SsoTuiError,
    Throttled,
    Unreachable,
    UsageError,
)

Says = Callable[..., None]
SESSION = SsoSession("x", "https://d-9067000001.awsapps.com/start", "eu-west-1", ("sso:account:access",))
PLACE = Instance(SESSION.start_url, SESSION.sso_region)
CLIENT = Registration("FAKE-CLIENT-ID-1", "FAKE.JWT.SECRET1", datetime(2027, 2, 18, tzinfo=UTC))
GRANT = DeviceGrant("FAKE-DEVICE-CODE-1", "FAKE-CODE", "https://a", "https://a?b", 600, 5)
TOKEN = {"accessToken": "FAKE", "tokenType": "Bearer", "expiresIn": 3600, "refreshToken": None}


class Service:
    """What it answers, and what it was asked: path and body."""

    def __init__(self) -> None:
        self.status, self.body, self.kind = 200, b"{}", ""
        self.asked: list[tuple[str, Any]] = []


@pytest.fixture(scope="module")
def stand() -> Iterator[tuple[str, Service]]:
    service = Service()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            content = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            service.asked.append((self.path, json.loads(content or b"null")))
            self.send_response(service.status)
            self.send_header("Content-Length", str(len(service.body)))
            if service.kind:
                self.send_header("x-amzn-ErrorType", f"{service.kind}:http://internal.amazon.com/coral/")
            self.end_headers()
            self.wfile.write(service.body)

        def log_message(self, *arguments: object) -> None:
            """A test's stderr is for the test."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", service
    server.shutdown()
    thread.join(60)
    server.server_close()


@pytest.fixture(scope="module")
def oidc(stand: tuple[str, Service]) -> OidcService:
    return OidcService({"AWS_ENDPOINT_URL_SSO_OIDC": stand[0]}, lambda: datetime(2026, 11, 21, 6, 54, 9, tzinfo=UTC))


@pytest.fixture
def service(stand: tuple[str, Service]) -> Service:
    stand[1].__init__()  # type: ignore[misc]  # as new
    return stand[1]


@pytest.fixture
def says(service: Service) -> Says:
    def change(answer: object, status: int = 200, kind: str = "") -> None:
        service.body = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
        service.status, service.kind = status, kind

    return change


def refuse(says: Says, kind: str, status: int = 400, words: str = "no") -> None:
    says({"error": "x", "error_description": words}, status, kind)


REGISTERED = {"clientId": "FAKE-CLIENT-ID-1", "clientSecret": "FAKE.JWT.SECRET1", "clientSecretExpiresAt": 1802991231}


def test_a_client_for_codes_is_registered_as_aws_cli_does(oidc: OidcService, says: Says, service: Service) -> None:
    says(REGISTERED)
    client = oidc.register(SESSION, PLACE, "device-code")
    wish = {"clientName": "botocore-client-x", "clientType": "public", "scopes": ["sso:account:access"]}
    assert service.asked == [("/client/register", wish)]
    assert client.registration.client_id == "FAKE-CLIENT-ID-1"
    assert client.grant_types == ()


def test_a_client_for_the_browser_is_registered_as_aws_cli_does(
    oidc: OidcService, says: Says, service: Service
) -> None:
    says(REGISTERED)
    client = oidc.register(SESSION._replace(scopes=None), PLACE, "browser")
    wish = {
        "clientName": "botocore-client-x",
        "clientType": "public",
        "grantTypes": ["authorization_code", "refresh_token"],
        "redirectUris": ["http://127.0.0.1/oauth/callback"],
        "issuerUrl": SESSION.start_url,
        "scopes": ["sso:account:access"],
    }
    assert service.asked == [("/client/register", wish)]
    assert client.scopes == ("sso:account:access",)


def test_a_legacy_session_registers_by_the_time_of_day_and_without_scopes(
    oidc: OidcService, says: Says, service: Service
) -> None:
    says(REGISTERED)
    oidc.register(SESSION._replace(scopes=None, legacy=True), PLACE, "device-code")
    assert service.asked == [("/client/register", {"clientName": "botocore-client-1795244049", "clientType": "public"})]


def test_the_address_for_the_browser_is_aws_clis(oidc: OidcService, stand: tuple[str, Service]) -> None:
    wish = AuthorizationRequest("http://127.0.0.1:40755/oauth/callback", "s", "c")
    address = oidc.authorize_url(SESSION, PLACE, Client(CLIENT, ("a", "b")), wish)
    assert address.startswith(
        f"{stand[0]}/authorize?response_type=code&client_id=FAKE-CLIENT-ID-1&redirect_uri=http%3A"
    )
    names = [name for name, _ in parse_qsl(urlsplit(address).query)]
    assert names[2:] == ["redirect_uri", "state", "code_challenge_method", "scopes", "code_challenge"]
    assert "&scopes=a%20b&" in address


def test_the_code_of_the_browser_is_redeemed_with_its_proof(oidc: OidcService, says: Says, service: Service) -> None:
    says(TOKEN)
    code = AuthorizationCode("FAKE-AUTH-CODE", "v" * 64, "http://127.0.0.1:40755/oauth/callback")
    token = oidc.redeem(SESSION, PLACE, CLIENT, code)
    assert service.asked[0][1] == {
        "grantType": "authorization_code",
        "clientId": "FAKE-CLIENT-ID-1",
        "clientSecret": "FAKE.JWT.SECRET1",
        "redirectUri": "http://127.0.0.1:40755/oauth/callback",
        "codeVerifier": "v" * 64,
        "code": "FAKE-AUTH-CODE",
    }
    assert token.refresh_token is None
    assert token.expires_at == datetime(2026, 11, 21, 7, 54, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("kind", "answer"), [("AuthorizationPendingException", "pending"), ("SlowDownException", "slow-down")]
)
def test_waiting_is_no_failure(oidc: OidcService, says: Says, kind: str, answer: str) -> None:
    refuse(says, kind)
    assert oidc.poll_device(SESSION, PLACE, CLIENT, GRANT) == answer


@pytest.mark.parametrize(
    ("refusal", "expected", "sentence"),
    [
        (("ExpiredTokenException", 400), SignInNeeded, "The code for x expired before it was approved."),
        (("AccessDeniedException", 400), SignInNeeded, "The sign-in to x was denied in the browser."),
        (("InvalidGrantException", 400), SignInNeeded, "AWS did not accept the sign-in to x."),
        (("InvalidClientException", 401), ClientRefused, "AWS no longer accepts this client's registration for x."),
        (
            ("UnauthorizedClientException", 400),
            ClientRefused,
            "AWS no longer accepts this client's registration for x.",
        ),
        (("InvalidRequestException", 400), Rejected, "AWS refuses to sign you in for x: no."),
        (("UnsupportedGrantTypeException", 400), Rejected, "AWS refuses to sign you in for x: no."),
        (("InternalServerException", 500), BadAnswer, "AWS failed (status 500) when asked to sign you in."),
        (("TooManyRequestsException", 429), Throttled, "AWS throttled the request to sign you in."),
    ],
)
def test_every_refusal_has_its_sentence(
    oidc: OidcService, says: Says, refusal: tuple[str, int], expected: type[SsoTuiError], sentence: str
) -> None:
    refuse(says, *refusal)
    with pytest.raises(expected) as refused:
        oidc.poll_device(SESSION, PLACE, CLIENT, GRANT)
    assert type(refused.value) is expected
    assert refused.value.message == sentence
    assert refused.value.hint


def test_no_secret_comes_back_in_a_message(oidc: OidcService, says: Says) -> None:
    refuse(says, "InvalidRequestException", words="bad FAKE.JWT.SECRET1 and FAKE-DEVICE-CODE-1 \x1b[31m")
    with pytest.raises(Rejected) as refused:
        oidc.poll_device(SESSION, PLACE, CLIENT, GRANT)
    assert refused.value.message == "AWS refuses to sign you in for x: bad … and … [31m."


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"<html>",
        b"{}",
        TOKEN | {"accessToken": 7},
        TOKEN | {"accessToken": "two words"},
        TOKEN | {"accessToken": "a\nb"},
        TOKEN | {"expiresIn": "soon"},
        TOKEN | {"expiresIn": -1},
        TOKEN | {"expiresIn": 10**12},
        TOKEN | {"refreshToken": ["x"]},
    ],
)
def test_an_answer_that_is_no_token_is_none(oidc: OidcService, says: Says, answer: object) -> None:
    says(answer)
    with pytest.raises(BadAnswer, match="unusable response when asked to sign you in"):
        oidc.poll_device(SESSION, PLACE, CLIENT, GRANT)


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "http://elsewhere.example/", "file:///etc/passwd", "", 7, "https://[x]/",
     "https://a.example/" + "x" * 3_000, "https://device.sso.eu-west-1.amazonaws.com@evil.example/",
     "https://evil.example\\@a.example/"],
)  # fmt: skip
def test_no_browser_is_sent_to_an_address_that_is_not_plainly_https(
    oidc: OidcService, says: Says, address: object
) -> None:
    says({"deviceCode": "d", "userCode": "C", "verificationUri": address, "expiresIn": 600})
    with pytest.raises(BadAnswer):
        oidc.start_device(SESSION, PLACE, CLIENT)


def test_the_usual_interval_is_five_seconds(oidc: OidcService, says: Says) -> None:
    says({"deviceCode": "d", "userCode": "C", "verificationUri": "https://a", "expiresIn": 600})
    grant = oidc.start_device(SESSION, PLACE, CLIENT)
    assert (grant.interval, grant.url_with_code) == (5, "https://a")


def test_an_absurd_interval_keeps_nobody_waiting(oidc: OidcService, says: Says) -> None:
    says({"deviceCode": "d", "userCode": "C", "verificationUri": "https://a", "expiresIn": 600, "interval": 100_000})
    assert oidc.start_device(SESSION, PLACE, CLIENT).interval == 30


@pytest.mark.parametrize(
    ("start_url", "hint"),
    [
        ("https://ssoins-1.portal.eu-west-1.app.aws", "is a dual-stack URL. Set AWS_USE_DUALSTACK_ENDPOINT=true"),
        (SESSION.start_url, "Check that https://"),
    ],
)
def test_a_refused_start_url_says_what_is_likely_wrong_with_it(
    oidc: OidcService, says: Says, start_url: str, hint: str
) -> None:
    says({"error": "invalid_request"}, status=400)
    with pytest.raises(Rejected) as raised:
        oidc.start_device(SESSION._replace(start_url=start_url), PLACE, CLIENT)
    assert hint in raised.value.hint


def test_nobody_there_is_said_with_the_host(says: Says) -> None:
    nowhere = OidcService({"AWS_ENDPOINT_URL_SSO_OIDC": "http://127.0.0.1:9"}, lambda: datetime.now(UTC))
    with pytest.raises(Unreachable, match=r"^127\.0\.0\.1:9 can't be reached\.$"):
        nowhere.register(SESSION, PLACE, "device-code")


@pytest.mark.parametrize(
    "url",
    [
        "https://d-9067000001.awsapps.com/start",
        "https://acme.awsapps.com/start/#/",
        "https://ssoins-1.eu-west-1.portal.amazonaws.com",
        "https://x.portal.eu-west-1.app.aws",
        "http://127.0.0.1:1/start",
    ],
)
def test_aws_own_addresses_are_taken_as_they_are(oidc: OidcService, service: Service, url: str) -> None:
    assert oidc.resolve(SESSION._replace(start_url=url)).start_url == url
    assert service.asked == []


@pytest.mark.parametrize(
    "url", ["http://acme.awsapps.com/start", "acme", "https://", "https://a b/", "ftp://x", "https://u:p@x/"]
)
def test_what_is_no_start_url_is_refused(oidc: OidcService, url: str) -> None:
    with pytest.raises(UsageError, match="is not a start URL: it "):
        oidc.resolve(SESSION._replace(start_url=url))


def test_a_token_that_nothing_can_refresh_takes_a_sign_in(oidc: OidcService, service: Service) -> None:
    service.asked.clear()
    with pytest.raises(SignInNeeded):
        oidc.refresh(SESSION, Token("FAKE", datetime(2027, 1, 1, tzinfo=UTC), "FAKE-REFRESH"))
    assert service.asked == []
