"""What is said of a query that nothing fits."""

from __future__ import annotations

import pytest

from ssotui.core.search.nearest import nearest

TEXTS = ("payments-prod AdministratorAccess", "payments-dev ReadOnlyAccess", "billing-prod Billing")


def count(query: str) -> int:
    words = query.split()
    return sum(all((word if word != word.lower() else word.lower()) in text for word in words) for text in TEXTS)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("payments zzz", 'Nothing matches "zzz"; "payments" alone finds 2.'),
        ("zzz payments qqq", 'Nothing matches "zzz" or "qqq"; "payments" alone finds 2.'),
        (
            "payments dev illing",
            'Each word matches something, but nothing matches all of them: "payments dev" finds 1.',
        ),
        ("Payments", 'A capital letter makes a word case-sensitive: "payments" finds 2.'),
        ("zzz", ""),
        ("zzz qqq", ""),
        ("", ""),
    ],
)
def test_the_word_to_blame_is_named_with_what_the_others_find(query: str, said: str) -> None:
    assert nearest(query, count) == said


def test_a_negated_word_may_be_the_one_too_many() -> None:
    found = {"pay": 3, "!pay": 0, "pay !pay": 0}
    assert (
        nearest("pay !pay", found.__getitem__)
        == 'Each word matches something, but nothing matches all of them: "pay" finds 3.'
    )
