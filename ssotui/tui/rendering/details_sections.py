"""The sections below the details of a row: what is near it, what was used, and the state of its session.

Nothing here is requested from AWS.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssotui.core.chains.chains import root_session
from ssotui.core.durations import age
from ssotui.core.model import RoleRef, parse_role_ref
from ssotui.core.printable import printable
from ssotui.core.tree.rows import Row
from ssotui.tui.rendering.details_fields import Field, Section
from ssotui.tui.view import View

_MOST_ROLES, _MOST_USES, _MOST_SERVICES = 12, 6, 8


def sections_of(row: Row, view: View) -> Iterator[Section]:
    """The sections for a row, the most useful first. Some have no fields."""
    if row.ref and row.account:
        yield Section(f"Other roles in {row.account.title}", tuple(_other_roles(row.ref, view)))
        used = sorted(view.services, key=lambda name: view.services[name], reverse=True)
        yield Section("Console services used most", (Field("", ", ".join(used[:_MOST_SERVICES])),) if used else ())
    elif row.session:
        yield Section("Roles used last", tuple(_last_used(row, view)))
    profile = view.profiles.get(row.text)
    session = row.session or (root_session(profile, view.profiles) if profile else "")
    if session in view.sessions and row.kind != "session":
        yield Section(f"Session {printable(session)}", tuple(_session(session, view)))


def _other_roles(ref: RoleRef, view: View) -> Iterator[Field]:
    others = [role for role in view.catalog.of(ref.session).known_roles(ref.account_id) if role != ref.role]
    for role in others[:_MOST_ROLES]:
        yield Field(role, _use(ref._replace(role=role), view), tone="name", name_tone="value")
    if len(others) > _MOST_ROLES:
        yield Field(f"and {len(others) - _MOST_ROLES:,} more", "")


def _use(ref: RoleRef, view: View) -> str:
    """What there is of a role: its profiles, when it was used last, how long its cached credentials are valid."""
    use, left = view.uses.get(str(ref)), view.credentials_left(ref)
    parts = (
        "★" if view.is_favorite(ref) else "",
        ", ".join(map(printable, view.names.get(ref, ()))),
        f"used {age(view.now - use.last)} ago" if use else "",
        f"credentials {left}" if left else "",
    )
    return "  ".join(filter(None, parts))


def _last_used(row: Row, view: View) -> Iterator[Field]:
    """The roles below an account, a permission set or a session that were used last, the newest first."""
    used = [(use.last, ref) for key, use in view.uses.items() if (ref := parse_role_ref(key)) and _is_below(row, ref)]
    for _, ref in sorted(used, reverse=True)[:_MOST_USES]:
        account = view.catalog.of(ref.session).account(ref.account_id)
        title = ref.role if row.account else f"{ref.role} in {account.title if account else ref.account_id}"
        yield Field(title, _use(ref, view), tone="name", name_tone="value")


def _is_below(row: Row, ref: RoleRef) -> bool:
    return (
        ref.session == row.session
        and (not row.account or ref.account_id == row.account.id)
        and (row.kind != "permission-set" or ref.role == row.role)
    )


def _session(name: str, view: View) -> Iterator[Field]:
    """The state of a session's sign-in and listing; what to do only if there is something to do."""
    for title, state in (("Sign-in", view.sign_in(name)), ("Listed", view.listing(name))):
        if state:
            yield Field(title, str(state))
            if state.advice and state.tone in ("warning", "error"):
                yield Field("", state.advice, tone="name")
