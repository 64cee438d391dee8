"""The table of shells: by which names each is known, the line that installs its wrapper, and how its code is written.

Everything that differs from shell to shell is a column here, except quoting (core.shells) and the wrappers themselves
(ssotui/shell/scripts). Imports nothing, for it is on the path of ``ssotui init``, which every new shell waits for.
"""

from __future__ import annotations

TYPE_CHECKING = False  # what mypy takes for typing's own; importing that costs as much as Python's start
if TYPE_CHECKING:
    from collections.abc import Iterable


class Shell:
    """A row of the table; what is written here are the columns of a POSIX shell.

    ``programs`` are the names of its executables, without a version. ``script`` is its wrapper in ssotui/shell/scripts,
    "" where it can have none; ``line``, with the words that start ssotui in place of ``{}``, installs that from
    ``start_file``. ``set_code`` takes a name and a quoted word, ``unset_code`` a name; ``failing_code`` only fails.
    ``checking_code`` takes the names that were unset, and fails if one of them is set all the same; "": it can't be.
    ``clear``, ``clear_one`` and ``clear_between`` make the command by which a person unsets variables.
    """

    title = ""
    programs: tuple[str, ...] = ()
    script = ""
    start_file = ""
    line = ""
    # A semicolon as well as a new line, so that an unquoted ``eval $(...)`` still sees separate commands.
    set_code = "export {}={};"
    unset_code = "unset -v {};"
    failing_code = "false"
    checking_code = ""
    clear = "unset {}"
    clear_one = "{}"
    clear_between = " "


class _Bash(Shell):
    title = "bash"
    programs = ("bash", "rbash")
    script = "bash.sh"
    start_file = "~/.bashrc"
    line = 'eval "$({} init bash)"'


class _Zsh(Shell):
    title = "zsh"
    programs = ("zsh", "rzsh")
    script = "zsh.zsh"
    start_file = "~/.zshrc"
    line = 'eval "$({} init zsh)"'


class _Fish(Shell):
    title = "fish"
    programs = ("fish",)
    script = "fish.fish"
    start_file = "~/.config/fish/config.fish"
    line = "{} init fish | source"
    set_code = "set -gx {} {};"
    unset_code = "if set -qg {0}; set -eg {0}; end;"
    # What is universal stays in every shell until it is erased for all of them, so the code fails and says how.
    checking_code = (
        "begin; set -l staying; for name in {}; set -qUx $name; and set -a staying $name; end; if set -q staying[1];"
        ' echo "ssotui: fish keeps $staying, set as universal. Erase it in every fish shell: set -eU $staying" >&2;'
        " false; end; end;"
    )
    clear = "set -e {}"


class _PowerShell(Shell):
    title = "PowerShell"
    programs = ("pwsh", "powershell")
    script = "powershell.ps1"
    start_file = "$PROFILE"
    line = "{} init powershell | Out-String | Invoke-Expression"
    set_code = "$env:{} = {}"
    unset_code = "$env:{} = $null"
    failing_code = "throw 'ssotui switched nothing'"  # Invoke-Expression reports nothing milder
    clear = "Remove-Item {}"
    clear_one = "Env:{}"
    clear_between = ", "


class _Nushell(Shell):
    title = "nushell"
    programs = ("nu", "nushell")
    script = "nushell.nu"
    set_code = "$env.{} = {}"
    unset_code = "hide-env --ignore-errors {}"
    failing_code = 'error make --unspanned {msg: "ssotui switched nothing"}'
    clear = "hide-env {}"


class _Elvish(Shell):
    title = "elvish"
    programs = ("elvish",)
    script = "elvish.elv"
    start_file = "~/.config/elvish/rc.elv"
    line = "eval ({} init elvish | slurp)"
    set_code = "set-env {} {}"
    unset_code = "unset-env {}"
    failing_code = "fail 'ssotui switched nothing'"  # it has exceptions where others have a status
    clear = "{}"
    clear_one = "unset-env {}"
    clear_between = "; "


class _Xonsh(Shell):
    title = "xonsh"
    programs = ("xonsh",)
    set_code = "${} = {}"
    unset_code = "_ = ${{...}}.pop('{}', None)"
    clear = "{}"
    clear_one = "del ${}"
    clear_between = "; "


class _Tcsh(Shell):
    title = "tcsh"
    programs = ("tcsh", "csh")
    set_code = "setenv {} {};"
    unset_code = "unsetenv {};"
    clear = "{}"
    clear_one = "unsetenv {}"
    clear_between = "; "


class _Posix(Shell):
    """All that have nothing of their own: they evaluate the code itself, and no wrapper is made for them."""

    title = "sh"
    programs = ("sh", "dash", "ash", "busybox", "ksh", "rksh", "pdksh", "mksh", "lksh", "oksh", "loksh", "yash", "posh")


SHELLS: dict[str, type[Shell]] = {
    "bash": _Bash,
    "zsh": _Zsh,
    "fish": _Fish,
    "powershell": _PowerShell,
    "nushell": _Nushell,
    "elvish": _Elvish,
    "xonsh": _Xonsh,
    "tcsh": _Tcsh,
    "sh": _Posix,
}
WITH_WRAPPER = tuple(name for name, shell in SHELLS.items() if shell.script)


def named(program: str) -> str:
    """The shell (a key of SHELLS) whose executable has this name, or "".

    ``program`` may have a hyphen in front, as login shells do, and a version or more behind it: ``ksh93``, ``zsh-5.9``,
    ``mksh-static``, ``bash.exe``.
    """
    name = program.lstrip("-")
    letters = 0
    while name[letters : letters + 1].isalpha():
        letters += 1
    return _BY_PROGRAM.get(name[:letters], "")


def clearing(shell: str, names: Iterable[str]) -> str:
    """The command of ``shell`` by which a person unsets these variables."""
    row = SHELLS[shell]
    return row.clear.format(row.clear_between.join(row.clear_one.format(name) for name in names))


_BY_PROGRAM = {program: name for name, shell in SHELLS.items() for program in shell.programs}
