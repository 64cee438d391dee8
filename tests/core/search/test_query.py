"""The query's grammar: fzf's, with smart case."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ssotui.core.search import query
from ssotui.core.search.query import parse, score, search_text


def fits(words: str, *fields: str) -> bool:
    text = search_text(*fields)
    return all(bool(score(term, text)) != term.negated for term in parse(words))


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ("pay", "payments-prod"),
        ("\u26a0\ufe0f-prod", "\u26a0-prod"),
        ("!\ufe0f", "payments-prod"),
        ("pyprd", "payments-prod"),
        ("PAY", "PAYMENTS"),
        ("prod", "Payments-PROD"),
        ("'ments", "payments-prod"),
        ("^pay", "payments-prod"),
        ("prod$", "payments-prod"),
        ("^payments-prod$", "payments-prod"),
        ("!dev", "payments-prod"),
        ("!^prod", "payments-prod"),
        ("pay prod", "payments-prod"),
        ("!", "anything"),
        ("'", "anything"),
    ],
)
def test_a_word_fits(words: str, field: str) -> None:
    assert fits(words, field)


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ("prodpay", "payments-prod"),
        ("PAY", "payments-prod"),
        ("'pyprd", "payments-prod"),
        ("^prod", "payments-prod"),
        ("pay$", "payments-prod"),
        ("^pay$", "payments-prod"),
        ("!pay", "payments-prod"),
        ("pay dev", "payments-prod"),
    ],
)
def test_a_word_does_not_fit(words: str, field: str) -> None:
    assert not fits(words, field)


def test_a_prefix_is_that_of_any_field() -> None:
    assert fits("^admin", "payments-prod", "AdministratorAccess")


@pytest.mark.parametrize(
    ("word", "better", "worse"),
    [
        ("prod", "prod", "prod-eu"),
        ("only", "ReadOnlyAccess", "commonly"),
        ("admin", "database-admin", "badminton"),
        ("admin", "AdministratorAccess", "SystemAdministrator"),
        ("prod", "xprodx", "p-r-o-d"),
        ("prod", "p-r-o-d", "p--r--o--d"),
    ],
)
def test_the_better_fit_scores_higher(word: str, better: str, worse: str) -> None:
    (term,) = parse(word)
    assert score(term, search_text(better)) > score(term, search_text(worse)) > 0


@pytest.mark.parametrize(
    ("old", "new"),
    [("pr", "pro"), ("pro", "pro adm"), ("", "x"), ("ro", "prod"), ("'pr", "'pro"), ("^pr", "^pro"), ("pro", "PRO")],
)
def test_a_longer_query_narrows_the_shorter_one(old: str, new: str) -> None:
    assert query.narrows(parse(old), parse(new))


@pytest.mark.parametrize(
    ("old", "new"), [("pro", "pr"), ("!pr", "!pro"), ("pr$", "pr$o"), ("PRO", "pro"), ("'pr", "pro"), ("^p", "'p")]
)
def test_another_query_does_not_narrow(old: str, new: str) -> None:
    assert not query.narrows(parse(old), parse(new))


WORDS = st.text(alphabet="aAbB'^$! -", max_size=8)


@given(WORDS, WORDS, st.lists(st.text(alphabet="aAbB-", max_size=6), min_size=1, max_size=3))
def test_what_a_narrowed_query_accepts_the_wider_one_accepted(old: str, new: str, fields: list[str]) -> None:
    if query.narrows(parse(old), parse(new)) and fits(new, *fields):
        assert fits(old, *fields)


@given(st.text(alphabet="abc", min_size=1, max_size=5), st.text(alphabet="abcd-", max_size=12))
def test_a_fuzzy_word_fits_exactly_where_its_letters_occur_in_order(word: str, text: str) -> None:
    letters = iter(text)
    assert fits(word, text) == all(letter in letters for letter in word)


@pytest.mark.parametrize(
    ("typed", "searched"),
    [
        ("billing Dev", "'billing 'dev"),
        ("^Prod$ 'X !y z$", "^prod$ 'x !y z$"),
        ("$", "'$"),
    ],
)
def test_without_a_picker_every_plain_word_is_an_exact_one(typed: str, searched: str) -> None:
    assert query.literal(typed) == searched
