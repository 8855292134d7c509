"""What docker-compose.yml has to agree on with the code; that it works is tried in tests/e2e."""

import re
from pathlib import Path

from services.cli import vault
from services.index.access import Account, user_name
from services.settings import Settings, variable

COMPOSE_FILE = Path(__file__).parents[2] / "docker-compose.yml"
DOCKERFILE = Path(__file__).parents[2] / "docker" / "Dockerfile"
HOW_TO = Path(__file__).parents[2] / "docs" / "how-to" / "run-with-compose.md"

# What the containers are told, whatever the operator has in the shell.
FIXED = {
    "redis_url",
    "elasticsearch_url",
    "elasticsearch_username",
    "elasticsearch_password",
    "alive_file",
    "archive",
}
# What means nothing there: one Elasticsearch and one Redis of its own, an API that uvicorn places, no local stack.
NOT_THERE = {
    "redis_prefix",
    "index_prefix",
    "elasticsearch_api_key",
    "elasticsearch_ca_file",
    "api_host",
    "api_port",
    "state",
    "cache",
}


def compose_file() -> str:
    return COMPOSE_FILE.read_text(encoding="utf-8")


def test_every_setting_that_an_operator_may_make_reaches_the_containers() -> None:
    passed_on = set(re.findall(r"^  (NEWSMILL_[A-Z0-9_]+):$", compose_file(), flags=re.MULTILINE))
    assert passed_on == {variable(field) for field in Settings.model_fields if field not in FIXED | NOT_THERE}


def test_every_container_is_a_user_that_elasticsearch_knows() -> None:
    named = set(re.findall(r"NEWSMILL_ELASTICSEARCH_USERNAME: (\S+)", compose_file()))
    assert named == {user_name("newsmill", account) for account in (Account.WRITER, Account.API, Account.MIGRATOR)}


def test_the_secrets_are_given_to_the_users_that_the_containers_run_as() -> None:
    assert f'user: "{vault.NEWSMILL_UID}:{vault.NEWSMILL_UID}"' in compose_file()
    assert f"USER {vault.NEWSMILL_UID}:{vault.NEWSMILL_UID}" in DOCKERFILE.read_text(encoding="utf-8")


def test_every_reader_of_secrets_has_its_own_volume() -> None:
    handed = set(re.findall(r"- secrets-\w+:/secrets/(\w+)", compose_file()))
    assert handed == {"vault", "redis", "elasticsearch", "migrator", "writer", "api", "flower"}
    readers = set(re.findall(r"secrets-(\w+):/run/newsmill:ro", compose_file()))
    assert readers == handed - {"vault"}


def test_the_how_to_lists_every_variable_that_the_file_reads() -> None:
    reads = set(re.findall(r"\$\{(NEWSMILL_[A-Z0-9_]+)", compose_file()))
    passed_on = set(re.findall(r"^  (NEWSMILL_[A-Z0-9_]+):$", compose_file(), flags=re.MULTILINE))
    listed = set(re.findall(r"`(NEWSMILL_[A-Z0-9_]+)`", HOW_TO.read_text(encoding="utf-8")))
    assert reads | passed_on == listed
