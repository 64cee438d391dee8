"""Debian's chromium, headless, driven through chromedriver by plain WebDriver calls: the person's real browser."""

from __future__ import annotations

import json
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

_ELEMENT = "element-6066-11e4-a52e-4f735466cecf"  # what WebDriver calls an element
_PATIENCE = 60.0  # seconds: a slow machine fails nothing


class Chromium:
    """One window."""

    def __init__(self, driver: str, folder: Path) -> None:
        self._driver = driver
        flags = ["--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", f"--user-data-dir={folder}"]
        wish = {"browserName": "chrome", "goog:chromeOptions": {"args": flags}}
        made = self._ask("POST", "/session", {"capabilities": {"alwaysMatch": wish}})
        self._session = f"/session/{made['sessionId']}"

    def visit(self, address: str) -> None:
        self._ask("POST", f"{self._session}/url", {"url": address})

    def click(self, selector: str) -> None:
        """The first element of this CSS selector, as soon as it is there."""
        found = self._until(
            lambda: self._ask("POST", f"{self._session}/elements", {"using": "css selector", "value": selector})
        )
        self._ask("POST", f"{self._session}/element/{found[0][_ELEMENT]}/click", {})

    @property
    def heading(self) -> str:
        """The page's first heading."""
        script = {"script": "return document.querySelector('h1')?.innerText ?? ''", "args": []}
        return str(self._ask("POST", f"{self._session}/execute/sync", script))

    @property
    def address(self) -> str:
        return str(self._ask("GET", f"{self._session}/url"))

    def until_heading(self, words: str) -> None:
        self._until(lambda: self.heading == words)

    def close(self) -> None:
        self._ask("DELETE", self._session)

    def _until(self, look: Any) -> Any:  # noqa: ANN401  whatever is looked for
        end = time.monotonic() + _PATIENCE
        while not (found := look()):
            assert time.monotonic() < end, "the browser never got there"
            time.sleep(0.05)
        return found

    def _ask(self, method: str, path: str, body: object = None) -> Any:  # noqa: ANN401  JSON
        content = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self._driver + path, content, method=method)
        with urllib.request.urlopen(request, timeout=_PATIENCE) as answer:
            return json.loads(answer.read())["value"]


@contextmanager
def chromium(folder: Path) -> Iterator[Chromium]:
    """A window whose files are in ``folder``."""
    process = subprocess.Popen(
        ["chromedriver", "--port=0"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
    )
    try:
        assert process.stdout
        line = next(line for line in process.stdout if "started successfully on port" in line)
        port = line.rstrip().rstrip(".").rsplit(" ", 1)[1]
        window = Chromium(f"http://127.0.0.1:{port}", folder)
        try:
            yield window
        finally:
            window.close()
    finally:
        process.terminate()
        process.communicate(timeout=30)
