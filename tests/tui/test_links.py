"""URLs are links that the terminal opens, where it can, and each line of a long one leads to all of it."""

from __future__ import annotations

import re
from typing import Any

import pytest
from rich.segment import Segment
from textual.color import Color

from ssotui.demo.home import DemoHome
from ssotui.tui.dialogs.portal_link import PortalLink
from ssotui.tui.links import WithoutLinks, link_to, shows_links
from tests.tui.conftest import Ui
from tests.tui.looks import lines_of

OpenUi = Any

START_URL = re.compile(r"https://d-\d+\.awsapps\.com/start$")


def links_of(ui: Ui) -> dict[tuple[str, str], str]:
    """The text of each link on the screen by its URL and ID."""
    found: dict[tuple[str, str], str] = {}
    for style, text in ((one.style, one.text) for line in lines_of(ui.app) for one in line):
        if style and style.link:
            key = (style.link, style.link_id)
            found[key] = found.get(key, "") + text.strip()
    return found


def let_links_through(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a terminal that shows links."""
    monkeypatch.setattr(WithoutLinks, "apply", lambda _, segments, __: segments)


async def test_a_start_url_in_the_details_is_one_link(open_ui: OpenUi, monkeypatch: pytest.MonkeyPatch) -> None:
    let_links_through(monkeypatch)
    async with open_ui(size=(84, 40)) as ui:
        await ui.listed()
        await ui.press("ctrl+d")
        await ui.down_to(lambda row: row.kind == "session")
        await ui.until(lambda: links_of(ui))
        ((url, _), text), *others = links_of(ui).items()
        assert text == url
        assert START_URL.match(url)
        assert others == []


async def test_each_line_of_the_portals_link_ends_at_a_separator_and_leads_to_all_of_it(
    open_ui: OpenUi, monkeypatch: pytest.MonkeyPatch
) -> None:
    let_links_through(monkeypatch)
    url = "https://d-0000000001.awsapps.com/start/#/console?account_id=583078790959&role_name=AdministratorAccess"
    async with open_ui(size=(60, 15)) as ui:
        await ui.listed()
        ui.app.push_screen(PortalLink("AdministratorAccess", url, "Copied."))
        await ui.until(lambda: links_of(ui))
        found = links_of(ui)
        assert {target for target, _ in found} == {url}
        assert "".join(found.values()) == url
        lines = ["".join(one.text for one in line if one.style and one.style.link).strip() for line in lines_of(ui.app)]
        assert all(line[-1] in "/?&=" for line in [line for line in lines if line][:-1])


async def test_a_start_url_with_blanks_is_shown_as_text(
    open_ui: OpenUi, home: DemoHome, monkeypatch: pytest.MonkeyPatch
) -> None:
    let_links_through(monkeypatch)
    config = home.folder / ".aws" / "config"
    config.write_text("[sso-session odd]\nsso_region = eu-west-1\nsso_start_url = https://a.example/start x y\n")
    async with open_ui(size=(120, 40)) as ui:
        await ui.down_to(lambda row: row.kind == "session")
        await ui.until(lambda: "https://a.example/start x y" in ui.details.replace("\n", " "))
        assert links_of(ui) == {}


async def test_a_terminal_that_cannot_show_links_gets_none(open_ui: OpenUi) -> None:
    async with open_ui() as ui:
        await ui.listed()
        await ui.down_to(lambda row: row.kind == "session")
        assert "Start URL" in ui.details
        assert links_of(ui) == {}


def test_a_link_is_removed_with_nothing_else() -> None:
    bold = link_to("https://a.example") + link_to("https://a.example").parse("bold red")
    (segment,) = WithoutLinks().apply([Segment("x", bold)], Color.parse("black"))
    assert segment.style == bold.parse("bold red")


@pytest.mark.parametrize(
    "text",
    ["root@a.example", "https://a.example/\x1b]8;;", "https://größe.example", "https://a.example x", "javascript:x"],
)
def test_only_plain_urls_are_links(text: str) -> None:
    assert link_to(text).link is None


@pytest.mark.parametrize(
    ("env", "is_shown"),
    [
        ({"TERM": "xterm-256color"}, True),
        ({"TERM": "xterm-kitty"}, True),
        ({"TERM": "tmux-256color", "TMUX": "/tmp/tmux,1,0"}, True),
        ({"TERM": "screen-256color", "TMUX": "/tmp/tmux,1,0"}, True),
        ({"TERM": "xterm-256color", "VTE_VERSION": "7006"}, True),
        ({"TERM": "xterm-256color", "VTE_VERSION": "4205"}, False),
        ({"TERM": "screen.xterm-256color"}, False),
        ({"TERM": "linux"}, False),
        ({"TERM": "vt220"}, False),
    ],
)
def test_links_are_shown_where_their_codes_are_not(env: dict[str, str], is_shown: bool) -> None:
    assert shows_links(env) == is_shown
