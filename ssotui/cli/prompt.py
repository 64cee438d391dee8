"""``ssotui prompt``: prints the shell's profile for a prompt, a status bar, or starship. Makes no request."""

from __future__ import annotations

from ssotui.cli import streams
from ssotui.core.printable import printable, shortened
from ssotui.errors import ExitCode, SsoTuiError
from ssotui.files.prompt_fields import PromptFields

TYPE_CHECKING = False  # as typing.TYPE_CHECKING for mypy, whose import takes half of Python's start
if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Mapping, Sequence

_LONGEST = 64  # characters of a field: as many as the name of a role may have
DEFAULT_FORMAT = "{profile} {left} {badge}"


def run(options: argparse.Namespace, env: Mapping[str, str]) -> int:
    """Print the line; nothing where no profile is active or a variable overrides it. What can't be read is left out."""
    return _write(options.format, env)


def quick(words: Sequence[str], env: Mapping[str, str]) -> int | None:
    """As ``run``, without the parser; None for words that only the parser understands."""
    if not words:
        return _write(DEFAULT_FORMAT, env)
    format_words = 2
    if len(words) == format_words and words[0] == "--format" and not words[1].startswith("-"):
        return _write(words[1], env)
    return None


def _write(form: str, env: Mapping[str, str]) -> int:
    try:
        fields = PromptFields(env)
        line = _filled(form, fields, env) if fields.profile else ""
    except SsoTuiError:  # pragma: no cover - a user without a home folder
        line = ""  # there is no home folder to look in
    if line:
        streams.write(f"{line}\n")
    return ExitCode.DONE


def _filled(form: str, fields: PromptFields, env: Mapping[str, str]) -> str:
    """The format with its fields. An empty field takes the blank before it along; other braces stay as they are."""
    lookups: dict[str, Callable[[], str]] = {
        "profile": lambda: fields.profile,
        "session": fields.session,
        "account_name": fields.account_name,
        "account_id": fields.account_id,
        "role": fields.role,
        "region": fields.region,
        "left": fields.left,
        "badge": lambda: _badge(fields, env),
    }
    filled, *parts = form.split("{")
    for part in parts:
        name, brace, rest = part.partition("}")
        if not brace or name not in lookups:
            filled += "{" + part
            continue
        value = shortened(printable(lookups[name]()), _LONGEST)
        filled = (filled + value if value else filled.removesuffix(" ")) + rest
    return filled


def _badge(fields: PromptFields, env: Mapping[str, str]) -> str:
    """The badge of the account, or of the profile, as the picker shows it; "" if the settings can't be read."""
    from ssotui import paths
    from ssotui.files.atomic import read_file

    path = paths.settings_file(env)
    try:
        content = read_file(path)
        if not content:
            return ""
        from ssotui import settings  # only loaded if there is a file
        from ssotui.core.profiles.account_styles import badge_of

        account_name = fields.account_name()
        names = [account_name, fields.account_id()] if account_name else []
        if not account_name or fields.assumes_role():
            names += [fields.profile, fields.account_id()]
        return badge_of(settings.parse(content, path), *names)
    except SsoTuiError:
        return ""
