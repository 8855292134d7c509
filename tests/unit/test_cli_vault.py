"""The secrets of `docker compose up`, handed out into a directory of ours: the owners are noted, not made."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from services.cli import vault
from services.errors import SettingError
from services.index.access import Account
from services.settings import load

READERS = {"vault", "redis", "elasticsearch", "migrator", "writer", "api", "flower", "redis-store"}

Owners = dict[str, int]
HandOut = Callable[[], Owners]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name in READERS:
        (tmp_path / name).mkdir()
    return tmp_path


@pytest.fixture
def hand_out(root: Path) -> HandOut:
    """Return what hands the secrets out, and returns who was given what (a file is given before it gets its name)."""

    def run() -> Owners:
        owners: Owners = {}
        vault.hand_out(
            root, "mill", "redis:6379", lambda path, uid: owners.update({f"{path.parent.name}/{path.name}": uid})
        )
        return {name.replace("/.", "/"): uid for name, uid in owners.items()}

    return run


def contents(root: Path) -> dict[str, str]:
    return {str(path.relative_to(root)): path.read_text() for path in root.rglob("*") if path.is_file()}


def test_each_reader_gets_what_it_needs_and_nothing_else(root: Path, hand_out: HandOut) -> None:
    hand_out()
    found: dict[str, set[str]] = {name: set() for name in READERS}
    for path in contents(root):
        reader, _, name = path.partition("/")
        found[reader].add(name)
    service = {"redis_url", "elasticsearch_password"}
    assert found == {
        "vault": {"secrets.json"},
        "redis": {"auth.conf", "password"},
        "redis-store": set(),
        "elasticsearch": {"elastic_password", "roles.yml", "users", "users_roles"},
        "migrator": service,
        "writer": service,
        "api": service | {"reader", "flower"},
        "flower": {"redis_url", "flower"},
    }


def test_a_secret_belongs_to_who_reads_it_and_nobody_else_may(root: Path, hand_out: HandOut) -> None:
    owners = hand_out()
    modes = {str(path.relative_to(root)): path.stat().st_mode & 0o777 for path in root.rglob("*") if path.is_file()}
    assert modes == dict.fromkeys(modes, 0o400)
    assert {owners[name] for name in modes if name.startswith("elasticsearch/")} == {1000}
    assert owners["vault/secrets.json"] == 0
    others = {name for name in modes if not name.startswith(("elasticsearch/", "vault/"))}
    assert {owners[name] for name in others} == {10001}
    assert owners[f"{root.name}/redis-store"] == 10001


def test_every_account_has_a_long_password_of_its_own(root: Path, hand_out: HandOut) -> None:
    hand_out()
    made = json.loads((root / "vault/secrets.json").read_text())
    assert set(made) == {"redis", "elastic", "flower", *Account}
    assert len(set(made.values())) == len(made)
    assert all(len(secret) >= 32 for secret in made.values())


def test_elasticsearch_is_told_hashes_and_no_password_of_a_user(root: Path, hand_out: HandOut) -> None:
    hand_out()
    made = json.loads((root / "vault/secrets.json").read_text())
    told = "".join(path.read_text() for path in (root / "elasticsearch").iterdir())
    assert not [account for account in Account if made[account] in told]


def test_a_second_start_hands_out_the_same(root: Path, hand_out: HandOut) -> None:
    hand_out()
    first = contents(root)
    hand_out()
    # The hashes have another salt each time.
    del first["elasticsearch/users"]
    assert contents(root).items() >= first.items()


def test_an_account_that_a_new_version_brings_gets_a_secret_and_the_others_keep_theirs(
    root: Path, hand_out: HandOut
) -> None:
    hand_out()
    file = root / "vault/secrets.json"
    before = json.loads(file.read_text())
    file.unlink()
    file.write_text(json.dumps({name: secret for name, secret in before.items() if name != "flower"}))
    hand_out()
    after = json.loads(file.read_text())
    assert after.keys() == before.keys()
    assert {name for name in before if after[name] != before[name]} == {"flower"}


def test_a_service_can_read_its_addresses_from_what_it_gets(root: Path, hand_out: HandOut) -> None:
    hand_out()
    made = json.loads((root / "vault/secrets.json").read_text())
    settings = load(
        {
            "NEWSMILL_REDIS_URL_FILE": str(root / "writer/redis_url"),
            "NEWSMILL_ELASTICSEARCH_PASSWORD_FILE": str(root / "writer/elasticsearch_password"),
        }
    )
    assert settings.redis_url == f"redis://:{made['redis']}@redis:6379/0"
    assert settings.elasticsearch_password.get_secret_value() == made["writer"]
    assert (root / "redis/auth.conf").read_text() == f"requirepass {made['redis']}\n"


def test_a_damaged_vault_is_kept_and_named(root: Path, hand_out: HandOut) -> None:
    file = root / "vault/secrets.json"
    file.write_text('{"redis": "x')
    with pytest.raises(SettingError, match=r"secrets\.json is damaged: restore it from a backup"):
        hand_out()
    assert file.read_text() == '{"redis": "x'


def test_a_volume_that_is_missing_is_named_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(SettingError, match=r"can't be written below .*: run this step as docker-compose\.yml does"):
        vault.hand_out(tmp_path, "mill", "redis:6379", lambda _path, _uid: None)
