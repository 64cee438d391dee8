"""The variables that a switch sets and unsets in the shell, as lines for the wrapper or as code for each shell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ssotui.core.shell.region_variables import RegionChange
from ssotui.core.shell.shell_table import SHELLS
from ssotui.core.shell.variables import IN_THE_WAY, PREVIOUS, PROFILE, REGION, REGION_RECORD, WEB_IDENTITY, quote
from ssotui.errors import UsageError
from ssotui.named_tuples import NamedTuple

_SWITCHED_OFF = (*IN_THE_WAY, *WEB_IDENTITY)
_SAME_REGION = RegionChange()
_CONTROLS = frozenset(map(chr, (*range(0x20), *range(0x7F, 0xA0))))


class Export(NamedTuple):
    """Variables to set, in order, and to unset; every name is one of shells.KNOWN."""

    variables: tuple[tuple[str, str], ...]
    unset: tuple[str, ...]

    def __repr__(self) -> str:
        """Without the values: they may be credentials."""
        return f"Export(set={[name for name, _ in self.variables]}, unset={list(self.unset)})"


def switch(profile: str, previous: str | None, region: RegionChange = _SAME_REGION) -> Export:
    """Switch from ``previous`` (see core.shell.current_profile) to ``profile``, and unset all that overrides it.

    ``use -`` is ``switch(env[PREVIOUS], shell_profile(env))``, which swaps the two, as ``cd -`` does. A switch to the
    current profile keeps the previous one. Raises UsageError for values with control characters.
    """
    variables = [(PROFILE, profile), *_previous(previous, profile), *region.variables]
    return Export(_all_held(variables), (*_SWITCHED_OFF, *region.unset))


def credentials(values: Mapping[str, str], previous: str | None, region: RegionChange = _SAME_REGION) -> Export:
    """Set temporary credentials instead of a profile; ``values`` are credential_formats.variables.

    ``previous`` and ``region`` as for ``switch``.
    """
    variables = [*values.items(), *_previous(previous), *region.variables]
    unset = (PROFILE, *(name for name in _SWITCHED_OFF if name not in values), *region.unset)
    return Export(_all_held(variables), unset)


def leave(previous: str | None, region: RegionChange = _SAME_REGION) -> Export:
    """Unset every profile and credential; ``use -`` returns to ``previous``.

    Web identity variables stay, because the machine set them.
    """
    return Export((*_previous(previous), *region.variables), (PROFILE, *IN_THE_WAY, *region.unset))


def as_lines(export: Export) -> str:
    """Lines that a wrapper reads without evaluating them: ``NAME=VALUE`` or ``unset NAME``.

    Raises UsageError for a value that is not one line.
    """
    lines = [f"unset {name}" for name in export.unset]
    lines += [f"{name}={_held(value)}" for name, value in export.variables]
    return "".join(f"{line}\n" for line in lines)


def render(export: Export, shell: str) -> str:
    """Code for ``shell`` (a key of shell_table.SHELLS). Values are quoted, so none is run.

    Raises UsageError for a value that is not one line.
    """
    row = SHELLS[shell]
    lines = [row.unset_code.format(name) for name in export.unset]
    lines += [row.set_code.format(name, quote(_held(value), shell)) for name, value in export.variables]
    winning = [name for name in export.unset if name not in (*REGION, REGION_RECORD)]
    if row.checking_code and winning:
        lines.append(row.checking_code.format(" ".join(winning)))
    return "".join(f"{line}\n" for line in lines)


def failure(shell: str) -> str:
    """Code for ``shell`` (a key of shell_table.SHELLS) that only fails."""
    return f"{SHELLS[shell].failing_code}\n"


def _previous(previous: str | None, profile: str = "") -> list[tuple[str, str]]:
    """SSOTUI_PREVIOUS_PROFILE, left out for a name that no shell can hold: that must not prevent the switch."""
    if not previous or previous == profile or not _fits(previous):
        return []
    return [(PREVIOUS, previous)]


def _all_held(variables: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple((name, _held(value)) for name, value in variables)


def _held(value: str) -> str:
    if not _fits(value):
        raise UsageError(
            f"{value!r} holds a control character, which no shell variable takes safely.",
            hint="Rename it in ~/.aws/config.",
        )
    return value


def _fits(value: str) -> bool:
    """Whether it has no control characters and no bytes that aren't UTF-8, which Python reads as lone surrogates."""
    return _CONTROLS.isdisjoint(value) and not any("\ud800" <= character <= "\udfff" for character in value)
