"""How fast and how well articles are found on pages with known answers, beside other libraries that are installed.

    python tests/bench/bench_extraction.py DIR [--rounds 1]

DIR has `html/<id>.html.gz`, `urls.json` and `truth.json`. Page by page in turn, in one process, by CPU time: where
others use the machine too, only the ratios tell. A measurement, no test.
"""

import argparse
import gc
import gzip
import json
import logging
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1]))
from scoring import body_f1, right_text

from services.cli.extract import document, read, said
from services.errors import NotAnArticleError

Reader = Callable[[bytes, str], str]


@dataclass
class Runner:
    """One library: how it reads, what it read, and the seconds of CPU that it took."""

    name: str
    reader: Reader
    seconds: float = 0.0
    texts: dict[str, str] = field(default_factory=dict)

    def take(self, name: str, content: bytes, url: str) -> None:
        began = time.process_time()
        text = self.reader(content, url)
        self.seconds += time.process_time() - began
        self.texts[name] = text


def ours(content: bytes, url: str) -> str:
    try:
        return str(said(read(document(content, url)))["text"])
    except NotAnArticleError:
        return ""


def trafilatura() -> Reader:
    """Return trafilatura as its users call it, with metadata."""
    from trafilatura import bare_extraction  # noqa: PLC0415 (not a dependency)

    def extract(content: bytes, url: str) -> str:
        found = bare_extraction(
            content.decode(), url=url, favor_precision=True, include_comments=False, with_metadata=True
        )
        return (found.text or "") if found else ""

    return extract


def newspaper4k() -> Reader:
    """Return newspaper4k without fetching."""
    from newspaper import Article  # noqa: PLC0415 (not a dependency)

    def extract(content: bytes, url: str) -> str:
        article = Article(url, fetch_images=False)
        article.download(input_html=content.decode())
        article.parse()
        return str(article.text)

    return extract


OTHERS: dict[str, Callable[[], Reader]] = {"trafilatura": trafilatura, "newspaper": newspaper4k}


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    arguments.add_argument("directory", type=Path)
    arguments.add_argument("--rounds", type=int, default=1)
    given = arguments.parse_args()
    logging.disable(logging.CRITICAL)
    # As in `newsmill eval`, and for all of them.
    gc.freeze()
    gc.set_threshold(100_000)
    runners = [Runner("newsmill", ours), *(Runner(name, make()) for name, make in OTHERS.items() if find_spec(name))]
    urls = json.loads((given.directory / "urls.json").read_text(encoding="utf-8"))
    for turn in range(given.rounds):
        for number, (name, url) in enumerate(urls.items()):
            content = gzip.decompress((given.directory / "html" / f"{name}.html.gz").read_bytes())
            first = (number + turn) % len(runners)
            for runner in (*runners[first:], *runners[:first]):
                runner.take(name, content, url)
    _report(runners, given.directory, given.rounds)


def _report(runners: list[Runner], directory: Path, rounds: int) -> None:
    truth = json.loads((directory / "truth.json").read_text(encoding="utf-8"))
    for runner in runners:
        pages = len(runner.texts) * rounds
        quality = body_f1((right_text(right), runner.texts.get(name, "")) for name, right in truth.items())
        ratio = runner.seconds / runners[0].seconds
        sys.stdout.write(
            f"{runner.name:12} {pages / runner.seconds:6.1f} pages/s  x {ratio:5.2f} time  body F1 {quality:.4f}\n"
        )


if __name__ == "__main__":
    main()
