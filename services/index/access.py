"""Who may do what in Elasticsearch: one table, written as the files of its *file* realm.

    roles(prefix) ─▶ roles.yml      passwords ─▶ users (hashed), users_roles

The file realm, because such users exist before the first request, need no superuser to make them, and can't be changed
over HTTP; it also works where the security index can't be made (a distribution without `analysis-common`).
"""

import base64
import hashlib
import json
import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum

_PBKDF2_ROUNDS = 10_000  # Elasticsearch's own default for {PBKDF2}; it reads the number from the hash.
_PBKDF2_BYTES = 32


class Account(StrEnum):
    """A user of Elasticsearch; each has the one role of its name."""

    READER = "reader"
    """People and services that query: the articles and their mapping, and nothing else (a feed's URL may be secret)."""
    WRITER = "writer"
    """Workers that poll and index: adds documents and links copies; can't delete one, nor make or drop an index."""
    API = "api"
    """The HTTP API and the commands in its container: reads, sees how the cluster is, and keeps the feeds."""
    MIGRATOR = "migrator"
    """`init` and the queue `maintain`: templates, indices, aliases."""


@dataclass(frozen=True, slots=True)
class _Indices:
    names: tuple[str, ...]
    privileges: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Role:
    """A role as Elasticsearch's API and `roles.yml` both take it."""

    cluster: tuple[str, ...]
    indices: tuple[_Indices, ...]


def user_name(prefix: str, account: Account) -> str:
    return f"{prefix}-{account}"


def roles(prefix: str) -> dict[str, Role]:
    """Return role name → role, for the indices that begin with *prefix*."""
    granted = {
        Account.READER: _role(prefix, cluster=(), index=("read", "view_index_metadata")),
        # No `create_index`, and above all no alias action: whoever may alias an index may also drop it, by
        # `remove_index` in POST /_aliases (tried with 9.2.8). So each month's index is the migrator's to make.
        Account.WRITER: _role(
            prefix,
            cluster=("monitor",),
            # To refresh: a worker that finds Redis emptied searches for what it had known.
            index=("index", "read", "view_index_metadata", "indices:admin/refresh*"),
            feeds=("index", "read"),
        ),
        Account.API: _role(
            prefix,
            cluster=("monitor",),
            index=("read", "view_index_metadata", "monitor"),
            feeds=("index", "delete", "read"),
        ),
        Account.MIGRATOR: _role(
            prefix,
            # The action by name: the privilege that includes it, `manage`, is nearly everything.
            cluster=("monitor", "manage_index_templates", "cluster:admin/analyze"),
            # It deletes what is taken down, and writes the tombstone.
            index=("manage", "read", "index", "delete"),
            feeds=("manage", "read"),
        ),
    }
    return {user_name(prefix, account): role for account, role in granted.items()}


def _role(prefix: str, *, cluster: tuple[str, ...], index: tuple[str, ...], feeds: tuple[str, ...] = ()) -> Role:
    names = tuple(f"{prefix}-{name}{rest}" for name in ("articles", "revisions", "tombstones") for rest in ("", "-*"))
    articles = _Indices(names, index)
    return Role(cluster=cluster, indices=(articles, _Indices((f"{prefix}-feeds",), feeds)) if feeds else (articles,))


def roles_file(prefix: str) -> str:
    """Return `roles.yml`: a line a role, its value as JSON (which is YAML)."""
    return "".join(f"{name}: {json.dumps(asdict(role))}\n" for name, role in roles(prefix).items())


def users_file(prefix: str, passwords: Mapping[Account, str]) -> str:
    """Return the file `users`: name and hashed password."""
    return "".join(f"{user_name(prefix, account)}:{_hashed(password)}\n" for account, password in passwords.items())


def users_roles_file(prefix: str) -> str:
    """Return the file `users_roles`: each user has the role of the same name."""
    return "".join(f"{name}:{name}\n" for name in roles(prefix))


def _hashed(password: str) -> str:
    salt = secrets.token_bytes(_PBKDF2_BYTES)
    digest = hashlib.pbkdf2_hmac("sha512", password.encode(), salt, _PBKDF2_ROUNDS, _PBKDF2_BYTES)
    return f"{{PBKDF2}}{_PBKDF2_ROUNDS}${base64.b64encode(salt).decode()}${base64.b64encode(digest).decode()}"
