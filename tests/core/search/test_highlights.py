"""Highlighted letters: those that made a row fit."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ssotui.core.search.highlights import Fields, Matches, Part
from ssotui.core.search.query import parse, score, search_text

ROW = Fields(
    ("acme", "data-platform-prod", "340853285126"),
    "aws+root@acme.example",
    ("AdministratorAccess",),
    ("data-platform-prod.admin",),
)


def marked(query: str, text: str, part: Part, fields: Fields = ROW) -> str:
    """``text`` with what is highlighted in brackets."""
    positions = Matches(parse(query), fields).positions(text, part)
    shown = "".join(f"[{character}]" if at in positions else character for at, character in enumerate(text))
    return shown.replace("][", "")


@pytest.mark.parametrize(
    ("query", "account"),
    [
        ("data prod", "[data]-platform-[prod]"),
        ("dtpf", "[d]a[t]a-[p]lat[f]orm-prod"),
        ("'plat", "data-[plat]form-prod"),
        ("^data", "[data]-platform-prod"),
        ("prod$", "data-platform-[prod]"),
        ("^data-platform-prod$", "[data-platform-prod]"),
        ("!dev data", "[data]-platform-prod"),
        ("Data", "data-platform-prod"),
        ("^prod", "data-platform-prod"),
        ("dat", "[dat]a-platform-prod"),
    ],
)
def test_each_kind_of_word_shows_what_it_matched(query: str, account: str) -> None:
    assert marked(query, "data-platform-prod", "account") == account


def test_letters_strewn_over_the_role_are_not_shown_where_the_account_has_the_word() -> None:
    assert marked("data", "AdministratorAccess", "role") == "AdministratorAccess"
    assert marked("adsa", "AdministratorAccess", "role") == "[Ad]mini[s]tr[a]torAccess"


def test_a_word_is_shown_wherever_it_stands() -> None:
    assert marked("prod", "data-platform-prod.admin", "profile") == "data-platform-[prod].admin"
    assert marked("admin", "data-platform-prod.admin", "profile") == "data-platform-prod.[admin]"
    assert marked("admin", "AdministratorAccess", "role") == "[Admin]istratorAccess"
    assert marked("3285", "340853285126", "account") == "34085[3285]126"
    assert marked("root", "aws+root@acme.example", "email") == "aws+[root]@acme.example"


def test_a_word_over_account_and_role_shows_its_two_halves() -> None:
    assert marked("prodadm", "data-platform-prod", "account") == "data-platform-[prod]"
    assert marked("prodadm", "AdministratorAccess", "role") == "[Adm]inistratorAccess"


def test_an_account_is_not_marked_for_what_stands_in_one_of_its_roles() -> None:
    account = Fields(("acme", "broad-egypt-admissions"), "", ("ReadOnly", "DeveloperReadOnly"))
    assert marked("read", "broad-egypt-admissions", "account", account) == "broad-egypt-admissions"


@pytest.mark.parametrize(
    ("text", "shown"),
    [("broad-ad", "broad-[ad]"), ("BadAdmin", "Bad[Ad]min"), ("broad", "bro[ad]")],
)
def test_the_start_of_a_word_is_preferred(text: str, shown: str) -> None:
    assert marked("ad", text, "role", Fields(roles=(text,))) == shown


@pytest.mark.parametrize(("query", "only"), [("root", True), ("data root", True), ("acme", False), ("data", False)])
def test_it_is_known_when_only_the_email_has_a_word(query: str, only: bool) -> None:
    assert Matches(parse(query), ROW).is_only_in("email") == only


def test_letters_whose_lower_case_is_longer_are_left_alone() -> None:
    assert marked("bul", "İstanbul", "role", Fields(roles=("İstanbul",))) == "İstanbul"


@given(st.text(alphabet="abc", min_size=1, max_size=5), st.text(alphabet="abcd-", max_size=12))
def test_the_highlighted_letters_spell_the_word(word: str, text: str) -> None:
    (term,) = parse(word)
    found = Matches((term,), Fields(roles=(text,))).positions(text, "role")
    assert "".join(text[at] for at in sorted(found)) == (word if score(term, search_text(text)) else "")
