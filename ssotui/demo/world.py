"""The made-up organisations: sessions, accounts and roles, the same for the same seed.

``make_world()`` gives two organisations with about 150 accounts; the third and every further one (``sessions=3``) is
signed out at the start. ``accounts`` and ``roles`` are exact: that many accounts over all sessions together (as even as
can be), that many roles in each. With ``hostile`` the nasty names of ``nasty.py`` come first.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from ssotui.demo import hostile_names
from ssotui.demo.names import DOMAINS, ORGANISATIONS, PEOPLE, REGIONS, ROLES, SINGULAR_ACCOUNTS, STAGES

_USUAL_ACCOUNTS, _HOSTILE_ACCOUNTS = 75, 110  # in each session; so many that every nasty name finds room
_SIGNED_IN_AT_START = 2


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """One account as the portal will list it: None stands for a member that is absent. Roles are in listing order."""

    id: str
    name: str | None
    email: str | None
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DemoInstance:
    """One Identity Center instance and the sso-session that leads to it; ``user`` is who signs in."""

    session: str
    start_url: str
    sso_region: str
    user: str
    accounts: tuple[DemoAccount, ...]
    signed_in: bool

    def account(self, account_id: str) -> DemoAccount | None:
        """The account with this id, if it is one of this instance's."""
        return next((account for account in self.accounts if account.id == account_id), None)


@dataclass(frozen=True, slots=True)
class World:
    """All instances, and the seed that everything secret in them is derived from."""

    instances: tuple[DemoInstance, ...]
    seed: int

    def instance(self, session: str) -> DemoInstance:
        """The instance of a session; KeyError if there is none."""
        for instance in self.instances:
            if instance.session == session:
                return instance
        raise KeyError(session)

    @property
    def account_count(self) -> int:
        """Accounts of all instances."""
        return sum(len(instance.accounts) for instance in self.instances)

    @property
    def role_count(self) -> int:
        """Roles of all accounts of all instances."""
        return sum(len(account.roles) for instance in self.instances for account in instance.accounts)


def make_world(
    seed: int = 1, sessions: int = 2, accounts: int | None = None, roles: int | None = None, hostile: bool = False
) -> World:
    """A world of ``sessions`` instances; see the module for what the numbers mean."""
    dice = random.Random(seed)  # noqa: S311 - made-up names, and the same ones for the same seed
    usual = _HOSTILE_ACCOUNTS if hostile else _USUAL_ACCOUNTS
    total = usual * sessions if accounts is None else accounts
    ids = _account_ids(dice)
    instances = []
    for index in range(sessions):
        session, company = _session_name(index, hostile)
        share = total // sessions + (index < total % sessions)
        listed = [
            DemoAccount(next(ids), *raw) for raw in _accounts(dice, company, share, nasty_ones=hostile and index == 0)
        ]
        instances.append(
            DemoInstance(
                session=session,
                start_url=f"https://d-{index + 1:010d}.awsapps.com/start",
                sso_region=REGIONS[index % len(REGIONS)],
                user=f"{dice.choice(PEOPLE)}@{company}.example",
                accounts=tuple(_with_roles(account, roles, hostile) for account in listed),
                signed_in=index < _SIGNED_IN_AT_START,
            )
        )
    return World(tuple(instances), seed)


def _accounts(dice: random.Random, company: str, count: int, *, nasty_ones: bool) -> list[hostile_names.RawAccount]:
    """Name, e-mail address and roles of ``count`` accounts, in the order of no order that the portal lists them in."""
    raw = list(hostile_names.accounts(count)) if nasty_ones else []
    raw += [
        (name, f"aws+{_mailbox(name)}@{company}.example", _some_roles(dice))
        for name in _account_names(dice, count - len(raw))
    ]
    dice.shuffle(raw)
    return raw


def _session_name(index: int, hostile: bool) -> tuple[str, str]:
    """The session's name, and the company's for e-mail addresses."""
    company = ORGANISATIONS[index] if index < len(ORGANISATIONS) else f"subsidiary-{index + 1}"
    if hostile and 1 <= index <= len(hostile_names.SESSIONS):
        return hostile_names.SESSIONS[index - 1], company
    return company, company


def _account_ids(dice: random.Random) -> Iterator[str]:
    """Twelve digits, never twice; one in eight begins with a zero."""
    seen: set[str] = set()
    while True:
        digits = f"{dice.randrange(10**12):012d}"
        number = f"0{digits[1:]}" if dice.randrange(8) == 0 else digits
        if number not in seen:
            seen.add(number)
            yield number


def _account_names(dice: random.Random, count: int) -> list[str]:
    """``count`` different names: a few of a kind, the others by team and stage."""
    people = [f"sandbox-{person.replace('.', '-')}" for person in PEOPLE]
    combined = [f"{domain}-{stage}" for domain, stage in product(DOMAINS, STAGES)]
    dice.shuffle(combined)
    names = [*SINGULAR_ACCOUNTS, *dice.sample(people, 6), *combined]
    further = (f"{name}-{number}" for number in range(2, count + 2) for name in combined)
    return [*names, *_first(further, count - len(names))][:count]


def _first(names: Iterator[str], count: int) -> list[str]:
    return [name for _, name in zip(range(count), names, strict=False)]


def _some_roles(dice: random.Random) -> tuple[str, ...]:
    return tuple(dice.sample(ROLES, dice.randint(2, 8)))


def _with_roles(account: DemoAccount, count: int | None, hostile: bool) -> DemoAccount:
    if count is None:
        return account
    names: Sequence[str] = (*hostile_names.ROLES, *ROLES) if hostile else ROLES
    extra = tuple(f"Team{number:04d}Access" for number in range(count - len(names)))
    return DemoAccount(account.id, account.name, account.email, (*names, *extra)[:count])


def _mailbox(name: str) -> str:
    return name.lower().replace(" & ", "-").replace(" ", "-")
