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


OLD = "d-0000000003.awsapps.com"


def test_settings_of_a_legacy_session_are_to_be_renamed_once_it_is_migrated(run: Run, home: DemoHome) -> None:
    path = home.folder / "config.toml"
    path.write_text(f'[sessions."{OLD}"]\nregion = "eu-west-1"\n')
    home.env["SSOTUI_CONFIG"] = str(path)
    assert "session-settings" not in run("doctor").stdout
    told = run("session", "migrate", OLD, "--yes").stderr
    message = f'sessions."{OLD}" has no effect, because the profiles were migrated to the session "globex".'
    assert f"{path}: {message} Rename it to sessions.globex in the settings file.\n" in told
    doctor = run("doctor").stdout
    assert f"warning: {path}: {message} [migrated-session-settings]" in doctor
    assert "Rename it to sessions.globex in the settings file." in doctor
    assert "unknown-session-settings" not in doctor
    path.write_text(path.read_text() + '[sessions.globex]\nregion = "eu-west-1"\n')
    assert "Move its settings to sessions.globex." in run("doctor").stdout
    path.write_text('[sessions.globex]\nregion = "eu-west-1"\n')
    assert "session-settings" not in run("doctor").stdout


def test_a_migration_of_a_session_without_settings_speaks_of_none(run: Run, home: DemoHome) -> None:
    path = home.folder / "config.toml"
    path.write_text('[sessions.acme]\nregion = "eu-west-1"\n["sessions".other]\nregion = "eu-west-1"\n')
    assert str(path) not in run("session", "migrate", "--yes", SSOTUI_CONFIG=str(path)).stderr


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
