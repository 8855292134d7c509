"""The first articles are taken in once, whatever was lost, and tried again where they failed."""

import hashlib
from pathlib import Path

import pytest
from twins import Mill

from services import enrich, seeding
from services.index.memory import MemoryIndex
from services.model import Article, RawDocument
from services.normalize import normalize
from services.sources import kind_of, read

SEED = "000_9fcffa944729c7f1.txt"


@pytest.fixture
def mill() -> Mill:
    return Mill(enrich=enrich.enrich)


def first_article(mill: Mill) -> Article:
    (article,) = mill.index.articles.values()
    return article


def test_the_seed_is_byte_for_byte_what_was_given() -> None:
    (path,) = seeding.seed_files()
    assert path.name == SEED
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    assert digest == "ae72fd642df04c8f7648a791a390908af88db26cb6d0d4e4f34a3e38b5fc9f84"


def test_the_seed_becomes_the_first_article_as_it_is_meant(mill: Mill) -> None:
    seeding.accept_seeds(mill.pipeline)
    mill.run()
    article = first_article(mill)
    assert article.headline == "Venezuela rebukes US maneuvers in Trump–Maduro phone call"
    assert article.alternative_headline.startswith("U.S. President Trump confirmed he spoke by phone")
    assert article.alternative_headline.endswith("continue to rise")
    assert len(article.paragraphs) == 11
    assert article.paragraphs[0].startswith("U.S. President Donald Trump confirmed he recently spoke")
    assert article.paragraphs[-1].endswith("near Venezuelan airspace.")
    assert article.language == "en"
    assert article.dateline
    assert (article.dateline.text, article.dateline.agency) == ("WASHINGTON, United States (MNTV)", "MNTV")
    assert (article.dateline.place, article.dateline.region) == ("Washington", "United States")
    assert article.published is None
    assert article.origin == f"seeds/articles/{SEED}"
    assert article.first_seen_at == mill.clock.now().replace(second=0)


def test_the_same_file_by_hand_is_the_same_article(mill: Mill) -> None:
    seeding.accept_seeds(mill.pipeline)
    mill.run()
    (path,) = seeding.seed_files()
    (by_hand,) = mill.accept(RawDocument("b" * 32, kind_of(path.name, path.read_bytes()), path.name, path.read_bytes()))
    mill.run()
    assert mill.states([by_hand]) == ["duplicate"]
    assert first_article(mill).uri


def test_an_installation_that_has_them_accepts_none(mill: Mill) -> None:
    seeding.accept_seeds(mill.pipeline)
    mill.run()
    assert seeding.accept_seeds(mill.pipeline) == []
    assert mill.ledger.books().accepted == 1


def test_one_that_lost_redis_but_has_them_in_the_index_accepts_none(mill: Mill) -> None:
    seeding.accept_seeds(mill.pipeline)
    mill.run()
    mill.lose_redis()
    assert seeding.accept_seeds(mill.pipeline) == []
    assert mill.ledger.books().accepted == 0


def test_one_on_its_way_is_waited_for_and_not_accepted_again(mill: Mill) -> None:
    first = seeding.accept_seeds(mill.pipeline)
    assert seeding.accept_seeds(mill.pipeline) == first
    assert mill.ledger.books().accepted == 1
    mill.run()
    assert mill.states(first) == ["indexed"]


def test_one_that_is_indexed_but_not_yet_found_is_not_accepted_again() -> None:
    mill = Mill(MemoryIndex(lags=True))
    first = seeding.accept_seeds(mill.pipeline)
    mill.run()
    assert seeding.accept_seeds(mill.pipeline) == first
    assert mill.ledger.books().accepted == 1
    mill.index.refresh()
    assert seeding.missing(mill.index) == []


def test_one_whose_index_was_lost_is_taken_in_again(mill: Mill) -> None:
    first = seeding.accept_seeds(mill.pipeline)
    mill.run()
    mill.index.articles.clear()
    second = seeding.accept_seeds(mill.pipeline)
    mill.run()
    assert second != first
    assert mill.states(second) == ["indexed"]
    assert seeding.missing(mill.index) == []


def test_one_that_was_quarantined_is_tried_again_as_a_document_of_its_own(mill: Mill) -> None:
    mill.index.refuses = lambda _: True
    first = seeding.accept_seeds(mill.pipeline)
    mill.run()
    assert mill.states(first) == ["quarantined"]
    mill.index.refuses = lambda _: False
    second = seeding.accept_seeds(mill.pipeline)
    mill.run()
    assert second != first
    assert mill.states(second) == ["indexed"]
    assert mill.ledger.books().balance


def test_two_installers_at_once_make_one_row(mill: Mill) -> None:
    seen = seeding.missing(mill.index)
    mill.accept(*seen)
    mill.accept(*seeding.missing(mill.index))
    assert mill.ledger.books().accepted == 1


def test_other_files_can_be_seeds_too(tmp_path: Path, mill: Mill) -> None:
    for number in range(3):
        (tmp_path / f"{number}.txt").write_text(f"Title {number}\n\nText {number}.\n")
    files = sorted(tmp_path.iterdir())
    assert len(seeding.accept_seeds(mill.pipeline, files)) == 3
    mill.run()
    assert seeding.accept_seeds(mill.pipeline, files) == []
    assert seeding.accept_seeds(mill.pipeline, []) == []


def test_the_seed_reads_the_same_from_any_line_ends(mill: Mill) -> None:
    (path,) = seeding.seed_files()
    content = path.read_bytes()
    prints = set()
    for variant in (content, content.replace(b"\n", b"\r\n"), content.rstrip(b"\n")):
        document = RawDocument("a" * 32, "text", "seed", variant)
        prints.add(normalize(read(document), document, first_seen_at=mill.clock.now()).content_fingerprint)
    assert len(prints) == 1
