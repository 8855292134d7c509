"""Whom and what an article names: the seed as the issue states it, and one case a rule."""

import time
from collections.abc import Sequence
from pathlib import Path

import pytest
from twins import article

from services import normalize, sources
from services.enrich import enrich, entities
from services.enrich.analysis import Analysis
from services.enrich.entities import gazetteer, tables
from services.model import Article, Dateline, Named, Place, RawDocument, utc_now

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


@pytest.mark.parametrize(
    ("text", "people"),
    [
        # A surname is that of who was named in full, wherever it stands, with what hangs on it.
        ("Mary Jones said so. Jones left. The Jones-led team lost Jones’s map.", {"Mary Jones": 4}),
        ("Prime Minister Ann Bell met Mr Otieno. Bell and Otieno agreed.", {"Ann Bell": 2, "Otieno": 2}),
        # Another middle name is no other person.
        ("John F. Carter spoke. John Carter then left.", {"John F. Carter": 2}),
        # Titles and roles make names of what tables don't have.
        ("The resident Xhevdet Qerimaj, 55, fled.", {"Xhevdet Qerimaj": 1}),
        ("Former Deputy Foreign Minister Ludvik Hruza resigned.", {"Ludvik Hruza": 1}),
        ("They welcomed Pope Francis in the square.", {"Pope Francis": 1}),
        ("She praised Ursula von der Leyen and Bashar al-Assad.", {"Ursula von der Leyen": 1, "Bashar al-Assad": 1}),
        ("They asked Queen Elizabeth II and zoologist Xhevdet Qerimaj.",
         {"Queen Elizabeth II": 1, "Xhevdet Qerimaj": 1}),
        # Who is credited at the end; words and countries are first names too.
        ("(Reporting by Will Dunham; Editing by Chad Qerimaj)", {"Will Dunham": 1, "Chad Qerimaj": 1}),
        ("The Chief Strategy Officer left.", {}),
        # Somebody known, not the town.
        ("Peter Navarro appealed. But in Navarro’s case it was late.", {"Peter Navarro": 2}),
        ("They told of Hruzak, who left. Hruzak sang.", {"Hruzak": 2}),
        # Towns are first names too.
        ("We saw Sydney Johnson and Jordan Smith there.", {"Sydney Johnson": 1, "Jordan Smith": 1}),
        # Neither months nor laws nor wars are people.
        ("The Endangered Species Act and the Vietnam War came up on Good Friday in May.", {}),
    ],
)  # fmt: skip
def test_people_are_told_by_titles_names_and_each_other(text: str, people: dict[str, int]) -> None:
    assert named(enriched(text).people) == people


@pytest.mark.parametrize(
    ("text", "organizations"),
    [
        ("The Ministry of Public Security denied it.", {"Ministry of Public Security": 1}),
        (
            "The Office for Rural Roads (ORR) was set up in 2010. The ORR has three members, said ORR staff.",
            {"Office for Rural Roads": 4},
        ),
        ("A court fined the Department of Health and Human Services.", {"Department of Health and Human Services": 1}),
        ("The World Health Organization (WHO) said so. WHO staff left.",
         {"World Health Organization": 3}),
        ("He joined the startup Zyxla Robotics.", {"Zyxla Robotics": 1}),
        # Who works there, or who speaks for it, tells.
        ("She was CEO of Zyxla. He asked analysts at Digital Foundry, then Qyrra analyst Ann Bell.",
         {"Zyxla": 1, "Digital Foundry": 1, "Qyrra": 1}),
        ("They bought from Zyxla & Sullivan, Macy’s and Lowe's.", {"Zyxla & Sullivan": 1, "Macy's": 1, "Lowe's": 1}),
        ("A Zyx County Sheriff’s Department dog found it for the Joint Narcotics Enforcement Team.",
         {"Zyx County Sheriff’s Department": 1, "Joint Narcotics Enforcement Team": 1}),
        ("It stood in The New York Times. The Times was right.", {"The New York Times": 2}),
        ("It was read in the journal Nature Zyxlogy.", {"Nature Zyxlogy": 1}),
        ("There is a loss in ZyxWork. Nobody buys ZyxWork.", {"ZyxWork": 2}),
        ("The National Bank of Malawi lent more. National Bank said so.", {"National Bank of Malawi": 2}),
        ("They spoke of Renewable Energy and Air Force One.", {}),
    ],
)  # fmt: skip
def test_bodies_are_told_by_heads_lists_and_initials(text: str, organizations: dict[str, int]) -> None:
    assert named(enriched(text).organizations) == organizations


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("The U.S. and the US are the United States; America too.", {"United States": 4}),
        # Peoples are no places, and tell which country is meant.
        ("Spanish police went to the city of Valencia.", {"Valencia": "ES"}),
        ("Venezuelan police went to the city of Valencia.", {"Valencia": "VE"}),
        # What follows says which.
        ("It happened in Birmingham, Alabama.", {"Birmingham": "US", "Alabama": "US"}),
        ("It happened in Birmingham on the day.", {"Birmingham": "GB"}),
        ("NAIROBI: It rained in Kisumu county.", {"Nairobi": "KE", "Kisumu": "KE"}),
        # Families, months, wars, agreements and oceans are none.
        ("Jack London met Mr Lincoln. The Paris Agreement came up; sharks swam in the Pacific.", {}),
        ("They climbed Whistlers Mountain near Lake Zyx and Mauna Zyx, and saw the Rio Zyx Valley.",
         {"Whistlers Mountain": "", "Lake Zyx": "", "Mauna Zyx": "", "Rio Zyx Valley": ""}),
    ],
)  # fmt: skip
def test_places_are_told_by_tables_and_by_what_is_around(text: str, places: dict[str, int | str]) -> None:
    found = enriched(text).places
    told = {each.name: each.count if isinstance(places.get(each.name), int) else each.country for each in found}
    assert told == places


