"""Signing out of one session: its token and role credentials go, everything else stays."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable

import pytest

from ssotui.actions import credentials
from ssotui.actions.refresh import usable_token
from ssotui.actions.sign_in import SignInOptions, begin, still_cached
from ssotui.actions.sign_out import sign_out
from ssotui.core.catalog import Known, SessionCatalog
from ssotui.core.model import Account, RoleRef, SsoSession
from ssotui.core.ports.backend import Backend
from ssotui.core.sign_in.oidc import SignedIn
from ssotui.demo.home import DemoHome
from ssotui.demo.organization import Organization
from ssotui.errors import SignInNeeded
from tests.actions.conftest import read_only


def some_role(organization: Organization, session: str) -> RoleRef:
    account = organization.world.instance(session).accounts[0]
    return RoleRef(session, account.id, account.roles[0])


def session_of(backend: Backend, name: str) -> SsoSession:
    return next(one for one in backend.profiles.read().sessions if one.name == name)


def list_whole(backend: Backend, organization: Organization, name: str) -> SsoSession:
    """Its first account is known from a listing."""
    account, session = organization.world.instance(name).accounts[0], session_of(backend, name)
    accounts = (Account(account.id, account.name or "", ""),)
    known = SessionCatalog(Known(accounts, backend.now()), {account.id: Known(account.roles, backend.now())})
    backend.catalogs.save(session, known)
    return session


@pytest.fixture
def kept(home: DemoHome) -> list[str]:
    """What is in AWS CLI's cache that is nobody's business."""
    folder = home.folder / ".aws" / "cli" / "cache"
    folder.mkdir(parents=True)
    (folder / "assumed.json").write_text(json.dumps({"Credentials": {}, "AssumedRoleUser": {}}))
    (folder / "session.db").write_bytes(b"SQLite")
    return ["assumed.json", "session.db"]


def test_the_token_and_the_role_credentials_of_just_that_session_go(
    backend: Backend, acme: SsoSession, organization: Organization, home: DemoHome, kept: list[str]
) -> None:
    refs = [some_role(organization, name) for name in ("acme", "northwind")]
    for ref in refs:
        credentials.get(backend, ref, threading.Event())
    northwind = list_whole(backend, organization, "northwind")
    done = sign_out(backend, acme)
    assert done.was_signed_in
    assert done.portal_error is None
    assert not home.token_file("acme").exists()
    assert home.token_file("northwind").exists()
    assert backend.role_cache.load(acme, refs[0]) is None
    assert backend.role_cache.load(northwind, refs[1]) is not None
    assert set(kept) <= {path.name for path in (home.folder / ".aws" / "cli" / "cache").iterdir()}
    assert organization.counts["Logout"] == 1
    with pytest.raises(SignInNeeded):
        credentials.get(backend, refs[0], threading.Event())
    assert credentials.get(backend, refs[1], threading.Event()).access_key_id


@pytest.mark.parametrize("fault", ["reset", "500", "429"])
def test_it_works_without_a_network(
    backend: Backend, acme: SsoSession, organization: Organization, home: DemoHome, fault: str
) -> None:
    organization.fault("Logout", fault)
    done = sign_out(backend, acme)
    assert done.portal_error
    assert not home.token_file("acme").exists()


def test_a_sign_in_that_was_over_already_needs_no_word(
    backend: Backend, acme: SsoSession, organization: Organization
) -> None:
    organization.revoke("acme")
    assert sign_out(backend, acme).portal_error is None


def test_a_token_file_that_cannot_be_read_is_removed(backend: Backend, acme: SsoSession, home: DemoHome) -> None:
    home.token_file("acme").write_bytes(b"{")
    assert sign_out(backend, acme).was_signed_in
    assert not home.token_file("acme").exists()


def test_who_was_not_signed_in_is_told_so(backend: Backend, globex: SsoSession, organization: Organization) -> None:
    assert not sign_out(backend, globex).was_signed_in
    assert organization.counts["Logout"] == 0


def test_a_new_sign_in_forgets_the_former_persons_role_credentials_of_just_that_session(
    backend: Backend, acme: SsoSession, organization: Organization, sign_in: Callable[..., None]
) -> None:
    refs = [some_role(organization, name) for name in ("acme", "northwind")]
    old = [credentials.get(backend, ref, threading.Event()) for ref in refs]
    list_whole(backend, organization, "northwind")
    sign_in(backend, acme)
    assert [backend.role_cache.load(session_of(backend, ref.session), ref) for ref in refs] == [
        None,
        old[1],
    ]
    assert credentials.get(backend, refs[0], threading.Event()) != old[0]


def test_a_refresh_keeps_the_role_credentials(
    backend: Backend, acme: SsoSession, organization: Organization, home: DemoHome
) -> None:
    ref = some_role(organization, "acme")
    old = credentials.get(backend, ref, threading.Event())
    home.expire("acme")
    usable_token(backend, acme)
    assert organization.counts["CreateToken"] == 1
    assert backend.role_cache.load(acme, ref) == old


def test_a_sign_in_that_cannot_forget_says_so(
    backend: Backend, acme: SsoSession, organization: Organization, home: DemoHome, cancel: threading.Event
) -> None:
    credentials.get(backend, some_role(organization, "acme"), threading.Event())
    begun = begin(backend, acme, SignInOptions("device-code", open_browser=False))
    assert not isinstance(begun, SignedIn)
    organization.approve(begun.prompt.user_code)
    with read_only(home.folder / ".aws" / "cli" / "cache", but=home.token_file("acme").parent):
        done = begun.finish(cancel)
    assert done.cleanup_error
    assert "can't be removed" in still_cached(done.cleanup_error).message
    assert usable_token(backend, acme).access_token


CHAINS = """
[profile to-acme]
role_arn = arn:aws:iam::000000000077:role/Deploy
source_profile = org-auditor

[profile same-role]
role_arn = arn:aws:iam::000000000077:role/Deploy
source_profile = ci-deployer

[profile from-keys]
role_arn = arn:aws:iam::000000000077:role/Keys
source_profile = ci-deployer
"""


@pytest.mark.parametrize("how", ["sign-out", "sign-in"])
def test_what_chains_that_lead_to_the_session_have_cached_goes_with_it(
    how: str, backend: Backend, acme: SsoSession, home: DemoHome, sign_in: Callable[..., None]
) -> None:
    with home.config_file.open("a") as file:
        file.write(CHAINS)
    profiles = backend.profiles.read().profiles_by_name
    for name in ("to-acme", "same-role", "from-keys"):
        credentials.get(backend, profiles[name], threading.Event())
    folder = home.folder / ".aws" / "cli" / "cache"
    documents = {path.name: json.loads(path.read_text()) for path in folder.iterdir()}
    assumed = {document["AssumedRoleUser"]["Arn"] for document in documents.values() if "ProviderType" not in document}
    assert len(assumed) == 3, "org-auditor's own, one of both for Deploy, and that of the keys"
    if how == "sign-out":
        sign_out(backend, acme)
    else:
        sign_in(backend, acme)
    left = [json.loads(path.read_text())["AssumedRoleUser"]["Arn"] for path in folder.iterdir()]
    assert [arn.rpartition("/")[0] for arn in left] == ["arn:aws:sts::000000000077:assumed-role/Keys"]
