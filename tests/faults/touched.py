"""A program that runs every command once and tells which files were touched below the home.

``python -m tests.faults.touched``: a JSON object of the exit code of each line, and the paths.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import sys
import time
from pathlib import Path

from ssotui.cli.main import main

EVENTS = frozenset(
    ("open", "os.rename", "os.remove", "os.chmod", "os.listdir", "os.scandir", "os.truncate", "shutil.move")
)
START = "https://new.awsapps.com/start"


def lines(profile: str) -> list[list[str]]:
    """Command lines that between them do everything to files that ssotui can do."""
    return [
        ["list", "--refresh", "--json"],
        ["login", "acme", "--force", "--device-code", "--no-browser"],
        ["use", profile],
        ["profile", "sync", "--yes"],
        ["profile", "undo", "--yes"],
        ["profile", "list"],
        ["creds", profile, "--write", "copied"],
        ["creds", profile, "--write", "again"],
        ["credential-process", "--profile", profile],
        ["exec", "nobody-has-this", "--", "true"],
        ["console", profile, "--print"],
        ["whoami", "--profile", profile],
        ["session", "add", "new", "--start-url", START, "--region", "eu-west-1", "--yes"],
        ["status", "--json"],
        ["status", "--check"],
        ["prompt"],
        ["init", "bash"],
        ["off"],
        ["__complete", "--", "use", ""],
        ["doctor", "--json"],
        ["doctor", "--fix"],
        ["logout", "northwind"],
    ]


def run(profile: str) -> dict[str, object]:
    """Run them, with this process's environment."""
    os.environ["AWS_PROFILE"] = profile
    home, touched = os.environ["HOME"] + "/", set[str]()

    def watch(event: str, arguments: tuple[object, ...]) -> None:
        if event in EVENTS:
            paths = (os.fsdecode(one) for one in arguments if isinstance(one, str | bytes | os.PathLike))
            touched.update(path.removeprefix(home) for path in paths if path.startswith(home))

    _make_large(Path(home, ".aws", "config"))
    sys.addaudithook(watch)
    codes = {}
    for words in lines(profile):
        with contextlib.redirect_stdout(io.StringIO()):
            codes[" ".join(words)] = main(words)
    return {"codes": codes, "touched": sorted(touched)}


def _make_large(config: Path) -> None:
    """So large and so old that its fingerprint is kept."""
    config.write_text(config.read_text() + "# a comment\n" * 6_000)
    long_ago = time.time() - 3600
    os.utime(config, (long_ago, long_ago))


if __name__ == "__main__":
    told = run(sys.argv[1])
    sys.stdout.write(json.dumps(told))
