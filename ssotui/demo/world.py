"""The demo's organizations: sessions, accounts and roles, generated from a seed.

``make_world()`` creates two organizations with about 150 accounts. The third and all further ones (``sessions=3``)
start signed out. ``accounts`` is the exact number of accounts in all sessions together, divided evenly; ``roles`` is
the exact number of roles in each account. With ``hostile`` the names of ``hostile_names.py`` come first.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from ssotui.demo import hostile_names
from ssotui.demo.names import DOMAINS, ORGANIZATIONS, PEOPLE, REGIONS, ROLES, SINGULAR_ACCOUNTS, STAGES

_USUAL_ACCOUNTS, _HOSTILE_ACCOUNTS = 75, 110  # accounts in each session; 110 are enough for every hostile name
_SIGNED_IN_AT_START = 2


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """One account as the portal lists it; None is an absent member. Roles are in listing order."""

    id: str
    name: str | None
    email: str | None
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DemoInstance:
    """One Identity Center instance and its sso-session; ``user`` is the name of the user who signs in."""

    session: str
    start_url: str
    sso_region: str
    user: str
    accounts: tuple[DemoAccount, ...]
    signed_in: bool

    def account(self, account_id: str) -> DemoAccount | None:
        """The account with this ID; None if the instance has none."""
        return next((account for account in self.accounts if account.id == account_id), None)


@dataclass(frozen=True, slots=True)
class World:
    """All instances, and the seed from which their secrets are derived."""

    instances: tuple[DemoInstance, ...]
    seed: int

    def instance(self, session: str) -> DemoInstance:
        """The instance of a session. Raises KeyError."""
        for instance in self.instances:
            if instance.session == session:
                return instance
        raise KeyError(session)

    @property
    def account_count(self) -> int:
        """The number of accounts in all instances."""
        return sum(len(instance.accounts) for instance in self.instances)

    @property
    def role_count(self) -> int:
        """The number of roles in all accounts of all instances."""
        return sum(len(account.roles) for instance in self.instances for account in instance.accounts)


def make_world(
    seed: int = 1, sessions: int = 2, accounts: int | None = None, roles: int | None = None, hostile: bool = False
) -> World:
    """A world of ``sessions`` instances. The module's docstring explains the numbers."""
    rng = random.Random(seed)  # noqa: S311 - names must be the same for the same seed
    usual = _HOSTILE_ACCOUNTS if hostile else _USUAL_ACCOUNTS
    total = usual * sessions if accounts is None else accounts
    ids = _account_ids(rng)
    instances = []
    for index in range(sessions):
        session, company = _session_name(index, hostile)
        share = total // sessions + (index < total % sessions)
        listed = [
            DemoAccount(next(ids), *raw) for raw in _accounts(rng, company, share, hostile=hostile and index == 0)
        ]
        instances.append(
            DemoInstance(
                session=session,
                start_url=f"https://d-{index + 1:010d}.awsapps.com/start",
                sso_region=REGIONS[index % len(REGIONS)],
                user=f"{rng.choice(PEOPLE)}@{company}.example",
                accounts=tuple(_with_roles(account, roles, hostile) for account in listed),
                signed_in=index < _SIGNED_IN_AT_START,
            )
        )
    return World(tuple(instances), seed)


def _accounts(rng: random.Random, company: str, count: int, *, hostile: bool) -> list[hostile_names.RawAccount]:
    """(name, e-mail, roles) of ``count`` accounts in random order, as the portal lists them."""
    raw = list(hostile_names.accounts(count)) if hostile else []
    raw += [
        (name, f"aws+{_mailbox(name)}@{company}.example", _some_roles(rng))
        for name in _account_names(rng, count - len(raw))
    ]
    rng.shuffle(raw)
    return raw


def _session_name(index: int, hostile: bool) -> tuple[str, str]:
    """The session's name, and the company's name for e-mail addresses."""
    company = ORGANIZATIONS[index] if index < len(ORGANIZATIONS) else f"subsidiary-{index + 1}"
    if hostile and 1 <= index <= len(hostile_names.SESSIONS):
        return hostile_names.SESSIONS[index - 1], company
    return company, company


def _account_ids(rng: random.Random) -> Iterator[str]:
    """Unique IDs of twelve digits; one in eight starts with a zero."""
    seen: set[str] = set()
    while True:
        digits = f"{rng.randrange(10**12):012d}"
        number = f"0{digits[1:]}" if rng.randrange(8) == 0 else digits
        if number not in seen:
            seen.add(number)
            yield number


def _account_names(rng: random.Random, count: int) -> list[str]:
    """``count`` unique names: a few common ones, the others by team and stage."""
    people = [f"sandbox-{person.replace('.', '-')}" for person in PEOPLE]
    combined = [f"{domain}-{stage}" for domain, stage in product(DOMAINS, STAGES)]
    rng.shuffle(combined)
    names = [*SINGULAR_ACCOUNTS, *rng.sample(people, 6), *combined]
    further = (f"{name}-{number}" for number in range(2, count + 2) for name in combined)
    return [*names, *_first(further, count - len(names))][:count]


def _first(names: Iterator[str], count: int) -> list[str]:
    return [name for _, name in zip(range(count), names, strict=False)]


def _some_roles(rng: random.Random) -> tuple[str, ...]:
    return tuple(rng.sample(ROLES, rng.randint(2, 8)))


def _with_roles(account: DemoAccount, count: int | None, hostile: bool) -> DemoAccount:
    if count is None:
        return account
    names: Sequence[str] = (*hostile_names.ROLES, *ROLES) if hostile else ROLES
    extra = tuple(f"Team{number:04d}Access" for number in range(count - len(names)))
    return DemoAccount(account.id, account.name, account.email, (*names, *extra)[:count])


def _mailbox(name: str) -> str:
    return name.lower().replace(" & ", "-").replace(" ", "-")
