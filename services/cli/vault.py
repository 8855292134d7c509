"""The secrets of `docker compose up`: made once, then handed to each reader in a volume of its own.

    <root>/vault/secrets.json ─▶ <root>/redis, elasticsearch, migrator, writer, api, flower

Runs as root with the capability CHOWN alone, because a secret must belong to the user that reads it (Elasticsearch
refuses a password file that isn't private to it); nothing else does.
"""

import json
import os
import secrets
from collections.abc import Callable, Mapping
from pathlib import Path

from services.errors import SettingError
from services.index.access import Account, roles_file, user_name, users_file, users_roles_file

NEWSMILL_UID, ELASTICSEARCH_UID = 10001, 1000  # as in docker/Dockerfile, and in Elasticsearch's own image
FLOWER_USER = "newsmill"
MADE = ("redis", "elastic", "flower", *Account)

Give = Callable[[Path, int], None]
"""Makes a path the property of a user, by its number."""


def chown(path: Path, uid: int) -> None:
    os.chown(path, uid, uid)


def hand_out(root: Path, prefix: str, redis_host: str, give: Give = chown) -> None:
    """Make the secrets that aren't there yet, and write every reader's directory anew.

    A second run hands out the same secrets. Raises SettingError when the vault is damaged or can't be written.
    """
    try:
        made = _made(root / "vault" / "secrets.json", give)
        for (directory, uid), files in _readers(made, prefix, redis_host).items():
            for name, content in files.items():
                _write(root / directory / name, content, uid, give)
        # Redis runs as our user too, so that its password is readable to it without any capability.
        give(root / "redis-store", NEWSMILL_UID)
    except OSError as error:
        message = f"The secrets can't be written below {root}: run this step as docker-compose.yml does ({error})."
        raise SettingError(message) from error


def _made(vault: Path, give: Give) -> dict[str, str]:
    known = _known(vault)
    made = {name: secrets.token_urlsafe(24) for name in MADE} | known
    if made != known:
        _write(vault, json.dumps(made), 0, give)
    return made


def _known(vault: Path) -> dict[str, str]:
    if not vault.exists():
        return {}
    try:
        known: dict[str, str] = json.loads(vault.read_text(encoding="utf-8"))
    except ValueError as error:
        message = f"{vault} is damaged: restore it from a backup, or remove it to have new secrets made ({error})."
        raise SettingError(message) from error
    return known


def _readers(made: Mapping[str, str], prefix: str, redis_host: str) -> dict[tuple[str, int], dict[str, str]]:
    redis_url = f"redis://:{made['redis']}@{redis_host}/0"
    passwords = {account: made[account] for account in Account}
    reader = f"{user_name(prefix, Account.READER)}:{made[Account.READER]}"
    flower = f"{FLOWER_USER}:{made['flower']}"
    service = {
        (str(account), NEWSMILL_UID): {"redis_url": redis_url, "elasticsearch_password": made[account]}
        for account in (Account.MIGRATOR, Account.WRITER, Account.API)
    }
    service["api", NEWSMILL_UID] |= {"reader": reader, "flower": flower}
    return service | {
        ("redis", NEWSMILL_UID): {"auth.conf": f"requirepass {made['redis']}\n", "password": made["redis"]},
        ("flower", NEWSMILL_UID): {"redis_url": redis_url, "flower": flower},
        ("elasticsearch", ELASTICSEARCH_UID): {
            "elastic_password": made["elastic"],
            "roles.yml": roles_file(prefix),
            "users": users_file(prefix, passwords),
            "users_roles": users_roles_file(prefix),
        },
    }


def _write(path: Path, content: str, uid: int, give: Give) -> None:
    """Put *content* in place as one step, also for a power cut, readable to *uid* alone."""
    fresh = path.with_name(f".{path.name}")
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o400), "w", encoding="utf-8") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    give(fresh, uid)
    fresh.replace(path)
