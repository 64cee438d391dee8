"""The content of the details of a row: values that can be copied, and what Enter sets in the shell."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from ssotui.actions.switch import Choice
from ssotui.core.chains.chains import chain_of
from ssotui.core.console import arns
from ssotui.core.durations import span
from ssotui.core.model import Account, Profile, RoleRef
from ssotui.core.printable import printable
from ssotui.core.session_status import State, of_roles
from ssotui.core.shell.exports import Export
from ssotui.core.tree.rows import Row
from ssotui.errors import ProfileError, SsoTuiError
from ssotui.named_tuples import NamedTuple
from ssotui.settings import AccountStyle
from ssotui.tui.rendering.badges import tint
from ssotui.tui.rendering.details_fields import DetailsContent, Field
from ssotui.tui.rendering.details_sections import sections_of
from ssotui.tui.view import View

_MOST_NAMES = 6
_OWN = "SSOTUI_"  # variables that only ssotui reads


class DetailsSources(NamedTuple):
    """Functions for data that isn't in the view.

    ``choice`` returns what Enter on a row chooses, ``export`` the variables for it; ``set_now`` are the names of the
    variables that are set in the shell; ``credentials_end`` returns when a role's cached credentials expire.
    ``selects`` is what Enter does with a role that is chosen for a command, "" if Enter switches the shell.
    """

    choice: Callable[[Row], Choice | None]
    export: Callable[[Choice], Export]
    set_now: frozenset[str]
    credentials_end: Callable[[RoleRef], datetime | None]
    selects: str = ""


def details_of(row: Row, view: View, sources: DetailsSources) -> DetailsContent:
    """The details of a row."""
    choice = sources.choice(row)
    content = _role(row, view, sources, choice) if row.ref else _other(row, view)
    content = content._replace(
        fields=_with_badge(content.fields, view.row_style(row)), sections=tuple(sections_of(row, view))
    )
    if choice is None:
        return content
    if sources.selects:
        return content._replace(enter=sources.selects)
    enter = "Enter creates the profile and sets" if choice.wrote else "Enter sets"
    return content._replace(enter=enter, variables=tuple(_variables(choice, sources)))


def _with_badge(fields: tuple[Field, ...], style: AccountStyle) -> tuple[Field, ...]:
    """The fields with the account's badge, and whether a question comes before its use. The ARN stays last."""
    words = " ".join(filter(None, (style.label, "asks first" if style.confirm else "")))
    if not words:
        return fields
    end = len(fields) - bool(fields and fields[-1].name.startswith("ARN"))
    return (
        *fields[:end],
        Field("Safety" if style.confirm else "Badge", words, tone=tint(style, "value")),
        *fields[end:],
    )


def _other(row: Row, view: View) -> DetailsContent:
    if row.kind in ("profile", "pinned"):
        return _profile(row, view)
    if row.account is not None:
        return _gone(row, row.account) if row.kind == "gone" else _account(row, row.account, view)
    if row.kind == "permission-set":
        return DetailsContent(
            _copied("Role", row.role), (_copied("Session", row.session), Field("Accounts", f"{row.size:,}"))
        )
    return _session(row, view) if row.session else DetailsContent(Field("", row.text))


def _copied(name: str, value: str) -> Field:
    """A field that copies its value, unless the value contains terminal controls, which are unsafe to paste."""
    return Field(name, value, value if value.isprintable() else printable(value))


def _variables(choice: Choice, sources: DetailsSources) -> Iterator[Field]:
    """The variables that Enter sets, and those that it unsets if they are set now."""
    try:
        export = sources.export(choice)
    except SsoTuiError as error:
        yield Field("", f"nothing: {error.message}", tone="production")
        return
    for name, value in export.variables:
        yield Field(name, f"{name}={value}", value, tone="name" if name.startswith(_OWN) else "code")
    for name in export.unset:
        if name in sources.set_now:
            yield Field("", f"unset {name}", tone="code")


def _role(row: Row, view: View, sources: DetailsSources, choice: Choice | None) -> DetailsContent:
    ref, account = row.ref, row.account
    assert ref is not None
    assert account is not None
    names = view.names.get(ref, ())
    fields = [*_of_account(account), _copied("Session", row.session)]
    fields += [_copied("Profile", name) for name in names] or [Field("Profile", "none yet")]
    fields += [field for name in names for field in _fault(view.profiles.get(name))]
    fields += _region(view.chosen_region(row), choice.region if choice else "")
    fields += _used(str(ref), view)
    end = sources.credentials_end(ref)
    if end and end > view.now:
        fields.append(Field("Credentials", f"cached, {span(end - view.now)} left"))
    if view.catalog.of(row.session).changes.is_new(account.id, row.role):
        fields.append(Field("New", "since the last refresh"))
    fields.append(_copied("ARN pattern", arns.of_role(_partition(row, view), account.id, row.role)))
    return DetailsContent(_copied("Role", row.role), tuple(fields))


def _of_account(account: Account) -> list[Field]:
    fields = [_copied("Account", account.title), _copied("Account ID", account.id)]
    return fields + ([_copied("E-mail", account.email)] if account.email else [])


