"""What a wire says of an item's state, in ninjs's words (https://cv.iptc.org/newscodes/pubstatusg2/)."""

_STATUSES = {
    "canceled": "canceled",
    "cancelled": "canceled",
    "withdrawn": "canceled",
    "killed": "canceled",
    "withheld": "withheld",
    "embargoed": "withheld",
}


def of(stated: str) -> str:
    """Return `canceled` or `withheld`; empty for usable, for what is unknown, and for nothing.

    *stated* may be a bare word, a QCode (`stat:canceled`) or a URI of it.
    """
    return _STATUSES.get(stated.strip().lower().rpartition("/")[2].rpartition(":")[2], "")
