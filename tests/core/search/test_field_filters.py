"""``role:admin``: a word of a query that is looked for in one field only, with every operator."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ssotui.core.catalog import Catalog
from ssotui.core.model import Profile, RoleRef
from ssotui.core.search import query
from ssotui.core.search.highlights import Fields, Matches
from ssotui.core.search.index import Haystack, Search
from ssotui.core.search.query import parse
from ssotui.core.search.spelling import respelled

WORLD = {
    "acme": {"admin-tools": ("Viewer", "Auditor"), "payments": ("AdministratorAccess", "Viewer")},
    "audit": {"viewer": ("AdministratorAccess",)},
}


@pytest.fixture
def search(haystack: Haystack) -> Search:
    return Search(haystack, {})


@pytest.fixture
def haystack(make_catalog: Callable[..., Catalog]) -> Haystack:
    catalog = make_catalog(WORLD)
    payments = next(one for one in catalog.of("acme").known_accounts() if one.name == "payments")
    names = {RoleRef("acme", payments.id, "Viewer"): ("look", "payments.Viewer")}
    haystack = Haystack()
    haystack.update(list(WORLD), catalog, names, (Profile("viewer-chain", "assume-role"),))
    return haystack


def found(search: Search, text: str) -> list[str]:
    return [f"{group[0].account.name}/{role}" for group in search.find(text).groups for role in group[1]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("role:admin", ["payments/AdministratorAccess", "viewer/AdministratorAccess"]),
        ("account:admin", ["admin-tools/Viewer", "admin-tools/Auditor"]),
        ("session:aud", ["viewer/AdministratorAccess"]),
        ("account:^pay role:view", ["payments/Viewer"]),
        ("role:viewer$", ["admin-tools/Viewer", "payments/Viewer"]),
        ("role:'admin account:!viewer", ["payments/AdministratorAccess"]),
        ("!role:admin session:acme", ["admin-tools/Viewer", "admin-tools/Auditor", "payments/Viewer"]),
        ("profile:look", ["payments/Viewer"]),
        ("profile:payments.V", ["payments/Viewer"]),
        ("tools role:aud", ["admin-tools/Auditor"]),
        ("view role:aud", []),
        ("role:nothing", []),
        ("email:viewer", ["viewer/AdministratorAccess"]),
        ("viewer !account:tools !session:audit", ["payments/Viewer"]),
    ],
)
def test_a_word_is_looked_for_in_its_field_only(search: Search, text: str, expected: list[str]) -> None:
    assert sorted(found(search, text)) == sorted(expected)


def test_an_account_id_can_be_asked_for(search: Search) -> None:
    entry = search.find("account:payments").groups[0][0]
    assert {one.split("/")[0] for one in found(search, f"id:{entry.account.id}")} == {"payments"}


def test_the_better_fit_comes_first(search: Search) -> None:
    assert found(search, "account:pay")[0].startswith("payments")
    assert found(search, "role:auditor")[0] == "admin-tools/Auditor"


def test_while_a_field_is_typed_nothing_is_hidden(search: Search) -> None:
    assert found(search, "role:") == found(search, "")


@pytest.mark.parametrize(("text", "fits"), [("profile:chain", True), ("role:chain", False), ("!role:x chain", True)])
def test_profiles_of_no_role_have_a_name_but_no_role(search: Search, text: str, fits: bool) -> None:
    assert bool(search.find(text).profiles) == fits


@pytest.mark.parametrize(
    "typed",
    ["role:a", "role:ad", "role:adm account:pay", "role:adm account:pay !email:x", "role:adm", "adm", "role:adm p"],
)
def test_what_was_asked_before_never_changes_an_answer(haystack: Haystack, search: Search, typed: str) -> None:
    for length in range(len(typed) + 1):
        search.find(typed[:length])
    assert found(search, typed) == found(Search(haystack, {}), typed)


@pytest.mark.parametrize(
    ("old", "new", "narrows"),
    [
        ("role:a", "role:ad", True),
        ("a", "role:ad", False),
        ("role:a", "account:ad", False),
        ("role:a", "role:a b", True),
    ],
)
def test_only_a_word_of_the_same_field_narrows(old: str, new: str, narrows: bool) -> None:
    assert query.narrows(parse(old), parse(new)) == narrows


@pytest.mark.parametrize(
    ("typed", "searched"),
    [("role:admin", "role:'admin"), ("!role:admin", "!role:admin"), ("role:^a", "role:^a"), ("role:", "role:")],
)
def test_without_a_picker_it_stands_as_it_is(typed: str, searched: str) -> None:
    assert query.literal(typed) == searched


def test_letters_of_another_field_are_not_highlighted() -> None:
    matches = Matches(parse("role:admin"), Fields(("acme", "admin-tools"), roles=("Administrator",)))
    assert not matches.positions("admin-tools", "account")
    assert matches.positions("Administrator", "role") == frozenset(range(5))


def test_a_misspelled_word_keeps_its_field() -> None:
    assert respelled("role:adminstrator", ["Administrator"]) == "role:administrator"


def test_a_colon_elsewhere_is_a_character_like_any_other() -> None:
    assert [term.text for term in parse("a:b region:eu http://x")] == ["a:b", "region:eu", "http://x"]
