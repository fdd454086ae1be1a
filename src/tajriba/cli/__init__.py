"""The command line: what operators run."""

import gc


def main() -> None:
    """Run the command line."""
    gc.disable()  # what a start makes stays: looking through it again and again is lost time
    from tajriba.cli.main import app  # noqa: PLC0415

    gc.freeze()
    gc.enable()
    app()
