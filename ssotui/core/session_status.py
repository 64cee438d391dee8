"""The states of sessions, listings, accounts and files: one table of signs, tones, texts and advice.

The tree, the details, the message line and ``ssotui status`` use it. Sign and text identify a state; its tone is a
style class that only adds color, so nothing is lost without color.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal

from ssotui.core.catalog import Accounts, Failed, Knowledge, Known, Loading, SessionCatalog, last_known
from ssotui.core.durations import age, span
from ssotui.core.listing_progress import counted, slowed_to
from ssotui.core.model import TokenState
from ssotui.core.newest_cache import NewestCache
from ssotui.core.timestamps import EPOCH
from ssotui.errors import AccessDenied, SignInNeeded, SsoTuiError, Unreachable
from ssotui.named_tuples import NamedTuple

Tone = Literal["ok", "busy", "quiet", "warning", "error"]


class State(NamedTuple):
    """``words`` are shown on the row, after the ``sign`` if there is one; ``advice`` is a sentence for the details.

    ``beside_bar`` are the words beside a progress bar, which stands for the sign; "" if nothing is under way.
    On a session's row, ``counted`` has a column of its own, and ``in_row`` are the words beside it, the longest form
    first; () for the words as they are.
    """

    tone: Tone
    sign: str
    words: str
    advice: str = ""
    beside_bar: str = ""
    in_row: tuple[str, ...] = ()
    counted: str = ""

    def __str__(self) -> str:
        return f"{self.sign} {self.words}" if self.sign else self.words

    def filled(self, **facts: object) -> State:
        """A copy with the fields in all its texts filled in."""
        words, advice, beside, counted = (
            text.format(**facts) for text in (self.words, self.advice, self.beside_bar, self.counted)
        )
        in_row = tuple(form.format(**facts) for form in self.in_row)
        return self._replace(words=words, advice=advice, beside_bar=beside, in_row=in_row, counted=counted)


# States of a session's sign-in.
SIGN_INS: dict[TokenState, State] = {
    "active": State("ok", "", "active {left}", "Renews automatically."),
    "refreshable": State("ok", "↻", "refreshable", "Renews automatically when needed."),
    "expired": State("warning", "!", "expired", "{sign_in} to sign in again."),
    "signed-out": State("warning", "○", "signed out", "{sign_in} to sign in and see your roles."),
    "broken": State("error", "×", "token file unreadable", "{error}"),
}

# States of a session's listing; {counted} is "75 accounts".
_COUNTED = "{counted}"
_DONE = ("{done:,} of {counted}", "{done:,} of {total:,}")
LOADING = State(
    "busy",
    "…",
    "loading accounts",
    "Accounts appear as they load. You can use them now.",
    in_row=("loading accounts", "loading"),
)
PARTLY = State("busy", "…", _DONE[0], "Accounts you view or search for load first.", _DONE[0], in_row=_DONE)
REFRESHING = State(
    "busy",
    "…",
    "{counted}, {age} old",
    "Checking AWS for changes. You can keep working.",
    "{age} old",
    in_row=("{age} old",),
    counted=_COUNTED,
)
THROTTLED = State(
    "warning",
    "…",
    "{done:,} of {counted}, {slowed}",
    "AWS is throttling requests. Continuing at the rate it allows.",
    _DONE[0],
    in_row=(*(f"{done}, {{slowed}}" for done in _DONE), _DONE[1]),
)
OFFLINE = State("error", "×", "offline", "{error}")
OFFLINE_BUT_CACHED = State(
    "error",
    "×",
    "offline, {counted}, {age} old",
    "{error} Profiles still work.",
    in_row=("offline, {age} old", "offline"),
    counted=_COUNTED,
)
FAILED = State("error", "×", "not listed", "{error}")
FAILED_BUT_CACHED = State(
    "error",
    "×",
    "not refreshed, {counted}, {age} old",
    "{error}",
    in_row=("not refreshed, {age} old", "not refreshed", "failed"),
    counted=_COUNTED,
)
EMPTY = State(
    "quiet",
    "∅",
    "no accounts assigned",
    "No role here is assigned to you. Ask your administrator.",
    in_row=("no accounts assigned", "no accounts"),
)
INCOMPLETE = State("quiet", "~", _DONE[0], "Loading was interrupted. It continues after you sign in.", in_row=_DONE)
STALE = State(
    "quiet",
    "~",
    "{counted}, {age} old",
    "May be out of date. It is refreshed after you sign in.",
    in_row=("{age} old",),
    counted=_COUNTED,
)
GAPS = State(
    "warning",
    "!",
    "{missing} of {counted} without roles",
    "See these accounts for the reason.",
    in_row=("{missing:,} without roles", "{missing:,} failed"),
    counted=_COUNTED,
)
LISTED = State("quiet", "", _COUNTED, "Updated {age} ago.", in_row=("",), counted=_COUNTED)

# States of an account's roles, if there are none to show.
ROLES_UNKNOWN = State("quiet", "", "roles not fetched yet")
ROLES_LOADING = State("busy", "…", "loading roles")
ROLES_EMPTY = State("quiet", "∅", "no roles assigned to you in this account")
ROLES_DENIED = State("error", "⊘", "{error}", "{hint}")
ROLES_FAILED = State("error", "×", "{error}", "{hint}")

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
    """The state of a session's sign-in; ``error`` says why it is broken, ``renews`` whether it can be refreshed."""

    state: TokenState
    expires_at: datetime | None = None
    error: SsoTuiError | None = None
    renews: bool = False


def of_sign_in(status: SessionStatus, now: datetime, sign_in: str = "") -> State:
    """The State to show; ``sign_in`` says how to sign in: "Press ^L", "Run ssotui login"."""
    left = span(status.expires_at - now) if status.expires_at else ""
    state = SIGN_INS[status.state].filled(left=left, sign_in=sign_in, error=_sentences(status.error))
    return state._replace(words=state.words.strip())


def of_listing(catalog: SessionCatalog, now: datetime, max_age: timedelta, rate: float = 0) -> State | None:
    """The State of a session's listing; None if there is nothing to show: not requested yet, or signed out.

    ``rate`` is the rate that AWS limits the listing to, in requests a second, 0 if it doesn't.
    """
    accounts, known = catalog.accounts, last_known(catalog.accounts)
    listed = catalog.known_accounts()
    counts = _COUNTS.get(catalog, listed[0]) if listed else _counts(catalog)
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
        total=catalog.total,
        counted=counted(catalog.total) + (" so far" if known.as_of == EPOCH else "") if known else "",
        age=age(now - known.as_of) if known else "",
        done=counts.done,
        missing=counts.failed,
        slowed=slowed_to(rate),
        error=_sentences(accounts.error if isinstance(accounts, Failed) else None),
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
    return OFFLINE_BUT_CACHED if isinstance(error, Unreachable) else FAILED_BUT_CACHED


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


def of_roles(catalog: SessionCatalog, account_id: str) -> State | None:
    """The State of an account's roles; None if there are roles to show."""
    if catalog.known_roles(account_id):
        return None
    match catalog.roles_of(account_id):
        case Failed(error, _):
            state = ROLES_DENIED if isinstance(error, AccessDenied) else ROLES_FAILED
            return state.filled(error=error.message, hint=error.hint)
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


_COUNTS = NewestCache(_counts, 4)  # because every repaint asks


def _sentences(error: SsoTuiError | None) -> str:
    return error.in_one_line if error else ""
