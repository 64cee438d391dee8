"""The defaults of new profiles: their name template, region and output."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from ssotui.named_tuples import NamedTuple

if TYPE_CHECKING:
    from ssotui.settings import SessionSettings, Settings


class Defaults(NamedTuple):
    """Values for new profiles (settings, section profiles); ``own`` are those of some sessions (section sessions)."""

    name_template: str
    region: str = ""
    output: str = ""
    own: Mapping[str, Defaults] = MappingProxyType({})

    def of(self, session: str) -> Defaults:
        """The values for profiles of a session."""
        return self.own.get(session, self)

    def template_of(self, session: str) -> str:
        """The name template for profiles of a session."""
        return self.of(session).name_template

    def changed_to(self, name_template: str, region: str, output: str) -> Defaults:
        """These values as a user changed them. A session keeps its own one where the general one is unchanged."""
        new = Defaults(name_template, region, output)

        def merged(own: Defaults) -> Defaults:
            return Defaults(
                own.name_template if name_template == self.name_template else name_template,
                own.region if region == self.region else region,
                own.output if output == self.output else output,
            )

        return new._replace(own={session: merged(own) for session, own in self.own.items()})


def defaults_in(settings: Settings, name_template: str = "", region: str = "", output: str = "") -> Defaults:
    """The values in the settings; those that are given replace them in all sessions."""

    def made(values: SessionSettings) -> Defaults:
        return Defaults(name_template or values.name_template, region or values.region, output or values.output)

    own = {name: made(settings.of_session(name)) for name in settings.sessions}
    return made(settings.general)._replace(own=own)
