"""How long a sync of N profiles takes, against botocore reading the file that comes of it: ``python -m`` this module.

Into an empty file, into one that has as many profiles of the user's, one that changes every profile, and one that
removes them all; decides no test.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from botocore.configloader import load_config

from ssotui.core.configuration import AwsConfiguration, NewProfile
from ssotui.core.model import RoleRef
from ssotui.core.profiles.plans import Plan, plan
from ssotui.files.aws_profiles import AwsProfiles

_SIZES = (1_000, 2_500, 5_000, 10_000)
_SESSION = "[sso-session acme]\nsso_start_url = https://acme.awsapps.com/start\nsso_region = eu-west-1\n"
_NOW = datetime(2026, 1, 1, tzinfo=UTC)


def main() -> None:
    """Print a line for each size and kind of sync."""
    sys.stdout.write(f"{'profiles':>8}  {'sync':<28}{'seconds':>8}  {'botocore':>8}  {'ratio':>6}\n")
    for size in _SIZES:
        for words, before, make in syncs(size):
            took, judged = measured(before, make)
            sys.stdout.write(f"{size:>8,}  {words:<28}{took:>8.2f}  {judged:>8.2f}  {took / judged:>6.1f}\n")


Planner = Callable[[AwsConfiguration], Plan]


def syncs(size: int) -> list[tuple[str, str, Planner]]:
    wanted = [NewProfile(f"account-{n}.Admin", RoleRef("acme", f"{n:012}", "Admin"), "eu-west-1") for n in range(size)]
    described = [one._replace(output="json") for one in wanted]
    ours = _SESSION + "".join(_section(one) for one in wanted)
    theirs = _SESSION + "".join(f"\n# mine\n[profile user-{n}]\nrole_arn = x\nregion = y\n" for n in range(size))
    return [
        ("into an empty file", _SESSION, lambda found: plan(found.profiles, wanted)),
        ("into one of the same size", theirs, lambda found: plan(found.profiles, wanted)),
        ("that changes nothing", ours, lambda found: plan(found.profiles, wanted)),
        ("that completes each profile", ours, lambda found: plan(found.profiles, described)),
        ("that removes each profile", ours, lambda found: plan(found.profiles, (), found.profiles)),
    ]


def _section(one: NewProfile) -> str:
    keys = f"sso_session = acme\nsso_account_id = {one.ref.account_id}\nsso_role_name = {one.ref.role}\n"
    return f"\n[profile {one.name}]\n{keys}region = {one.region}\nmanaged_by = ssotui\n"


def measured(before: str, make: Planner) -> tuple[float, float]:
    """Seconds for the sync, and for botocore to read the larger of the two files."""
    with tempfile.TemporaryDirectory() as folder:
        config = Path(folder, ".aws", "config")
        config.parent.mkdir()
        config.write_text(before)
        store = AwsProfiles({"HOME": folder, "XDG_STATE_HOME": folder}, lambda: _NOW)
        start = time.perf_counter()
        edit = store.carry_out(make).edit
        took = time.perf_counter() - start
        config.write_text(max(edit.before, edit.after, key=len))
        start = time.perf_counter()
        load_config(str(config))
        return took, time.perf_counter() - start


if __name__ == "__main__":
    main()
