"""Every state at two sizes, dark, light and without color, and two more sizes: what is seen is what was agreed on.

``--snapshot-update`` agrees on what is seen now; look at the difference before you commit it.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from syrupy.assertion import SnapshotAssertion

from ssotui.actions.listing.shared_rate_limiter import SharedRateLimiter
from ssotui.aws import oidc, portal
from ssotui.aws.timeouts import Timeouts
from ssotui.demo.pictures import session_states
from ssotui.tui.app import PickerApp
from ssotui.tui.picker.request import PickerRequest
from tests.tui.conftest import Ui
from tests.tui.looks import TextFile, styles_of, text_of

SIZES = [(120, 40), (60, 15)]
LOOKS = ("textual-dark", "textual-light")
# A rate depends on the order of requests.
LIMITED = property(lambda limiter: 18.0 if limiter._rate_limiter.rate else None)  # noqa: SLF001
ENDLESS = Timeouts(connect=600, read=600, whole=600)
SETTLED = ("without roles", "loading accounts", "1 of 3 accounts", "slowed to", "offline", "no account")


@pytest.fixture(autouse=True)
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let requests hang for as long as a slow machine looks at them: a time-out changes what is shown."""
    monkeypatch.setattr(oidc, "OidcService", partial(oidc.OidcService, timeouts=ENDLESS))
    monkeypatch.setattr(portal, "Portal", partial(portal.Portal, timeouts=ENDLESS))


@asynccontextmanager
async def every_state(size: tuple[int, int]) -> AsyncIterator[Ui]:
    with (
        TemporaryDirectory(prefix="ssotui-", dir="/tmp", ignore_cleanup_errors=True) as folder,
        session_states.every_state(Path(folder)) as stage,
    ):
        app = PickerApp(stage.backend, PickerRequest(session_states.SETTINGS, current=stage.home.profiles[0]))
        async with app.run_test(size=size) as pilot:
            ui = Ui(app, pilot)
            await ui.until(lambda: all(words in told(ui) for words in SETTLED))
            await show(ui, "denied")
            await ui.press("right")
            assert "⊘ AWS denies you access to the roles" in "\n".join(ui.lines)
            yield ui


def told(ui: Ui) -> str:
    """How all sessions stand, in view or not."""
    if not ui.picker.access.is_mounted:
        return ""
    view = ui.picker.state.view()
    return " ".join(str(view.listing(session)) for session in view.sessions)


async def show(ui: Ui, state: str) -> None:
    """Put the cursor where the state is seen."""
    session = session_states.STATES.get(state, "acme")
    kind = "account" if state == "denied" else "session"
    access = ui.picker.access
    at = next(index for index, row in enumerate(ui.rows) if (row.kind, row.session) == (kind, session))
    access.move_to(0)
    access.move_to(at)
    await ui.pilot.pause()


@pytest.mark.parametrize("size", [(80, 24), (200, 60)], ids=lambda size: "{}x{}".format(*size))
async def test_other_sizes_look_as_agreed(
    size: tuple[int, int], snapshot: SnapshotAssertion, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(SharedRateLimiter, "rate", LIMITED)
    async with every_state(size) as ui:
        await ui.until(lambda: session_states.STATES["offline"] not in ui.picker.message_line.progress)
        shown: list[str] = []
        for query in ("", "adm", "security"):  # the tree, and matches in columns
            await ui.filter(query)
            shown += text_of(ui.app).splitlines()[:-2]  # not the progress of retries, which come at any time
    assert "\n".join(shown) == snapshot.use_extension(TextFile)


STATES = ("denied", *session_states.STATES)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: "{}x{}".format(*size))
async def test_every_state_looks_as_agreed(
    size: tuple[int, int], snapshot: SnapshotAssertion, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(SharedRateLimiter, "rate", LIMITED)
    texts: dict[str, set[str]] = {state: set() for state in STATES}
    looks: dict[str, list[str]] = {state: [] for state in STATES}

    async def look(ui: Ui, name: str) -> None:
        for state in STATES:
            await show(ui, state)
            texts[state].add(text_of(ui.app))
            looks[state].append(f"--- {name}\n{styles_of(ui.app)}")

    async with every_state(size) as ui:
        for theme in LOOKS:
            ui.app.theme = theme
            await ui.pilot.pause()
            await look(ui, theme)
    monkeypatch.setenv("NO_COLOR", "1")
    async with every_state(size) as ui:
        await look(ui, "no color")
    for state in STATES:
        first, *others = texts[state]
        assert [line for other in others for line in set(first.split("\n")) ^ set(other.split("\n"))] == [], (
            "without color nothing is missing"
        )
    agreed = snapshot.use_extension(TextFile)
    shown = {state: "\n".join([*texts[state], *looks[state], ""]) for state in STATES}
    assert [state for state in STATES if shown[state] != agreed(name=state.replace(" ", "-"))] == []
