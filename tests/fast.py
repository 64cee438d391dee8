"""The tests for every save (``-m fast``): some of each folder, those that take little time."""

from __future__ import annotations

from pathlib import Path

TESTS = Path(__file__).parent

FAST = (
    "actions/listing/", "actions/test_catalog_changes",
    "architecture/",
    "aws/test_callback", "aws/test_clients", "aws/test_faults", "aws/test_direct_http", "aws/test_oidc",
    "aws/test_portal", "aws/test_vanity_start_urls",
    "cli/test_complete", "cli/test_doctor_command", "cli/test_help", "cli/test_hints", "cli/test_notices",
    "cli/test_settings", "cli/test_usage_errors", "cli/test_use.py",
    "core/",
    "demo/test_approvals", "demo/test_server", "demo/test_world",
    "desktop/test_browser", "desktop/test_credentials_endpoint", "desktop/test_tools",
    "doctor/test_doctor_machine",
    "e2e/test_js_grammar", "e2e/test_readme_examples",
    "files/test_atomic_files", "files/test_aws_configuration", "files/test_backups", "files/test_catalog_files",
    "files/test_credentials_file", "files/test_history_file", "files/test_reading_profiles", "files/test_role_cache",
    "fuzz/test_fuzzed_texts", "fuzz/test_renamed_profiles",
    "hostile/test_files",
    "shell/test_init_script", "shell/test_nushell_line", "shell/test_old_bash", "shell/test_rendered_code",
    "test_worker_pool",
    "tui/picker/test_display", "tui/picker/test_question", "tui/rendering/",
    "tui/test_key_order",
)  # fmt: skip
"""How their paths begin, below ``tests/``."""


def is_fast(path: Path) -> bool:
    return path.relative_to(TESTS).as_posix().startswith(FAST)
