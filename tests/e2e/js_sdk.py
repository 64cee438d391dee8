"""The AWS SDK for JavaScript v3 from npm, run by node: the strictest reader of what we write."""

from __future__ import annotations

import json
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

_PACKAGES = {"@aws-sdk/client-sts": "3.1169.0", "@aws-sdk/credential-providers": "3.1169.0"}
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

    def who(self, env: Mapping[str, str]) -> str:
        """The ARN that STS answers to a program with this environment, by the SDK's default chain."""
        return self.run(_WHO, env)

    def run(self, program: str, env: Mapping[str, str]) -> str:
        """What an ES module prints; raises CalledProcessError, with what it said, where it fails."""
        done = subprocess.run(
            ["node", "--input-type=module", "-e", program],
            cwd=self._folder,
            env={**env, "NODE_NO_WARNINGS": "1"},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def _install(self) -> None:
        ready = self._folder / "ready"
        if ready.exists():
            return
        self._folder.mkdir(mode=0o700, exist_ok=True)
        (self._folder / "package.json").write_text(json.dumps({"private": True, "dependencies": _PACKAGES}))
        subprocess.run(["npm", "install", "--no-audit", "--no-fund", "--silent"], cwd=self._folder, check=True)
        ready.touch()
