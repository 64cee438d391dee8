"""Signing out of one session: its token and role credentials go, everything else stays."""

from __future__ import annotations

import json

import pytest

from ssotui.actions import credentials
from ssotui.actions.sign_out import sign_out
from ssotui.core.backend import Backend
from ssotui.core.model import RoleRef, SsoSession
from ssotui.demo.home import DemoHome
from ssotui.demo.organisation import Organisation
from ssotui.errors import SignInNeeded
from ssotui.jobs import CancelToken


def some_role(organisation: Organisation, session: str) -> RoleRef:
    account = organisation.world.instance(session).accounts[0]
    return RoleRef(session, account.id, account.roles[0])


@pytest.fixture
def kept(home: DemoHome) -> list[str]:
    """What is in AWS CLI's cache that is nobody's business."""
    folder = home.folder / ".aws" / "cli" / "cache"
    folder.mkdir(parents=True)
    (folder / "assumed.json").write_text(json.dumps({"Credentials": {}, "AssumedRoleUser": {}}))
    (folder / "session.db").write_bytes(b"SQLite")
    return ["assumed.json", "session.db"]


def test_the_token_and_the_role_credentials_of_just_that_session_go(
    backend: Backend, acme: SsoSession, organisation: Organisation, home: DemoHome, kept: list[str]
) -> None:
    refs = [some_role(organisation, name) for name in ("acme", "northwind")]
    for ref in refs:
        credentials.get(backend, ref, CancelToken())
    account = organisation.world.instance("northwind").accounts[0]
    from ssotui.core.catalog import Known, SessionCatalog
    from ssotui.core.model import Account

    northwind = next(one for one in backend.profiles.read().sessions if one.name == "northwind")
    accounts = (Account(account.id, account.name or "", ""),)
    known = SessionCatalog(Known(accounts, backend.now()), {account.id: Known(account.roles, backend.now())})
    backend.catalogs.save(northwind, known)
    done = sign_out(backend, acme)
    assert done.was_signed_in
    assert done.not_told is None
    assert not home.token_file("acme").exists()
    assert home.token_file("northwind").exists()
    assert backend.role_keys.load(acme, refs[0]) is None
    assert backend.role_keys.load(northwind, refs[1]) is not None
    assert set(kept) <= {path.name for path in (home.folder / ".aws" / "cli" / "cache").iterdir()}
    assert organisation.counts["Logout"] == 1
    with pytest.raises(SignInNeeded):
        credentials.get(backend, refs[0], CancelToken())
    assert credentials.get(backend, refs[1], CancelToken()).access_key_id


@pytest.mark.parametrize("fault", ["reset", "500", "429"])
def test_it_works_without_a_network(
    backend: Backend, acme: SsoSession, organisation: Organisation, home: DemoHome, fault: str
) -> None:
    organisation.fault("Logout", fault)
    done = sign_out(backend, acme)
    assert done.not_told
    assert not home.token_file("acme").exists()


def test_a_sign_in_that_was_over_already_needs_no_word(
    backend: Backend, acme: SsoSession, organisation: Organisation
) -> None:
    organisation.revoke("acme")
    assert sign_out(backend, acme).not_told is None


def test_a_token_file_that_cannot_be_read_is_removed(backend: Backend, acme: SsoSession, home: DemoHome) -> None:
    home.token_file("acme").write_bytes(b"{")
    assert sign_out(backend, acme).was_signed_in
    assert not home.token_file("acme").exists()


def test_who_was_not_signed_in_is_told_so(backend: Backend, globex: SsoSession, organisation: Organisation) -> None:
    assert not sign_out(backend, globex).was_signed_in
    assert organisation.counts["Logout"] == 0
