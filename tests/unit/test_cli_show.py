"""`newsmill show`: an article with where it came from, or a document's way and why it ended."""

from dataclasses import replace

import pytest
from commands import AWAY, ServedMill, run
from twins import NOON, text

from services import enrich
from services.cli.show import FORGOTTEN
from services.dedup.versions import successor
from services.model import RawDocument, Revision

DECKED = "Bridge opens\nTen years late\nLISBON (Lusa) – The bridge opened at noon.\nNobody cheered.\n"


@pytest.fixture
def mill() -> ServedMill:
    return ServedMill()


def taken_in(mill: ServedMill, document: RawDocument) -> str:
    """Take *document* in; return the uri of its article, or nothing."""
    mill.accept(document)
    mill.run()
    (row,) = mill.rows([document.id])
    return row.uri


def test_an_article_is_shown_with_its_fields_revision_and_way(mill: ServedMill) -> None:
    document = text(content=DECKED)
    uri = taken_in(mill, document)
    lines = run("show", uri, mill=mill).lines
    assert lines[:5] == ["Bridge opens", "Ten years late", "", "The bridge opened at noon.", ""]
    fields = {line.split()[0]: line.split(maxsplit=1)[1] for line in lines if line.startswith("  ")}
    assert fields["uri"] == uri
    assert fields["dateline"] == "LISBON (Lusa)"
    assert fields["locationCreated.name"] == "Lisbon"
    assert fields["datePublished"] == "not stated by the publisher"
    assert fields["raw.sha256"] == document.sha256
    assert ["version", "1", "seen"] in [line.split()[:3] for line in lines]
    assert (fields["documentId"], fields["outcome"], fields["attempts"]) == (document.id, "indexed", "1")
    assert fields["accepted"] == "2026-11-24T12:00:00Z"
    assert "reason" not in fields


def test_json_is_the_document_with_its_revisions_and_its_trail(mill: ServedMill) -> None:
    document = text(content=DECKED)
    shown = run("show", taken_in(mill, document), "--json", mill=mill).json
    assert shown["headline"] == "Bridge opens"
    assert shown["alternativeHeadline"] == "Ten years late"
    assert "datePublished" not in shown
    assert [each["version"] for each in shown["revisions"]] == [1]
    assert (shown["trail"]["documentId"], shown["trail"]["outcome"]) == (document.id, "indexed")
    assert shown["trailNote"] == ""


def test_a_document_s_id_shows_its_article_too(mill: ServedMill) -> None:
    first, copy = text(content=DECKED), text(content=DECKED)
    uri = taken_in(mill, first)
    taken_in(mill, copy)
    shown = run("show", copy.id, "--json", mill=mill).json
    assert (shown["uri"], shown["trail"]["outcome"], shown["trail"]["documentId"]) == (uri, "duplicate", copy.id)


@pytest.mark.parametrize(
    ("content", "state", "reason"), [(" \n ", "rejected", "empty"), ("A\n\nB.", "quarantined", "400")]
)
def test_a_document_without_an_article_shows_why(content: str, state: str, reason: str, mill: ServedMill) -> None:
    mill.index.refuses = lambda _: True
    document = text(content=content)
    taken_in(mill, document)
    ended = run("show", document.id, "--json", mill=mill)
    assert ended.exit_code == 0
    assert ended.json["uri"] is None
    assert ended.json["trail"]["outcome"] == state
    assert ended.json["trail"]["reason"].startswith(reason)
    assert run("show", document.id, mill=mill).lines[0] == "Way through the pipeline"


def test_an_open_document_shows_what_went_wrong_so_far(mill: ServedMill) -> None:
    document = text()
    mill.accept(document)
    mill.index.is_away = True
    mill.tick()
    trail = run("show", document.id, "--json", mill=mill).json["trail"]
    assert (trail["outcome"], trail["lastError"]) == ("open", "Elasticsearch is away")


def test_a_row_that_was_forgotten_is_said_to_be(mill: ServedMill) -> None:
    uri = taken_in(mill, text())
    mill.lose_redis()
    ended = run("show", uri, "--json", mill=mill)
    assert (ended.json["trail"], ended.json["trailNote"]) == (None, FORGOTTEN)
    assert FORGOTTEN in run("show", uri, mill=mill).stdout


