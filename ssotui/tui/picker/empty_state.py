"""The text in place of rows: why nothing matches the query, or how to begin."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from ssotui.core.catalog import last_known
from ssotui.core.printable import printable
from ssotui.core.session_status import NEEDS_SIGN_IN
from ssotui.tui.rendering.styled_text import StyledText

if TYPE_CHECKING:
    from ssotui.core.search.references import Named
    from ssotui.tui.picker.state import PickerState

_MOST_ROLES = 8


class KeyNames(NamedTuple):
    """Keys as shown."""

    clear: str
    sign_in: str
    add: str
    migrate: str
    use: str


def welcome(keys: KeyNames) -> list[StyledText]:
    """The text for a user without a session."""
    return [
        [("Welcome! ", "heading"), ("Every account and role you can access will appear here.", "account")],
        [],
        [
            (f"{keys.add} or {keys.use}", "session"),
            (" adds your company's access portal. You need its start URL, such as ", "note"),
            ("https://acme.awsapps.com/start", "account"),
            (", and its region. Ask your AWS administrator for both.", "note"),
        ],
        [],
        [
            (keys.clear, "session"),
            (" exits. Then ", "note"),
            ("ssotui demo", "session"),
            (" lets you try ssotui with a simulated organization, without an AWS account.", "note"),
        ],
    ]


def legacy_profiles(profiles: int, keys: KeyNames) -> list[StyledText]:
    """The text for a user with legacy profiles."""
    have = "1 legacy profile is" if profiles == 1 else f"{profiles:,} legacy profiles are"
    return [
        [(f"{have} in your AWS config. Their sign-ins expire after some hours. ", "note"), (keys.migrate, "session"),
         (" migrates them to an SSO session, which renews automatically (preview first).", "note")]
    ]  # fmt: skip


def why_nothing(state: PickerState, keys: KeyNames, *, is_fetching: bool) -> list[StyledText]:
    """The text for a query without matches: what was searched, what wasn't, and what to do."""
    from ssotui.core.search.nearest import nearest
    from ssotui.core.search.references import named

    query = printable(state.query)
    meant = named(state.query)
    said: list[StyledText] = [[("No matches for ", "note"), (f'"{query}"', "session"), (".", "note")]]
    near = _unlisted(state, meant) if meant and meant.account_id else nearest(query, partial(_count, state))
    said += [[(near, "account")]] if near else []
    said.append([(_searched(state), "note")])
    if is_fetching:
        said.append([("Still loading: matches will appear here.", "busy")])
    said += [[(words, "warning")] for words in _not_searched(state, keys)]
    return [*said, [(keys.clear, "session"), (" clears the filter.", "note")]]


def _count(state: PickerState, query: str) -> int:
    found = state.find(query)
    return found.total + len(found.profiles) if found else 0


def _unlisted(state: PickerState, meant: Named) -> str:
    """Why the target of an exact form isn't shown."""
    account = state.catalog.account(meant.account_id)
    if account is None:
        return f"No session has an account {meant.account_id} for you."
    title = f"{account.title} ({account.id})"
    roles = {
        role for session in state.snapshot.session_names for role in state.catalog.of(session).known_roles(account.id)
    }
    if not roles:
        return f"{title} is listed, but your roles in it are not known yet."
    shown = ", ".join(sorted(roles)[:_MOST_ROLES]) + (" …" if len(roles) > _MOST_ROLES else "")
    return f"{title} is listed, but has no role {printable(meant.role)} for you. You have {shown}."


def _searched(state: PickerState) -> str:
    names = [name for name in state.snapshot.session_names if state.catalog.of(name).known_accounts()]
    known = [state.catalog.of(name) for name in names]
    accounts = sum(len(one.known_accounts()) for one in known)
    roles = sum(len(kept.value) for one in known for roles in one.roles.values() if (kept := last_known(roles)))
    others = _counted(len(state.others), "other profile") if state.others else ""
    if not names:
        return f"Searched {others}; no account is listed yet." if others else "No account is listed yet."
    also = f", and {others}" if others else ""
    return f"Searched {_counted(roles, 'role')} of {_counted(accounts, 'account')} in {_listed(names)}{also}."


def _not_searched(state: PickerState, keys: KeyNames) -> list[str]:
    """The signed-out sessions without known roles."""
    view = state.view()
    missing: dict[str, list[str]] = {}
    for name, status in state.snapshot.session_statuses.items():
        if status.state in NEEDS_SIGN_IN and not state.catalog.of(name).known_accounts():
            missing.setdefault(view.sign_in(name).words, []).append(printable(name))
    return [
        f"Not searched ({words}): {', '.join(names)}. Press {keys.sign_in} to sign in."
        for words, names in missing.items()
    ]


def _listed(names: Sequence[str]) -> str:
    *others, last = map(printable, names)
    return f"{', '.join(others)} and {last}" if others else last


def _counted(number: int, what: str) -> str:
    return f"{number:,} {what}{'s' if number != 1 else ''}"
