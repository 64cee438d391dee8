"""Our port of the JavaScript SDK's INI grammar reads what the SDK itself reads."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from ssotui.files.js_ini import js_sections
from tests.e2e.js_sdk import JsSdk

pytestmark = pytest.mark.needs("node", "npm")

FILES = 400
LINES = (
    "[profile x]",
    "[profile  x]",
    "[profile\tx]",
    "[profile\u00a0x]",
    "[ profile x ]",
    "[profile 'x']",
    "[x",
    '[profile "a"]',
    "[profile 'x\"]",
    "[profile a b]",
    "[profile a/b.c@d:e%f+g-h_i]",
    "[profile café]",
    "[profile x] # hi",
    "[profile x]; hi",
    "[sso-session s]",
    "[services v]",
    "[other x]",
    "[default]",
    "[]",
    "  [profile y]",
    "[profile __proto__]",
    "region = r",
    "region=r # c",
    "region = r;c",
    "url = https://a/start #/",
    "Region = R",
    "region: r",
    "= v",
    "a =",
    "s3 =",
    "  k = v",
    "\tk=v",
    "  deep =",
    "what",
    "",
    "   ",
    "# c",
    "  ; c",
    "k = \ufeffv\ufeff",
    "k\x1c = v\x85",
    "é = ü",
)
_READ = """
import { loadSharedConfigFiles } from "@smithy/core/config";
const found = [];
for (let number = 0; number < %d; number++) {
  const filepath = `%s/${number}`;
  found.push((await loadSharedConfigFiles({ filepath, configFilepath: "/nowhere" })).credentialsFile);
}
console.log(JSON.stringify(found));
"""


def test_any_file_says_what_it_says_to_the_sdk(js_sdk: JsSdk, tmp_path: Path) -> None:
    chosen = random.Random(4)  # the same files on every run
    texts = [chosen.choice(("\n", "\r\n")).join(chosen.choices(LINES, k=chosen.randint(1, 14))) for _ in range(FILES)]
    for number, text in enumerate(texts):
        (tmp_path / str(number)).write_bytes(text.encode())
    judged = json.loads(js_sdk.run(_READ % (FILES, tmp_path), {"HOME": str(tmp_path), "PATH": "/usr/bin:/bin"}))
    differing = [text for text, expected in zip(texts, judged, strict=True) if (js_sections(text) or {}) != expected]
    assert differing == []
