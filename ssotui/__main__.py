"""``python -m ssotui``."""

from __future__ import annotations

from ssotui.cli.main import main

raise SystemExit(main())
