"""What somebody else does to a sign-in while AWS is being asked stands: it is neither overwritten nor undone."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from ssotui.actions import credentials
from ssotui.actions.refresh import usable_token
from ssotui.actions.sign_out import sign_out
from ssotui.core.model import Credentials, RoleRef, SsoSession, Token
from ssotui.core.ports.backend import Backend
from ssotui.demo.home import DemoHome
from ssotui.demo.organization import Organization
from ssotui.errors import FileError, SignInNeeded

as_root = pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="needs root: mounts, immutable files")


def during_refresh(backend: Backend, happens: Callable[[], object]) -> Backend:
    """A backend whose refresh takes just long enough for something else."""
    real = backend.sign_in.oidc()

    class Slow:
        def refresh(self, session: SsoSession, token: Token) -> Token:
            new = real.refresh(session, token)
            happens()
            return new

    factory: Any = Slow  # it is asked for nothing but a refresh
    return backend._replace(sign_in=backend.sign_in._replace(oidc=factory))


def test_a_token_that_another_tool_got_meanwhile_is_not_overwritten(
    backend: Backend, acme: SsoSession, home: DemoHome
) -> None:
    signed_in = backend.tokens.load(acme)
    assert signed_in
    home.expire("acme")
    another = signed_in._replace(access_token="by another tool", expires_at=signed_in.expires_at + timedelta(hours=8))
    slow = during_refresh(backend, lambda: backend.tokens.save(acme, another))
    assert usable_token(slow, acme).access_token == "by another tool"
    assert backend.tokens.load(acme) == another


def test_a_token_that_another_tool_deleted_meanwhile_does_not_come_back(
    backend: Backend, acme: SsoSession, home: DemoHome, organization: Organization
) -> None:
    home.expire("acme")
    slow = during_refresh(backend, home.token_file("acme").unlink)
    with pytest.raises(SignInNeeded):
        usable_token(slow, acme)
    assert backend.tokens.load(acme) is None
    assert organization.counts["Logout"] == 1, "what AWS gave for a sign-in that is over is given back"


def test_credentials_that_come_after_a_sign_out_are_not_kept(backend: Backend, acme: SsoSession) -> None:
    real = backend.center()
    ref = next(profile.ref for profile in backend.profiles.read().profiles if profile.session == "acme" and profile.ref)

    class Slow:
        def role_credentials(self, session: SsoSession, token: Token, ref: RoleRef) -> Credentials:
            found = real.role_credentials(session, token, ref)
            sign_out(backend, session)
            return found

    factory: Any = Slow  # it is asked for nothing but a role's credentials
    assert credentials.get(backend._replace(center=factory), ref, threading.Event()).access_key_id
    assert backend.role_cache.load(acme, ref) is None
    with pytest.raises(SignInNeeded):
        credentials.get(backend, ref, threading.Event())


@as_root
def test_no_refresh_token_is_used_up_for_a_disk_that_is_full(
    backend: Backend, acme: SsoSession, home: DemoHome, organization: Organization
) -> None:
    home.expire("acme")
    folder = home.token_file("acme").parent
    kept = {path.name: path.read_bytes() for path in folder.iterdir()}
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k,mode=700", "tmpfs", folder], check=True)
    try:
        for name, content in kept.items():
            (folder / name).write_bytes(content)
        with pytest.raises(FileError, match="the disk is full"):
            usable_token(backend, acme)
        assert sorted(path.name for path in folder.iterdir()) == sorted(kept)
    finally:
        subprocess.run(["umount", folder], check=True)
    assert organization.counts["CreateToken"] == 0
    assert usable_token(backend, acme).is_usable(backend.now()), "with room, the refresh token still serves"


@as_root
def test_no_refresh_token_is_used_up_for_an_immutable_file(
    backend: Backend, acme: SsoSession, home: DemoHome, organization: Organization
) -> None:
    home.expire("acme")
    subprocess.run(["chattr", "+i", home.token_file("acme")], check=True)
    try:
        with pytest.raises(FileError, match="can't be written: you have no permission"):
            usable_token(backend, acme)
    finally:
        subprocess.run(["chattr", "-i", home.token_file("acme")], check=True)
    assert organization.counts["CreateToken"] == 0
    assert usable_token(backend, acme).is_usable(backend.now())


_STOPPED = """
import sys
from ssotui import wiring
from ssotui.settings import Settings
import os
backend = wiring.build(os.environ, Settings())
session = next(one for one in backend.profiles.read().sessions if one.name == "acme")
with backend.tokens.refreshing(session):
    print("holding", flush=True)
    sys.stdin.read()
"""


_ASKED_TO_STOP = """
import os, sys, threading
from ssotui import wiring
from ssotui.cli.signals import ending_cleanly
from ssotui.settings import Settings
backend = wiring.build(os.environ, Settings())
session = next(one for one in backend.profiles.read().sessions if one.name == "acme")
def refresh():
    with backend.tokens.refreshing(session):
        print("holding", flush=True)
        os.read(0, 1)
        print("answered", flush=True)
with ending_cleanly():
    if sys.argv[1] == "main":
        refresh()
    else:
        thread = threading.Thread(target=refresh)
        thread.start()
        thread.join(60)
    print("continued", flush=True)
"""


@pytest.mark.parametrize("thread", ["main", "another"])
def test_ctrl_z_stops_a_refresh_when_it_has_its_answer_and_holds_no_lock(
    backend: Backend, acme: SsoSession, home: DemoHome, thread: str
) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", _ASKED_TO_STOP, thread], env=home.env, cwd=Path(__file__).parents[2],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, process_group=0,
    ) as other:  # fmt: skip
        try:
            assert other.stdin
            assert other.stdout
            assert other.stdout.readline() == "holding\n"
            other.send_signal(signal.SIGTSTP)
            other.stdin.write("x")
            other.stdin.flush()
            _, status = os.waitpid(other.pid, os.WUNTRACED)
            assert os.WIFSTOPPED(status)
            os.set_blocking(other.stdout.fileno(), False)
            assert other.stdout.readline() == "answered\n", "it was stopped while it held the lock"
            os.set_blocking(other.stdout.fileno(), True)
            start = backend.now()
            with backend.tokens.refreshing(acme):
                assert backend.now() - start < timedelta(seconds=4), "it waited for the one that is stopped"
            other.send_signal(signal.SIGCONT)
            assert other.stdout.readline() == "continued\n"
        finally:
            other.kill()


def test_a_stopped_ssotui_keeps_nobody_from_signing_out_and_in(
    backend: Backend, acme: SsoSession, home: DemoHome
) -> None:
    token = backend.tokens.load(acme)
    assert token
    command = [sys.executable, "-c", _STOPPED]
    with subprocess.Popen(
        command, env=home.env, cwd=Path(__file__).parents[2], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        try:
            assert other.stdout
            assert other.stdout.readline() == "holding\n"
            other.send_signal(signal.SIGSTOP)
            start = backend.now()
            assert sign_out(backend, acme).was_signed_in
            backend.tokens.save(acme, token)
            assert backend.now() - start < timedelta(seconds=4), "it waited for the one that is stopped"
        finally:
            other.kill()
    assert backend.tokens.load(acme) == token
