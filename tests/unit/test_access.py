"""Who may do what in Elasticsearch. That the privileges are enough, and no more, is tried in tests/e2e."""

import base64
import hashlib
import json
import re
from pathlib import Path

import pytest

from services.index.access import Account, roles, roles_file, users_file, users_roles_file

COMPOSE_FILE = Path(__file__).parents[2] / "docker-compose.yml"


ARTICLES = {f"mill-{kind}{rest}" for kind in ("articles", "revisions", "tombstones") for rest in ("", "-*")}


def test_no_role_reaches_beyond_the_articles_and_feeds_of_its_installation() -> None:
    names = {name for role in roles("mill").values() for indices in role.indices for name in indices.names}
    assert names == ARTICLES | {"mill-feeds"}


def test_only_the_migrator_can_make_or_drop_an_index() -> None:
    # `manage_aliases` and its like count: remove_index in POST /_aliases drops an index.
    dangerous = {"all", "manage", "create_index", "delete_index", "indices:admin/aliases"}
    able = {name for name, role in roles("mill").items() for each in role.indices if dangerous & {*each.privileges}}
    assert able == {"mill-migrator"}


@pytest.mark.parametrize("account", [Account.READER, Account.API])
def test_who_only_reads_articles_has_no_privilege_that_writes_them(account: Account) -> None:
    articles = roles("mill")[f"mill-{account}"].indices[0]
    assert {*articles.names} == ARTICLES
    assert {*articles.privileges} <= {"read", "view_index_metadata", "monitor"}


def test_the_reader_sees_no_feed_since_its_url_may_hold_a_secret() -> None:
    assert {name for indices in roles("mill")["mill-reader"].indices for name in indices.names} == ARTICLES


def test_each_line_of_the_roles_file_is_a_role_that_the_api_of_elasticsearch_would_take_too() -> None:
    lines = [line.partition(": ") for line in roles_file("mill").splitlines()]
    assert {name: set(json.loads(role)) for name, _, role in lines} == {
        name: {"cluster", "indices"} for name in roles("mill")
    }


def test_every_user_has_the_role_of_its_name() -> None:
    users = [line.partition(":")[0] for line in users_file("mill", dict.fromkeys(Account, "secret")).splitlines()]
    assert users_roles_file("mill").splitlines() == [f"{name}:{name}" for name in users]


def test_a_password_is_stored_as_a_salted_hash_that_elasticsearch_can_check() -> None:
    first, second = (users_file("mill", {Account.READER: "secret"}) for _ in range(2))
    assert first != second
    scheme, rounds, salt, digest = re.fullmatch(r"mill-reader:\{(\w+)\}(\d+)\$(.+)\$(.+)\n", first).groups()  # type: ignore[union-attr]
    expected = hashlib.pbkdf2_hmac("sha512", b"secret", base64.b64decode(salt), int(rounds), 32)
    assert (scheme, base64.b64decode(digest)) == ("PBKDF2", expected)


def test_the_compose_file_names_the_roles_so_that_a_change_of_them_reaches_a_running_elasticsearch() -> None:
    expected = hashlib.sha256(roles_file("newsmill").encode()).hexdigest()[:12]
    assert f'newsmill.roles: "{expected}"' in COMPOSE_FILE.read_text(encoding="utf-8")