def test_in_a_report_of_a_match_a_town_is_its_club() -> None:
    text = "Everton beat Liverpool after a late goal; the striker, injured last season, left the match in Liverpool."
    found = enriched(text)
    assert named(found.organizations) == {"Everton": 1, "Liverpool": 1}
    assert named(found.places) == {"Liverpool": 1}


def test_a_headline_in_capitals_counts_for_whom_the_text_names() -> None:
    text = "Maria Silva won in Brazil. Silva thanked voters."
    for headline in ("SILVA WINS AS BRAZIL VOTES TODAY", "Silva Wins While Brazil Votes Today"):
        found = enriched(text, headline=headline)
        assert (named(found.people), named(found.places)) == ({"Maria Silva": 3}, {"Brazil": 2})


def test_the_dateline_is_a_mention_of_its_place() -> None:
    found = enrich(article(paragraphs=("It rained for three days and the river rose.",), language="en",
                           dateline=Dateline("NAIROBI, Kenya (AP) —", "NAIROBI", "Kenya", agency="AP")))  # fmt: skip
    assert named(found.places) == {"Nairobi": 1, "Kenya": 1}
    assert found.organizations == ()


def test_of_other_languages_no_people_and_bodies_are_guessed() -> None:
    text = "Der Bundeskanzler Olaf Scholz sprach am Montag in Berlin mit Emmanuel Macron von der Firma Siemens."
    found = enrich(article(paragraphs=(text,), language="de"))
    assert (found.people, found.organizations, named(found.places)) == ((), (), {"Berlin": 1})
    assert enrich(article(paragraphs=("Olaf Scholz přijel z Berlína do Prahy.",), language="cs")).places == ()


PECULIAR = {
    "one character": "A",
    "capitals": "THE PRESIDENT OF KENYA MET JOHN SMITH IN NAIROBI. " * 1000,
    "initials": "U.S. " * 40_000,
    "one endless name": "Aa" * 400_000,
    "names alone": "Ann " * 50_000,
    "of the of the": "Bank of the " * 20_000,
    "emoji": "😀🎉" * 50_000,
    "table": "Ann\t12\tKenya\n" * 20_000,
    "poem": "O Rose, thou art sick!\nThe invisible worm\n" * 3_000,
    "mixed scripts": "Путин met 习近平 and Ann Bell in القاهرة. " * 4_000,
    "right to left": "قال الرئيس في القاهرة " * 10_000,
    "ten million": "The river rose in Kenya. " * 400_000,
}


@pytest.mark.parametrize("text", PECULIAR.values(), ids=PECULIAR.keys())
def test_peculiar_text_takes_less_than_two_seconds(text: str) -> None:
    peculiar = article(headline=text[:10_000], paragraphs=(text,), language="en")
    started = time.process_time()
    found = entities.enrich(peculiar, Analysis(peculiar))
    assert time.process_time() - started < 2
    assert found.keys() == {"people", "organizations", "places"}


def test_every_alias_leads_to_a_place_of_the_tables() -> None:
    aliases = [line.partition("=")[0] for line in tables.lines("aliases.txt") if " @ " not in line]
    names = [name for alias in aliases for name in alias.rstrip(" =").split(", ")]
    assert len(names) > 100
    assert [name for name in names if not gazetteer.candidates(name)] == []


def test_a_city_under_its_usual_english_name_is_the_known_one() -> None:
    for name, country in (("Geneva", "CH"), ("Mecca", "SA"), ("Antwerp", "BE"), ("Göteborg", "SE")):
        assert gazetteer.choose(gazetteer.candidates(name), (), ()).country == country
