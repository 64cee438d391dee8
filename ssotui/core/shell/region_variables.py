"""Sets the region in a shell, and puts back what was there before."""

from __future__ import annotations

from collections.abc import Mapping

from ssotui.core.printable import printable
from ssotui.core.shell.variables import REGION, REGION_RECORD
from ssotui.named_tuples import NamedTuple


class RegionChange(NamedTuple):
    """Variables to set, in order, and to unset."""

    variables: tuple[tuple[str, str], ...] = ()
    unset: tuple[str, ...] = ()

    @property
    def region(self) -> str:
        """The region that is set; "" if none is, or an earlier one is put back."""
        variables = dict(self.variables)
        return variables[REGION[0]] if REGION_RECORD in variables else ""


def region_change(env: Mapping[str, str], region: str, *, with_credentials: bool = False) -> RegionChange:
    """Set ``region``, or with "" put back what ssotui replaced, if the shell still holds what ssotui set.

    ``with_credentials``: a region that nothing is known of came with credentials that are about to be unset, so it
    is unset.
    """
    replaced = _replaced(env)
    if replaced is None and with_credentials:
        replaced = ("",) * len(REGION)
    if region:
        before = replaced or tuple(env.get(name, "") for name in REGION)
        record = ",".join(_escaped(value) for value in (region, *before))
        return RegionChange((*((name, region) for name in REGION), (REGION_RECORD, record)))
    old = (REGION_RECORD,) if REGION_RECORD in env else ()
    if replaced is None:
        return RegionChange((), old)
    pairs = tuple(zip(REGION, replaced, strict=True))
    return RegionChange(
        tuple((name, value) for name, value in pairs if value),
        (*(name for name, value in pairs if not value), *old),
    )


def region_of_switch(env: Mapping[str, str]) -> str:
    """The region that ssotui set in this shell; "" if it set none, or if the user changed it since."""
    return env[REGION[0]] if _replaced(env) is not None else ""


def without_region_of_switch(env: Mapping[str, str]) -> dict[str, str]:
    """The environment as it was before ssotui set a region in the shell."""
    change = region_change(env, "")
    return {name: value for name, value in env.items() if name not in change.unset} | dict(change.variables)


def _replaced(env: Mapping[str, str]) -> tuple[str, ...] | None:
    """The values from before ssotui set a region, "" for none; None if ssotui set none, or if one was changed."""
    region, *before = (_unescaped(part) for part in env.get(REGION_RECORD, "").split(","))
    if not region or len(before) != len(REGION) or any(env.get(name) != region for name in REGION):
        return None
    return tuple(before)


def _escaped(value: str) -> str:
    """``value`` without a comma. What no shell variable takes safely isn't kept."""
    return value.replace("%", "%25").replace(",", "%2C") if value == printable(value) else ""


def _unescaped(part: str) -> str:
    value = part.replace("%2C", ",").replace("%25", "%")
    return value if value == printable(value) else ""
