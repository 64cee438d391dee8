"""Every answer of the embedded organization has the shape that botocore's own model of the service gives it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest
from botocore import xform_name
from botocore.loaders import Loader
from botocore.model import ServiceModel, Shape, StructureShape
from botocore.serialize import create_serializer

from ssotui.demo.access_tokens import first_client, first_sign_in
from ssotui.demo.http_messages import Refusal
from ssotui.demo.oidc import DEVICE_GRANT
from ssotui.demo.organization import Organization

OPERATIONS = {
    "sso": ("ListAccounts", "ListAccountRoles", "GetRoleCredentials", "Logout"),
    "sso-oidc": ("RegisterClient", "StartDeviceAuthorization", "CreateToken"),
    "sts": ("GetCallerIdentity", "AssumeRole"),
}
EACH = [(service, operation) for service, operations in OPERATIONS.items() for operation in operations]
EXCEPTIONS_NOT_IN_THE_MODEL = {"ForbiddenException"}  # the portal sends it all the same (aws-sam-cli issue 2129)

Inputs = Callable[[str], dict[str, Any]]
Send = Callable[[str, str, dict[str, Any]], tuple[int, dict[str, str], bytes]]


def model_of(service: str) -> ServiceModel:
    return ServiceModel(Loader().load_service_model(service, "service-2"), service)


def misfits(shape: Shape, value: object, where: str) -> list[str]:
    """Where ``value`` has what the model doesn't, or something of another type; null stands for absent."""
    kinds = {"string": str, "integer": int, "long": int, "timestamp": int, "list": list, "structure": dict}
    if value is None:
        return []
    if not isinstance(value, kinds[shape.type_name]):
        return [f"{where} is {type(value).__name__}, not {shape.type_name}"]
    if shape.type_name == "list":
        return [one for item in value for one in misfits(shape.member, item, f"{where}[]")]  # type: ignore[attr-defined]
    if isinstance(shape, StructureShape) and isinstance(value, dict):
        unknown = [f"{where} has {name}" for name in value if name not in shape.members]
        return unknown + [
            one for name in value.keys() & shape.members.keys()
            for one in misfits(shape.members[name], value[name], f"{where}.{name}")
        ]  # fmt: skip
    return []


@pytest.fixture
def good_input(organization: Organization) -> Inputs:
    """What to send for each operation, so that it succeeds; every call makes it afresh."""
    world = organization.world
    instance = world.instances[0]
    client_id, client_secret = first_client(world, instance)
    client = {"clientId": client_id, "clientSecret": client_secret}
    account = next(one for one in instance.accounts if one.roles)
    token = first_sign_in(world, instance).access_token

    def approved_device_code() -> str:
        wish = client | {"startUrl": instance.start_url}
        code: str = organization.oidc.start_device(wish, "http://page")["deviceCode"]
        organization.approve(organization.oidc.user_codes()[-1])
        return code

    good: dict[str, Callable[[], dict[str, Any]]] = {
        "ListAccounts": lambda: {"accessToken": token},
        "ListAccountRoles": lambda: {"accessToken": token, "accountId": account.id},
        "GetRoleCredentials": lambda: {"accessToken": token, "accountId": account.id, "roleName": account.roles[0]},
        "Logout": lambda: {"accessToken": organization.sign_in(instance.session).access_token},
        "RegisterClient": lambda: {"clientName": "test", "clientType": "public", "scopes": ["sso:account:access"]},
        "StartDeviceAuthorization": lambda: client | {"startUrl": instance.start_url},
        "CreateToken": lambda: client | {"grantType": DEVICE_GRANT, "deviceCode": approved_device_code()},
        "GetCallerIdentity": dict,
        "AssumeRole": lambda: {"RoleArn": "arn:aws:iam::123456789012:role/x", "RoleSessionName": "me"},
    }
    return lambda operation: good[operation]()


@pytest.fixture
def send(organization: Organization) -> Send:
    """Sends an operation's input as botocore writes it, but without botocore's own checks."""

    def request(service: str, operation: str, values: dict[str, Any]) -> tuple[int, dict[str, str], bytes]:
        model = model_of(service)
        writer = create_serializer(model.metadata["protocol"], include_validation=False)
        wire = writer.serialize_to_request(values, model.operation_model(operation))
        query = f"?{urlencode(wire['query_string'])}" if wire.get("query_string") else ""
        body = urlencode(wire["body"]) if isinstance(wire["body"], dict) else wire["body"]
        headers = dict(wire["headers"])
        if service == "sts":
            headers["Authorization"] = "AWS4-HMAC-SHA256 Credential=AKIADEMO2345DEMO6789/x/y/sts/aws4_request"
        connection = HTTPConnection(urlsplit(organization.url).netloc, timeout=30)
        connection.request(wire["method"], wire["url_path"] + query, body or None, headers)
        answer = connection.getresponse()
        found = answer.status, {name.lower(): value for name, value in answer.headers.items()}, answer.read()
        connection.close()
        return found

    return request


@pytest.mark.parametrize(("service", "operation"), [pair for pair in EACH if pair[0] != "sts"])
def test_a_json_answer_fits_the_model(service: str, operation: str, good_input: Inputs, send: Send) -> None:
    status, headers, body = send(service, operation, good_input(operation))
    shape = model_of(service).operation_model(operation).output_shape
    assert (status, headers["content-type"]) == (200, "application/json")
    assert misfits(shape, json.loads(body), operation) == [] if shape else body == b""


