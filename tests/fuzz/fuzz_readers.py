"""Look for bytes that a reader can't take, guided by which code they reach.

    python tests/fuzz/fuzz_readers.py READER [libFuzzer's options] [FOLDERS of examples]

READER is `feeds` or a kind of `services.sources.READERS`. A reader may return, or raise a leaf of UnreadableError; what
a feed says has no control, lone surrogate or override of direction in it. Anything else ends the run, and libFuzzer
keeps the bytes. CONTRIBUTING.md has the commands; it is no test of pytest.
"""

import contextlib
import sys
from collections.abc import Callable
from dataclasses import astuple
from pathlib import Path

import atheris

sys.path[:0] = [str(Path(__file__).parents[2]), str(Path(__file__).parents[1])]
with atheris.instrument_imports(include=["services.sources"]):
    from cleanness import UNCLEAN, texts

    from services import sources
    from services.errors import UnreadableError
    from services.model import FeedEntry, RawDocument
    from services.sources import entries, feeds


def read_feed(content: bytes) -> None:
    reading = feeds.read(content, url="https://fuzz.example/feed")
    for entry in reading.entries[:20]:
        kept = entries.decoded(entries.encoded(entries.FedEntry(entry, reading.title, reading.language)))
        for text in texts(astuple(kept)):
            if UNCLEAN.search(text):
                raise ValueError(f"unclean: {text!r}")


def read_entry(content: bytes) -> None:
    """Read *content* as the HTML of an entry, and as an entry that somebody else encoded."""
    text = content.decode("utf-8", "replace")
    kept = entries.encoded(entries.FedEntry(FeedEntry(title=text[:60], content=text, base="https://fuzz.example/")))
    with contextlib.suppress(UnreadableError):
        reader_of("entry")(kept)
    reader_of("entry")(content)


def reader_of(kind: str) -> Callable[[bytes], None]:
    def read(content: bytes) -> None:
        entry = sources.read(RawDocument("id", kind, "fuzz", content))
        "\n".join(entry.paragraphs).encode(errors="surrogatepass")

    return read


def main() -> None:
    name = sys.argv.pop(1)
    read = {"feeds": read_feed, "entry": read_entry}.get(name) or reader_of(name)

    def one_input(content: bytes) -> None:
        try:
            read(content)
        except UnreadableError:
            return

    atheris.Setup(sys.argv, one_input)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
