"""The text in place of rows: why nothing matches the query, or how to begin."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from ssotui.core.catalog import age_of_listing, last_known
from ssotui.core.durations import age
from ssotui.core.printable import printable
from ssotui.named_tuples import NamedTuple
from ssotui.tui.rendering.styled_text import StyledText

if TYPE_CHECKING:
    from ssotui.core.search.references import ExactForm
    from ssotui.tui.picker.state import PickerState

_MOST_ROLES = 8


class KeyNames(NamedTuple):
    """Keys as shown."""

    clear: str
    sign_in: str
    add: str
    migrate: str
    use: str
    refresh: str


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
            (" leaves. Then ", "note"),
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
    elif since := _age_of_list(state):
        said.append([(f"Listed {since} ago. ", "note"), (keys.refresh, "session"), (" fetches new accounts.", "note")])
    said += [[(words, "warning")] for words in _not_searched(state, keys)]
    leaves = state.selector is not None and state.selector.query == state.query
    clear = "^U" if leaves else keys.clear
    return [*said, [(clear, "session"), (" clears the filter.", "note")]]


def _count(state: PickerState, query: str) -> int:
    found = state.find(query)
    return found.total + len(found.profiles) if found else 0


def _unlisted(state: PickerState, meant: ExactForm) -> str:
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


def _age_of_list(state: PickerState) -> str:
    """The age of the oldest list that can be refreshed now; "" if all are new."""
    statuses = state.snapshot.session_statuses
    active = (name for name in state.snapshot.session_names if statuses[name].state == "active")
    since = age_of_listing((state.catalog.of(name).accounts for name in active), state.view().now)
    return age(since) if since else ""


def _searched(state: PickerState) -> str:
    names = [name for name in state.snapshot.session_names if state.catalog.of(name).known_accounts()]
    known = [state.catalog.of(name) for name in names]
    accounts = sum(len(one.known_accounts()) for one in known)
    roles = sum(
        len(known_roles.value) for one in known for roles in one.roles.values() if (known_roles := last_known(roles))
    )
    others = _counted(len(state.others), "other profile") if state.others else ""
    if not names:
        return f"Searched {others}; no accounts are listed yet." if others else "No accounts are listed yet."
    also = f", and {others}" if others else ""
    return f"Searched {_counted(roles, 'role')} of {_counted(accounts, 'account')} in {_listed(names)}{also}."


def _not_searched(state: PickerState, keys: KeyNames) -> list[str]:
    """The signed-out sessions without known roles. The key signs in to the first one."""
    view = state.view()
    names = view.not_searched(state.query)
    missing: dict[str, list[str]] = {}
    for name in names:
        missing.setdefault(view.sign_in(name).words, []).append(printable(name))
    said = [f"Not searched ({words}): {', '.join(those)}." for words, those in missing.items()]
    if said:
        to = f" to {printable(names[0])}" if len(names) > 1 else ""
        said[-1] += f" Press {keys.sign_in} to sign in{to}."
    return said


def _listed(names: Sequence[str]) -> str:
    *others, last = map(printable, names)
    return f"{', '.join(others)} and {last}" if others else last


def _counted(number: int, what: str) -> str:
    return f"{number:,} {what}{'s' if number != 1 else ''}"
