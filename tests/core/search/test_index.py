"""Finding roles: what fits, what comes first, and how much is looked at."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from ssotui.core.catalog import Catalog
from ssotui.core.model import Profile, RoleRef
from ssotui.core.search.index import Haystack, Search

ROLES = ("AdministratorAccess", "ReadOnlyAccess")
WORLD = {
    "acme": {"payments-prod": ROLES, "payments-dev": ROLES, "Security Audit": ("SecurityAudit",), "empty": ()},
    "home": {"sandbox": ROLES},
}


def found(search: Search, text: str) -> list[str]:
    return [f"{ref.account_id[-1]}/{ref.role}" for ref in search.find(text).refs()]


@pytest.fixture
def catalog(make_catalog: object) -> Catalog:
    assert callable(make_catalog)
    made = make_catalog(WORLD)
    assert isinstance(made, Catalog)
    return made


def searching(
    catalog: Catalog,
    names: Mapping[RoleRef, tuple[str, ...]] | None = None,
    others: tuple[Profile, ...] = (),
    preferences: Mapping[RoleRef, float] | None = None,
) -> Search:
    haystack = Haystack()
    haystack.update(["acme", "home"], catalog, names or {}, others)
    return Search(haystack, preferences or {})


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("payments-prod", "1/AdministratorAccess"),
        ("prod read", "1/ReadOnlyAccess"),
        ("111111111112 admin", "2/AdministratorAccess"),
        ("home read", "5/ReadOnlyAccess"),
        ("devadm", "2/AdministratorAccess"),
        ("audit", "3/SecurityAudit"),
        ("sandbox@example", "5/AdministratorAccess"),
    ],
)
def test_the_best_match_comes_first(catalog: Catalog, text: str, first: str) -> None:
    assert found(searching(catalog), text)[0] == first


STAGES = {
    "acme": {
        "customer-prod": ("DataEngineer",),
        "data-platform-prod": ("AdministratorAccess", "ReadOnlyAccess"),
        "payments-dev": ("SystemAdministrator", "AdministratorAccess", "ReadOnlyAccess"),
        "catalog-test": ("DeveloperReadOnly", "SecurityAudit"),
        "Security Audit": ("Billing",),
    }
}


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("data prod", "2/AdministratorAccess"),  # both words are the account's own
        ("sec audit", "5/Billing"),
        ("dev read", "3/ReadOnlyAccess"),  # a role that begins with it, not one that has it inside
        ("dev admin", "3/AdministratorAccess"),
        ("devadm", "3/AdministratorAccess"),
    ],
)
def test_what_a_person_meant_comes_first(make_catalog: object, text: str, first: str) -> None:
    assert callable(make_catalog)
    assert found(searching(make_catalog(STAGES)), text)[0] == first


def test_letters_strewn_over_a_role_count_for_nothing_where_the_account_has_the_word(make_catalog: object) -> None:
    assert callable(make_catalog)
    world = {"acme": {"data-platform": ("ReadOnlyAccess", "AdministratorAccess")}}
    assert found(searching(make_catalog(world)), "data") == ["1/ReadOnlyAccess", "1/AdministratorAccess"]


def test_a_pinned_role_comes_before_an_account_that_has_all_words_itself(make_catalog: object) -> None:
    assert callable(make_catalog)
    liked = RoleRef("acme", "111111111111", "DataEngineer")
    search = searching(make_catalog(STAGES), preferences={liked: 0.5})
    assert found(search, "data prod")[0] == "1/DataEngineer"


def test_every_word_must_fit(catalog: Catalog) -> None:
    assert found(searching(catalog), "'payments 'read") == ["2/ReadOnlyAccess", "1/ReadOnlyAccess"]


def test_a_negated_word_takes_rows_away_by_account_and_by_role(catalog: Catalog) -> None:
    search = searching(catalog)
    assert found(search, "'payments !dev !Admin") == ["1/ReadOnlyAccess"]
    assert "5/AdministratorAccess" not in found(search, "!Administrator")


def test_a_word_may_begin_in_the_account_and_end_in_the_role(catalog: Catalog) -> None:
    assert found(searching(catalog), "sandboxreadonly") == ["5/ReadOnlyAccess"]


def test_letters_strewn_over_several_fields_find_nothing(catalog: Catalog) -> None:
    assert found(searching(catalog), "hoadmin") == []


@pytest.mark.parametrize("word", ["devadmin", "payments-prodread", "sandboxreadonly", "auditsec", "pydv"])
def test_what_a_word_finds_its_beginnings_have_found(catalog: Catalog, word: str) -> None:
    whole = set(found(searching(catalog), word))
    growing = searching(catalog)
    for length in range(1, len(word) + 1):
        so_far = set(found(growing, word[:length]))
        assert whole <= so_far
    assert whole == so_far


def test_a_role_is_found_by_its_profiles_name(catalog: Catalog) -> None:
    ref = RoleRef("acme", "111111111112", "ReadOnlyAccess")
    search = searching(catalog, {ref: ("zebra", "quagga")})
    assert found(search, "quagga") == ["2/ReadOnlyAccess"]
    assert found(search, "!quagga 'payments-dev") == ["2/AdministratorAccess"]


def test_a_profile_named_after_its_account_and_role_is_found_by_both_and_by_the_dot_between(catalog: Catalog) -> None:
    ref = RoleRef("acme", "111111111112", "ReadOnlyAccess")
    search = searching(catalog, {ref: ("payments-dev.ReadOnlyAccess",)})
    assert found(search, "'dev.Read") == ["2/ReadOnlyAccess"]
    assert found(search, "dev.rd") == ["2/ReadOnlyAccess"]
    assert found(search, "!dev.Read 'payments-dev") == ["2/AdministratorAccess"]
    assert found(search, "payments-dev.ReadOnlyAccess")[0] == "2/ReadOnlyAccess"


def test_an_account_without_known_roles_is_found_by_itself(catalog: Catalog) -> None:
    groups = searching(catalog).find("'empty").groups
    assert [(entry.account.name, roles) for entry, roles in groups] == [("empty", ())]


def test_profiles_of_no_listed_role_are_found(catalog: Catalog) -> None:
    chain = Profile("deploy-chain", "assume-role", source="payments")
    assert searching(catalog, others=(chain,)).find("deploy").profiles == (chain,)


def test_between_equal_fits_the_preferred_role_wins(catalog: Catalog) -> None:
    liked = RoleRef("acme", "111111111111", "ReadOnlyAccess")
    search = searching(catalog, preferences={liked: 1.0})
    assert found(search, "'payments")[0] == "1/ReadOnlyAccess"


TIED = {
    "acme": {
        "archive": ("BreakGlassAdmin",),
        "payments": ("BreakGlassAdmin", "CloudFormationAdmin", "DatabaseAdmin", "ReadOnly"),
        "staging": ("DatabaseAdmin",),
    }
}


@pytest.mark.parametrize("text", ["admin", "role:admin"])
@pytest.mark.parametrize("preference", [0.5, 1e-6])
def test_a_role_used_before_comes_before_other_roles_that_fit_equally(
    make_catalog: object, text: str, preference: float
) -> None:
    assert callable(make_catalog)
    for account_id, role in (("111111111112", "CloudFormationAdmin"), ("111111111111", "BreakGlassAdmin")):
        search = searching(make_catalog(TIED), preferences={RoleRef("acme", account_id, role): preference})
        assert found(search, text)[0] == f"{account_id[-1]}/{role}"


def test_roles_that_only_their_account_fits_stay_in_the_order_of_the_tree(make_catalog: object) -> None:
    assert callable(make_catalog)
    shown = [f"2/{role}" for role in TIED["acme"]["payments"]]
    assert found(searching(make_catalog(TIED)), "payments") == shown
    assert found(searching(make_catalog(TIED)), "account:payments") == shown


def test_an_empty_query_finds_everything(catalog: Catalog) -> None:
    assert searching(catalog).find("").total == 7


def test_a_growing_query_never_looks_again_at_what_was_rejected(catalog: Catalog) -> None:
    search = searching(catalog)
    search.find("'pay")
    before = search.looked_at
    search.find("'payments-p")
    assert before == 5
    assert search.looked_at - before == 2


def test_going_back_looks_at_nothing(catalog: Catalog) -> None:
    search = searching(catalog)
    first = search.find("'pay")
    search.find("'paym")
    before = search.looked_at
    assert search.find("'pay") is first
    assert search.looked_at == before


def test_a_blank_and_the_next_word_look_again_at_nothing_that_was_rejected(catalog: Catalog) -> None:
    search = searching(catalog)
    first = search.find("'payments")
    before = search.looked_at
    assert search.find("'payments ") is first
    assert search.looked_at == before
    search.find("'payments read")
    assert search.looked_at - before == len(first.groups)


def test_an_update_keeps_what_has_not_changed(catalog: Catalog) -> None:
    haystack = Haystack()
    names: dict[RoleRef, tuple[str, ...]] = {}
    haystack.update(["acme", "home"], catalog, names, ())
    before = list(haystack.entries)
    changed = catalog.of("home")._replace()
    haystack.update(["acme", "home"], catalog.with_session("home", changed), names, ())
    assert all(old is new for old, new in zip(before, haystack.entries, strict=True))


def test_answers_on_many_accounts_are_not_all_kept(make_catalog: object) -> None:
    assert callable(make_catalog)
    search = searching(make_catalog({"acme": {f"payments {number}": ROLES for number in range(5_000)}}))
    first = search.find("pay")
    for number in range(25):
        search.find(f"!{'x' * (number + 1)}")
    assert search.find("pay") is not first
    assert search.find(f"!{'x' * 25}") is search.find(f"!{'x' * 25}")
