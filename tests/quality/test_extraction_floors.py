"""What extraction reaches, as floors: lowering one is a decision to be seen.

Measured on the collections in `../shared/eval` beside the checkout, or where NEWSMILL_TEST_EVAL says; without them,
on the project's own small pages. `docs/how-to/measure-extraction.md` tells how to get figures from the scripts.
"""

import gzip
import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from eval_data import EVAL, GIVEN
from scoring import body_f1, file_name, folded, names_f1, right_text, share

from services.cli.extract import document, read, said
from services.errors import NotAnArticleError
from services.normalize.datelines import split
from services.normalize.url_keys import url_key

_TESTS = Path(__file__).parents[1]
_PAGES = _TESTS / "data" / "pages"
HAS_COLLECTIONS = (EVAL / "zyte").is_dir()

Facts = Mapping[str, Any]

BODY_FLOORS = {"zyte": 0.973, "fundus_eval": 0.985, "fundus_parser": 0.973} if HAS_COLLECTIONS else {"own": 0.99}
FACT_FLOORS = {"title": 0.875, "authors": 0.93, "date": 0.99, "image": 0.92} if HAS_COLLECTIONS else {}
OWN_FLOORS = {"title": 1.0, "authors": 1.0, "date": 1.0, "image": 1.0}
_SAME_FLOOR = 0.94
_LEAST_SAMPLE = 5


def test_a_folder_that_the_environment_names_has_the_collections() -> None:
    assert HAS_COLLECTIONS or not GIVEN, f"NEWSMILL_TEST_EVAL names {GIVEN}, which has no folder `zyte`"


@cache
def answers(collection: str) -> dict[str, Facts]:
    """Return what is right: id → title, authors, date, text or paragraphs, images; each where it is known."""
    if collection != "own":
        return dict(json.loads((EVAL / collection / "truth.json").read_text(encoding="utf-8")))
    stated = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in _PAGES.glob("*.json")}
    return {
        name: {
            "title": each["headline"],
            "authors": each.get("authors", []),
            "text": "\n".join(filter(None, (each["deck"], *each["paragraphs"]))),
            "date": each.get("published", [""])[0],
            "images": [each["image"]] if "image" in each else [],
            "url": each["url"],
        }
        for name, each in stated.items()
        if "reason" not in each
    }


@cache
def found(collection: str) -> dict[str, Facts]:
    """Return what is extracted; nothing where a page is refused."""
    return dict(_found(collection))


def _found(collection: str) -> Iterator[tuple[str, Facts]]:
    if collection == "own":
        pages = {name: (_PAGES / f"{name}.html").read_bytes() for name in answers("own")}
        urls = {name: each["url"] for name, each in answers("own").items()}
    else:
        folder = EVAL / collection
        urls = json.loads((folder / "urls.json").read_text(encoding="utf-8"))
        pages = {name: gzip.decompress((folder / "html" / f"{name}.html.gz").read_bytes()) for name in urls}
    for name, content in pages.items():
        try:
            yield name, said(read(document(content, urls[name])))
        except NotAnArticleError:
            yield name, {}


def pairs(collection: str, field: str, found_as: str = "") -> list[tuple[Any, Any]]:
    """Return (right, found) of every page whose *field* is known."""
    return [
        (right[field], found(collection)[name].get(found_as or field))
        for name, right in answers(collection).items()
        if right.get(field)
    ]


@pytest.mark.parametrize("collection", BODY_FLOORS)
def test_the_text_is_the_article_s(collection: str) -> None:
    texts = [
        (right_text(right), found(collection)[name].get("text", "")) for name, right in answers(collection).items()
    ]
    assert len(texts) >= _LEAST_SAMPLE
    assert body_f1(texts) >= BODY_FLOORS[collection]


COLLECTION = "fundus_parser" if HAS_COLLECTIONS else "own"
FLOORS = FACT_FLOORS or OWN_FLOORS


def test_the_headline_is_right() -> None:
    titles = pairs(COLLECTION, "title")
    assert share(folded(right) == folded(given or "") for right, given in titles) >= FLOORS["title"]


def test_the_authors_are_right() -> None:
    assert names_f1((right, given or ()) for right, given in pairs(COLLECTION, "authors")) >= FLOORS["authors"]


def test_the_day_is_right() -> None:
    days = [(_days(right), (given or "")[:10]) for right, given in pairs(COLLECTION, "date")]
    assert len(days) >= _LEAST_SAMPLE - 1
    assert share(given in right for right, given in days) >= FLOORS["date"]


def test_the_lead_image_is_right() -> None:
    images = [
        (set(map(file_name, right)), file_name(given or "")) for right, given in pairs(COLLECTION, "images", "image")
    ]
    assert images
    assert share(given in right for right, given in images) >= FLOORS["image"]


def _days(stated: str) -> set[str]:
    """Return the days that a time may be called: the local one, and that of UTC."""
    at = datetime.fromisoformat(stated)
    return {stated[:10], at.astimezone(UTC).date().isoformat() if at.tzinfo else stated[:10]}


def test_datelines_are_split_where_there_are_some() -> None:
    own = [("WASHINGTON", "AP", "WASHINGTON (AP) — The president spoke."), ("", "", "CLAIM: The president spoke.")]
    lines = (EVAL / "datelines.tsv").read_text(encoding="utf-8").splitlines() if HAS_COLLECTIONS else []
    rows = [line.split("\t") for line in lines] or own
    for place, agency, text in rows:
        dateline, rest = split(text)
        assert text.endswith(rest)
        # A row without place and agency has none, unless it opens with a date: `March 4 (Reuters) -`.
        assert (dateline is not None) == bool(place or agency), text
        if dateline:
            assert (dateline.place.casefold(), dateline.agency.casefold()) == (place.casefold(), agency.casefold()), (
                text
            )


def test_addresses_of_one_page_have_one_key_and_those_of_two_have_two() -> None:
    own = {"same": [["http://www.paper.example/a?utm_source=x", "https://paper.example/a/"]],
           "diff": [["https://paper.example/a?id=1", "https://paper.example/a?id=2"]]}  # fmt: skip
    rows = json.loads((EVAL / "urls.json").read_text(encoding="utf-8")) if HAS_COLLECTIONS else own
    assert share(url_key(one) == url_key(other) != "" for one, other, *_ in rows["same"]) >= _SAME_FLOOR
    assert all(url_key(one) != url_key(other) for one, other, *_ in rows["diff"])