def _region(chosen: str, of_profile: str) -> list[Field]:
    """The region that a switch to the role gives; where the user chose one, that of the profile is added."""
    if not chosen:
        return [_copied("Region", of_profile)] if of_profile else []
    beside = f"profile: {printable(of_profile)}" if of_profile else "chosen"
    return [Field("Region", f"{chosen} ({beside})", chosen)]


def _used(key: str, view: View) -> list[Field]:
    use = view.uses.get(key)
    if use is None:
        return []
    return [Field("Last used", f"{span(view.now - use.last)} ago, {use.times} time{'s' if use.times != 1 else ''}")]


def _partition(row: Row, view: View) -> str:
    from ssotui.core.console.partitions import partition_of  # rarely needed for the first frame

    session = view.sessions.get(row.session)
    return partition_of(session.sso_region if session else "").name


def _gone(row: Row, account: Account) -> DetailsContent:
    about = Field("Gone", "No longer listed by AWS at the last refresh. It disappears after the next one.")
    fields = [_copied("Role", row.role)] if row.role else []
    fields += [*_of_account(account), _copied("Session", row.session), about]
    return DetailsContent(fields[0], tuple(fields[1:]))


def _profile(row: Row, view: View) -> DetailsContent:
    profile = view.profiles.get(row.text)
    title = _copied("Profile", row.text)
    if profile is None:
        return DetailsContent(title)
    fields = [Field("Kind", profile.kind), *_fault(profile), *_behind(profile, view)]
    known = (
        ("Role", profile.role),
        ("Account ID", profile.account_id),
        ("Session", profile.session),
        ("ARN", profile.role_arn),
    )
    fields += [_copied(name, value) for name, value in known if value]
    fields += _region(view.chosen_region(row), profile.region)
    fields += (
        [Field("Gone", "This role is no longer assigned to you.", tone="production")] if row.text in view.gone else []
    )
    return DetailsContent(title, (*fields, *_used(profile.history_key, view)))


def _fault(profile: Profile | None) -> list[Field]:
    """Why the profile is unsound, and what to do."""
    if profile is None or not profile.fault:
        return []
    error = ProfileError(profile.name, profile.fault, hint=profile.fault_hint)
    return [Field("Fault", error.in_one_line, tone="production")]


def _behind(profile: Profile, view: View) -> list[Field]:
    chain = chain_of(profile, view.profiles)
    fields = [_copied("Source" if place == 0 else "Its source", name) for place, name in enumerate(chain.names)]
    fields += [Field("MFA device", str(value)) for name, value in profile.assumes if name == "SerialNumber"]
    if chain.fault:
        return [*fields, Field("Fault", f"It can't be used: {chain.fault}.", tone="production")]
    return fields + ([Field("Credentials", chain.root.kind)] if chain.names and chain.root else [])


def _account(row: Row, account: Account, view: View) -> DetailsContent:
    catalog = view.catalog.of(row.session)
    title, *fields = _of_account(account)
    fields.append(_copied("Session", row.session))
    state = of_roles(catalog, account.id)
    fields.append(Field("Roles", str(state) if state else ", ".join(catalog.known_roles(account.id))))
    fields += _advice(state)
    fields += [Field("New", "since the last refresh")] if account.id in catalog.changes.accounts else []
    fields += _changes(
        sorted(catalog.changes.roles.get(account.id, ())), catalog.changes.gone_roles.get(account.id, ())
    )
    fields.append(_copied("ARN", arns.of_account(_partition(row, view), account.id)))
    return DetailsContent(title, tuple(fields))


def _changes(new: list[str], gone: tuple[str, ...] | list[str]) -> list[Field]:
    """What the last refresh has changed, with some names."""
    fields = []
    for name, found in (("New", new), ("Gone", gone)):
        more = len(found) - _MOST_NAMES
        shown = ", ".join(found[:_MOST_NAMES])
        fields += [Field(name, f"{shown} and {more:,} more" if more > 0 else shown)] if found else []
    return fields


def _session(row: Row, view: View) -> DetailsContent:
    session = view.sessions.get(row.session)
    fields: list[Field] = []
    if session:
        fields += [_copied("Start URL", session.start_url), _copied("Region", session.sso_region)]
        fields += [Field("Form", "legacy profiles")] if session.legacy else []
    for name, state in (("Sign-in", view.sign_in(row.session)), ("Listed", view.listing(row.session))):
        fields += [Field(name, str(state) if state else "nothing yet"), *_advice(state)]
    catalog = view.catalog.of(row.session)
    titles = {account.id: account.title for account in catalog.known_accounts()} if catalog.changes.count_new else {}
    new = [titles[account_id] for account_id in sorted(catalog.changes.accounts) if account_id in titles]
    new += [
        f"{role} in {titles.get(one, one)}" for one, roles in catalog.changes.roles.items() for role in sorted(roles)
    ]
    gone = [
        f"{role} in {one.title}" if role else one.title for one, role in catalog.changes.gone(catalog.known_accounts())
    ]
    return DetailsContent(_copied("Session", row.session), (*fields, *_changes(new, gone)))


def _advice(state: State | None) -> list[Field]:
    return [Field("", state.advice)] if state and state.advice else []
