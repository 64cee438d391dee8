"""``ssotui exec --each``: runs a command once for every role or profile that a query matches."""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

from ssotui import wiring
from ssotui.actions import credentials
from ssotui.actions.listing.shared_rate_limiter import RateLimiters
from ssotui.actions.rate_limited_center import RateLimitedCenter
from ssotui.actions.targets import Target
from ssotui.cli import command_after_dashes, matching_targets, output
from ssotui.cli.command_environment import chosen_region, command_environment, region_variables
from ssotui.cli.matching_targets import MatchingTarget
from ssotui.cli.parallel_commands import ParallelCommands
from ssotui.cli.prefixed_output import PrefixedOutput
from ssotui.core.shell.credential_formats import variables
from ssotui.errors import ExitCode, SsoTuiError, UsageError

if TYPE_CHECKING:
    from ssotui.core.ports.backend import Backend
    from ssotui.core.ports.cancellation import CancelToken
    from ssotui.settings import Settings


def run(options: argparse.Namespace, env: Mapping[str, str]) -> int:
    """Run the command. Returns the highest exit status, 130 if the user doesn't agree."""
    if not options.command:
        raise UsageError("There is no command to run.", hint=command_after_dashes.place(options.command is None, env))
    settings = wiring.load_settings(env)
    backend = wiring.build(env, settings)
    found = matching_targets.matching_targets(backend, settings, options, env)
    if not options.yes and not matching_targets.agreed(found, options.command):
        output.say("Nothing was run.")
        return ExitCode.LEFT
    shown = PrefixedOutput({one.target: (one.account, one.role) for one in found}, env)
    with ExitStack() as stack:

        def without_credentials(backend: Backend, target: Target) -> dict[str, str]:
            region = chosen_region(options, backend, target, env)
            return command_environment(backend, target, "", settings, env) | region_variables(region)

        files = _private_files(env, stack) if options.server else None
        environments = _Environments(backend, settings, without_credentials, shown, files)
        commands = ParallelCommands(options.command, [one.target for one in found], environments.of, shown)
        try:
            commands.run()
        except (KeyboardInterrupt, SystemExit):
            _say_failures(found, commands)
            raise
        _say_failures(found, commands)
    return max(outcome.code for outcome in commands.outcomes.values())


class _Environments:
    """The environments of the commands, with credentials, or with ``files`` and an endpoint for each."""

    def __init__(
        self,
        backend: Backend,
        settings: Settings,
        without_credentials: Callable[[Backend, Target], dict[str, str]],
        shown: PrefixedOutput,
        files: Mapping[str, str] | None,
    ) -> None:
        self._backend = backend
        self._without_credentials = without_credentials
        self._shown = shown
        self._files = files
        self._rate_limiters = RateLimiters(settings.catalog_rate_limit, time.monotonic, random.random)

    @contextmanager
    def of(self, target: Target, cancel: CancelToken) -> Iterator[Mapping[str, str]]:
        """See parallel_commands.Environment."""
        backend = self._backend._replace(
            center=lambda: RateLimitedCenter(self._backend.center(), self._rate_limiters, cancel)
        )
        first = credentials.get(backend, target, cancel)
        inner = self._without_credentials(backend, target)
        if self._files is None:
            yield inner | dict(variables(first))
            return
        from ssotui.cli.execute_with_server import credentials_served, without_others

        def say(error: SsoTuiError) -> None:
            self._shown.say(target, error.in_one_line)

        with credentials_served((backend, target, first), say) as endpoint:
            yield {**without_others(inner), **self._files, **endpoint}


def _private_files(env: Mapping[str, str], stack: ExitStack) -> Mapping[str, str]:
    from ssotui.files.private_configuration import without_default_credentials

    return stack.enter_context(without_default_credentials(env))


def _say_failures(found: Sequence[MatchingTarget], commands: ParallelCommands) -> None:
    """Say which commands failed, and which weren't run."""
    outcomes = commands.outcomes
    failed = [one for one in found if one.target in outcomes and outcomes[one.target].reason]
    if failed:
        output.say(f"ssotui: {len(failed):,} of {len(found):,} failed:")
        matching_targets.say_names(failed, {one.target: outcomes[one.target].reason for one in failed})
    left = [one for one in found if one.target not in outcomes]
    if left:
        output.say(f"ssotui: {len(left):,} of {len(found):,} not run:")
        matching_targets.say_names(left)
