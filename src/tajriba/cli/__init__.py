"""The command line: what operators run."""

from tajriba.cli.main import app

__all__ = ["app", "main"]


def main() -> None:
    """Run the command line."""
    app()
