"""What the options before a command said, for every command to read."""

import os
from pathlib import Path

from flows import settings

CANNOT_ANSWER = 1
"""The exit code where nothing of what was asked can be told yet."""


class Invocation:
    """What the options before the command said."""

    config: Path | None = None
    debug: bool = False

    def context(self) -> settings.Context:
        """The settings in force."""
        return settings.load(self.config, os.environ)

    def config_text(self) -> str | None:
        """The configuration's path as Prefect's parameters carry it."""
        return str(self.config.absolute()) if self.config else None


invocation = Invocation()
