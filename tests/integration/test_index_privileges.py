"""A real Elasticsearch with security on, and our roles in it: what the writer can and can't do, and what is said then.

It also takes requests of a megabyte at most, to see one refused whole.
"""

import secrets
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from elasticsearch import ApiError, AuthorizationException, Elasticsearch, TransportError
from support import reachable_directory
from twins import article

from services import settings
from services.errors import NotPermittedError
from services.index import client, setup
from services.index.access import Account, roles_file, user_name, users_file, users_roles_file
from services.index.feeds import ElasticFeeds
from services.index.query import ElasticIndex
from services.index.sink import ElasticSink
from services.local import elasticsearch_server
from services.local.free_ports import free_ports
from services.local.places import make_places
from services.local.servers import Server
from services.model import WITHDRAWN, Feed, Link, Withdrawal
from services.ports import PushedBack, Refused, Written
from services.settings import Settings

pytestmark = pytest.mark.servers

PASSWORD = secrets.token_urlsafe(12)
NOVEMBER = datetime(2026, 11, 24, 12, tzinfo=UTC)


def as_account(account: Account, url: str, password: str = PASSWORD) -> Settings:
    return settings.load(
        {},
        elasticsearch_url=url,
        elasticsearch_username=user_name("mill", account),
        elasticsearch_password=password,
        index_prefix="mill",
    )


def connected(account: Account, url: str) -> tuple[Elasticsearch, Settings]:
    current = as_account(account, url)
    return client.connect(current), current


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with reachable_directory() as state:
        port, transport_port = free_ports(2)
        places = make_places(state)
        more = ("-Ehttp.max_content_length=1mb",)
        plain = elasticsearch_server.specification(places, port, transport_port, extra=more)
        switch = "-Expack.security.enabled="
        command = tuple(f"{switch}true" if each.startswith(switch) else each for each in plain.command)
        _write_users(places.elasticsearch / "config")
        url = elasticsearch_server.url_of(port)
        with Server(replace(plain, command=command, is_ready=lambda: _is_ready(url)), url):
            yield url


def _write_users(directory: Path) -> None:
    contents = {
        "roles.yml": roles_file("mill"),
        "users": users_file("mill", dict.fromkeys(Account, PASSWORD)),
        "users_roles": users_roles_file("mill"),
    }
    for name, content in contents.items():
        (directory / name).write_text(content, encoding="utf-8")
        (directory / name).chmod(0o644)


def _is_ready(url: str) -> bool:
    migrator, _ = connected(Account.MIGRATOR, url)
    try:
        return bool(migrator.cluster.health()["status"] in {"yellow", "green"})
    except (ApiError, TransportError):
        return False
    finally:
        migrator.close()


@pytest.fixture
def migrator(url: str) -> Iterator[tuple[Elasticsearch, Settings]]:
    """Yield the migrator's client in a cluster where all is installed, and take away what it made."""
    engine, current = connected(Account.MIGRATOR, url)
    setup.install(engine, current, NOVEMBER)
    yield engine, current
    for index in engine.indices.get_alias(index="mill-articles-*"):
        engine.indices.delete(index=index)
    engine.close()


@pytest.fixture
def writer(url: str) -> Iterator[ElasticSink]:
    engine, current = connected(Account.WRITER, url)
    yield ElasticSink(engine, current)
    engine.close()


@pytest.mark.usefixtures("migrator")
def test_the_writer_writes_and_learns_whose_document_stands(writer: ElasticSink) -> None:
    written = Written(article(1).uri, by="trace-1")
    assert writer.create([article(1)]) == [written]
    assert writer.create([article(1, trace_id="another")]) == [written]


@pytest.mark.usefixtures("migrator")
def test_the_writer_finds_what_it_needs_for_its_verdicts(url: str, writer: ElasticSink) -> None:
    writer.create([article(1)])
    engine, current = connected(Account.WRITER, url)
    index = ElasticIndex(engine, current)
    assert index.standing([article(1).uri]) == {article(1).uri}
    assert index.holders(["0" * 32]).uris == {}
    engine.close()


@pytest.mark.usefixtures("migrator")
def test_the_writer_withdraws_and_keeps_what_stood(url: str, writer: ElasticSink) -> None:
    writer.create([article(1)])
    writer.amend([Withdrawal(article(1).uri, "page gone: answered 410", NOVEMBER)])
    engine, current = connected(Account.WRITER, url)
    assert ElasticIndex(engine, current).versions([article(1).uri])[article(1).uri].status == WITHDRAWN
    engine.close()
    engine, current = connected(Account.MIGRATOR, url)
    engine.indices.refresh(index="mill-revisions")
    (kept,) = ElasticIndex(engine, current).revisions(article(1).uri)
    assert kept.source["version"] == 1
    engine.close()


