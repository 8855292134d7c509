"""Whom and what an article names: the seed as the issue states it, and one case a rule."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from twins import article

from services import normalize, sources
from services.enrich import enrich
from services.model import Article, Named, Place, RawDocument, utc_now

SEED = Path(__file__).parents[2] / "seeds" / "articles" / "000_9fcffa944729c7f1.txt"


def enriched(*paragraphs: str, headline: str = "A quiet day", language: str = "en") -> Article:
    filler = "Nothing else was said about what had happened there on the day before the meeting took place."
    return enrich(article(headline=headline, paragraphs=(*paragraphs, filler), language=language))


def named(found: Sequence[Named | Place]) -> dict[str, int]:
    return {each.name: each.count for each in found}


@pytest.fixture(scope="module")
def seed() -> Article:
    document = RawDocument("seed", "text", SEED.name, SEED.read_bytes())
    return enrich(normalize.normalize(sources.read(document), document, first_seen_at=utc_now()))


def test_the_seed_names_these_people_and_nobody_else(seed: Article) -> None:
    assert named(seed.people) == {
        "Donald Trump": 8,
        "Nicolás Maduro": 7,
        "Pete Hegseth": 2,
        "Hugo Chávez": 1,
        "Jorge Rodríguez": 1,
    }


def test_the_seed_names_these_organizations_and_no_aircraft(seed: Article) -> None:
    assert set(named(seed.organizations)) == {
        "The New York Times",
        "The Wall Street Journal",
        "The Washington Post",
        "CNN",
        "Cartel of the Suns",
    }


def test_the_seed_names_these_places_and_no_english_town(seed: Article) -> None:
    ids = {each.name: each.uri for each in seed.places}
    assert ids == {
        "Venezuela": "https://sws.geonames.org/3625428/",
        "United States": "https://sws.geonames.org/6252001/",
        "Washington": "https://sws.geonames.org/4140963/",
        "Caracas": "https://sws.geonames.org/3646738/",
        "Caribbean": "",
    }
    assert all(each.point for each in seed.places)
