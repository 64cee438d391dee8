# ssotui's wrapper for xonsh. The program writes variables for this shell into a private file. The wrapper doesn't
# evaluate the file, and it sets or unsets only the variables named below.
def __ssotui_define():
    import os
    import re
    import subprocess
    import tempfile

    from xonsh.completers.completer import add_one_completer
    from xonsh.completers.tools import RichCompletion, contextual_command_completer_for

    program = [@PROGRAM@]
    known = [@KNOWN@]

    def environment(**more):
        return {**__xonsh__.env.detype(), "SSOTUI_SHELL": "xonsh", **more}

    def private_file():
        # Without the file the program reports an error if it has variables for this shell.
        try:
            number, path = tempfile.mkstemp(prefix="ssotui.")
        except OSError:
            return ""
        os.close(number)
        return path

    def take(line):
        name, is_set, value = line.partition("=")
        removed = line[len("unset ") :] if line.startswith("unset ") else ""
        if is_set and name in known:
            __xonsh__.env[name] = value
        elif removed in known and removed in __xonsh__.env:
            del __xonsh__.env[removed]

    def handle(stream, is_shown):
        return None if stream is None or is_shown else stream.fileno()

    def run(args, env, streams):
        with subprocess.Popen([*program, *args], env=env, **streams) as process:
            while process.poll() is None:
                try:
                    process.wait()
                except KeyboardInterrupt:
                    pass  # the program has received it, too, and decides whether to exit
        return process.returncode if process.returncode >= 0 else 128 - process.returncode

    def ssotui(args, stdin=None, stdout=None, stderr=None, spec=None):
        # xonsh pipes output that it shows itself. The picker and colors need the terminal, so that pipe is bypassed.
        is_last = spec.last_in_pipeline and spec.captured not in ("stdout", "object")
        streams = {
            "stdin": handle(stdin, False),
            "stdout": handle(stdout, is_last and spec.captured_stdout),
            "stderr": handle(stderr, is_last and spec.captured_stderr),
        }
        path = private_file()
        try:
            status = run(args, environment(SSOTUI_HOOK="@HOOK@", SSOTUI_CHANNEL=path), streams)
            if path and status == 0:
                with open(path, encoding="utf-8", newline="\n") as file:
                    for line in file.read().split("\n"):
                        take(line)
        finally:
            if path:
                os.unlink(path)
        return status

    def quoted(word, command):
        if command.opening_quote:
            closing = "" if command.is_after_closing_quote else command.opening_quote.lstrip("rRbBfFuUpP")
            return "" if set(word) & set("'\"\\$~{}") else word + closing
        if re.fullmatch(r"[\w./:+@%-]+", word):
            return word
        # xonsh expands variables and ~ even within quotes.
        return f"@({word!r})" if set(word) & set("$~{}") else repr(word)

    @contextual_command_completer_for(@QUOTED_NAME@)
    def complete(command):
        words = [argument.value for argument in command.args[1 : command.arg_index]]
        done = subprocess.run(
            [*program, "__complete", "--", *words, command.prefix],
            env=environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        found = set()
        for line in done.stdout.decode("utf-8", "replace").splitlines():
            word, _, note = line.partition("\t")
            inserted = quoted(word, command)
            if inserted:
                found.add(RichCompletion(inserted, display=word, description=note, append_space=True))
        return found

    aliases[@QUOTED_NAME@] = ssotui
    add_one_completer(@QUOTED_NAME@, complete, "start")


__ssotui_define()
del __ssotui_define
