"""A query with a typing error, and the words it may have meant."""

from __future__ import annotations

import pytest

from ssotui.core.search.spelling import respelled

KNOWN = ("acme", "payments-prod", "Data Lake", "AdministratorAccess", "northwind")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("paymnets-prod", "payments-prod"),
        ("acme/payments/admin", "acme payments admin"),
        ("northwnd lake", "northwind lake"),
        ("dta", "data"),
        ("payments-prd", "payments-prod"),
        ("paymentsprod", "payments-prod"),
        ("payments-test", ""),
        ("acme/x", ""),
        ("nope", ""),
        ("acme nope", ""),
        ("!acme", ""),
    ],
)
def test_each_word_is_known_or_nearly_a_known_one(typed: str, meant: str) -> None:
    assert respelled(typed, KNOWN) == meant
