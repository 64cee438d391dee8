"""Registers the OIDC client for a sign-in (RegisterClient), and saves the token that it gets."""

from __future__ import annotations

from typing import NamedTuple

from ssotui.actions.cached_credentials import forget_credentials
from ssotui.core.model import SsoSession, Token
from ssotui.core.ports.backend import Backend
from ssotui.core.sign_in.oidc import Client, Instance, Method, SignedIn
from ssotui.errors import FileError


class SessionClient(NamedTuple):
    """The sign-in to one session: what the device code and the authorization code have in common."""

    backend: Backend
    session: SsoSession
    instance: Instance

    def client(self, method: Method) -> Client:
        """The cached registration if it can be used, else a new one."""
        kept = self.backend.sign_in.clients().load(self.session)
        if kept and kept.serves(method, self.backend.now()):
            return kept
        return self.new_client(method)

    def new_client(self, method: Method) -> Client:
        client = self.backend.sign_in.oidc().register(self.session, self.instance, method)
        self.backend.sign_in.clients().save(self.session, client)
        return client

    def keep(self, token: Token) -> SignedIn:
        """Save the token, and remove role credentials cached before: another user may have signed in."""
        tokens = self.backend.tokens
        tokens.save(self.session, token)
        try:
            forget_credentials(self.backend, self.session)  # another user may have signed in
        except FileError as trouble:
            return SignedIn(self.session.name, token.expires_at, trouble)
        return SignedIn(self.session.name, token.expires_at)

    def forget(self, client: Client) -> None:
        """Remove the registration so that the next try makes a new one, unless another process has replaced it."""
        kept = self.backend.sign_in.clients().load(self.session)
        if kept and kept.registration.client_id == client.registration.client_id:
            self.backend.sign_in.clients().forget(self.session)
