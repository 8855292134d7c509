"""Flower's configuration: Flower runs this file at start and takes the names in it as its options."""

from pathlib import Path

# From a file, not from the command line or the environment, where `docker inspect` and `ps` would show it.
basic_auth = [Path("/run/newsmill/flower").read_text(encoding="utf-8").strip()]
# Flower looks on; workers are steered by Newsmill's own commands.
read_only = True
# A worker that is gone for ten minutes is forgotten.
purge_offline_workers = 600
