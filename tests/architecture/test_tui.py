"""How the TUI is built: one screen of parts, dialogs over it, and what they show worked out without Textual."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator

import pytest
from textual.screen import Screen

import ssotui
from ssotui.core.shell.shell_table import Shell
from ssotui.tui import rendering
from ssotui.tui.dialogs.dialog import Dialog
from ssotui.tui.picker.screen import Picker
from ssotui.tui.widgets.lines_view import LinesView
from tests.architecture.test_imports import loaded

BASES = {Dialog, LinesView, Shell}
RENDERING = [one.name for one in pkgutil.iter_modules(rendering.__path__, "ssotui.tui.rendering.")]


def classes() -> Iterator[type]:
    for one in pkgutil.walk_packages(ssotui.__path__, "ssotui."):
        if one.name.endswith("__main__"):
            continue  # runs the program
        module = importlib.import_module(one.name)
        yield from (
            value for value in vars(module).values() if isinstance(value, type) and value.__module__ == one.name
        )


def test_nothing_inherits_from_our_own_classes_but_dialogs_views_of_lines_shells_and_errors() -> None:
    inherited = {base for one in classes() for base in one.__bases__ if base.__module__.startswith("ssotui.")}
    assert {
        base for base in inherited if not getattr(base, "_is_protocol", False) and not issubclass(base, Exception)
    } == BASES


def test_every_screen_is_the_picker_or_a_dialog() -> None:
    screens = {one for one in classes() if issubclass(one, Screen)}
    assert {one for one in screens if not issubclass(one, Dialog)} == {Picker}


@pytest.mark.parametrize("module", ["ssotui.tui.picker.state", "ssotui.tui.view", *RENDERING])
def test_what_is_shown_is_worked_out_without_textual(module: str) -> None:
    assert loaded(f"import {module}") == []
