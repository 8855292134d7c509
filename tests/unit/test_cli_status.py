"""`newsmill status` and `doctor`: what a machine can rely on, and what a person has to do."""

from datetime import timedelta

import pytest
from commands import AWAY, ServedMill, run
from twins import text

from services.cli.doctor import fetching, loaded, offers_of
from services.enrich import ner
from services.enrich.adapters import Adapter, Bounded
from services.errors import SettingError
from services.model import Books
from services.observe.facts import ElasticsearchFacts
from services.settings import load

KEYS = [
    *("urls", "books", "feeds", "polls", "rechecks", "queues", "workers"),
    *("resting", "quarantine", "cluster", "articles", "problems"),
]


@pytest.fixture
def mill() -> ServedMill:
    return ServedMill()


def test_status_has_the_same_keys_whatever_is_away(mill: ServedMill) -> None:
    assert list(run("status", "--json", mill=mill).json) == KEYS
    mill.index.is_away = mill.ledger.is_away = True
    ended = run("status", "--json", mill=mill)
    assert list(ended.json) == KEYS
    assert ended.json["problems"] == [AWAY, "Elasticsearch is away"]
    assert all(ended.json[name] is None for name in KEYS[1:-1])
    assert ended.exit_code == 3


def test_one_server_away_leaves_what_the_other_knows(mill: ServedMill) -> None:
    mill.index.is_away = True
    report = run("status", "--json", mill=mill).json
    assert (report["books"]["balance"], report["cluster"], report["articles"]) == (True, None, None)
    mill.index.is_away, mill.ledger.is_away = False, True
    report = run("status", "--json", mill=mill).json
    assert (report["books"], report["cluster"]["version"], report["articles"]) == (None, "9.2.8", 0)


def test_status_counts_the_books(mill: ServedMill) -> None:
    mill.accept(text(1), text(1), text(content=" "), text(2))
    mill.run()
    mill.accept(text(3))
    report = run("status", "--json", mill=mill).json
    assert report["books"] == {
        "accepted": 5, "indexed": 2, "revised": 0, "duplicates": 1,
        "rejected": 1, "quarantined": 0, "open": 1, "balance": True,
    }  # fmt: skip
    assert report["articles"] == 2
    assert report["queues"] == {"poll": 0, "process": 3, "deliver": 0, "maintain": 0}


def test_status_names_every_address(mill: ServedMill) -> None:
    assert run("status", "--json", mill=mill).json["urls"] == {
        "api": "http://127.0.0.1:8000",
        "elasticsearch": "http://127.0.0.1:9200",
        "redis": "redis://127.0.0.1:6379/0",
    }


def test_status_shows_no_password() -> None:
    mill = ServedMill(settings=load({}, redis_url="redis://:secret@r/0", elasticsearch_url="https://u:secret@e"))
    assert "secret" not in run("status", "--json", mill=mill).stdout


def test_status_tells_why_documents_are_in_quarantine_and_why_work_rests(mill: ServedMill) -> None:
    mill.index.refuses = lambda _: True
    document = text()
    mill.accept(document)
    mill.run()
    mill.gate.shut("Elasticsearch is full", timedelta(seconds=5))
    report = run("status", "--json", mill=mill).json
    assert report["resting"] == "Elasticsearch is full"
    (row,) = report["quarantine"]
    assert (row["document_id"], row["origin"], row["reason"]) == (document.id, document.origin, "400")
    shown = run("status", mill=mill).stdout
    assert document.id in shown
    assert "Elasticsearch is full" in shown


def test_books_that_do_not_balance_end_with_1(mill: ServedMill) -> None:
    class Unbalanced(type(mill.ledger)):
        def books(self) -> Books:
            return Books(accepted=2, indexed=1, revised=0, duplicates=0, rejected=0, quarantined=0, open=0)

    mill.ledger.__class__ = Unbalanced
    ended = run("status", mill=mill)
    assert ended.exit_code == 1
    assert "balance              no" in ended.stdout


def test_status_is_readable_as_lines(mill: ServedMill) -> None:
    lines = run("status", mill=mill).lines
    assert lines[0] == "urls         api                  http://127.0.0.1:8000"
    assert "             balance              yes" in lines
    assert any(line.startswith("workers      poll@host  ") for line in lines)
    assert all(line == line.rstrip() for line in lines)


def test_doctor_finds_a_sound_installation_sound(mill: ServedMill) -> None:
    ended = run("doctor", "--json", mill=mill)
    assert ended.exit_code == 0
    assert ended.json["ok"] is True
    assert ended.json["packages"]["celery"]
    names = {each["name"] for each in ended.json["checks"]}
    assert {"python", "packages", "redis-keeps-keys", "elasticsearch-template", "worker-process"} <= names
    assert "✗" not in run("doctor", mill=mill).stdout


