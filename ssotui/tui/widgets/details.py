"""What is known of the row under the cursor, and exactly what the shell will receive."""

from __future__ import annotations

from collections.abc import Callable

from rich.cells import cell_len
from rich.text import Text
from textual.widget import Widget

from ssotui.core.durations import span
from ssotui.core.model import RoleRef
from ssotui.core.outline import Row
from ssotui.core.states import of_roles
from ssotui.core.text import plain
from ssotui.tui.view import View

Facts = list[tuple[str, str]]

_SAFETY = "Safety"


class Details(Widget):
    """Two columns of facts; which ones depends on the kind of the row."""

    COMPONENT_CLASSES = {
        "details--title", "details--name", "details--value", "details--code", "details--production",
    }  # fmt: skip

    def __init__(self, view: View, profile_of: Callable[[RoleRef], tuple[str, bool]]) -> None:
        """``profile_of`` says which profile Enter switches to, and whether it is new."""
        super().__init__()
        self._view = view
        self._profile_of = profile_of
        self._row: Row | None = None

    def show(self, row: Row | None, view: View) -> None:
        if row != self._row or view != self._view:
            self._row, self._view = row, view
            self.refresh()

    def render(self) -> Text:
        if self._row is None:
            return Text()
        new = self._profile_of(self._row.ref) if self._row.ref else ("", False)
        title, facts, code = described(self._row, self._view, new)
        style = self.get_component_rich_style
        text = Text().append(plain(title) + "\n\n", style("details--title"))
        facts += [(_SAFETY, "production")] if self._view.production_title(self._row) else []
        width = max((len(name) for name, _ in facts), default=0)
        for name, value in facts:
            text.append(f"{name:<{width}}  ", style("details--name"))
            kind = "production" if name == _SAFETY else "value"
            text.append(self._folded(plain(value), width + 2), style(f"details--{kind}"))
        if code:
            text.append("\nEnter gives this shell\n", style("details--name"))
            for line in code:
                text.append("  " + self._folded(plain(line), 2), style("details--code"))
        return text

    def _folded(self, value: str, indent: int) -> str:
        """A value in lines of what is left beside its name, all below its first character; words stay whole."""
        room = max(self.size.width - indent, 12)
        lines, line = [], ""
        for character in value:
            if cell_len(line) + cell_len(character) > room:
                whole, blank, word = line.rpartition(" ")
                lines.append(whole if blank else line)
                line = word if blank else ""
            line += character
        return f"\n{' ' * indent}".join([*lines, line.strip()]) + "\n"


def described(row: Row, view: View, profile: tuple[str, bool]) -> tuple[str, Facts, list[str]]:
    """(title, facts, what Enter sends) of a row; ``profile`` is a role's, and whether it is yet to be written."""
    if row.ref is not None:
        return _role(row, view, *profile)
    if row.kind in ("profile", "pinned"):
        return _profile(row, view)
    if row.account is not None:
        return _account(row, view)
    if row.session:
        return _session(row, view)
    return row.text, [], []


def _role(row: Row, view: View, profile_name: str, is_new: bool) -> tuple[str, Facts, list[str]]:
    ref, account = row.ref, row.account
    assert ref is not None
    assert account is not None
    names = view.names.get(ref, ())
    facts = [("Account", account.title), ("Account id", account.id)]
    facts += [("E-mail", account.email)] if account.email else []
    facts += [("Session", ref.session), ("Profile", "none yet: Enter writes it" if is_new else ", ".join(names))]
    region = next((profile.region for name in names if (profile := view.profiles.get(name))), "")
    facts += [("Region", region)] if region else []
    use = view.uses.get(str(ref))
    if use:
        facts.append(("Last used", f"{span(view.now - use.last)} ago, {use.times} time{'s' if use.times != 1 else ''}"))
    return row.role, facts, [f"AWS_PROFILE={profile_name}"]


def _profile(row: Row, view: View) -> tuple[str, Facts, list[str]]:
    profile = view.profiles.get(row.text)
    if profile is None:
        return row.text, [], []
    facts: Facts = [("Kind", profile.kind)]
    facts += [(name, value) for name, value in (("Source", profile.source), ("Region", profile.region)) if value]
    return row.text, facts, [f"AWS_PROFILE={row.text}"]


def _account(row: Row, view: View) -> tuple[str, Facts, list[str]]:
    account = row.account
    assert account is not None
    roles = view.catalog.of(row.session).known_roles(account.id)
    facts = [("Account id", account.id)]
    facts += [("E-mail", account.email)] if account.email else []
    state = of_roles(view.catalog.of(row.session), account.id)
    facts += [("Session", row.session), ("Roles", str(state) if state else ", ".join(roles))]
    return account.title, facts + ([("", state.advice)] if state and state.advice else []), []


def _session(row: Row, view: View) -> tuple[str, Facts, list[str]]:
    session = view.sessions.get(row.session)
    facts: Facts = []
    if session:
        facts += [("Start URL", session.start_url), ("Region", session.sso_region)]
        facts += [("Form", "legacy profiles")] if session.legacy else []
    for name, state in (("Sign-in", view.sign_in(row.session)), ("Listed", view.listing(row.session))):
        facts.append((name, str(state) if state else "nothing yet"))
        facts += [("", state.advice)] if state and state.advice else []
    return row.session, facts, []
