"""`newsmill bench`: how fast it is on this machine, beside what it is built on."""

import typer

from services.cli import bench_fetch, bench_process

app = typer.Typer(
    help="How fast it is on this machine, beside what it is built on.", no_args_is_help=True, rich_markup_mode="rich"
)
app.command()(bench_fetch.fetch)
app.command()(bench_process.process)
