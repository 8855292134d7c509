"""One line of JSON on stderr for each thing that happened; the same keys everywhere.

    log.info("closed", extra={"outcome": …}) ─▶ {"at": …, "level": …, "logger": …, "event": "closed", "outcome": …}

What comes from outside can't forge a line or drive a terminal, and passwords in addresses are hidden.
"""

import json
import logging
import re
import sys
from datetime import UTC, datetime

# What every LogRecord has; the rest is what the caller gave as `extra`.
_STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName", "color_message"}

# JSON escapes C0 itself. Left are DEL and C1, line separators that some viewers break at, marks that turn the
# direction of text (so a line reads as another), and lone surrogates, which no UTF-8 stream takes.
_UNSAFE = re.compile("[\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_PASSWORD = re.compile(r"(?P<before>://[^/\s:@\"]*):[^/\s\"]+@")
_TOKEN = re.compile(r"(?P<name>[?&](?:[a-z_]*(?:token|api_?key|secret|password|signature))=)[^&\s\"#]+", re.IGNORECASE)

# A line for each request and each tick says nothing that ours don't: Celery's three a second, 100 MB a day, would push
# everything else out of a log that is rotated. What goes wrong they say still.
_CHATTY = (
    "celery.app.trace", "celery.beat", "celery.worker.strategy",
    "elastic_transport.node_pool", "elastic_transport.transport", "aiohttp", "asyncio", "httpx", "httpcore", "urllib3",
)  # fmt: skip


def configure(level: str) -> None:
    """Send the log of this process to stderr from *level* (`debug`, `info`, …) up; doing it again changes nothing."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    logging.basicConfig(level=level.upper(), handlers=[handler], force=True)
    for name in _CHATTY:
        logging.getLogger(name).setLevel(logging.WARNING)


def adopt(*names: str) -> None:
    """Make the loggers *names* (and those below them) write as ours do, instead of by handlers of their own."""
    known = [name for name in logging.root.manager.loggerDict if name.startswith(tuple(f"{n}." for n in names))]
    for name in (*names, *known):
        logger = logging.getLogger(name)
        logger.handlers.clear()
        logger.propagate = True


def redact(text: str) -> str:
    """Return *text* with the passwords and tokens of the URLs in it replaced by `***`."""
    return _TOKEN.sub(r"\g<name>***", _PASSWORD.sub(r"\g<before>:***@", text))


class JsonLines(logging.Formatter):
    """Makes one line of JSON of a record; fields that are empty are left out."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": record.getMessage(),
        }
        extra = {key: value for key, value in vars(record).items() if key not in _STANDARD}
        line |= {key: value for key, value in extra.items() if key not in line and value not in (None, "")}
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        if record.stack_info:
            line["stack"] = record.stack_info
        return _line(line)


def _line(values: dict[str, object]) -> str:
    text = json.dumps(_redacted(values), ensure_ascii=False, default=_as_text)
    return _UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def _redacted(value: object) -> object:
    """Return *value* with every text in it redacted, before JSON escapes what a password may hold."""
    if isinstance(value, str):
        return redact(value)
    if isinstance(value, dict):
        return {str(key): _redacted(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_redacted(inner) for inner in value]
    return value


def _as_text(value: object) -> str:
    return redact(str(value))
