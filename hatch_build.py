"""Lets no wheel or source distribution be built without the web client."""

from pathlib import Path
from typing import Any, Final

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

BUILT: Final = "src/tajriba/pages/built/index.html"


class WebClientHook(BuildHookInterface[Any]):
    """Ends a build where the web client was not built; an editable install may come before it."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        """Look for the client's page; `version` is "editable" for an editable install."""
        if version != "editable" and not (Path(self.root) / BUILT).is_file():
            self.app.abort("The web client is not built: run `make setup`, then build again.")