@pytest.mark.parametrize("operation", OPERATIONS["sts"])
def test_an_xml_answer_fits_the_model(operation: str, good_input: Inputs, send: Send) -> None:
    _, headers, body = send("sts", operation, good_input(operation))
    shape = model_of("sts").operation_model(operation).output_shape
    known = {"ResponseMetadata", "RequestId", f"{operation}Result", f"{operation}Response"} | member_names(shape)
    assert headers["content-type"] == "text/xml"
    assert set(re.findall(r"<(\w+)", body.decode())) <= known


def member_names(shape: Shape | None) -> set[str]:
    if not isinstance(shape, StructureShape):
        return set()
    return set(shape.members).union(*(member_names(member) for member in shape.members.values()))


@pytest.mark.parametrize(("service", "operation"), EACH)
def test_boto3_gets_every_member_that_it_may_rely_on(
    service: str, operation: str, good_input: Inputs, organization: Organization
) -> None:
    import boto3

    client = boto3.client(  # type: ignore[call-overload]  # any service
        service, endpoint_url=organization.url, region_name="eu-west-1",
        aws_access_key_id="AKIADEMO2345DEMO6789", aws_secret_access_key="x",
    )  # fmt: skip
    answer = getattr(client, xform_name(operation))(**good_input(operation))
    expected = {
        "ListAccounts": {"accountList"},
        "ListAccountRoles": {"roleList"},
        "GetRoleCredentials": {"roleCredentials"},
        "Logout": set(),
        "RegisterClient": {"clientId", "clientSecret", "clientIdIssuedAt", "clientSecretExpiresAt"},
        "StartDeviceAuthorization": {
            "deviceCode", "userCode", "verificationUri", "verificationUriComplete", "expiresIn", "interval",
        },
        "CreateToken": {"accessToken", "tokenType", "expiresIn", "refreshToken"},
        "GetCallerIdentity": {"Account", "Arn", "UserId"},
        "AssumeRole": {"Credentials", "AssumedRoleUser"},
    }  # fmt: skip
    assert expected[operation] <= answer.keys()


@pytest.mark.parametrize(
    ("service", "operation", "missing"),
    [
        (service, operation, name)
        for service, operation in EACH
        for name in getattr(model_of(service).operation_model(operation).input_shape, "required_members", ())
    ],
)
def test_an_input_that_the_model_requires_is_required(
    service: str, operation: str, missing: str, good_input: Inputs, send: Send
) -> None:
    values = good_input(operation)
    del values[missing]
    status, _, _ = send(service, operation, values)
    assert status == (401 if missing == "accessToken" else 400)


@pytest.mark.parametrize("member", ["clientName", "scopes", "redirectUris"])
def test_an_input_of_another_type_is_refused(member: str, good_input: Inputs, organization: Organization) -> None:
    with pytest.raises(Refusal, match=member):
        organization.oidc.register(good_input("RegisterClient") | {member: {"x": 1}})


@pytest.mark.parametrize(
    ("call", "change", "refusal"),
    [
        (("sso", "ListAccounts"), {"accessToken": "forged"}, (401, "UnauthorizedException")),
        (("sso", "ListAccounts"), {"maxResults": 101}, (400, "InvalidRequestException")),
        (("sso", "ListAccounts"), {"maxResults": 0}, (400, "InvalidRequestException")),
        (("sso", "ListAccounts"), {"nextToken": "forged"}, (400, "InvalidRequestException")),
        (("sso", "ListAccountRoles"), {"accountId": "000000000000"}, (403, "ForbiddenException")),
        (("sso", "GetRoleCredentials"), {"roleName": "NotMine"}, (403, "ForbiddenException")),
        (("sso-oidc", "RegisterClient"), {"clientType": "secret"}, (400, "InvalidClientMetadataException")),
        (("sso-oidc", "RegisterClient"), {"redirectUris": ["http://evil/"]}, (400, "InvalidRedirectUriException")),
        (("sso-oidc", "StartDeviceAuthorization"), {"startUrl": "https://x/start"}, (400, "InvalidRequestException")),
        (("sso-oidc", "StartDeviceAuthorization"), {"clientSecret": "x"}, (401, "InvalidClientException")),
        (("sso-oidc", "CreateToken"), {"deviceCode": "x"}, (400, "InvalidGrantException")),
        (("sso-oidc", "CreateToken"), {"grantType": "password"}, (400, "UnsupportedGrantTypeException")),
    ],
)
def test_a_refusal_has_the_status_and_type_of_the_model(
    call: tuple[str, str], change: dict[str, Any], refusal: tuple[int, str], good_input: Inputs, send: Send
) -> None:
    status, headers, body = send(*call, good_input(call[1]) | change)
    kind = headers["x-amzn-errortype"].partition(":")[0]
    assert (status, kind) == refusal
    shape = model_of(call[0]).shape_for(kind) if kind not in EXCEPTIONS_NOT_IN_THE_MODEL else None
    if shape:
        assert shape.metadata["error"]["httpStatusCode"] == status
        assert set(json.loads(body)) - {"__type"} <= set(shape.members)  # type: ignore[attr-defined]
