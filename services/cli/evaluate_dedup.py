"""`newsmill eval dedup`: which of given texts the service would take for copies, for a score; needs no server."""

import gc
import gzip
import json
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import combinations
from pathlib import Path
from typing import Annotated

import typer

from services import bootstrap
from services.cli import context
from services.cli.predictions import write
from services.errors import SettingError
from services.model import Article

_AT_ONCE = 100
_SEEN_AT = datetime(2000, 1, 1, tzinfo=UTC)


def dedup(
    documents: Annotated[
        Path, typer.Argument(metavar="DOCS", help="JSON Lines of `id` and `text`, gzipped or not, in order of time.")
    ],
    *,
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="Where to write the pairs, as JSON.")],
) -> None:
    """Say which of some texts are copies of each other, as the pipeline would decide: `{"pairs": [[id, id], …]}`.

    The text is taken as it is: nothing is read, cleaned or split off before.
    """
    texts = list(_texts(documents))
    bootstrap.rehearsal()  # imports what it needs: neither that is timed, nor the garbage of it
    gc.collect()
    started = time.process_time()
    pairs = _pairs(texts)
    cpu = time.process_time() - started
    write(out, {"pairs": pairs})
    speed = len(texts) / max(cpu, 0.001)
    context.note(f"{len(texts):,} documents, {len(pairs):,} pairs, {speed:,.0f} documents a second of CPU")


def _texts(path: Path) -> Iterator[tuple[str, str]]:
    try:
        with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
            for line in lines:
                found = json.loads(line)
                yield str(found["id"]), str(found["text"])
    except (OSError, EOFError, ValueError, KeyError, TypeError) as error:
        message = f"{path} can't be read as JSON Lines of `id` and `text`: {error}."
        raise SettingError(message) from error


def _pairs(texts: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return the pairs within each story, after all *texts* went through the judging that the pipeline does."""
    linking, index = bootstrap.rehearsal()
    names: dict[str, str] = {}
    for start in range(0, len(texts), _AT_ONCE):
        batch = texts[start : start + _AT_ONCE]
        articles = [_article(text, number) for number, (_, text) in enumerate(batch, start)]
        names |= {article.uri: name for article, (name, _) in zip(articles, batch, strict=True)}
        placed, links = linking.judged(articles)
        index.create(placed)
        linking.link(links)
        context.progress_console.print(f"{start + len(batch):,} of {len(texts):,}", end="\r", highlight=False)
    context.progress_console.print("", highlight=False)
    stories: dict[str, list[str]] = defaultdict(list)
    for uri, article in index.articles.items():
        stories[article.story_id].append(names[uri])
    return [pair for members in stories.values() for pair in combinations(members, 2)]


def _article(text: str, number: int) -> Article:
    return Article(
        headline="",
        paragraphs=(text,),
        first_seen_at=_SEEN_AT + timedelta(seconds=number),
        trace_id=str(number),
        raw_sha256="",
        content_fingerprint="",
        uri=f"urn:newsmill:2000.01:{number:024x}",
    )
