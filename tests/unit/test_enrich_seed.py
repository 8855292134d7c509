"""The first article, read by hand: what enrichment has to tell of it."""

from datetime import UTC, datetime
from functools import cache

from services import seeding, sources
from services.enrich import enrich
from services.model import Article, RawDocument
from services.normalize import normalize


@cache
def seed() -> Article:
    document = RawDocument("f" * 32, "text", "seed.txt", seeding.seed_files()[0].read_bytes())
    return enrich(normalize(sources.read(document), document, first_seen_at=datetime(2026, 11, 24, tzinfo=UTC)))


def test_its_language_is_english_and_nothing_failed() -> None:
    assert (seed().language, seed().enrichment_failed) == ("en", ())


def test_it_names_one_sum() -> None:
    assert [(each.value, each.currency) for each in seed().amounts] == [(50_000_000, "USD")]


def test_it_counts_at_least_83_killed() -> None:
    assert [(each.kind, each.least, each.most) for each in seed().casualties] == [("killed", 83, None)]


def test_it_quotes_six_times_and_only_one_quote_has_its_speaker_beside_it() -> None:
    quotes = [(each.text, each.speaker) for each in seed().quotes]
    assert quotes == [
        ("closed.", ""),
        ("It was a phone call. I wouldn’t say it went well or badly,", "Donald Trump"),
        ("Cartel of the Suns,", ""),
        ("by land", ""),
        ("very soon.", ""),
        ("kill everybody,", ""),
    ]


def test_its_keyphrases_say_what_it_is_about() -> None:
    assert {"phone call", "drug trafficking"} <= set(seed().keyphrases)
    assert not {"said", "continue to rise"} & set(seed().keyphrases)


def test_it_is_on_conflict_and_politics() -> None:
    assert [topic.uri for topic in seed().topics] == ["medtop:16000000", "medtop:11000000"]


def test_its_summary_is_the_lead_without_the_dateline() -> None:
    assert seed().summary.startswith("U.S. President Donald Trump confirmed he recently spoke by phone")


def test_it_has_as_many_sentences_as_a_reader_counts() -> None:
    sentences = [seed().body[start:end] for start, end in seed().sentences]
    assert len(sentences) == 18
    assert sentences[-1].startswith("U.S. military presence")
