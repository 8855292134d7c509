"""Health, readiness, metrics and headers, over twins."""

import re

import httpx
import pytest
import served
from prometheus_client.parser import text_string_to_metric_families

from services.api.app import create
from services.api.memory import MemoryMill
from services.model import Closing, Outcome, RawDocument


def get(mill: MemoryMill, path: str, **headers: str) -> httpx.Response:
    return served.ask(mill, "GET", path, headers=headers)


def samples(text: str) -> dict[tuple[str, str], float]:
    return {
        (sample.name, ",".join(sample.labels.values())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def test_it_is_live_whatever_its_servers_do() -> None:
    mill = MemoryMill(names=())
    mill.index.is_away = True
    assert get(mill, "/healthz").json() == {"status": "ok"}


def test_it_is_ready_when_every_check_is_met() -> None:
    answer = get(MemoryMill(), "/readyz")
    assert answer.status_code == 200
    assert answer.json()["ready"] is True
    assert all(check["ok"] and not check["fix"] for check in answer.json()["checks"])


def test_it_is_not_ready_without_a_worker_and_says_how_to_start_one() -> None:
    answer = get(MemoryMill(names=["poll@host", "maintain@host"]), "/readyz")
    assert answer.status_code == 503
    (failed,) = [check for check in answer.json()["checks"] if not check["ok"]]
    assert failed["name"] == "worker-process"
    assert "python -m workers process" in failed["fix"]


def test_it_is_not_ready_without_elasticsearch() -> None:
    mill = MemoryMill()
    mill.index.is_away = True
    answer = get(mill, "/readyz")
    assert answer.status_code == 503
    assert {"name": "elasticsearch", "ok": False, "detail": "gives no answer", "fix": "Elasticsearch is away"} in (
        answer.json()["checks"]
    )


def test_readiness_shows_no_password() -> None:
    mill = MemoryMill()
    mill.ledger.is_away = True
    answer = get(mill, "/readyz")
    assert answer.status_code == 503
    assert "redis://:***@127.0.0.1:6379 can't be reached" in answer.text
    assert "secret" not in answer.text


def test_metrics_count_each_outcome_and_say_whether_the_books_balance() -> None:
    mill = MemoryMill()
    mill.ledger.accept([RawDocument(f"{i:032x}", "text", f"{i}.txt", b"text") for i in range(3)])
    mill.ledger.close([Closing(f"{0:032x}", Outcome.INDEXED), Closing(f"{1:032x}", Outcome.REJECTED, reason="empty")])
    found = samples(get(mill, "/metrics").text)
    assert found["newsmill_accepted_total", ""] == 3
    assert found["newsmill_documents_total", "indexed"] == 1
    assert found["newsmill_documents_total", "rejected"] == 1
    assert found["newsmill_documents_total", "duplicate"] == 0
    assert found["newsmill_open", ""] == 1
    assert found["newsmill_books_balance", ""] == 1
    assert found["newsmill_queue_messages", "process"] == 3
    assert found["newsmill_workers", ""] == 3
    assert found["newsmill_articles", ""] == 0
    assert found["newsmill_up", "redis"] == found["newsmill_up", "elasticsearch"] == 1


def test_a_scrape_while_redis_is_away_still_answers() -> None:
    mill = MemoryMill()
    mill.ledger.is_away = True
    found = samples(get(mill, "/metrics").text)
    assert found["newsmill_up", "redis"] == 0
    assert found["newsmill_up", "elasticsearch"] == 1
    assert ("newsmill_open", "") not in found  # unknown is a gap, not a zero
    assert ("newsmill_articles", "") in found


def test_two_applications_in_one_process_share_no_registry() -> None:
    create(MemoryMill())
    assert get(MemoryMill(), "/metrics").status_code == 200


def test_a_scraper_gets_the_format_that_it_asks_for() -> None:
    answer = get(MemoryMill(), "/metrics", accept="application/openmetrics-text; version=1.0.0")
    assert answer.headers["content-type"].startswith("application/openmetrics-text")
    assert answer.text.endswith("# EOF\n")


@pytest.mark.parametrize("path", ["/", "/v1/search", "/nothing", "/static/newsmill.css", "/docs"])
def test_every_answer_carries_the_security_headers(path: str) -> None:
    headers = get(MemoryMill(), path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert "unsafe-inline" not in headers["content-security-policy"]


def test_the_api_page_runs_no_inline_script() -> None:
    page = get(MemoryMill(), "/docs").text
    assert page.count("<script") == page.count("<script src=")


def test_the_api_page_needs_nobody_else() -> None:
    answer = get(MemoryMill(), "/docs")
    assert "https" not in answer.text + answer.headers["content-security-policy"]
    for file in re.findall(r'(?:src|href)="(/static/[^"]+)"', answer.text):
        assert get(MemoryMill(), file).status_code == 200, file
