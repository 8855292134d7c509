"""In six languages besides English, countries and large towns are told under their own names, and nothing else is."""

import time

import pytest
from twins import article

from services.enrich import enrich
from services.enrich.entities import abroad, gazetteer, tables


def told(language: str, text: str) -> dict[str, int]:
    return {each.name: len(each.spans) for each in abroad.find(text, language)}


@pytest.mark.parametrize(
    ("language", "text", "places"),
    [
        ("de", "Deutschlands Kanzler flog von Köln nach Mailand und in die Vereinigten Staaten.",
         {"Germany": 1, "Köln": 1, "Milan": 1, "United States": 1}),
        ("es", "Desde Nueva York viajó a Estados Unidos y a los Países Bajos; EE.UU. calla.",
         {"New York City": 1, "United States": 2, "Netherlands": 1}),
        ("fr", "À Londres, l’Allemagne et les États-Unis; la Côte d’Ivoire se tait.",
         {"London": 1, "Germany": 1, "United States": 1, "Ivory Coast": 1}),
        ("it", "L’Italia e gli Stati Uniti a Parigi; poi Monaco di Baviera.",
         {"Italy": 1, "United States": 1, "Paris": 1, "Munich": 1}),
        ("nl", "In Parijs en Den Haag spraken Duitsland en de Verenigde Staten.",
         {"Paris": 1, "The Hague": 1, "Germany": 1, "United States": 1}),
        ("pt", "Os EUA e o Brasil em Lisboa; depois, São Paulo.",
         {"United States": 1, "Brazil": 1, "Lisbon": 1, "São Paulo": 1}),
    ],
)  # fmt: skip
def test_a_place_has_one_name_in_all_languages(language: str, text: str, places: dict[str, int]) -> None:
    assert told(language, text) == places


@pytest.mark.parametrize(
    ("language", "text"),
    [
        # Clubs and other bodies, with the name of their town in their own.
        ("de", "Der FC Barcelona, der MSV Duisburg und die Alternative für Deutschland."),
        ("es", "El Real Madrid, el Banco de España y los goles del Barcelona."),
        ("fr", "Le Paris Saint-Germain, Air France et la Banque de France."),
        ("it", "La Roma, il Giro d’Italia e la Banca d'Italia."),
        ("nl", "Ajax Amsterdam en de Universiteit van Amsterdam."),
        ("pt", "O Sporting de Lisboa e o Banco do Brasil."),
        # Somebody, or a word.
        ("fr", "Charlotte et Vincent Lyon; Réunion de crise; Maurice a joué."),
        ("es", "Carmen Lima y Victoria Díaz; la Colonia."),
        ("de", "Das Essen war gut, sagte Charlotte. Die Polen und die Schweden aßen mit."),
        # Compounds, and the sea.
        ("de", "Die Berlin-Wahl, die Ukraine-Hilfe und der Golf von Mexiko."),
    ],
)
def test_what_may_be_part_of_another_name_is_no_place(language: str, text: str) -> None:
    assert told(language, text) == {}


def test_doubtful_names_need_a_word_before_them() -> None:
    assert told("de", "Er flog nach Houston. Houston sagte nichts.") == {"Houston": 1}


def test_they_are_in_the_article_with_id_country_and_point() -> None:
    found = enrich(article(paragraphs=("Er flog von Wien nach Genf. Genf schwieg.",), language="de-AT")).places
    assert [(each.name, each.count, each.uri, each.country) for each in found] == [
        ("Geneva", 2, "https://sws.geonames.org/2660646/", "CH"),
        ("Vienna", 1, "https://sws.geonames.org/2761369/", "AT"),
    ]
    assert all(each.point for each in found)


def test_every_name_of_the_table_leads_to_a_place() -> None:
    lost = []
    for line in tables.lines("abroad.tsv.gz"):
        _, name, target, _ = line.split("\t")
        known, _, country = target.partition(", ")
        if not any(country in {"", each.country} for each in gazetteer.candidates(known)):
            lost.append((name, target))
    assert lost == []


@pytest.mark.parametrize("text", ["Deutschlands " * 40_000, "Aa" * 400_000, "S. " * 100_000, "Golf von " * 40_000])
def test_peculiar_text_takes_less_than_two_seconds(text: str) -> None:
    started = time.process_time()
    abroad.find(text, "de")
    assert time.process_time() - started < 2