@pytest.mark.usefixtures("migrator")
def test_the_writer_links_copies_and_deletes_nothing(url: str, writer: ElasticSink) -> None:
    writer.create([article(1), article(2)])
    writer.amend([Link(article(2).uri, "story", article(1).uri, "copy of it")])
    engine, current = connected(Account.WRITER, url)
    assert ElasticIndex(engine, current).stories([article(2).uri])[article(2).uri].original == article(1).uri
    with pytest.raises(AuthorizationException):
        engine.delete(index="mill-articles-2026.11", id=article(1).uri)
    with pytest.raises(AuthorizationException):
        engine.indices.delete(index="mill-articles-2026.11")
    engine.close()


@pytest.mark.usefixtures("migrator")
def test_the_writer_splits_what_was_merged(url: str, writer: ElasticSink) -> None:
    engine, current = connected(Account.WRITER, url)
    index = ElasticIndex(engine, current)
    writer.create([article(1)])
    standing = index.versions([article(1).uri])[article(1).uri]
    again = {**standing.document, "version": 2}
    assert writer.exchange(standing, again) == Written(article(1).uri, by="trace-1")
    assert [hit.source["version"] for hit in index.revisions(article(1).uri)] == [1]
    writer.plant([{**again, "uri": article(2).uri}])
    assert index.standing([article(2).uri]) == {article(2).uri}
    engine.close()


@pytest.mark.usefixtures("migrator")
def test_commands_keep_feeds_workers_change_them_and_the_reader_sees_none(url: str) -> None:
    stores = {account: connected(account, url) for account in (Account.API, Account.WRITER, Account.READER)}
    api, writer, reader = (ElasticFeeds(*stores[account]) for account in stores)
    feed = Feed("f1", "https://a.example/feed?key=secret", NOVEMBER)
    assert api.add([feed]) == [True]
    writer.change(feed, replace(feed, title="A"))
    assert [each.title for each in writer.feeds()] == ["A"]
    with pytest.raises(NotPermittedError):
        reader.feeds()
    with pytest.raises(NotPermittedError):
        reader.add([replace(feed, id="f2")])
    assert api.remove(["f1"]) == 1
    for engine, _ in stores.values():
        engine.close()


@pytest.mark.usefixtures("migrator")
def test_the_reader_links_nothing(url: str, writer: ElasticSink) -> None:
    writer.create([article(1), article(2)])
    engine, current = connected(Account.READER, url)
    with pytest.raises(NotPermittedError):
        ElasticSink(engine, current).amend([Link(article(2).uri, "story", article(1).uri, "copy of it")])
    engine.close()


def test_a_missing_month_waits_until_the_migrator_made_it(
    writer: ElasticSink, migrator: tuple[Elasticsearch, Settings]
) -> None:
    december = article(1, month="2026.12")
    with pytest.raises(
        NotPermittedError, match=r"no index mill-articles-2026\.12, and these credentials can't make it"
    ):
        writer.create([december])
    setup.make_months(*migrator, datetime(2026, 11, 30, 12, tzinfo=UTC))
    assert writer.create([december]) == [Written(december.uri, by="trace-1")]


@pytest.mark.usefixtures("migrator")
def test_meanwhile_the_articles_of_other_months_are_written(writer: ElasticSink) -> None:
    waiting, written = writer.create([article(2, month="2026.12"), article(1)])
    assert isinstance(waiting, PushedBack)
    assert "newsmill init index" in waiting.reason
    assert written == Written(article(1).uri, by="trace-1")


@pytest.mark.usefixtures("migrator")
def test_a_wrong_password_is_said_without_the_password(url: str) -> None:
    wrong = secrets.token_urlsafe(12)
    current = as_account(Account.WRITER, url, wrong)
    with pytest.raises(NotPermittedError, match="correct the credentials") as raised:
        ElasticSink(client.connect(current), current).create([article(1)])
    assert wrong not in str(raised.value)


@pytest.mark.usefixtures("migrator")
def test_the_reader_may_not_write(url: str) -> None:
    engine, current = connected(Account.READER, url)
    with pytest.raises(NotPermittedError):
        ElasticSink(engine, current).create([article(1)])
    engine.close()


@pytest.mark.usefixtures("migrator")
def test_of_a_batch_that_is_too_large_for_the_server_only_the_article_at_fault_is_refused(writer: ElasticSink) -> None:
    # http.max_content_length is a megabyte here: the batch is over it, and so is one article by itself.
    long = [article(number, paragraphs=("word " * 30_000,)) for number in range(10)]
    guilty = article(10, paragraphs=("word " * 250_000,))
    results = writer.create([*long[:5], guilty, *long[5:]])
    assert [result.uri for result in results if not isinstance(result, Written)] == [guilty.uri]
    assert isinstance(results[5], Refused)
