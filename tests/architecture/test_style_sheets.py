"""Style sheets are parsed once for a theme: Textual would do it again when it starts, and whenever a dialog opens."""

from __future__ import annotations

from ssotui.settings import Settings
from ssotui.tui.app import PickerApp
from ssotui.tui.parsed_styles import ParsedStyles
from ssotui.tui.picker.request import PickerRequest


def never() -> None:
    raise AssertionError("the picker isn't opened")


def test_rules_are_kept_until_the_theme_changes() -> None:
    sheets = ParsedStyles({"text": "red"})
    sheets.add_source("Screen { color: $text; }", read_from=("first", ""))
    (first,) = sheets.rules
    sheets.add_source("Label { color: $text; }", read_from=("of a dialog", ""))
    sheets.set_variables({"text": "red"})
    sheets.reparse()
    assert sheets.rules[0] is first
    assert len(sheets.rules) == 2
    sheets.set_variables({"text": "blue"})
    sheets.reparse()
    assert sheets.rules[0] is not first
    assert "blue" in sheets.css.lower() or "#0000ff" in sheets.css.lower()


def test_the_app_starts_with_the_colors_that_it_will_have() -> None:
    app = PickerApp(never, PickerRequest(Settings(ui_theme="ssotui-light")))  # type: ignore[arg-type]  # returns nothing
    app.stylesheet.add_source("Label { color: $text; }", read_from=("one", ""))
    (rule,) = app.stylesheet.rules
    app.stylesheet.set_variables(app.get_css_variables())
    app.stylesheet.reparse()
    assert app.stylesheet.rules[0] is rule
