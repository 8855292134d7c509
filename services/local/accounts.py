"""Under whom Elasticsearch runs: it refuses to be root, so root gives it to `nobody`."""

import os
import pwd
import stat
from dataclasses import dataclass
from pathlib import Path

NAME = "nobody"
_FALLBACK_ID = 65534


@dataclass(frozen=True, slots=True)
class Account:
    """A user that a child becomes before it starts."""

    user_id: int
    group_id: int

    def can_reach(self, path: Path) -> bool:
        """Tell whether every directory down to *path* lets this user pass."""
        return all(self._may_enter(directory) for directory in (path, *path.parents) if directory.is_dir())

    def _may_enter(self, directory: Path) -> bool:
        status = directory.stat()
        if status.st_uid == self.user_id:
            return bool(status.st_mode & stat.S_IXUSR)
        if status.st_gid == self.group_id:
            return bool(status.st_mode & stat.S_IXGRP)
        return bool(status.st_mode & stat.S_IXOTH)

    def own(self, directory: Path) -> None:
        """Give *directory* and all in it to this user, unless it is theirs already."""
        if directory.stat().st_uid == self.user_id:
            return
        os.chown(directory, self.user_id, self.group_id)
        for path in directory.rglob("*"):
            os.chown(path, self.user_id, self.group_id, follow_symlinks=False)


def unprivileged() -> Account | None:
    """Return the account for servers that refuse root; None where we are not root."""
    if os.getuid() != 0:
        return None
    try:
        entry = pwd.getpwnam(NAME)
    except KeyError:
        return Account(_FALLBACK_ID, _FALLBACK_ID)
    return Account(entry.pw_uid, entry.pw_gid)
