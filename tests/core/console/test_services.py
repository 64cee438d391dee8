"""The services of the console in the order in which they are offered."""

from __future__ import annotations

from datetime import datetime, timedelta

from ssotui.core.console.services import SERVICES, services_by_use
from ssotui.core.usage import Use


def test_each_page_is_offered_once_by_name(now: datetime) -> None:
    offered = services_by_use({}, now)
    assert {one.page for one in offered} == set(SERVICES.values())
    assert len(offered) == len({one.page for one in offered})
    assert [one.name for one in offered] == sorted(one.name for one in offered)
    assert next(one for one in offered if one.name == "cloudformation").aliases == ("cfn",)


def test_what_was_opened_often_and_lately_is_first_by_whichever_name(now: datetime) -> None:
    uses = {
        "s3": Use(9, now - timedelta(days=90)),
        "cfn": Use(2, now),
        "cloudformation": Use(1, now),
        "gone": Use(9, now),
    }
    assert [(one.name, one.times) for one in services_by_use(uses, now)[:3]] == [
        ("cloudformation", 3), ("s3", 9), ("acm", 0)
    ]  # fmt: skip
