"""What is written down of why a document failed, the same in Redis and in memory (pure)."""

LONGEST = 1000


def kept(reason: str) -> str:
    """Return *reason* as the ledger keeps it: Unicode that can be stored, and at most 1,000 characters.

    It may be any exception's text, and quote a whole document.
    """
    text = reason.encode(errors="replace").decode()
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def died(attempts: int, before: str) -> str:
    """Return the reason of a row whose last attempt nobody ended; *before* is the last error that was written down."""
    reason = f"the worker died, or took too long, over it at attempt {attempts}"
    return f"{reason}; before that: {before}" if before else reason
