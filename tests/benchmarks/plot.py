"""The table as a picture: how far each row is from its target, and how it grows; plain SVG, no library."""

from __future__ import annotations

import math
from collections.abc import Sequence
from html import escape

from tests.benchmarks.measures import Row

_WIDTH, _LINE, _TOP = 1240, 34, 64
_TEXT, _BAR, _BAR_WIDTH, _GROWTH = 20, 560, 300, 960
_STYLE = (
    "text{font:13px system-ui,sans-serif;fill:#24292f}.dim{fill:#6e7781}.bar{fill:#2da44e}.over{fill:#bf8700}"
    ".line{stroke:#d0d7de}.target{stroke:#cf222e;stroke-dasharray:4 3}.growth{stroke:#0969da;fill:none;stroke-width:2}"
    ".dot{fill:#0969da}rect.back{fill:#ffffff}"
)


def svg(rows: Sequence[Row]) -> str:
    """One line a row: words, a bar (its end is the value, the dashed line the target), and the growth."""
    height = _TOP + _LINE * len(rows) + 20
    target_x = _BAR + _BAR_WIDTH * 0.75
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" width="{_WIDTH}" height="{height}">',
        f'<style>{_STYLE}</style><rect class="back" width="100%" height="100%"/>',
        f'<text x="{_TEXT}" y="24" font-weight="bold">Measured in one run; shorter is better</text>',
        f'<text class="dim" x="{_BAR}" y="46">share of the target (dashed)</text>',
        f'<text class="dim" x="{_GROWTH}" y="46">at 100 … 20,000 accounts</text>',
        f'<line class="target" x1="{target_x}" x2="{target_x}" y1="52" y2="{height - 16}"/>',
    ]
    for number, row in enumerate(rows):
        parts += _line(row, _TOP + _LINE * number)
    return "\n".join([*parts, "</svg>", ""])


def _line(row: Row, y: float) -> list[str]:
    share = row.value / row.target if row.target else float(row.value > 0) * 1.3
    width = max(min(share, 1.3) * _BAR_WIDTH * 0.75, 2)
    shown = f"{number(row.value)} of {number(row.target)} {row.unit}"
    words, kind = row.what.replace("`", ""), "bar" if row.is_met else "over"
    return [
        f'<text x="{_TEXT}" y="{y + 16}">{escape(words if len(words) < 74 else words[:73] + "…")}</text>',
        f'<rect class="{kind}" x="{_BAR}" y="{y + 3}" width="{width:.1f}" height="12" rx="2"/>',
        f'<text class="dim" x="{_BAR}" y="{y + 28}" font-size="11">{escape(shown)}</text>',
        *_growth(row, y),
    ]


def _growth(row: Row, y: float) -> list[str]:
    if len(row.growth) < 2:
        return []
    sizes, values = list(row.growth), list(row.growth.values())
    lowest, highest = math.log10(sizes[0]), math.log10(20_000)
    most = max(*values, row.target, 1e-9)
    points = [
        (_GROWTH + (math.log10(size) - lowest) / (highest - lowest) * 130, y + 24 - 20 * value / most)
        for size, value in zip(sizes, values, strict=True)
    ]
    path = " ".join(f"{x:.1f},{at:.1f}" for x, at in points)
    dots = [f'<circle class="dot" cx="{x:.1f}" cy="{at:.1f}" r="2.5"/>' for x, at in points]
    ends = f"{number(values[0])} → {number(values[-1])}"
    label = f'<text class="dim" x="{_GROWTH + 142}" y="{y + 18}" font-size="11">{escape(ends)}</text>'
    return [f'<polyline class="growth" points="{path}"/>', *dots, label]


def number(value: float) -> str:
    """Three figures."""
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.3g}"
