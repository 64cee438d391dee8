"""Where the console is: per partition, service and region."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from ssotui.core.console.partitions import PARTITIONS, partition_of
from ssotui.core.console.services import SERVICES
from ssotui.core.console.urls import login_url, portal_link, visit
from ssotui.core.model import RoleRef, SsoSession
from ssotui.errors import UsageError


@pytest.mark.parametrize(
    ("region", "sign_in", "console"),
    [
        ("us-east-1", "signin.aws.amazon.com", "us-east-1.console.aws.amazon.com"),
        ("eu-west-1", "eu-west-1.signin.aws.amazon.com", "eu-west-1.console.aws.amazon.com"),
        ("us-gov-west-1", "signin.amazonaws-us-gov.com", "console.amazonaws-us-gov.com"),
        ("us-gov-east-1", "us-gov-east-1.signin.amazonaws-us-gov.com", "console.amazonaws-us-gov.com"),
        ("cn-north-1", "signin.amazonaws.cn", "console.amazonaws.cn"),
        ("cn-northwest-1", "cn-northwest-1.signin.amazonaws.cn", "console.amazonaws.cn"),
        ("eusc-de-east-1", "eusc-de-east-1.signin.amazonaws-eusc.eu", "console.amazonaws-eusc.eu"),
    ],
)
def test_each_partition_has_its_own_hosts(region: str, sign_in: str, console: str) -> None:
    found = visit(region, region)
    assert found.sign_in_host == sign_in
    assert found.destination == f"https://{console}/console/home?region={region}"


def test_the_console_opens_where_identity_center_is_if_nobody_says_where() -> None:
    assert visit("eu-west-1", "").destination.endswith("?region=eu-west-1")


def test_a_service_has_a_short_name() -> None:
    assert visit("eu-west-1", "us-west-2", "lambda").destination == (
        "https://us-west-2.console.aws.amazon.com/lambda/home?region=us-west-2#/functions"
    )


def test_there_are_short_names_for_everything_usual() -> None:
    assert len(SERVICES) >= 60
    assert {"s3", "lambda", "ec2", "iam", "cloudwatch", "rds", "dynamodb", "ecs", "eks", "sqs"} <= set(SERVICES)


@pytest.mark.parametrize("service", SERVICES)
def test_every_short_name_gives_an_address_of_the_console(service: str) -> None:
    parts = urlsplit(visit("eu-west-1", "eu-west-1", service).destination)
    assert (parts.scheme, parts.netloc) == ("https", "eu-west-1.console.aws.amazon.com")
    assert parse_qs(parts.query) == {"region": ["eu-west-1"]}
    assert parts.path.strip("/")


def test_a_path_leads_deeper() -> None:
    assert visit("eu-west-1", "", "s3/buckets/logs?tab=objects").destination == (
        "https://eu-west-1.console.aws.amazon.com/s3/buckets/logs?tab=objects&region=eu-west-1"
    )


def test_a_page_of_the_console_is_taken_as_it_is() -> None:
    page = "https://eu-west-1.console.aws.amazon.com/cloudwatch/home?region=eu-west-1#logsV2:log-groups"
    assert visit("eu-west-1", "", page).destination == page


@pytest.mark.parametrize(
    "service",
    [
        "https://evil.example/console.aws.amazon.com",
        "https://console.aws.amazon.com.evil.example/",
        "https://evil.example\\@console.aws.amazon.com/",
        "https://console.amazonaws.cn/",
        "http://console.aws.amazon.com/",
        "https://[",
        "//evil.example/",
        "@evil.example/",
        "s3/a b",
        "lambada",
    ],
)
def test_nothing_else_is_gone_to(service: str) -> None:
    with pytest.raises(UsageError):
        visit("eu-west-1", "eu-west-1", service)


@pytest.mark.parametrize("region", ["cn-north-1", "us-gov-west-1", "eusc-de-east-1"])
def test_a_role_does_not_reach_into_another_partition(region: str) -> None:
    with pytest.raises(UsageError):
        visit("eu-west-1", region)


@pytest.mark.parametrize("region", ["evil.example/", "eu-west-1.evil", "EU", "a" * 300])
def test_a_region_can_not_bend_the_host(region: str) -> None:
    with pytest.raises(UsageError):
        visit("eu-west-1", region)


def test_a_console_that_nobody_knows_is_not_made_up() -> None:
    with pytest.raises(UsageError, match="not known"):
        visit("us-iso-east-1", "")


def test_partitions_own_their_regions_only() -> None:
    for region in ("us-iso-east-1", "us-isob-east-1", "eu-isoe-west-1", "us-isof-south-1", "il-central-1"):
        assert [one.name for one in PARTITIONS if one.regions.fullmatch(region)] == [partition_of(region).name]


def test_the_sign_in_address_quotes_what_it_carries() -> None:
    url = login_url("https://signin.example", "https://a.example/start#/", "https://c.example/?a=1&b=2#x", "to ken")
    assert parse_qs(urlsplit(url).query) == {
        "Action": ["login"],
        "Issuer": ["https://a.example/start#/"],
        "Destination": ["https://c.example/?a=1&b=2#x"],
        "SigninToken": ["to ken"],
    }


@pytest.mark.parametrize(
    ("end", "begins"), [("?a=b", "?a=b#"), ("/?a=b", "?a=b#"), ("?a=b#/x", "?a=b#"), ("/#?x", "#")]
)
def test_a_query_of_the_start_url_stays_before_the_portal_links_own_part(end: str, begins: str) -> None:
    session = SsoSession("acme", f"https://d-1.awsapps.com/start{end}", "eu-west-1")
    link = portal_link(session, RoleRef("acme", "012345678901", "Read"))
    assert link == f"https://d-1.awsapps.com/start/{begins}/console?account_id=012345678901&role_name=Read"


@pytest.mark.parametrize("end", ["", "/", "#", "/#/", "#/"])
def test_the_portal_link_stands_behind_any_form_of_the_start_url(end: str) -> None:
    session = SsoSession("acme", f"https://d-1.awsapps.com/start{end}", "eu-west-1")
    ref = RoleRef("acme", "012345678901", "Role+A=B")
    assert portal_link(session, ref) == (
        "https://d-1.awsapps.com/start/#/console?account_id=012345678901&role_name=Role%2BA%3DB"
    )
    assert portal_link(session, ref, "https://x/?a=1").endswith("&destination=https%3A%2F%2Fx%2F%3Fa%3D1")


@pytest.mark.parametrize(
    ("typed", "near"),
    [("lamda", "lambda"), ("lamdba", "lambda"), ("Cloudwach", "cloudwatch"), ("bogus", ""), ("nope", "")],
)
def test_only_a_name_that_is_nearly_a_services_is_taken_for_it(typed: str, near: str) -> None:
    with pytest.raises(UsageError) as raised:
        visit("eu-west-1", "", typed)
    assert raised.value.hint.startswith(f"Did you mean --service {near}?" if near else "A path works as well")
