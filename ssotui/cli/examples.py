"""The examples in the help of each command. Those of ``session`` and ``profile`` are shown with their actions."""

from __future__ import annotations

EXAMPLES = {
    "pick": (
        "ssotui pick",
        "ssotui prod admin      # pick can be left out",
        "ssotui pick login      # unless the query is the name of a command",
        "ssotui pick --json | jq -r .account_id",
    ),
    "use": (
        "ssotui use payments-prod admin",
        "ssotui use acme/123456789012/ReadOnlyAccess --region eu-west-1",
        "ssotui use -",
    ),
    "off": ("ssotui off",),
    "list": (
        "ssotui list",
        "ssotui list prod --csv > roles.csv",
        "ssotui list --json | jq -r '.[].role' | sort -u",
    ),
    "creds": (
        'eval "$(ssotui creds prod admin)"',
        "ssotui creds prod admin --copy",
        "ssotui creds prod admin --format dotenv --region eu-west-1 > .env",
    ),
    "credential-process": ("ssotui credential-process --profile payments-prod",),
    "exec": (
        "ssotui exec prod read -- aws s3 ls",
        "ssotui exec prod admin --server -- terraform apply   # renews them",
        "ssotui exec prod read    # a shell with the role; exit leaves it",
        "ssotui exec --each prod read -- aws s3 ls   # in all accounts that match",
        "ssotui exec prod read '--' aws s3 ls      # PowerShell needs the quotes",
    ),
    "console": ("ssotui console prod read", "ssotui console prod read --service s3 --region eu-west-1"),
    "whoami": ("ssotui whoami", "ssotui whoami --profile payments-prod --json"),
    "status": ("ssotui status", "ssotui status --check || ssotui login"),
    "prompt": ("ssotui prompt", "ssotui prompt --format '{account_name} {role} {left} {badge}'"),
    "login": ("ssotui login acme", "ssotui login --all", "ssotui login --device-code"),
    "logout": ("ssotui logout acme", "ssotui logout --all"),
    "session": (
        "ssotui session list",
        "ssotui session add acme --start-url https://acme.awsapps.com/start",
    ),
    "profile": ("ssotui profile list", "ssotui profile sync --dry-run", "ssotui profile undo"),
    "doctor": ("ssotui doctor", "ssotui doctor --fix"),
    "init": (
        'eval "$(ssotui init bash)"      # in ~/.bashrc; the same for zsh',
        "ssotui init fish | source       # in ~/.config/fish/config.fish",
        "eval \"$(ssotui init zsh --bind '^g')\"      # Ctrl+G opens the picker",
    ),
    "demo": (
        "ssotui demo",
        "ssotui demo -- bash",
        "ssotui demo --accounts 5000 --latency 50 --rate-limit 20",
    ),
    "help": ("ssotui help", "ssotui help exec", "ssotui help profile sync"),
    "version": ("ssotui version",),
    "__complete": ("ssotui __complete -- use pr",),
}
