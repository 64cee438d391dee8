"""The sections below the details: what is near the row, and how its session stands, where there is room."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

from ssotui import wiring
from ssotui.demo.home import DemoHome
from ssotui.demo.organization import Organization
from ssotui.settings import Settings

OpenUi = Any


async def test_a_wide_screen_shows_what_is_near_a_role_and_how_its_session_stands(
    open_ui: OpenUi, home: DemoHome, organization: Organization
) -> None:
    backend = wiring.build(home.env, Settings())
    async with open_ui(size=(200, 60)) as ui:
        await ui.listed()
        catalog = ui.picker.state.catalog.of("acme")
        account = next(one for one in catalog.known_accounts() if len(catalog.known_roles(one.id)) > 3)
        role, other, *_ = catalog.known_roles(account.id)
        backend.history.record_use(f"acme/{account.id}/{other}", datetime.now(UTC) - timedelta(hours=3, minutes=1))
        for _ in range(2):
            backend.history.record_service("s3", datetime.now(UTC))
        backend.history.record_service("ec2", datetime.now(UTC))
        ui.picker.state.set_history(backend.history.load())
        asked = organization.counts.copy()
        await ui.filter(f"{account.id}/{role}")
        details = ui.details
        assert re.search(rf"\nOther roles in .*\n(?:.*\n)*?  {re.escape(other)} +used 3h ago\n", details)
        assert f"  {role}\n" not in details.partition("Other roles in")[2]
        assert "\nConsole services used most\n  s3, ec2\n" in details
        health = details.partition("\nSession acme\n")[2]
        assert re.match(r"  Sign-in  active 7h59m\n  Listed   \d+ accounts$", health)
        assert details.index("Enter creates") < details.index("ARN pattern") < details.index("Other roles")
        assert organization.counts == asked
        await ui.filter("acme")
        await ui.press("home")
        assert re.search(rf"\nRoles used last\n  {other} in {account.title}\s+used 3h ago", ui.details)


async def test_sections_are_left_out_where_there_is_no_room(open_ui: OpenUi) -> None:
    async with open_ui(size=(120, 24)) as ui:
        await ui.listed()
        await ui.filter("northwind 'read")
        assert "Other roles" not in ui.details
        assert len(ui.picker.details.lines) <= ui.picker.details.size.height
        await ui.pilot.resize_terminal(120, 60)
        await ui.until(lambda: "Other roles" in ui.details)
