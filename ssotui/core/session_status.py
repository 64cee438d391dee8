"""The states of sessions, listings, accounts and files: one table of signs, tones, texts and advice.

The tree, the details, the message line and ``ssotui status`` use it. Sign and text identify a state; its tone is a
style class that only adds color, so nothing is lost without color.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal, NamedTuple

from ssotui.core.catalog import Accounts, Failed, Knowledge, Known, Loading, SessionCatalog, last_known
from ssotui.core.durations import age, span
from ssotui.core.model import TokenState
from ssotui.core.timestamps import EPOCH
from ssotui.errors import AccessDenied, SignInNeeded, SsoTuiError, Unreachable

Tone = Literal["ok", "busy", "quiet", "warning", "error"]


class State(NamedTuple):
    """``words`` are shown on the row, after the ``sign`` if there is one; ``advice`` is a sentence for the details."""

    tone: Tone
    sign: str
    words: str
    advice: str = ""

    def __str__(self) -> str:
        return f"{self.sign} {self.words}" if self.sign else self.words

    def filled(self, **facts: object) -> State:
        """A copy with the fields in its words and its advice filled in."""
        return self._replace(words=self.words.format(**facts), advice=self.advice.format(**facts))


# States of a session's sign-in.
SIGN_INS: dict[TokenState, State] = {
    "active": State("ok", "", "active {left}", "Renews automatically."),
    "refreshable": State("ok", "↻", "refreshable", "Renews automatically when needed."),
    "expired": State("warning", "!", "expired", "{sign_in} to sign in again."),
    "signed-out": State("warning", "○", "signed out", "{sign_in} to sign in and see your roles."),
    "broken": State("error", "×", "token file unreadable", "{trouble}"),
}

# States of a session's listing; {counted} is "75 accounts".
LOADING = State("busy", "…", "loading accounts", "Accounts appear as they load. You can use them now.")
PARTLY = State("busy", "…", "{done:,} of {counted}", "Accounts you view or search for load first.")
REFRESHING = State("busy", "…", "{counted}, {age} old", "Checking AWS for changes. You can keep working.")
THROTTLED = State(
    "warning",
    "…",
    "{done:,} of {counted}, slowed to {rate}/s",
    "AWS is throttling requests. Continuing at the rate it allows.",
)
OFFLINE = State("error", "×", "offline", "{trouble}")
OFFLINE_KEPT = State("error", "×", "offline, {counted}, {age} old", "{trouble} Profiles still work.")
FAILED = State("error", "×", "not listed", "{trouble}")
FAILED_KEPT = State("error", "×", "not refreshed, {counted}, {age} old", "{trouble}")
EMPTY = State("quiet", "∅", "no accounts assigned", "No role here is assigned to you. Ask your administrator.")
INCOMPLETE = State("quiet", "~", "{done:,} of {counted}", "Loading was interrupted. It continues after you sign in.")
STALE = State("quiet", "~", "{counted}, {age} old", "May be out of date. It is refreshed after you sign in.")
GAPS = State("warning", "!", "{missing} of {counted} without roles", "See these accounts for the reason.")
LISTED = State("quiet", "", "{counted}", "Updated {age} ago.")

# States of an account's roles, if there are none to show.
ROLES_UNKNOWN = State("quiet", "", "roles not fetched yet")
ROLES_LOADING = State("busy", "…", "loading roles")
ROLES_EMPTY = State("quiet", "∅", "no roles assigned to you in this account")
ROLES_DENIED = State("error", "⊘", "{trouble}", "{hint}")
ROLES_FAILED = State("error", "×", "{trouble}", "{hint}")

# States of the shell's profile that no sign-in changes.
NO_SUCH_PROFILE = State("error", "×", "not in the AWS config")
UNUSABLE_PROFILE = State("error", "×", "can't be used")

# States of an AWS config that can't be written.
READ_ONLY = State("warning", "!", "read-only")


SIGNS = (
    ("…", "in progress"),
    ("↻", "renews automatically"),
    ("~", "out of date"),
    ("∅", "nothing assigned to you"),
    ("○", "signed out"),
    ("!", "action needed"),
    ("×", "failed; earlier results are kept"),
    ("⊘", "access denied by AWS"),
)
"""The meaning of each sign, for the help."""


NEEDS_SIGN_IN = ("signed-out", "expired", "broken")
"""The states of sessions whose accounts can't be listed without a sign-in."""


class SessionStatus(NamedTuple):
    """The state of a session's sign-in; ``trouble`` says why it is broken."""

    state: TokenState
    expires_at: datetime | None = None
    trouble: SsoTuiError | None = None


def of_sign_in(status: SessionStatus, now: datetime, sign_in: str = "") -> State:
    """The State to show; ``sign_in`` says how to sign in: "Press ^L", "Run ssotui login"."""
    left = span(status.expires_at - now) if status.expires_at else ""
    state = SIGN_INS[status.state].filled(left=left, sign_in=sign_in, trouble=_sentences(status.trouble))
    return state._replace(words=state.words.strip())