def test_an_article_can_be_read_while_redis_is_away(mill: ServedMill) -> None:
    uri = taken_in(mill, text())
    mill.ledger.is_away = True
    ended = run("show", uri, "--json", mill=mill)
    assert (ended.json["uri"], ended.json["trailNote"], ended.exit_code) == (uri, AWAY, 0)


@pytest.mark.parametrize("name", ["nope", "urn:newsmill:2026.11:" + "0" * 24, "0" * 32, "", "\udcff", "../../x"])
def test_what_is_not_there_ends_with_1_and_a_hint(name: str, mill: ServedMill) -> None:
    ended = run("show", name, "--json", mill=mill)
    assert ended.exit_code == ended.json["exit_code"] == 1
    assert "`newsmill search` prints uris" in ended.json["error"]


def test_text_from_outside_is_neither_markup_nor_does_it_drive_the_terminal(mill: ServedMill) -> None:
    uri = taken_in(mill, text(content="[bold]Title[/]\n\n[/nonsense] \x1b[31m text :cat:\n"))
    lines = run("show", uri, mill=mill).lines
    assert lines[0] == "[bold]Title[/]"
    assert lines[2] == "[/nonsense] [31m text :cat:"


def test_times_of_the_trail_are_utc(mill: ServedMill) -> None:
    document = text()
    uri = taken_in(mill, document)
    trail = run("show", uri, "--json", mill=mill).json["trail"]
    assert trail["accepted"] == NOON.isoformat().replace("+00:00", "Z")


def test_a_copy_is_shown_with_its_original_and_why(mill: ServedMill) -> None:
    report = " ".join(f"The engineers of district {name} say that the river rose there." for name in "abcdef")
    original = taken_in(mill, text(content=f"River\n{report}"))
    uri = taken_in(mill, text(content=f"River again\n{report} So says the Gazette."))
    shown = run("show", uri, mill=mill).lines
    fields = {line.split()[0]: line.split(maxsplit=1)[1] for line in shown if line.startswith("  ")}
    assert (fields["duplicateOf"], fields["story.role"]) == (original, "copy")
    assert fields["story.reason"].startswith(f"copy of {original}: 1.00 of 5-grams contained")
    assert not any(name.startswith("fingerprint.") and name != "fingerprint.content" for name in fields)


def test_each_version_is_shown_with_what_changed(mill: ServedMill) -> None:
    uri = taken_in(mill, text(content=DECKED))
    standing = mill.index.versions([uri])[uri]
    changed = replace(
        mill.index.articles[uri],
        paragraphs=("The bridge opened at one.", "Nobody cheered."),
        content_fingerprint="f" * 32,
        trace_id="another",
        alternative_headline="",
    )
    mill.index.revise([Revision(standing, successor(Revision(standing, changed)))])
    lines = run("show", uri, "--diff", mill=mill).lines
    assert "changed: alternativeHeadline, articleBody" in next(each for each in lines if "version 2" in each)
    assert "      - Ten years late" in lines
    assert "    The bridge opened at [-noon.-] {+one.+}" in lines
    first, second = run("show", uri, "--diff", "--json", mill=mill).json["revisions"]
    assert (first["version"], first["isCurrent"], "diff" in first) == (1, False, False)
    assert second["diff"]["fields"] == {"alternativeHeadline": {"before": "Ten years late", "after": None}}
    assert [piece["kind"] for piece in second["diff"]["text"][0]] == ["same", "removed", "added"]


def test_what_was_found_in_an_article_stands_one_by_one() -> None:
    mill = ServedMill(enrich=enrich.enrich)
    content = (
        'Bridge opens\n\n"It is safe," said Ann Lee, the mayor. Ann Lee paid 3 million euros. The bridge opened. '
        'Bob Ray, the engineer, said: "It took ten years." Ann Lee and Bob Ray crossed the bridge in Lisbon.\n'
    )
    lines = run("show", taken_in(mill, text(content=content)), mill=mill).lines
    first = next(number for number, line in enumerate(lines) if line.startswith("  people"))
    assert lines[first].split(maxsplit=1)[1] == "Ann Lee (count 3)"
    assert lines[first + 1].strip() == "Bob Ray (count 2)"
    assert "It is safe, (speaker Ann Lee)" in "\n".join(lines)
    assert not any(line.startswith("  sentences") for line in lines)
