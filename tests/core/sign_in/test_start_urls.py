"""What a start URL says by itself."""

from __future__ import annotations

import pytest

from ssotui.core.sign_in.start_url_faults import start_url_fault
from ssotui.core.sign_in.start_urls import completed, examined, normalized


@pytest.mark.parametrize(
    ("url", "region"),
    [
        ("https://acme.awsapps.com/start", ""),
        ("https://ssoins-7223a4b5.eu-west-1.portal.amazonaws.com", "eu-west-1"),
        ("https://ssoins-7223a4b5.portal.us-gov-west-1.app.aws", "us-gov-west-1"),
        ("https://x.cn-north-1.portal.amazonaws.com.cn/start", "cn-north-1"),
        ("https://x.portal.cn-northwest-1.app.amazonwebservices.com.cn", "cn-northwest-1"),
        ("https://x.eusc-de-east-1.portal.amazonaws.eu", "eusc-de-east-1"),
        ("https://ssoins-7223a4b5.portal.eusc-de-east-1.api.amazonwebservices.eu", "eusc-de-east-1"),
        ("https://SSOINS-7223a4b5.portal.EU-west-1.app.aws/", "eu-west-1"),
        ("https://identitycenter.amazonaws.com/ssoins-1", ""),
    ],
)
def test_aws_own_addresses_tell_their_region_where_the_host_has_it(url: str, region: str) -> None:
    found = examined(url)
    assert (found.is_aws, found.region) == (True, region)


@pytest.mark.parametrize(
    "url",
    [
        "https://sso.acme.example/start",
        "https://awsapps.com.evil.example/start",
        "https://evilawsapps.com/start",
        "https://eu-west-1.portal.amazonaws.com.evil.example",
    ],
)
def test_other_peoples_addresses_are_not_aws_own(url: str) -> None:
    assert not examined(url).is_aws


def test_ways_to_write_one_address_are_one() -> None:
    forms = ["https://a/start", "https://a/start/", "https://a/start#", "https://a/start/#/", "https://a/start?x=1"]
    assert {normalized(form) for form in forms} == {"https://a/start"}


@pytest.mark.parametrize(
    "copied",
    [
        "https://d-1.awsapps.com/start",
        "d-1.awsapps.com/start",
        " d-1.awsapps.com/start\n",
    ],
)
def test_what_is_copied_from_a_browser_is_completed(copied: str) -> None:
    assert completed(copied) == "https://d-1.awsapps.com/start"


@pytest.mark.parametrize("other", ["acme", "http://a.example/start", ""])
def test_what_is_no_address_without_its_scheme_is_left_alone(other: str) -> None:
    assert completed(other) == other


@pytest.mark.parametrize(
    "url",
    [
        "https://evil.example\\.awsapps.com/start",
        "https://acme.awsapps.com\\start",
        "https://evil.example%2f.awsapps.com/start",
        "https://evil.example|.awsapps.com/start",
        "https://jane@acme.awsapps.com/start",
        "https://acme.awsapps.com/st art",
        "https://acme.awsapps.com/start\nx",
    ],
)
def test_what_a_browser_reads_in_another_way_is_no_start_url(url: str) -> None:
    assert start_url_fault(url)


@pytest.mark.parametrize(
    "url",
    [
        "https://acme.awsapps.com/start?a=b&c=d#/",
        "https://identitycenter.amazonaws.com/ssoins-7223a4b5",
        "http://[::1]:8080/start",
        "https://sso_acme.example.:443/%7Estart",
    ],
)
def test_what_every_program_reads_alike_is_one(url: str) -> None:
    assert not start_url_fault(url)
