"""Where profiles that assume roles take their own credentials from."""

from __future__ import annotations

from ssotui.core.chains.chains import Chain, chain_of, root_session
from ssotui.core.chains.source_profiles import served_profile
from ssotui.core.model import Profile

SSO = Profile("admin", "sso", "acme", "111111111111", "Admin")


def chain(*profiles: Profile) -> Chain:
    return chain_of(profiles[0], {one.name: one for one in profiles})


def test_a_profile_with_credentials_of_its_own_is_its_own_root() -> None:
    assert chain(SSO) == Chain((), SSO)


def test_every_source_is_followed_to_the_one_that_has_credentials() -> None:
    deploy = Profile("deploy", "assume-role", source="audit")
    assert chain(deploy, Profile("audit", "assume-role", source="admin"), SSO) == Chain(("audit", "admin"), SSO)


def test_a_source_that_is_not_there_is_a_fault() -> None:
    found = chain(Profile("deploy", "assume-role", source="left"))
    assert (found.names, found.fault) == (("left",), 'there is no profile "left"')


def test_sources_that_go_round_end_and_are_a_fault() -> None:
    ring = [Profile(name, "assume-role", source=source) for name, source in (("a", "b"), ("b", "c"), ("c", "b"))]
    found = chain(*ring)
    assert (found.names, found.fault) == (("b", "c", "b"), "its source_profile settings form a circle")


def test_a_profile_that_names_itself_needs_static_keys() -> None:
    own = Profile("own", "assume-role", source="own", has_credentials=True)
    assert chain(own) == Chain((), own)
    assert chain(own._replace(has_credentials=False)).fault == "its source_profile settings form a circle"


def test_a_source_with_static_keys_gives_these_and_assumes_nothing() -> None:
    keys = Profile("keys", "assume-role", source="left", has_credentials=True)
    assert chain(Profile("deploy", "assume-role", source="keys"), keys) == Chain(("keys",), keys)


def test_a_source_without_credentials_is_a_fault() -> None:
    deploy = Profile("deploy", "assume-role", source="bare")
    assert chain(deploy, Profile("bare", "other")).fault == 'the profile "bare" has no credentials'


def test_a_process_that_asks_ssotui_for_a_profile_leads_to_it() -> None:
    assert served_profile("ssotui credential-process --profile admin") == "admin"
    assert served_profile("python3 -m ssotui credential-process --profile=admin") == "admin"
    assert served_profile("'/opt/my tools/ssotui' credential-process --profile 'a b'") == "a b"
    assert served_profile("vault --profile admin") == served_profile("cat 'ssotui credential-process") == ""


def test_a_role_that_the_machine_itself_assumes_has_no_source() -> None:
    assert chain(Profile("here", "assume-role")).names == ()


def test_the_session_of_the_last_source_must_be_signed_in() -> None:
    deploy = Profile("deploy", "assume-role", source="admin")
    known = {"admin": SSO, "ci": Profile("ci", "static")}
    assert root_session(deploy, known) == root_session(SSO, known) == "acme"
    assert (
        root_session(deploy._replace(source="ci"), known) == root_session(deploy._replace(source="left"), known) == ""
    )
