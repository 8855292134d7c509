"""`newsmill eval`: predictions on collections with known answers, in the form that score scripts read; no server."""

import itertools
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from services.cli import extract
from services.cli.predictions import Out, predict, write
from services.errors import NotAnArticleError, NotFoundError, PermanentError
from services.normalize.url_keys import url_key

_SUFFIXES = (".html.gz", ".html")


def extraction(
    directory: Annotated[Path, typer.Argument(metavar="DIR", help="Pages `<id>.html.gz`, and `urls.json` {id: URL}.")],
    out: Out,
    *,
    jobs: Annotated[int, typer.Option("--jobs", "-j", min=1, help="Processes that read pages.")] = 1,
) -> None:
    """Read every page of a folder (or of its folder `html`) and write what was found: {id: {title, authors, text, …}}.

    A page without an article has its reason as `error` instead.
    """
    urls = addresses(directory)
    pages = [(path, urls.get(name, "")) for name, path in pages_in(directory).items()]
    predict(pages, _prediction, jobs=jobs, out=out, what="pages", without="without an article")


def urls(
    pairs: Annotated[Path, typer.Argument(metavar="FILE", help="{same: [[URL, URL, …]], diff: [[URL, URL, …]]}.")],
    out: Out,
) -> None:
    """Write the key by which addresses are compared, for every one in a file of pairs: {URL: key}."""
    every = _loaded(pairs)
    addresses = [str(one) for kind in ("same", "diff") for pair in every.get(kind, ()) for one in pair[:2]]
    write(out, {address: url_key(address) or None for address in addresses})


def _prediction(page: tuple[Path, str]) -> tuple[str, extract.Json]:
    path, url = page
    name = _name(path)
    try:
        return name, extract.said(extract.read(extract.document(path.read_bytes(), url, path.name)))
    except NotAnArticleError as error:
        return name, {"error": str(error)}


def pages_in(directory: Path) -> dict[str, Path]:
    """Return id → file of the pages in *directory*, or in its folder `html`; raises NotFoundError without any."""
    inner = directory / "html"
    files = sorted(itertools.chain(_files(directory), _files(inner)))
    if not files:
        raise NotFoundError(f"{directory}: no pages ({' or '.join(_SUFFIXES)}) in it.")
    return {_name(path): path for path in files}


def _files(directory: Path) -> Iterable[Path]:
    return (path for path in directory.glob("*.html*") if path.name.endswith(_SUFFIXES))


def _name(path: Path) -> str:
    return path.name.removesuffix(".gz").removesuffix(".html")


def addresses(directory: Path) -> Mapping[str, str]:
    """Return id → URL as `urls.json` in *directory* or beside it has them; empty where there is none."""
    for place in (directory, directory.parent):
        if (place / "urls.json").is_file():
            return _loaded(place / "urls.json")
    return {}


def _loaded(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise NotFoundError(f"{path}: {error.strerror or error}") from error
    except ValueError as error:
        raise PermanentError(f"{path}: no JSON ({error})") from error
    if not isinstance(found, dict):
        raise PermanentError(f"{path}: no JSON object")
    return found
