"""`tajriba export`: write all feedback as CSV."""

import csv
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, TextIO

import typer

from tajriba.cli.prepared_database import Create, prepared_database
from tajriba.cli.startup import load_settings, refuse
from tajriba.kit.database.private_files import open_private
from tajriba.loop.transfer.installation import installation_name
from tajriba.loop.transfer.record_export import export_rows
from tajriba.loop.transfer.record_format import COLUMNS


def export_feedback(
    file: Annotated[str, typer.Argument(help="The file to write, - for standard output.")] = "-",
    for_research: Annotated[
        bool, typer.Option(help="Only reports of patients who agree to research.")
    ] = False,
    create: Create = False,
) -> None:
    """Write all standing feedback as CSV in the columns that `tajriba import` reads.

    Patients without an imported reference are named by this installation and their number; their
    names and e-mails are not written. Comments are. The file is readable by its owner alone.
    """
    settings = load_settings()
    if file != "-" and not Path(file).absolute().parent.is_dir():
        refuse(f"{file}: there is no folder {Path(file).parent}.")
    with prepared_database(settings, create=create) as database, _output(file) as output:
        name = database.write_now(installation_name)
        writer = csv.DictWriter(output, COLUMNS)
        writer.writeheader()
        database.read_now(
            lambda tx: writer.writerows(export_rows(tx, name, for_research=for_research))
        )


@contextmanager
def _output(file: str) -> Iterator[TextIO]:
    if file == "-":
        yield sys.stdout
        return
    path = Path(file)
    partial = path.with_name(path.name + ".partial")
    with open_private(partial) as opened:
        yield opened
    partial.replace(path)
