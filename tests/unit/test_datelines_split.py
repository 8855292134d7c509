"""Datelines of agencies and papers of the world, and lines that only look like them. Sentences are made up."""

import pytest

from services.model import Dateline
from services.normalize.datelines import split

TRUE = [
    # beginning, place, region, date, agency
    ("WASHINGTON, United States (MNTV) – ", "Washington", "United States", "", "MNTV"),  # an agency that nobody knows
    ("LA CROSSE, Wis. (AP) — ", "La Crosse", "Wis.", "", "AP"),
    ("ST. JOSEPH, Mich. (AP) — ", "St. Joseph", "Mich.", "", "AP"),
    ("PORT-AU-PRINCE, Haiti (AP) — ", "Port-au-Prince", "Haiti", "", "AP"),
    ("COX'S BAZAR, Bangladesh (AP) — ", "Cox's Bazar", "Bangladesh", "", "AP"),
    ("McALLEN, Texas (AP) — ", "McAllen", "Texas", "", "AP"),
    ("L'AQUILA, Italy (AP) — ", "L'Aquila", "Italy", "", "AP"),
    ("KATHMANDU, April 25 (Reuters) - ", "Kathmandu", "", "April 25", "Reuters"),
    ("BEIRUT/THE HAGUE, March 7 (Reuters) - ", "Beirut/The Hague", "", "March 7", "Reuters"),
    ("March 4 (Reuters) - ", "", "", "March 4", "Reuters"),
    ("(Reuters) - ", "", "", "", "Reuters"),
    ("BEIJING, 10 août (Xinhua) -- ", "Beijing", "", "10 août", "Xinhua"),
    ("MOSCOW, January 21. /TASS/. ", "Moscow", "", "January 21", "TASS"),
    ("МОСКВА, 5 января. /ТАСС/. ", "Москва", "", "5 января", "ТАСС"),
    ("Tallinn, March 22, 2018 (AFP) - ", "Tallinn", "", "March 22, 2018", "AFP"),
    ("Madrid, 11 may (EFE).- ", "Madrid", "", "11 may", "EFE"),
    ("Bruselas. (EFE).- ", "Bruselas", "", "", "EFE"),
    ("MADRID, 5 (EUROPA PRESS) ", "Madrid", "", "5", "EUROPA PRESS"),
    ("(ANSA) - ROMA, 05 GEN - ", "Roma", "", "05 GEN", "ANSA"),
    ("Berlin (dpa/tmn) - ", "Berlin", "", "", "dpa"),  # the agency, without its desk
    ("New Delhi, Jan 5 (PTI) ", "New Delhi", "", "Jan 5", "PTI"),
    ("New Delhi [India], January 5 (ANI): ", "New Delhi", "India", "January 5", "ANI"),
    ("NEW YORK, Jan. 5, 2024 /PRNewswire/ -- ", "New York", "", "Jan. 5, 2024", "PRNewswire"),
    ("LONDON--(BUSINESS WIRE)--", "London", "", "", "BUSINESS WIRE"),
    ("Hong Kong (CNN Business) ", "Hong Kong", "", "", "CNN"),
    ("GENEVA (5 January 2024) – ", "Geneva", "", "5 January 2024", ""),
    ("SIOUX FALLS, S.D. – ", "Sioux Falls", "S.D.", "", ""),
    ("PUTRAJAYA, Nov 22 — ", "Putrajaya", "", "Nov 22", ""),
    ("DUBLIN — ", "Dublin", "", "", ""),
    ("BERLIN -- ", "Berlin", "", "", ""),
    ("BHOPAL: ", "Bhopal", "", "", ""),
]

FALSE = [
    "CLAIM: The dam was built in a day",
    "CHINESE AGGRESSION: Two boats met",
    "FANDUEL SPORTSBOOK LINE: Blue -6; over/under is 166",
    "BREAKING — A dam broke",
    "PRESS RELEASE – The ministry regrets",
    "FACT CHECK: Did the dam break?",
    "EDITOR’S NOTE — This story is old",
    "UPDATE 2 - Oil rises",
    "FILE - A dam, seen from above",
    "NATO — the alliance — met",
    "The U.S. (AP) photo archive — a history",
    "The International Monetary Fund (IMF) – a lender – met",
    "Agence France-Presse (AFP) – the agency – said",
    "WORLD HEALTH ORGANIZATION (WHO) — says so",
    "Acme Inc (ACME) - shares fell",
    "Workers at the dam (AP Photo/Ada Roe) — on Monday",
    "London – the capital – slept",
    "India - Pakistan talks went on",
    "Updated January 5, 2024 – The dam broke",
    "Nobody was hurt.",
    "WASHINGTON (AP) —",  # nothing follows
    "",
]


@pytest.mark.parametrize(("beginning", "place", "region", "date", "agency"), TRUE)
def test_a_dateline_is_taken_apart(beginning: str, place: str, region: str, date: str, agency: str) -> None:
    dateline, rest = split(beginning + "The dam opened early on Monday.")
    assert rest == "The dam opened early on Monday."
    assert dateline is not None
    assert (dateline.place, dateline.region, dateline.date, dateline.agency) == (place, region, date, agency)
    assert beginning.startswith(dateline.text)
    assert not dateline.text.endswith(("-", "–", "—", ":", " "))


@pytest.mark.parametrize("paragraph", FALSE)
def test_what_only_looks_like_a_dateline_stays(paragraph: str) -> None:
    assert split(paragraph) == (None, paragraph)


def test_the_text_of_a_dateline_is_what_was_printed() -> None:
    dateline, rest = split("WASHINGTON, United States (MNTV) – U.S. engineers met.")
    assert dateline == Dateline("WASHINGTON, United States (MNTV)", "Washington", "United States", "", "MNTV")
    assert rest == "U.S. engineers met."


def test_a_dateline_leaves_the_text_after_it_whole_however_long_it_is() -> None:
    text = " ".join(f"Word {number}" for number in range(1000))
    assert split(f"PARIS (AFP) – {text}")[1] == text


def test_a_million_commas_are_read_in_a_moment() -> None:
    paragraph = "," * 1_000_000
    assert split(paragraph) == (None, paragraph)
