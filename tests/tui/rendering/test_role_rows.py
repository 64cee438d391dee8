"""A role is its account and its name in every list, with the columns of matches behind them."""

from __future__ import annotations

from datetime import UTC, datetime

from ssotui.core.catalog import Catalog, Knowledge, Known, Roles, SessionCatalog
from ssotui.core.model import Account, Profile, RoleRef, SsoSession
from ssotui.core.search.query import parse
from ssotui.core.tree.rows import Lines, Outline, Row
from ssotui.settings import AccountStyle
from ssotui.tui.rendering.row_rendering import needed_by, render_row
from ssotui.tui.view import View

NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)
PAY = Account("111111111111", "payments", "")
BILL = Account("222222222222", "billing-prod", "")
ROLES: dict[str, Knowledge[Roles]] = {PAY.id: Known(("Admin",), NOW), BILL.id: Known(("ViewOnlyAccess",), NOW)}
PINS = (Row("pinned", 1, "acme", PAY, "Admin"), Row("pinned", 1, "northwind", BILL, "ViewOnlyAccess"))
PROFILE = Profile("old-one", "sso", session="acme", account_id=PAY.id, role="Admin")


def view_of(*sessions: str) -> View:
    known = SessionCatalog(Known((PAY, BILL), NOW), ROLES)
    return View(
        NOW,
        Catalog(dict.fromkeys(sessions, known)),
        sessions={name: SsoSession(name, "https://a.awsapps.com/start", "eu-west-1") for name in sessions},
        favorites=frozenset({str(RoleRef("acme", PAY.id, "Admin"))}),
        account_styles=(AccountStyle("*-prod", badge="PROD"),),
        profiles={PROFILE.name: PROFILE},
    )


def lines_of(view: View, *rows: Row, width: int = 76) -> list[str]:
    outline = Outline([Lines((Row("heading", 0, text="Favorites and recent"), *rows))])
    needed = needed_by(outline, view)
    shown = [render_row(row, view, width, opened=True, needed=needed) for row in rows]
    return ["".join(text for text, _ in label).rstrip() for label in shown]


def test_pinned_roles_are_a_table_with_their_session() -> None:
    assert lines_of(view_of("acme", "northwind"), *PINS) == [
        "  ★ payments     › Admin           111111111111         acme",
        "  · billing-prod › ViewOnlyAccess  222222222222 [PROD]  northwind",
    ]


def test_with_one_session_there_is_no_column_for_it() -> None:
    pins = [row._replace(session="acme") for row in PINS]
    assert lines_of(view_of("acme"), *pins)[0] == "  ★ payments     › Admin           111111111111"


def test_on_a_narrow_screen_the_session_stays_longer_than_the_id() -> None:
    assert lines_of(view_of("acme", "northwind"), *PINS, width=56) == [
        "  ★ payments     › Admin                  acme",
        "  · billing-prod › ViewOnlyAccess [PROD]  northwind",
    ]


def test_a_profile_gives_a_role_in_the_column_of_the_ids() -> None:
    (shown,) = lines_of(view_of("acme"), Row("profile", 1, text=PROFILE.name), width=96)
    (account,) = lines_of(view_of("acme"), Row("account", 1, "acme", PAY), width=96)
    assert shown[account.index(PAY.id) :] == "payments › Admin  acme"


def test_a_match_that_is_gone_stands_in_the_columns_of_the_others() -> None:
    view = view_of("acme")._replace(terms=parse("a"))
    gone, there = Row("gone", 1, "acme", PAY, "Writer"), Row("role", 1, "acme", BILL, "ViewOnlyAccess")
    first, second = lines_of(view, gone, there, width=96)
    assert first == "  payments     › Writer          111111111111  gone"
    assert first.index("›") == second.index("›")


def test_what_a_profile_gives_begins_earlier_where_it_would_be_cut_off() -> None:
    row = Row("profile", 1, text=PROFILE.name)
    narrow = lines_of(view_of("acme"), row, width=40)[0]
    assert narrow.endswith("payments › Admin  acme")
    assert len(narrow) <= 40
