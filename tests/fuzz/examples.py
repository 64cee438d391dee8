"""A property that holds for anything: tried on a few examples in every run, on 10,000 in the long one (-m long).

The examples are the same each time, so that a run that failed fails again; SSOTUI_SEED=7 gives others.
"""

from __future__ import annotations

import os
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, seed, settings
from hypothesis.strategies import SearchStrategy

SEED = int(os.environ.get("SSOTUI_SEED", "1"))
FEW, MANY = 40, 10_000


def fuzz(**inputs: SearchStrategy[object]) -> Callable[[Callable[..., None]], Callable[[int], None]]:
    """Make a test of a claim about its ``inputs``; fixtures it can't have."""

    def decorate(claim: Callable[..., None]) -> Callable[[int], None]:
        @pytest.mark.parametrize("examples", [FEW, pytest.param(MANY, marks=pytest.mark.long)])
        def test(examples: int) -> None:
            calmly = settings(
                max_examples=examples,
                deadline=None,
                database=None,
                suppress_health_check=list(HealthCheck),
            )
            seed(SEED)(calmly(given(**inputs)(claim)))()

        return test

    return decorate
