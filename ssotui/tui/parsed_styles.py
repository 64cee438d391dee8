"""Style sheets that are parsed once. Textual parses all of them again when it starts and whenever a dialog opens."""

from __future__ import annotations

from textual.css.stylesheet import Stylesheet


class ParsedStyles(Stylesheet):
    """The app's style sheets. Rules that were parsed with the same variables (those of the theme) are kept."""

    def __init__(self, variables: dict[str, str]) -> None:
        super().__init__(variables=variables)
        self._parsed_with = variables

    def set_variables(self, variables: dict[str, str]) -> None:
        if variables != self._parsed_with:
            self._parsed_with = variables
            super().set_variables(variables)  # forgets the rules

    def reparse(self) -> None:
        self.parse()