@pytest.mark.parametrize(
    ("redis", "cluster", "check", "fix"),
    [
        ({"maxmemory_policy": "allkeys-lru"}, {}, "redis-keeps-keys", "noeviction"),
        ({"aof_enabled": False}, {}, "redis-keeps-data", "appendonly yes"),
        ({"version": "6.0.16"}, {}, "redis-version", "6.2"),
        ({"role": "slave"}, {}, "redis-writable", "primary"),
        ({"maxmemory": 10, "used_memory": 10}, {}, "redis-memory", "maxmemory"),
        ({}, {"version": "8.19.0"}, "elasticsearch-version", "9."),
        ({}, {"status": "red"}, "elasticsearch-health", "allocation/explain"),
        ({}, {"read_only_indices": ("news",)}, "elasticsearch-writable", "disk"),
        ({}, {"template_installed": False}, "elasticsearch-template", "newsmill init index"),
        ({}, {"alias_exists": False}, "elasticsearch-alias", "newsmill init index"),
    ],
)
def test_doctor_names_the_fix_of_what_is_wrong(
    redis: dict[str, object], cluster: dict[str, object], check: str, fix: str
) -> None:
    mill = ServedMill(redis=redis, cluster=cluster)
    ended = run("doctor", "--json", mill=mill)
    wrong = {each["name"]: each["fix"] for each in ended.json["checks"] if not each["ok"]}
    assert list(wrong) == [check]
    assert fix in wrong[check]
    assert ended.json["ok"] is False
    assert ended.exit_code == 3
    text_lines = run("doctor", mill=mill).lines
    assert [line for line in text_lines if line.startswith(f"✗  {check} ")]
    assert wrong[check] in "\n".join(text_lines)


def test_doctor_where_nothing_runs_still_tells_of_this_machine(
    monkeypatch: pytest.MonkeyPatch, tmp_path: object
) -> None:
    monkeypatch.setenv("NEWSMILL_STATE", str(tmp_path))
    ended = run("doctor", "--json")
    wrong = {each["name"]: each["fix"] for each in ended.json["checks"] if not each["ok"]}
    assert list(wrong) == ["stack"]
    assert "./newsmill up" in wrong["stack"]
    assert ended.exit_code == 3


def test_doctor_hides_the_passwords_of_addresses(mill: ServedMill) -> None:
    mill.cluster = {"version": "http://user:secret@host"}
    assert "secret" not in run("doctor", "--json", mill=mill).stdout


def offers(**facts: object) -> dict[str, tuple[bool, str]]:
    sound = {"version": "9.2.8", "status": "green", "template_installed": True, "alias_exists": True}
    return {each.name: (each.offered, each.detail) for each in offers_of(ElasticsearchFacts(**(sound | facts)))}  # type: ignore[arg-type]


def test_what_the_cluster_offers_is_told_by_what_follows() -> None:
    rich = offers(stemmed_languages=("de", "en"), folds_accents=True)
    assert rich["stemming"] == (True, "`rebuke` finds `rebukes` in de, en")
    assert rich["accents"] == (True, "`sao` finds `São`")
    poor = offers()
    assert not any(offered for offered, _ in poor.values())
    assert "analysis-common" in poor["stemming"][1]
    assert "accents must be typed" in poor["accents"][1]


@pytest.mark.parametrize(("fetch_seconds", "lease_seconds", "fits"), [(20, 30, True), (23, 30, True), (24, 30, False)])
def test_doctor_warns_where_slow_answers_outlast_a_task(fetch_seconds: float, lease_seconds: float, fits: bool) -> None:  # noqa: FBT001 (a parameter)
    offer = fetching(load({}, fetch_seconds=fetch_seconds, lease_seconds=lease_seconds))
    assert (offer.offered, "NEWSMILL_FETCH_SECONDS" in offer.detail) == (fits, not fits)


def test_doctor_says_why_an_enrichment_cannot_be_loaded() -> None:
    def load() -> Adapter:
        message = "NEWSMILL_EMBEDDING_MODEL is empty."
        raise SettingError(message)

    check = loaded(Bounded("embedding", load, timedelta(seconds=5)))
    assert (check.name, check.ok) == ("enrichment-embedding", False)
    assert check.fix == "NEWSMILL_EMBEDDING_MODEL is empty."


def test_doctor_names_an_enrichment_with_its_version() -> None:
    adapter = ner.Ner(lambda _: None)
    check = loaded(Bounded("ner", lambda: adapter, timedelta(seconds=5)))
    assert (check.ok, check.detail) == (True, f"ner/{ner.Ner.version}")
