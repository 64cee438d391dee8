"""ssotui: from a shell prompt to the right AWS account and role.

The layout, from the top down; imports point downwards only (checked by import-linter, see pyproject.toml)::

    __main__       python -m ssotui
    cli/           commands: parse, call an action, print its outcome; the one top-level try; exit codes
    api            for Python programs: roles, a sign-in, boto3 sessions whose keys renew themselves
    wiring         settings + environment -> Backend (the composition root)
    demo/          the embedded organisation: a fake Identity Center over HTTP on 127.0.0.1, its home, screenshots
    tui/           the picker: the only importer of textual and rich
    aws/           the only importer of boto3 and botocore
    files/         the only importer of configupdater: ~/.aws/config, token cache, our own caches
    desktop/       browser, clipboard, commands that are run; the only importer of pyperclip
    shell/         how the parent shell gets its variables: the channel, one hook file per shell
    jobs           the only threads
    actions/       what can be done: (backend, request, cancel) -> outcome
    core/          what is true: values, search, outline, naming, quoting; pure
    settings, paths, errors, regions

Facts go down (outcome -> Catalog -> widgets), wishes go up (key -> message -> screen -> action in a job), and the
picker's result leaves by the value of ``run()``; ``cli`` hands it to the shell.
"""

__version__ = "0.1.0"
