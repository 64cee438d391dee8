"""The wrapper function in real shells: what it takes over, and all that it leaves alone."""

from __future__ import annotations

import stat

from ssotui.core.shell.variables import LINES_VERSION
from tests.shell.lab import NASTY, Lab

SHOW = "printenv AWS_PROFILE || true"
# What a user may have set, after which a careless function breaks.
UNUSUAL = {
    "bash": """
        set -eu -o pipefail -o noclobber; IFS=A_=; shopt -s nocasematch failglob expand_aliases
        alias command=false builtin=false local=false read=false export=false rm=false mktemp=false ssotui=false""",
    "zsh": """
        setopt err_exit no_unset no_clobber ksh_arrays sh_word_split glob_subst ksh_glob aliases; IFS=A_=
        alias command=false builtin=false local=false read=false export=false rm=false mktemp=false ssotui=false
        alias -g ssotui.XXXXXXXXXX=wrong""",
    "fish": """
        set -g IFS A
        function rm; false; end; function mktemp; false; end; function mv; false; end""",
}


def test_every_name_arrives_to_the_letter_and_none_runs(lab: Lab) -> None:
    done = lab.give_each_name(f"; {SHOW}")
    assert done.stdout.split("\n")[:-1] == list(NASTY)
    assert not lab.broken_into


def test_what_is_in_the_way_is_gone_from_the_environment(lab: Lab) -> None:
    lab.env |= {"AWS_ACCESS_KEY_ID": "AKIA", "AWS_DEFAULT_PROFILE": "old"}
    lab.lines(0, "unset AWS_ACCESS_KEY_ID", "unset AWS_DEFAULT_PROFILE", "unset AWS_SESSION_TOKEN", "AWS_PROFILE=new")
    done = lab.run("ssotui give 0", "env")
    assert [line for line in done.stdout.splitlines() if line.startswith("AWS_")] == ["AWS_PROFILE=new"]


def test_only_the_variables_of_a_switch_are_taken(lab: Lab) -> None:
    lab.lines(
        0, "PATH=/nowhere", "LD_PRELOAD=x", "PROMPT_COMMAND=touch pwned", "BASH_ENV=x", "fish_function_path=x", "IFS=x",
        "unset HOME", "aws_profile=x", "AWS_PROFILE", "=x", "", "AWS_PROFILE[$(touch pwned)]=x", "AWS_PROFILEX=x",
        "unset AWS_PROFILE[$(touch pwned)]", "unset  AWS_PROFILE", "export AWS_PROFILE=x", "$(touch pwned)=x",
        "AWS_PROFILE=kept",
    )  # fmt: skip
    done = lab.run("ssotui give 0", "env")
    kept = dict(line.split("=", 1) for line in done.stdout.splitlines())
    changed = {name: value for name, value in kept.items() if lab.env.get(name) != value}
    assert changed.pop("AWS_PROFILE") == "kept"
    assert not changed.keys() - {"PWD", "SHLVL", "_", "OLDPWD", "LOGNAME", "USER"}
    assert lab.env.keys() <= kept.keys()
    assert not lab.broken_into


def test_leaving_changes_nothing(lab: Lab) -> None:
    lab.lines(0, "AWS_PROFILE=other")
    lab.env["AWS_PROFILE"] = "mine"
    assert lab.run("ssotui give 0 130", f"echo {lab.status}", SHOW).stdout == "130\nmine\n"


def test_words_output_and_exit_status_pass_unchanged(lab: Lab) -> None:
    done = lab.run("ssotui say 'a  b' '*' '' '$HOME' -- '\"'", f"echo {lab.status}")
    assert done.stdout == '<a  b><*><><$HOME><--><">\n7\n'
    assert done.stderr == ""


def test_the_program_reads_the_standard_input(lab: Lab) -> None:
    assert lab.run("echo hello | ssotui read").stdout == "hello\n"


def test_its_output_can_be_captured(lab: Lab) -> None:
    capture = "set x (ssotui say a b); echo $x" if lab.shell == "fish" else 'x=$(ssotui say a b) || true; echo "$x"'
    assert lab.run(capture).stdout == "<a><b>\n"


