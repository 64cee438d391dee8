"""Lets coverage.py measure programs that tests start in an environment of their own, or without site-packages.

coverage.py follows a program by a variable, and by a file in site-packages (coverage.py, control.py, process_startup).
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from typing import Any

_FOLLOWED_BY = "COVERAGE_PROCESS_CONFIG"


def measure_programs() -> None:
    """Do that if coverage.py measures this process."""
    if _FOLLOWED_BY in os.environ:
        subprocess.Popen = _Measured  # type: ignore[misc,assignment]


class _Measured(subprocess.Popen[Any]):
    def __init__(self, args: Any, *others: Any, env: Mapping[str, str] | None = None, **options: Any) -> None:  # noqa: ANN401 - as the base class
        if env is not None:
            env = {**env, _FOLLOWED_BY: os.environ[_FOLLOWED_BY]}
        if isinstance(args, list) and args[0] == sys.executable:
            args = [word for word in args if word != "-S"]
        super().__init__(args, *others, env=env, **options)  # type: ignore[call-overload]
