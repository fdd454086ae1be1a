"""`tajriba`, with its commands."""

import typer

from tajriba.cli import (
    evaluating,
    importing,
    knowledge,
    models,
    serving,
    simulating,
    users,
    verifying,
    watching,
)

app = typer.Typer(
    name="tajriba",
    help="Tajriba: a live evidence service for Persian medicine.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command()(serving.serve)
app.command()(serving.migrate)
app.command(name="import")(importing.import_records)
app.command(name="export")(importing.export_records)
app.add_typer(users.user)
app.add_typer(knowledge.knowledge)
app.add_typer(models.model)
app.command()(verifying.verify)
app.command()(watching.watch)
app.command(name="evaluate")(evaluating.evaluate_file)
app.command(name="simulate")(simulating.simulate_clinic)
