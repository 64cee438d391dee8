"""The exact forms of a query: references, ARNs, links."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ssotui.core.catalog import Catalog, Known, SessionCatalog
from ssotui.core.model import Account, RoleRef
from ssotui.core.search.references import ExactForm, named, readings_of_paste, roles_named

ADMIN = RoleRef("acme", "012345678901", "Admin_Access")
READ = RoleRef("acme", "012345678901", "Read")
SLASHED = RoleRef("a/b", "222222222222", "Read")


def catalog() -> Catalog:
    at = datetime(2026, 1, 1, tzinfo=UTC)
    acme = SessionCatalog(
        Known((Account("012345678901", "pay/ments prod", ""),), at),
        {"012345678901": Known(("Admin_Access", "Read"), at)},
    )
    other = SessionCatalog(Known((Account("222222222222", "x", ""),), at), {"222222222222": Known(("Read",), at)})
    return Catalog({"acme": acme, "a/b": other})


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("acme/012345678901/Admin_Access", (ADMIN,)),
        ("acme/pay/ments prod/Read", (READ,)),
        ("a/b/222222222222/Read", (SLASHED,)),
        ("acme/012345678901", (ADMIN, READ)),
        ("acme/pay/ments prod", (ADMIN, READ)),
        ("a/b/x", (SLASHED,)),
        ("012345678901/Read", (READ,)),
        ("0123-4567-8901", (ADMIN, READ)),
        ("arn:aws:sts::012345678901:assumed-role/AWSReservedSSO_Admin_Access_0123456789abcdef/jane@x.com", (ADMIN,)),
        (
            "arn:aws-cn:iam::012345678901:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Read_0123456789abcdef",
            (READ,),
        ),
        ("Admin_Access-012345678901", (ADMIN,)),
        ("AWSReservedSSO_Admin_Access_0123456789abcdef/jane@x.com", (ADMIN,)),
        ("AWSReservedSSO_Read_0123456789abcdef", (READ, SLASHED)),
        ("arn:aws:lambda:eu-west-1:012345678901:function:f", (ADMIN, READ)),
        ("'arn:aws:lambda:eu-west-1:012345678901:function:f'", (ADMIN, READ)),
        ('"arn:aws:lambda:eu-west-1:012345678901:function:f"', (ADMIN, READ)),
        ("'012345678901/Read'", (READ,)),
        ("'012345678901'", (ADMIN, READ)),
        ('"acme/pay/ments prod/Read"', (READ,)),
        ("https://d-1.awsapps.com/start/#/console?account_id=012345678901&role_name=Read", (READ,)),
        ("https://012345678901-abcdefgh.eu-west-1.console.aws.amazon.com/s3/home", (ADMIN, READ)),
        ("https://console.amazonaws-us-gov.com/x?arn=arn%3Aaws%3Aiam%3A%3A012345678901%3Arole%2Fz", (ADMIN, READ)),
    ],
)
def test_an_exact_form_names_its_roles(text: str, named: tuple[RoleRef, ...]) -> None:
    assert roles_named(text, ["acme", "a/b"], catalog()) == named


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("999999999999", ExactForm(account_id="999999999999")),
        ("9999-9999-9999", ExactForm(account_id="999999999999")),
        ("Read-999999999999", ExactForm(account_id="999999999999", role="Read")),
        ("AWSReservedSSO_Read_0123456789abcdef", ExactForm(role="Read")),
        ("999999999999/Read", ExactForm(account_id="999999999999", role="Read")),
        ("arn:aws:iam::999999999999:user/jane", ExactForm(account_id="999999999999")),
        ("payments prod", None),
        ("9999", None),
    ],
)
def test_what_a_text_names_is_known_without_any_listing(text: str, said: ExactForm | None) -> None:
    assert named(text) == said


@pytest.mark.parametrize("text", ["  acme/x/R \n", '"acme/x/R"', "`acme/x/R`;", "acme\n /x/R\r\n", "(acme/x/R)"])
def test_a_paste_is_freed_of_what_is_around_it_and_of_line_ends(text: str) -> None:
    assert next(readings_of_paste(text)) == "acme/x/R"


def test_a_paste_may_hold_blanks() -> None:
    assert "acme/Log Archive/R" in list(readings_of_paste(" acme/Log Archive/R\n"))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "acme",
        "acme/pay",
        "012345678901/Nobody",
        "999999999999/Read",
        "arn:aws:s3:::bucket",
        "https://012345678901-x.console.aws.amazon.com.evil.example/",
        "https://[",
        "http://d-1.awsapps.com/start/#/console?account_id=012345678901",
        "https://d-1.awsapps.com/start/#/console?account_id=01234567890x",
    ],
)
def test_anything_else_is_no_exact_form(text: str) -> None:
    assert roles_named(text, ["acme", "a/b"], catalog()) is None


@given(st.text(max_size=60) | st.text(max_size=40).map("https://{}".format) | st.text(max_size=40).map("arn:{}".format))
def test_no_text_makes_it_stumble(text: str) -> None:
    assert roles_named(text, ["acme", "a/b"], catalog()) in (None, (ADMIN,), (READ,), (ADMIN, READ), (SLASHED,))
