"""Of all that a page says of its date, the first that can be believed counts, and where it stands is kept."""

from datetime import UTC, datetime

import pytest

from services.model import Entry, PublishedAt, StatedTime
from services.normalize import dates
from services.sources.html.dates import in_text
from services.sources.html.month_names import month_named

SEEN = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)


def published(*stated: tuple[str, str]) -> PublishedAt | None:
    first, *others = (StatedTime(text, source) for text, source in stated)
    entry = Entry("H", published=first.text, published_source=first.source, published_otherwise=tuple(others))
    return dates.published(dates.candidates(entry, SEEN))


def test_what_cannot_be_true_gives_way_to_what_can() -> None:
    found = published(
        ("2099-01-01", "json-ld"), ("0001-01-01T00:00:00Z", "meta"), ("yesterday", "meta"), ("2024-05-06", "url")
    )
    assert found is not None
    assert (found.at, found.source, found.is_day) == (datetime(2024, 5, 6, tzinfo=UTC), "url", True)


def test_an_hour_counts_more_than_a_day_alone() -> None:
    found = published(("2024-05-06", "json-ld"), ("2024-05-06T21:40:00+01:00", "meta"))
    assert found is not None
    assert (found.at, found.source, found.is_zone_stated) == (datetime(2024, 5, 6, 20, 40, tzinfo=UTC), "meta", True)


def test_a_second_origin_makes_it_surer_and_the_same_one_doesn_t() -> None:
    alone = published(("2024-05-06T20:40:00Z", "json-ld"))
    repeated = published(("2024-05-06T20:40:00Z", "json-ld"), ("2024-05-06T20:41:00Z", "json-ld"))
    confirmed = published(("2024-05-06T20:40:00Z", "json-ld"), ("2024-05-06", "url"))
    contradicted = published(("2024-05-06T20:40:00Z", "json-ld"), ("2020-05-06", "url"))
    assert alone
    assert repeated
    assert confirmed
    assert contradicted
    assert alone.confidence == repeated.confidence == contradicted.confidence < confirmed.confidence < 1


def test_a_zone_that_is_not_stated_is_assumed_and_said_to_be() -> None:
    stated, assumed = published(("2024-05-06T20:40:00+00:00", "meta")), published(("2024-05-06T20:40:00", "meta"))
    assert stated
    assert assumed
    assert (stated.at, stated.is_zone_stated) == (assumed.at, True)
    assert not assumed.is_zone_stated
    assert assumed.confidence < stated.confidence


def test_every_candidate_is_kept_with_its_origin() -> None:
    entry = Entry(
        "H", published="2024-05-06", published_source="meta", published_otherwise=(StatedTime("2024-05-05", "url"),)
    )
    assert [(each.at.day, each.source) for each in dates.candidates(entry, SEEN)] == [(6, "meta"), (5, "url")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("6 May 2024", "2024-05-06"),
        ("May 6, 2024 at 9:40", "2024-05-06T09:40"),
        ("Mon., 6th of nothing", ""),
        ("06.05.2024, 21:40 Uhr", "2024-05-06T21:40"),
        ("Di 7. Mai 2024", "2024-05-07"),
        ("le 7 août 2024 à 08h15", "2024-08-07T08:15"),
        ("7 de março de 2024", "2024-03-07"),
        ("2024年5月6日 21:40", "2024-05-06T21:40"),
        ("2024년 5월 6일 21:40", "2024-05-06T21:40"),
        ("2024. május 6. 21:40", "2024-05-06T21:40"),
        ("2024 m. gegužės 6 d.", "2024-05-06"),
        ("6 Μαΐου 2024", "2024-05-06"),
        ("6. toukokuuta 2024", "2024-05-06"),
        ("6 Ağustos 2024", "2024-08-06"),
        ("6 مايو 2024", "2024-05-06"),
        ("13/5/2024", "2024-05-13"),
        ("5/13/2024", "2024-05-13"),
        ("4/5/2024", ""),  # April in New York, May in London
        ("32.05.2024", ""),
        ("6.13.2024", ""),
        ("call 555-2024", ""),
    ],
)
def test_a_date_beside_a_headline_is_read_where_it_is_one(text: str, expected: str) -> None:
    assert in_text(text) == expected


@pytest.mark.parametrize(
    "year",
    [
        "January February March April May June July August September October November December",
        "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
        "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
        "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
        "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
        "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
        "januari februari maart april mei juni juli augustus september oktober november december",
        "tammik. helmik. maalisk. huhtik. toukok. kesäk. heinäk. elokuuta syyskuuta lokakuuta marraskuuta joulukuuta",
        "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia",
        "ledna února března dubna května června července srpna září října listopadu prosince",
        "ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie decembrie",
        "sausio vasario kovo balandžio gegužės birželio liepos rugpjūčio rugsėjo spalio lapkričio gruodžio",
        "Ocak Şubat Mart Nisan Mayıs Haziran Temmuz Ağustos Eylül Ekim Kasım Aralık",
        "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
        "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня",
        "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember",
    ],
)
def test_months_are_told_apart_in_each_language(year: str) -> None:
    assert [month_named(name) for name in year.split()] == list(range(1, 13))
