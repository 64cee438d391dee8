"""The client that a session is signed in with (RegisterClient), and saving the token that it gets."""

from __future__ import annotations

from typing import NamedTuple

from ssotui.actions.cached_credentials import forget_credentials
from ssotui.core.model import SsoSession, Token
from ssotui.core.ports.backend import Backend
from ssotui.core.sign_in.oidc import Client, Instance, Method, SignedIn
from ssotui.errors import FileError


class SessionClient(NamedTuple):
    """One session that is signed in to: what the device code and the browser share."""

    backend: Backend
    session: SsoSession
    instance: Instance

    def client(self, method: Method) -> Client:
        """The registration that is kept, else a new one."""
        kept = self.backend.sign_in.clients().load(self.session)
        if kept and kept.serves(method, self.backend.now()):
            return kept
        return self.new_client(method)

    def new_client(self, method: Method) -> Client:
        client = self.backend.sign_in.oidc().register(self.session, self.instance, method)
        self.backend.sign_in.clients().save(self.session, client)
        return client

    def keep(self, token: Token) -> SignedIn:
        tokens = self.backend.tokens
        tokens.save(self.session, token)
        try:
            forget_credentials(self.backend, self.session)  # it may be another person who has signed in
        except FileError as trouble:
            return SignedIn(self.session.name, token.expires_at, trouble)
        return SignedIn(self.session.name, token.expires_at)

    def forget(self, client: Client) -> None:
        """Another try is to begin with a new registration, unless somebody has made one meanwhile."""
        kept = self.backend.sign_in.clients().load(self.session)
        if kept and kept.registration.client_id == client.registration.client_id:
            self.backend.sign_in.clients().forget(self.session)
