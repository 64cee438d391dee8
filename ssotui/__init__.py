"""ssotui: from a shell prompt to the right AWS account and role.

The layout, from the top down; imports point downwards only (checked by import-linter, see pyproject.toml)::

    __main__       python -m ssotui
    cli/           commands: parse, call an action, print its outcome; the one top-level try; exit codes
    api            for Python programs: roles, sign-in, boto3 sessions with refreshing credentials
    demo/          a fake Identity Center over HTTP on 127.0.0.1 with a home folder of its own; screenshots
    wiring         settings + environment -> Backend (the composition root)
    tui/           the only importer of textual and rich: app, picker/ (one screen of parts), dialogs/, widgets/,
                   rendering/ (rows, details and diffs as styled text, without either), view (what is drawn)
    aws/           the only importer of boto3 and botocore
    files/         the only importer of configupdater: ~/.aws/config, token cache, ssotui's own caches
    desktop/       browser, clipboard, child processes; the only importer of pyperclip
    shell/         passes variables to the parent shell: the channel, one wrapper script per shell
    worker_pool    the only threads outside demo/
    ctrl_z         Ctrl+Z waits while a lock is held during a request
    actions/       use cases: (backend, request, cancel) -> outcome
    core/          values and rules, all pure: model, catalog, search, tree, profiles, chains, sign_in, checks;
                   ports/, the Protocols of everything outside
    settings, paths, errors, regions, region_names

In the picker, data flows from outcomes to the Catalog to widgets, and commands from keys to messages to the screen,
which runs an action in a worker thread. The picker's result is the return value of ``run()``; ``cli`` passes it to the
shell.
"""

__version__ = "0.1.0"