def of_listing(catalog: SessionCatalog, now: datetime, max_age: timedelta, rate: float = 0) -> State | None:
    """The State of a session's listing; None if there is nothing to show: not requested yet, or signed out.

    ``rate`` is the rate that AWS limits the listing to, in requests a second, 0 if it doesn't.
    """
    accounts, known = catalog.accounts, last_known(catalog.accounts)
    counts = _counts(catalog)
    if known is None or not known.value:
        state = _without_accounts(accounts)
    elif isinstance(accounts, Failed):
        state = _failed(accounts.error)
    elif counts.asked or isinstance(accounts, Loading):
        state = _under_way(known, counts, rate)
    else:
        state = _at_rest(known, counts, is_old=now - known.as_of >= max_age)
    if state is None:
        return None
    return state.filled(
        counted=_counted(len(known.value) if known else 0),
        age=age(now - known.as_of) if known else "",
        done=counts.done,
        missing=counts.failed,
        rate=f"{rate:.0f}",
        trouble=_sentences(accounts.error if isinstance(accounts, Failed) else None),
    )


def _without_accounts(accounts: Knowledge[Accounts]) -> State | None:
    match accounts:
        case Failed(SignInNeeded(), _):
            return None
        case Failed(Unreachable(), _):
            return OFFLINE
        case Failed():
            return FAILED
        case Loading():
            return LOADING
        case Known():
            return EMPTY
        case _:
            return None


def _failed(error: SsoTuiError) -> State:
    if isinstance(error, SignInNeeded):
        return STALE  # the state of the sign-in is shown beside it
    return OFFLINE_KEPT if isinstance(error, Unreachable) else FAILED_KEPT


def _under_way(known: Known[Accounts], counts: _Counts, rate: float) -> State:
    if rate and counts.asked:
        return THROTTLED
    if counts.done < len(known.value) or known.as_of == EPOCH:
        return PARTLY
    return REFRESHING


def _at_rest(known: Known[Accounts], counts: _Counts, *, is_old: bool) -> State:
    if counts.done + counts.failed < len(known.value) or known.as_of == EPOCH:
        return INCOMPLETE
    if is_old:
        return STALE
    return GAPS if counts.failed else LISTED


def of_progress(accounts: int, done: int, rate: float) -> State:
    """The State of a listing under way, with its progress."""
    state = LOADING if not accounts else THROTTLED if rate else PARTLY
    return state.filled(counted=_counted(accounts), done=done, rate=f"{rate:.0f}")


def of_roles(catalog: SessionCatalog, account_id: str) -> State | None:
    """The State of an account's roles; None if there are roles to show."""
    if catalog.known_roles(account_id):
        return None
    match catalog.roles_of(account_id):
        case Failed(error, _):
            state = ROLES_DENIED if isinstance(error, AccessDenied) else ROLES_FAILED
            return state.filled(trouble=error.message, hint=error.hint)
        case Loading():
            return ROLES_LOADING
        case Known():
            return ROLES_EMPTY
        case _:
            return ROLES_UNKNOWN


class _Counts(NamedTuple):
    """Numbers of accounts: roles listed (``done``), ``failed`` without known roles, and being listed (``asked``)."""

    done: int = 0
    failed: int = 0
    asked: int = 0


def _counts(catalog: SessionCatalog) -> _Counts:
    """The counts, cached because every repaint asks. Of each listing only the newest catalog is kept in memory."""
    accounts = catalog.known_accounts()
    if not accounts:
        return _counted_anew(catalog)
    key = id(accounts[0])  # the same for every page of one listing
    kept = _COUNTED.get(key)
    if kept is None or kept[0] is not catalog:
        while len(_COUNTED) >= _MOST_COUNTED and key not in _COUNTED:
            del _COUNTED[next(iter(_COUNTED))]
        kept = _COUNTED[key] = (catalog, _counted_anew(catalog))
    return kept[1]


def _counted_anew(catalog: SessionCatalog) -> _Counts:
    done = failed = asked = 0
    for knowledge in catalog.roles.values():
        if isinstance(knowledge, Known):
            done += 1
        elif last_known(knowledge):
            done += 1
            asked += isinstance(knowledge, Loading)
        elif isinstance(knowledge, Loading):
            asked += 1
        elif isinstance(knowledge, Failed):
            failed += 1
    return _Counts(done, failed, asked)


def _counted(accounts: int) -> str:
    return f"{accounts:,} account{'s' if accounts != 1 else ''}"


def _sentences(error: SsoTuiError | None) -> str:
    return error.in_one_line if error else ""


_MOST_COUNTED = 4
_COUNTED: dict[int, tuple[SessionCatalog, _Counts]] = {}
