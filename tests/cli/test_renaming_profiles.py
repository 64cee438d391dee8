"""``ssotui profile rename`` and ``profile sync --rename``: a new name, everywhere that the old one stands."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pexpect
import pytest

from ssotui import paths, wiring
from ssotui.demo.home import ASSUME_ROLE_PROFILE, STATIC_PROFILE, DemoHome
from ssotui.files.history import HistoryFile
from ssotui.settings import Settings
from tests.cli.conftest import Run

OWN = """
# my own comment
[profile "two words"]   ; why not
sso_session=acme
sso_account_id=ACCOUNT
sso_role_name=ROLE

[profile served]
credential_process = /opt/ssotui credential-process --profile "two words"
[profile child]
  source_profile : two words
role_arn = arn:aws:iam::000000000077:role/Child
"""


@pytest.fixture
def config(home: DemoHome) -> Path:
    found = wiring.build(home.env, Settings()).profiles.read().profiles[0]
    with home.config_file.open("a") as file:
        file.write(OWN.replace("ACCOUNT", found.account_id).replace("ROLE", found.role))
    return home.config_file


@pytest.fixture
def credentials(home: DemoHome) -> Path:
    return home.folder / ".aws" / "credentials"


def test_only_names_change_and_every_reference_goes_along(run: Run, config: Path) -> None:
    before = config.read_text()
    done = run("profile", "rename", "two words", "one", "--yes")
    assert done.returncode == 0, done.stderr
    expected = before.replace('[profile "two words"]', '[profile "one"]').replace(
        '--profile "two words"', '--profile "one"'
    )
    assert config.read_text() == expected.replace("source_profile : two words", "source_profile : one")
    assert run("creds", "child", "--format", "access-key").stdout.startswith("ASIA")


def test_bytes_of_other_systems_stay(run: Run, config: Path) -> None:
    config.write_bytes(config.read_bytes().replace(b"\n", b"\r\n").removesuffix(b"\r\n"))
    before = config.read_bytes()
    assert run("profile", "rename", ASSUME_ROLE_PROFILE, "auditor", "--yes").returncode == 0
    assert config.read_bytes() == before.replace(b"[profile org-auditor]", b"[profile auditor]")


def test_the_section_in_the_credentials_file_goes_along_and_comes_back(
    run: Run, config: Path, credentials: Path
) -> None:
    with config.open("a") as file:
        file.write("[profile deploy]\nrole_arn = arn:aws:iam::000000000077:role/Deploy\n")
        file.write(f"source_profile = {STATIC_PROFILE}\n")
    texts = config.read_bytes(), credentials.read_bytes()
    preview = run("profile", "rename", STATIC_PROFILE, "ci", "--dry-run")
    assert f"Renames [{STATIC_PROFILE}] in {credentials} to [ci]." in preview.stderr
    assert "aws_secret" not in preview.stdout + preview.stderr
    done = run("profile", "rename", STATIC_PROFILE, "ci", "--yes")
    assert f"Renamed {STATIC_PROFILE} to ci. Undo: ssotui profile undo\n" in done.stderr
    assert credentials.read_bytes() == texts[1].replace(STATIC_PROFILE.encode(), b"ci")
    assert credentials.stat().st_mode & 0o777 == 0o600
    for profile in ("ci", "deploy"):
        assert run("creds", profile, "--format", "access-key").returncode == 0
    assert STATIC_PROFILE not in run("profile", "list").stdout
    undone = run("profile", "undo", "--yes", AWS_PROFILE="ci")
    assert f"AWS_PROFILE='{STATIC_PROFILE}'" in undone.stderr
    assert (config.read_bytes(), credentials.read_bytes()) == texts


def test_a_profile_of_the_credentials_file_alone_is_renamed_and_renamed_back(
    run: Run, config: Path, credentials: Path
) -> None:
    before = config.read_bytes(), credentials.read_bytes()
    credentials.write_bytes(before[1].replace(STATIC_PROFILE.encode(), b"alone"))
    done = run("profile", "rename", "alone", f"{STATIC_PROFILE}2", "--yes")
    assert done.stderr == f"Renamed alone to {STATIC_PROFILE}2. Back: ssotui profile rename {STATIC_PROFILE}2 alone\n"
    run("profile", "rename", f"{STATIC_PROFILE}2", STATIC_PROFILE + "3", "--yes")
    assert (config.read_bytes(), credentials.read_bytes()) == (
        before[0],
        before[1].replace(b"deployer]", b"deployer3]"),
    )


def test_if_the_config_cannot_be_changed_the_credentials_file_stays(run: Run, config: Path, credentials: Path) -> None:
    before = credentials.read_bytes()
    config.write_text(config.read_text() + "[profile __proto__]\nregion = eu-west-1\n")
    done = run("profile", "rename", STATIC_PROFILE, "ci", "--yes")
    assert done.returncode == 8
    assert "__proto__" in done.stderr
    assert credentials.read_bytes() == before


def test_favorites_and_usage_go_along(run: Run, config: Path, home: DemoHome) -> None:
    assert config.exists()
    history = HistoryFile(paths.state_folder(home.env))
    history.set_favorites([f"profile:{STATIC_PROFILE}", f"profile:{ASSUME_ROLE_PROFILE}"], favorite=True)
    run("use", STATIC_PROFILE)
    run("profile", "rename", STATIC_PROFILE, "ci", "--yes")
    assert history.load().favorites == ("profile:ci", f"profile:{ASSUME_ROLE_PROFILE}")
    assert [key for key in history.load().uses if "profile:" in key] == ["profile:ci"]
    run("profile", "undo", "--yes")
    assert [key for key in history.load().uses if "profile:" in key] == [f"profile:{STATIC_PROFILE}"]


@pytest.mark.parametrize("variable", ["AWS_PROFILE", "AWS_DEFAULT_PROFILE"])
@pytest.mark.parametrize(("shell", "line"), [("bash", "export {}='ci'"), ("fish", "set -gx {} 'ci'")])
def test_a_shell_without_the_wrapper_that_has_the_old_name_is_told_the_line(
    variable: str, shell: str, line: str, run: Run, config: Path
) -> None:
    assert config.exists()
    done = run("profile", "rename", STATIC_PROFILE, "ci", "--yes", SSOTUI_SHELL=shell, **{variable: STATIC_PROFILE})
    said = f"  This shell still has the old name. Set the new one: {line.format(variable)}"
    assert (done.stdout, done.stderr.splitlines()[1]) == ("", said)


@pytest.mark.parametrize("words", [("use", ASSUME_ROLE_PROFILE), ("use", "--keys", ASSUME_ROLE_PROFILE), ("off",)])
def test_the_way_back_never_leads_to_a_name_that_is_gone(words: tuple[str, ...], run: Run, config: Path) -> None:
    assert config.exists()
    assert f"SSOTUI_PREVIOUS_PROFILE='{STATIC_PROFILE}'" in run(*words, AWS_PROFILE=STATIC_PROFILE).stdout
    run("profile", "rename", STATIC_PROFILE, "ci", "--yes")
    done = run(*words, AWS_PROFILE=STATIC_PROFILE)
    assert done.returncode == 0
    assert "SSOTUI_PREVIOUS_PROFILE" not in done.stdout


@pytest.mark.parametrize(
    ("old", "new", "code", "sentence"),
    [
        ("nope", "new", 3, 'There is no profile "nope".'),
        (STATIC_PROFILE, ASSUME_ROLE_PROFILE, 2, f'The profile "{ASSUME_ROLE_PROFILE}" exists already.'),
        (STATIC_PROFILE, "a b", 2, "can't be the name of a profile"),
        (STATIC_PROFILE, "x]\n[y", 2, "can't be the name of a profile"),
        (STATIC_PROFILE, "__proto__", 2, "can't be the name of a profile"),
        (STATIC_PROFILE, "", 2, "can't be the name of a profile"),
        (STATIC_PROFILE, STATIC_PROFILE, 0, "Nothing to do"),
    ],
)
def test_a_name_that_cannot_be_given_changes_nothing(
    *, old: str, new: str, code: int, sentence: str, run: Run, config: Path, credentials: Path
) -> None:
    before = config.read_bytes(), credentials.read_bytes()
    done = run("profile", "rename", old, new, "--yes")
    assert (done.returncode, config.read_bytes(), credentials.read_bytes()) == (code, *before)
    assert sentence in done.stderr


def test_it_asks_first_and_no_leaves_everything(
    open_terminal: Callable[..., Any], run: Run, config: Path, credentials: Path
) -> None:
    before = config.read_bytes(), credentials.read_bytes()
    refused = run("profile", "rename", STATIC_PROFILE, "ci")
    assert (refused.returncode, "Add --yes" in refused.stderr) == (2, True)
    child = open_terminal("profile", "rename", STATIC_PROFILE, "ci")
    child.expect_exact(f"Rename {STATIC_PROFILE} to ci? [y/N] ")
    child.sendline("n")
    child.expect(pexpect.EOF)
    child.close()
    assert (child.exitstatus, config.read_bytes(), credentials.read_bytes()) == (130, *before)


# profile sync --rename


@pytest.fixture
def synced(run: Run, config: Path) -> Path:
    run("list", "acme")
    assert run("profile", "sync", "acme", "--yes").returncode == 0
    return config


def managed(run: Run) -> dict[str, tuple[str, str, str]]:
    """The role of every managed profile, by its name."""
    found = json.loads(run("profile", "list", "--json").stdout)
    return {one["name"]: (one["session"], one["account_id"], one["role"]) for one in found if one["managed"]}


def test_managed_profiles_get_the_names_of_another_template(run: Run, synced: Path) -> None:
    before = managed(run)
    done = run("profile", "sync", "acme", "--rename", "--name-template", "{role}-{account_id}", "--yes")
    assert done.returncode == 0, done.stderr
    assert f"Renamed {len(before)} profiles (" in done.stderr
    assert managed(run) == {f"{role}-{account}": (session, account, role) for session, account, role in before.values()}
    assert "# my own comment" in synced.read_text()


def test_a_profile_that_the_credentials_file_has_too_is_left_for_a_rename_of_its_own(
    run: Run, synced: Path, credentials: Path
) -> None:
    name = next(iter(managed(run)))
    with credentials.open("a") as file:
        file.write(f"[{name}]\nregion = eu-west-1\n")
    before = synced.read_bytes(), credentials.read_bytes()
    done = run("profile", "sync", "acme", "--rename", "--name-template", "{role}-{account_id}", "--yes")
    assert done.returncode == 2
    assert f'The profile "{name}" is in the credentials file, too' in done.stderr
    assert f"ssotui profile rename {name} " in done.stderr
    assert (synced.read_bytes(), credentials.read_bytes()) == before


def test_without_rename_they_keep_their_names(run: Run, synced: Path) -> None:
    before = synced.read_bytes()
    run("profile", "sync", "acme", "--name-template", "{role}-{account_id}", "--yes")
    assert synced.read_bytes() == before


def test_a_second_time_there_is_nothing_to_do_and_undo_takes_it_back(run: Run, synced: Path) -> None:
    before = synced.read_bytes()
    words = ("profile", "sync", "acme", "--rename", "--name-template", "{role}.{account_id}", "--yes")
    run(*words)
    assert run(*words).stderr.endswith("Nothing to do: all profiles are up to date.\n")
    run("profile", "undo", "--yes")
    assert synced.read_bytes() == before


def test_two_profiles_swap_their_names_with_what_refers_to_them(run: Run, synced: Path) -> None:
    one, other = list(managed(run))[:2]
    before = synced.read_text()
    swapped = before.replace(f"[profile {one}]", "[profile *]").replace(f"[profile {other}]", f"[profile {one}]")
    child = "[profile after]\nrole_arn = arn:aws:iam::000000000077:role/X\nsource_profile = {}\n"
    synced.write_text(swapped.replace("[profile *]", f"[profile {other}]") + child.format(one))
    done = run("profile", "sync", "acme", "--rename", "--yes", AWS_PROFILE=one)
    assert synced.read_text() == before + child.format(other)
    assert f"AWS_PROFILE='{other}'" in done.stderr


def test_a_name_that_a_foreign_profile_has_is_never_taken(run: Run, synced: Path) -> None:
    name, role = next(iter(managed(run).items()))
    text = synced.read_text().replace(f"[profile {name}]", "[profile old-name]")
    synced.write_text(f"{text}[profile {name}]\nregion = eu-west-3\n")
    run("profile", "sync", "acme", "--rename", "--yes")
    assert [one for one, ref in managed(run).items() if ref == role and one.startswith(f"{name}.")]
    assert f"[profile {name}]\nregion = eu-west-3\n" in synced.read_text()


def test_only_what_matches_is_renamed_and_a_name_in_use_is_told(run: Run, synced: Path) -> None:
    names = list(managed(run))
    roles = managed(run)
    one, other = names[:2]
    text = synced.read_text()
    text = text.replace(f"[profile {one}]", "[profile *]").replace(f"[profile {other}]", f"[profile {one}]")
    synced.write_text(text.replace("[profile *]", "[profile elsewhere]"))
    before = synced.read_bytes()
    done = run("profile", "sync", "/".join(roles[one]), "--rename", "--yes")
    assert f'"elsewhere" keeps its name: another profile is already called "{one}".' in done.stderr
    assert synced.read_bytes() == before
    run("profile", "sync", "acme", "--rename", "--yes")
    assert managed(run) == roles
