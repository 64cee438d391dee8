"""What ``ssotui doctor`` says of the settings."""

from __future__ import annotations

from ssotui.demo.home import DemoHome
from tests.cli.conftest import Run


def test_names_in_the_settings_that_nothing_has_are_told(run: Run, home: DemoHome) -> None:
    path = home.folder / "config.toml"
    path.write_text(
        '[safety]\nproduction = ["*", "*prodd*"]\n[accounts]\n"*nowhere*" = { badge = "X" }\n"*-*" = { badge = "Y" }\n'
        '[sessions.acme]\nregion = "eu-west-1"\n["sessions"."acm e"]\nregion = "eu-west-1"\n'
    )
    settings = {"SSOTUI_CONFIG": str(path)}
    before = run("doctor", **settings).stdout
    assert "unmatched-pattern" not in before, "nothing was listed, so nothing is known"
    run("list")
    found = [line for line in run("doctor", **settings).stdout.splitlines() if str(path) in line]
    assert found == [
        f'info: {path}: sessions."acm e" is for a session that isn\'t configured. [unknown-session-settings]',
        f'info: {path}: accounts."*nowhere*" matches no known account or profile. [unmatched-pattern]',
        f'info: {path}: "*prodd*" in safety.production matches no known account or profile. [unmatched-pattern]',
    ]


def test_regions_that_are_newer_than_ssotui_are_told_with_those_that_look_alike(run: Run, home: DemoHome) -> None:
    path = home.folder / "config.toml"
    path.write_text('[profiles]\nregion = "eu-west-9"\n[sessions.acme]\nregion = "us-west-1"\n')
    said = run("doctor", SSOTUI_CONFIG=str(path)).stdout
    found = '"eu-west-9" is not among the regions that this version knows. It is used as typed.'
    assert f"warning: {path}: profiles.region: {found} [unknown-region]" in said
    assert "Did you mean eu-west-" in said
    assert "sessions.acme.region" not in said


def test_a_default_key_that_another_action_took_is_told(run: Run, home: DemoHome) -> None:
    path = home.folder / "config.toml"
    path.write_text('[keys]\n"list.down" = "ctrl+n"\n')
    said = run("doctor", SSOTUI_CONFIG=str(path)).stdout
    assert (
        f'info: {path}: keys."list.down" takes ctrl+n from session.add, which has no key now. [default-key-taken]'
        in said
    )
