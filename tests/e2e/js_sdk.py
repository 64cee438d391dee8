"""The AWS SDK for JavaScript v3 from npm, run by node: the strictest reader of what we write."""

from __future__ import annotations

import fcntl
import json
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

_PACKAGES = {"@aws-sdk/client-sts": "3.1169.0", "@aws-sdk/credential-providers": "3.1169.0"}
_PATIENCE = 240  # seconds: a slow network fails nothing
_WHO = """
import { STSClient, GetCallerIdentityCommand } from "@aws-sdk/client-sts";
const answer = await new STSClient({}).send(new GetCallerIdentityCommand({}));
console.log(answer.Arn);
"""


class JsSdk:
    """Programs in a folder that has the SDK installed; kept between runs, in the system's temporary folder."""

    def __init__(self) -> None:
        versions = "-".join(version for _, version in sorted(_PACKAGES.items()))
        self._folder = Path(tempfile.gettempdir()) / f"ssotui-tests-js-{versions}"
        self._install()

    def who(self, env: Mapping[str, str], before: Sequence[str] = ()) -> str:
        """The ARN that STS answers to a program with this environment, by the SDK's default chain."""
        return self.run(_WHO, env, before)

    def run(self, program: str, env: Mapping[str, str], before: Sequence[str] = ()) -> str:
        """What an ES module prints, with ``before`` in front of the command; raises with what it said if it fails."""
        done = subprocess.run(
            [*before, "node", "--input-type=module", "-e", program],
            cwd=self._folder,
            env={**env, "NODE_NO_WARNINGS": "1"},
            capture_output=True,
            text=True,
            check=False,
            timeout=_PATIENCE,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def _install(self) -> None:
        """Once, by one of the processes that run tests."""
        self._folder.mkdir(mode=0o700, exist_ok=True)
        ready = self._folder / "ready"
        with (self._folder / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if ready.exists():
                return
            (self._folder / "package.json").write_text(json.dumps({"private": True, "dependencies": _PACKAGES}))
            npm = ["npm", "install", "--no-audit", "--no-fund", "--silent"]
            subprocess.run(npm, cwd=self._folder, check=True, timeout=_PATIENCE)
            ready.touch()
