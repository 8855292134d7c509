"""Which directories the local stack uses.

state/            stack.json, lock, children.json
state/logs/       one file for each child
state/run/        alive files and the like: worthless when nothing runs
state/redis/      Redis's append-only file
state/elasticsearch/   configuration, data, logs (elsewhere for root, if Elasticsearch's user can't get there)
cache/            Elasticsearch itself, shared by all states
"""

import errno
import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

from services import settings
from services.errors import SetupError
from services.local.accounts import NAME, Account, unprivileged

_SYSTEM_STATE = Path("/var/lib/newsmill")
_SYSTEM_CACHE = Path("/var/cache/newsmill")


@dataclass(frozen=True, slots=True)
class Places:
    """Directories that exist and can be written, but `elasticsearch`, which is made when it is needed.

    `account` is Elasticsearch's user, None for our own.
    """

    state: Path
    cache: Path
    elasticsearch: Path
    account: Account | None

    @property
    def logs(self) -> Path:
        return self.state / "logs"

    @property
    def run(self) -> Path:
        return self.state / "run"

    @property
    def redis(self) -> Path:
        return self.state / "redis"

    def make_elasticsearch(self) -> None:
        """Make the directory for Elasticsearch: ours, so that its user can't put a link where root will write."""
        for directory in (self.elasticsearch.parent.parent, self.elasticsearch.parent, self.elasticsearch):
            _make(directory, 0o711)


def make_places(state: Path, cache: Path | None = None, account: Account | None = None) -> Places:
    """Return the directories for the stack in *state*, made where missing. Raises SetupError for what can't be."""
    account = account or unprivileged()
    state = state.expanduser().resolve()
    try:
        # Others may pass through, to reach what is theirs inside, but not look around.
        _make(state, 0o711)
        for name in ("logs", "run", "redis"):
            _make(state / name, 0o700)
            _require_writable(state / name)
    except OSError as error:
        message = f"The state directory {state} can't be used: {error}; name another with --state."
        raise SetupError(message) from error
    cache = _cache_directory(state, cache, account)
    return Places(state, cache, _elasticsearch_directory(state, account), account)


def _elasticsearch_directory(state: Path, account: Account | None) -> Path:
    if account and not account.can_reach(state):
        return _SYSTEM_STATE / hashlib.sha256(os.fsencode(state)).hexdigest()[:12] / "elasticsearch"
    return state / "elasticsearch"


def _cache_directory(state: Path, named: Path | None, account: Account | None) -> Path:
    """Return where downloads go, the first that can be written: *named* and no other, if it is given."""
    own = settings.user_directory("XDG_CACHE_HOME", ".cache")
    usual = _SYSTEM_CACHE if account else own / "newsmill" if own else state / "cache"
    candidates = [named.expanduser().resolve()] if named else [usual, state / "cache"]
    for cache in candidates:
        if _is_usable(cache, account):
            return cache
    who = f" by us and reached by {NAME}, Elasticsearch's user" if account else ""
    message = f"No cache directory can be written{who}; name one with {settings.variable('cache')}."
    raise SetupError(message)


def _is_usable(cache: Path, account: Account | None) -> bool:
    try:
        _make(cache, 0o755)
    except OSError:
        return False
    return os.access(cache, os.W_OK | os.X_OK) and (account is None or account.can_reach(cache))


def _require_writable(directory: Path) -> None:
    if not os.access(directory, os.W_OK | os.X_OK):
        raise PermissionError(errno.EACCES, "it belongs to another user", str(directory))


def _make(directory: Path, mode: int) -> None:
    if not directory.is_dir():
        directory.mkdir(parents=True)
        directory.chmod(mode)  # whatever the umask is
