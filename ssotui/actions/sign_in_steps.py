"""What the two methods of a sign-in share: registering the client (RegisterClient), saving the token."""

from __future__ import annotations

from typing import Protocol

from ssotui.actions.cached_credentials import forget_credentials
from ssotui.core.model import SsoSession, Token
from ssotui.core.ports.backend import Backend
from ssotui.core.ports.cancellation import CancelToken
from ssotui.core.sign_in.oidc import Client, Instance, Method, Prompt, SignedIn
from ssotui.errors import FileError
from ssotui.named_tuples import NamedTuple

RETRIES = 4
"""Consecutive requests without a response that end a sign-in."""


class Attempt(Protocol):
    """A sign-in under way. Without ``finish``, ``close`` must be called."""

    @property
    def prompt(self) -> Prompt: ...

    def finish(self, cancel: CancelToken) -> SignedIn:
        """Wait for the user to confirm, and save the token.

        Raises Canceled; SignInNeeded if it was denied or timed out; FileError; Unreachable, Throttled, BadAnswer or
        Rejected.
        """
        ...

    def close(self) -> None: ...


class SignInSteps(NamedTuple):
    """The steps of a sign-in to one session that don't depend on its method."""

    backend: Backend
    session: SsoSession
    instance: Instance

    def client(self, method: Method) -> Client:
        """The cached registration if it can be used, else a new one."""
        cached = self.backend.sign_in.clients().load(self.session)
        if cached and cached.serves(method, self.backend.now()):
            return cached
        return self.new_client(method)

    def new_client(self, method: Method) -> Client:
        client = self.backend.sign_in.oidc().register(self.session, self.instance, method)
        self.backend.sign_in.clients().save(self.session, client)
        return client

    def save(self, token: Token) -> SignedIn:
        """Save the token, and remove role credentials cached before: another user may have signed in."""
        tokens = self.backend.tokens
        tokens.save(self.session, token)
        try:
            forget_credentials(self.backend, self.session)
        except FileError as error:
            return SignedIn(self.session.name, token.expires_at, error)
        return SignedIn(self.session.name, token.expires_at)

    def forget(self, client: Client) -> None:
        """Remove the registration so that the next try makes a new one, unless another process has replaced it."""
        cached = self.backend.sign_in.clients().load(self.session)
        if cached and cached.registration.client_id == client.registration.client_id:
            self.backend.sign_in.clients().forget(self.session)
