"""The command line: what operators run."""


def main() -> None:
    """Run the command line."""
    from tajriba.cli.main import app  # noqa: PLC0415 - whoever imports a part runs no program

    app()
