"""Sums of money are read as they are written, and never with a currency that the text leaves open."""

import pytest
from twins import article

from services.enrich import amounts
from services.enrich.analysis import Analysis


def found(text: str, language: str = "en", at_home: str = "") -> list[tuple[float, str]]:
    return [(each.value, each.currency) for each in amounts.find(text, language, at_home)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a $50 million reward", (50e6, "USD")),
        ("a $50 reward", (50, "USD")),
        ("$50m", (50e6, "USD")),
        ("$449K", (449e3, "USD")),
        ("€3.2bn", (3.2e9, "EUR")),
        ("£20,000", (20e3, "GBP")),
        ("US$1.5 trillion", (1.5e12, "USD")),
        ("Rs 5 crore", (5e7, "INR")),
        ("₹1,50,000", (150e3, "INR")),
        ("3 lakh crore rupees", (3e12, "INR")),
        ("50 million dollars", (50e6, "USD")),
        ("a 50-million-dollar deal", (50e6, "USD")),
        ("five million euros", (5e6, "EUR")),
        ("half a billion yen", (5e8, "JPY")),
        ("C$3,000", (3000, "CAD")),
        ("500 Mexican pesos", (500, "MXN")),
        ("2,000 won", (2000, "KRW")),
        ("CHF 1’000", (1000, "CHF")),
        ("$1.1075", (1.1075, "USD")),
    ],
)
def test_a_sum_has_its_value_and_currency(text: str, expected: tuple[float, str]) -> None:
    assert found(text) == [expected]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("de", "3,5 Millionen Euro", (3.5e6, "EUR")),
        ("de", "1.500 Euro", (1500, "EUR")),
        ("de", "12 Billionen Euro", (12e12, "EUR")),  # a German Billion is a trillion
        ("fr", "3,2 milliards d’euros", (3.2e9, "EUR")),
        ("fr", "200 000 euros", (200e3, "EUR")),
        ("es", "500 mil millones de dólares", (500e9, "USD")),
        ("da", "20 mio. kroner", (20e6, "DKK")),
        ("sv", "20 miljoner kronor", (20e6, "SEK")),
        ("cs", "1,49 miliardy korun", (1.49e9, "CZK")),
        ("ru", "300 тыс. долларов", (300e3, "USD")),
        ("ja", "1億2000万円", (120e6, "JPY")),
        ("zh", "50亿美元", (5e9, "USD")),
        ("ko", "50억 원", (5e9, "KRW")),
    ],
)
def test_separators_and_magnitudes_are_those_of_the_language(
    language: str, text: str, expected: tuple[float, str]
) -> None:
    assert found(text, language) == [expected]


@pytest.mark.parametrize(
    "text",
    ["COP30 in Belém", "120 pounds of water", "the 5 won 3 to 2", "In 2024 500 people", "about 83 people", "$AAPL", ""],
)
def test_what_is_no_sum_is_none(text: str) -> None:
    assert found(text) == []


def test_what_several_countries_share_has_no_currency() -> None:
    assert found("500 pesos") == [(500, "")]
    assert found("500 kroner") == [(500, "")]
    assert found("8,4 milliards de dollars de Taïwan", "fr") == [(8.4e9, "")]


def test_dollars_of_a_publisher_with_its_own_are_not_taken_for_american_ones() -> None:
    assert found("$50", at_home="AU") == [(50, "")]
    assert found("US$50", at_home="AU") == [(50, "USD")]
    assert amounts.country(article(language="en-CA")) == "CA"
    assert amounts.country(article(url="https://www.smh.com.au/a", language="en")) == "AU"
    assert amounts.country(article(url="https://example.com/a", language="en")) == ""


def test_shillings_are_those_of_the_publisher_s_country() -> None:
    assert found("cost 620m/-", at_home="TZ") == [(620e6, "TZS")]
    assert found("cost 500/-") == [(500, "")]


def test_figures_that_can_be_read_in_two_ways_are_not_read() -> None:
    assert found("1.500 dollars", language="") == []
    assert found("1.500.000 dollars", language="") == [(1.5e6, "USD")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("$5 to $10 million", [5e6, 10e6]),
        ("$5-10 million", [5e6, 10e6]),
        ("€300–350 a month", [300, 350]),
        ("$5 to 10 people", [5]),
        ("$2-1", [2]),
        ("$500 to $2 million", [500, 2e6]),
        ("between $20,000 and $150,000", [20e3, 150e3]),
    ],
)
def test_a_range_says_its_magnitude_once(text: str, expected: list[float]) -> None:
    assert [value for value, _ in found(text)] == expected


def test_a_sum_stands_once_where_it_is_named_first() -> None:
    given = article(paragraphs=("A $50 million deal.", "The $50 million were paid in 50 million euros."), language="en")
    told = amounts.enrich(given, Analysis(given))["amounts"]
    spans = [(each.value, each.currency, given.body[each.start : each.end]) for each in told]
    assert spans == [(50e6, "USD", "$50 million"), (50e6, "EUR", "50 million euros")]


@pytest.mark.parametrize(
    ("text", "currency"),
    [
        ("It cost $50, said Canada’s minister in Alberta. Canadians pay it.", ""),
        ("It cost $50, said Canada’s minister.", "USD"),
        ("It cost $50 in the U.S. and in America, said Canada’s minister of Canadian trade.", "USD"),
    ],
)
def test_whose_dollars_they_are_is_open_in_a_text_on_another_country_that_has_dollars(text: str, currency: str) -> None:
    given = article(paragraphs=(text,), language="en")
    assert [each.currency for each in amounts.enrich(given, Analysis(given))["amounts"]] == [currency]
