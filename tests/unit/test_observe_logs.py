"""A log line is one line, one JSON object, and holds no secret."""

import json
import logging

import pytest

from services.observe.logs import JsonLines, adopt, redact


def line(message: str, *arguments: object, **extra: object) -> str:
    record = logging.getLogger("mill").makeRecord(
        "mill", logging.INFO, __file__, 1, message, arguments, None, extra=extra
    )
    return JsonLines().format(record)


def test_a_line_has_time_level_and_event_and_what_was_given() -> None:
    found = json.loads(line("closed", document_id="a1", outcome="indexed", reason=""))
    assert found.pop("at").endswith("Z")
    assert found == {
        "level": "info", "logger": "mill", "event": "closed", "document_id": "a1", "outcome": "indexed"
    }  # fmt: skip


def test_what_comes_from_outside_cannot_replace_the_keys_of_a_line() -> None:
    assert json.loads(line("closed", level="forged"))["level"] == "info"


@pytest.mark.parametrize(
    "hostile",
    [
        "a\nb",
        'a\r\n{"event": "forged"}',
        "a\x1b[2Jb",
        "a\x9b2Jb",  # C1, which is an escape to some terminals
        "a\u2028b",
        "a\u202eb",
        "a\x00b",
        "a\ud800b",  # a lone surrogate, as in the name of a file that isn't UTF-8
    ],
)
def test_what_comes_from_outside_cannot_forge_a_line_or_drive_a_terminal(hostile: str) -> None:
    written = line("seen %s", hostile, origin=hostile)
    assert written.isprintable()
    assert written.encode()
    assert json.loads(written)["origin"] == hostile


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("redis://:secret@host:6379/0", "redis://:***@host:6379/0"),
        ("https://user:secret@host/path", "https://user:***@host/path"),
        ("https://user:se:cr@et@host/path", "https://user:***@host/path"),
        ("https://host/feed?id=1&api_key=secret&page=2", "https://host/feed?id=1&api_key=***&page=2"),
        ("https://host/feed?access_token=secret", "https://host/feed?access_token=***"),
        ("https://host:9200/path?at=me@host", "https://host:9200/path?at=me@host"),
        ("no address: a@b", "no address: a@b"),
    ],
)
def test_passwords_and_tokens_are_hidden(url: str, shown: str) -> None:
    assert redact(url) == shown
    assert json.loads(line(f"fetched {url}", nested={"urls": [url]}))["nested"]["urls"] == [shown]


def test_a_traceback_stays_on_the_line_and_is_redacted_too() -> None:
    error = RuntimeError("redis://:secret@host")
    record = logging.makeLogRecord({"msg": "failed", "exc_info": (type(error), error, None)})
    written = JsonLines().format(record)
    assert "\n" not in written
    assert "secret" not in written
    assert "RuntimeError" in json.loads(written)["exception"]


def test_a_value_that_json_does_not_know_becomes_text() -> None:
    assert json.loads(line("seen", where={1, 2}, what=object))["what"] == "<class 'object'>"


def test_other_loggers_write_as_ours_do() -> None:
    other = logging.getLogger("mill_other.access")
    other.addHandler(logging.NullHandler())
    other.propagate = False
    adopt("mill_other")
    assert not other.handlers
    assert other.propagate
