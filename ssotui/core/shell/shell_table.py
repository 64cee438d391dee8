"""The table of shells: the names of each, the line that installs its wrapper, and the syntax of its code.

Everything that differs from shell to shell is a column here, except quoting (core.shell.variables) and the wrappers
(ssotui/shell/scripts). Imports nothing, because every new shell runs ``ssotui init``, which loads it.
"""

from __future__ import annotations

TYPE_CHECKING = False  # as typing.TYPE_CHECKING for mypy, whose import takes half of Python's start
if TYPE_CHECKING:
    from collections.abc import Iterable


class Shell:
    """A row of the table. The defaults are those of a POSIX shell.

    ``programs`` are the names of its executables, without a version. ``script`` is its wrapper in ssotui/shell/scripts,
    "" if it has none. ``line`` installs the wrapper when it is put into ``start_file``; ``{}`` stands for the command
    of ssotui. ``set_code`` has places for a name and a quoted word, ``unset_code`` for a name; ``failing_code`` only
    fails. ``checking_code`` has a place for names that were unset, and fails if one is still set ("" if that can't
    happen). ``clear``, ``clear_one`` and ``clear_between`` build the command with which a user unsets variables.
    """

    title = ""
    programs: tuple[str, ...] = ()
    script = ""
    start_file = ""
    line = ""
    # A semicolon besides the new line, so that an unquoted ``eval $(...)`` still gets separate commands.
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
    # A universal variable stays in every shell until it is erased for all, so the code fails and says how (man set).
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
    failing_code = "throw 'ssotui switched nothing'"  # Invoke-Expression only fails on an exception
    clear = "Remove-Item {}"
    clear_one = "Env:{}"
    clear_between = ", "


class _Nushell(Shell):
    title = "nushell"
    programs = ("nu", "nushell")
    script = "nushell.nu"
    start_file = "$nu.config-path"
    # nushell can't evaluate text, but reads these files at each start, after its config.
    line = (
        "mkdir ($nu.data-dir | path join vendor autoload);"
        " ^{} init nushell | save -f ($nu.data-dir | path join vendor autoload ssotui.nu)"
    )
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
    failing_code = "fail 'ssotui switched nothing'"  # elvish has exceptions instead of exit statuses
    clear = "{}"
    clear_one = "unset-env {}"
    clear_between = "; "


class _Xonsh(Shell):
    title = "xonsh"
    programs = ("xonsh",)
    script = "xonsh.xsh"
    start_file = "~/.xonshrc"
    line = "execx($({} init xonsh))"
    set_code = "${} = {}"
    unset_code = "_ = ${{...}}.pop('{}', None)"
    clear = "{}"
    clear_one = "del ${}"
    clear_between = "; "


class _Tcsh(Shell):
    title = "tcsh"
    programs = ("tcsh", "csh")
    script = "tcsh.tcsh"
    start_file = "~/.tcshrc"
    line = 'eval "`{} init tcsh`"'
    set_code = "setenv {} {};"
    unset_code = "unsetenv {};"
    clear = "{}"
    clear_one = "unsetenv {}"
    clear_between = "; "


class _Posix(Shell):
    """Any other POSIX shell: it evaluates the code itself; there is no wrapper."""

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


def shell_of(program: str) -> str:
    """The shell (a key of SHELLS) whose executable has this name, or "".

    ``program`` may start with a hyphen, as for login shells, and end in a version or suffix: ``ksh93``, ``zsh-5.9``,
    ``mksh-static``, ``bash.exe``.
    """
    name = program.lstrip("-")
    letters = 0
    while name[letters : letters + 1].isalpha():
        letters += 1
    return _BY_PROGRAM.get(name[:letters], "")


def unset_command(shell: str, names: Iterable[str]) -> str:
    """The command of ``shell`` with which a user unsets these variables."""
    row = SHELLS[shell]
    return row.clear.format(row.clear_between.join(row.clear_one.format(name) for name in names))


_BY_PROGRAM = {program: name for name, shell in SHELLS.items() for program in shell.programs}
