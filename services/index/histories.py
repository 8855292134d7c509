"""What is kept beside the articles, for ever: their earlier versions, and what was taken down.

<prefix>-revisions    one immutable document for each version that isn't the last
<prefix>-tombstones   one for each article that was taken down: hashes of its keys, no content
"""

from collections.abc import Mapping

from services.index.fields import DATE, INTEGER, KEYWORD, UNSEARCHED, Json

VERSION = 1
"""Raise it when a mapping here changes: the index of the new version takes the alias over."""

INDICES: Mapping[str, Mapping[str, Json]] = {
    "revisions": {
        "uri": KEYWORD,
        "version": INTEGER,
        "traceId": KEYWORD,
        "seenAt": DATE,
        "keptAt": DATE,
        "isLate": {"type": "boolean"},
        "document": UNSEARCHED,
    },
    "tombstones": {"uri": KEYWORD, "keys": KEYWORD, "reason": KEYWORD, "at": DATE},
}
