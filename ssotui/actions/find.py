"""What a query names, for commands that have no picker to ask in (contract.md section 1)."""

from __future__ import annotations

from itertools import islice

from ssotui.actions import survey
from ssotui.actions.switch import Wanted
from ssotui.core.backend import Backend
from ssotui.core.frecency import preferences
from ssotui.core.model import Profile, RoleRef
from ssotui.core.references import roles_named
from ssotui.core.search import Found, Haystack, Search
from ssotui.errors import NothingMatched, SeveralMatched, SsoTuiError

_NEAR = 3


def exactly_one(backend: Backend, taken: survey.Survey, text: str) -> Wanted | str:
    """The one role, or the one other profile's name, that ``text`` names among what is known.

    Nobody looks over the shoulder here, so scattered letters are no match: every word must stand as it is. Raises
    NothingMatched (with what was meant perhaps), SeveralMatched (candidates best first), or why nothing is known.
    """
    refs = roles_named(text, taken.session_names, taken.catalog)
    others: tuple[str, ...] = ()
    if refs is None:
        found = search(backend, taken, " ".join(map(_as_it_stands, text.split())))
        refs, others = tuple(found.refs()), tuple(profile.name for profile in found.profiles)
    if len(refs) == 1 and not others:
        return _wanted(taken, refs[0])
    if len(others) == 1 and not refs:
        return others[0]
    if not refs and not others:
        raise _nothing(backend, taken, text)
    raise SeveralMatched(
        f"{len(refs) + len(others):,} roles and profiles match {text}.",
        (*(_described(taken, ref) for ref in refs), *others),
        hint="Say more, or choose among them: ssotui " + text,
    )


def _as_it_stands(word: str) -> str:
    """The word as an exact one; those that are no fuzzy words stay."""
    return word if word[0] in "'^!" or (word.endswith("$") and len(word) > 1) else f"'{word}"


def _nothing(backend: Backend, taken: survey.Survey, text: str) -> SsoTuiError:
    if taken.configuration.trouble and not taken.configuration.sessions:
        return taken.configuration.trouble[0]
    near = [_described(taken, ref) for ref in islice(search(backend, taken, text).refs(), _NEAR)]
    hint = f"Did you mean {' or '.join(near)}?" if near else _hint(taken)
    return NothingMatched(f"Nothing known matches {text}.", hint=hint)


def search(backend: Backend, taken: survey.Survey, text: str) -> Found:
    """Everything known that fits a query's words."""
    haystack = Haystack()
    names = survey.profiles_by_role(taken.configuration)
    haystack.update(taken.session_names, taken.catalog, names, survey.other_profiles(taken.configuration))
    return Search(haystack, preferences(taken.history, backend.now())).find(text)


def fitting(backend: Backend, taken: survey.Survey, text: str, profiles: tuple[Profile, ...]) -> tuple[Profile, ...]:
    """Those of ``profiles`` that a query's words fit, as if they stood for no role."""
    haystack = Haystack()
    haystack.update((), taken.catalog, {}, profiles)
    return Search(haystack, preferences(taken.history, backend.now())).find(text).profiles


def _wanted(taken: survey.Survey, ref: RoleRef) -> Wanted:
    accounts = taken.catalog.of(ref.session).known_accounts()
    return Wanted(ref, next(account for account in accounts if account.id == ref.account_id))


def _described(taken: survey.Survey, ref: RoleRef) -> str:
    """``SESSION/ACCOUNT NAME/ROLE``, with the id where the account has no name."""
    account = _wanted(taken, ref).account
    return f"{ref.session}/{account.name or account.id}/{ref.role}"


def _hint(taken: survey.Survey) -> str:
    if not taken.configuration.sessions:
        return "No SSO session is configured yet. Add one: ssotui session add --help"
    if not any(taken.catalog.of(name).known_accounts() for name in taken.session_names):
        return "No account is known yet: ssotui list fetches them."
    return "ssotui list --refresh looks for what is new."