def test_the_program_is_told_the_shell_and_nobody_else_is(lab: Lab) -> None:
    assert lab.run("ssotui own", "env | grep SSOTUI_").stdout == f"{lab.shell} {LINES_VERSION} channel\n"


def test_no_file_is_left_behind(lab: Lab) -> None:
    lab.lines(0, "AWS_PROFILE=x")
    lab.run("ssotui give 0", "ssotui give 0 5", "ssotui say x")
    assert lab.left_over == []


def test_without_a_private_file_the_program_runs_all_the_same(lab: Lab) -> None:
    lab.env["TMPDIR"] = str(lab.folder / "not there")
    refusing = lab.folder / "bin" / "mktemp"
    refusing.write_text("#!/bin/sh\nexit 1\n")
    refusing.chmod(refusing.stat().st_mode | stat.S_IXUSR)
    done = lab.run("ssotui own", "ssotui say x", f"echo {lab.status}")
    assert done.stdout == f"{lab.shell} {LINES_VERSION} \n<x>\n7\n"
    assert done.stderr == ""


def test_a_private_file_that_is_gone_is_none(lab: Lab) -> None:
    """Something cleans the folder for temporary files while it is in use: what switches nothing runs all the same."""
    fleeting = lab.folder / "bin" / "mktemp"
    fleeting.write_text('#!/bin/sh\necho "$LAB/temporary/ssotui.gone"\n')
    fleeting.chmod(0o755)
    lab.env["AWS_PROFILE"] = "mine"
    done = lab.run("ssotui own", f"echo {lab.status}", SHOW)
    assert done.stdout.splitlines() == [f"{lab.shell} {LINES_VERSION} ", "0", "mine"]


def test_without_a_descriptor_nothing_is_run_and_that_is_a_failure(lab: Lab) -> None:
    if lab.shell == "fish":
        return  # it holds nothing open
    lab.lines(0, "AWS_PROFILE=other")
    lab.env["AWS_PROFILE"] = "mine"
    done = lab.run("ulimit -n 9", "ssotui give 0", f"echo {lab.status}", SHOW)
    assert done.stdout in ("8\nmine\n", "2\nmine\n"), "zsh itself ends the function with 2"


def test_an_install_path_may_have_any_name(lab: Lab) -> None:
    lab.move_program("@SET@ @NAME@ $(touch pwned)")
    assert lab.run("ssotui say x").stdout == "<x>\n"
    assert not lab.broken_into


def test_it_works_under_unusual_options_and_aliases(lab: Lab) -> None:
    lab.lines(0, "unset AWS_DEFAULT_PROFILE", "AWS_PROFILE=a b=c_A")
    done = lab.run("ssotui give 0", SHOW, before=UNUSUAL[lab.shell])
    assert (done.stdout, done.stderr) == ("a b=c_A\n", "")
    assert lab.left_over == []


def test_a_failure_ends_a_script_that_asks_for_it(lab: Lab) -> None:
    stop = "ssotui say x; or exit" if lab.shell == "fish" else "set -e\nssotui say x"
    done = lab.run(stop, "echo went on")
    assert (done.stdout, done.returncode) == ("<x>\n", 7)


def test_it_can_be_called_from_a_function(lab: Lab) -> None:
    lab.lines(0, "AWS_PROFILE=inner")
    function = "function go; ssotui give 0; end" if lab.shell == "fish" else "go() { ssotui give 0; }"
    assert lab.run(function, "go", SHOW).stdout == "inner\n"


def test_the_function_can_have_another_name(lab: Lab) -> None:
    lab.install(name="aws-switch")
    lab.lines(0, "AWS_PROFILE=x")
    assert lab.run("aws-switch give 0", SHOW, "ssotui own").stdout == "x\n  \n"


def test_a_program_that_is_not_on_the_path_is_found_where_it_is(lab: Lab) -> None:
    lab.move_program("it's $(touch pwned) \\away")
    assert lab.run("ssotui say x").stdout == "<x>\n"
    assert not lab.broken_into
