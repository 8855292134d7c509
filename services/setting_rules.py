"""What a setting must be like, each demand as the rest of a sentence about it (pure).

None of them names the value: it may be a secret.
"""

import ipaddress
import os
import re
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

from pydantic import SecretStr

from services.sentinels import SCHEME, sentinels_of

_DEMANDS: Mapping[str, str] = {
    "int_parsing": "must be a whole number",
    "int_from_float": "must be a whole number",
    "int_parsing_size": "must be a smaller number",
    "float_parsing": "must be a number",
    "greater_than_equal": "must be at least {ge}",
    "less_than_equal": "must be at most {le}",
    "bool_parsing": "must be true or false",
    "literal_error": "must be {expected}",
    "string_pattern_mismatch": "must be small letters, digits and hyphens, 41 at most, beginning with a letter",
}
"""Pydantic's type of an error → what it demands."""

LEAST_KEY = 16
_SHA256 = re.compile(r"[0-9a-f]{64}")
MODEL_FILES = ("config.json", "model.safetensors", "tokenizer.json")
"""What a static model's folder holds, in the order in which they are hashed."""

NEVER = "never"
_MOST_AGES, _MOST_HOURS = 20, 8760
_PORTS = {"http": 80, "https": 443}
_URL, _USERNAME, _PASSWORD, _API_KEY = (f"elasticsearch_{name}" for name in ("url", "username", "password", "api_key"))


def demand(kind: str, context: Mapping[str, object]) -> str:
    """Return what an error of pydantic demands; empty for one that has a sentence of its own."""
    return _DEMANDS.get(kind, "").format(**{name: _plain(value) for name, value in context.items()})


def _plain(value: object) -> object:
    return int(value) if isinstance(value, float) and value.is_integer() else value


def redis_address(value: str) -> str:
    if sentinels_of(value) is None:
        _parsed(value, "redis", "rediss", "unix", SCHEME)
    return value


def elasticsearch_address(value: str) -> str:
    """Return *value* with its port, which Elasticsearch's client wants to be told."""
    parts = _parsed(value, *_PORTS)
    if not parts.hostname:
        message = "must name a host, as in http://127.0.0.1:9200"
        raise ValueError(message)
    netloc = parts.netloc if parts.port else f"{parts.netloc.rstrip(':')}:{_PORTS[parts.scheme]}"
    return parts._replace(netloc=netloc).geturl()


def _parsed(value: str, *schemes: str) -> SplitResult:
    if not value.startswith(tuple(f"{scheme}://" for scheme in schemes)):
        message = f"must begin with {', '.join(f'{each}://' for each in schemes[:-1])} or {schemes[-1]}://"
        raise ValueError(message)
    try:
        parts = urlsplit(value)
        _ = parts.port, (parts.hostname or "").encode("idna")
    except ValueError as error:  # of the port, or UnicodeError of a part of the name over 63 characters
        message = "must be an address with a host name and a port up to 65535"
        raise ValueError(message) from error
    return parts


def credentials_apart(values: Mapping[str, object]) -> dict[str, object]:
    """Return *values* with user and password taken out of Elasticsearch's address: that is shown, they never are.

    Raises ValueError where credentials are given twice.
    """
    apart = dict(values)
    scheme, _, rest = str(values.get(_URL, "")).partition("://")
    authority, slash, path = rest.partition("/")
    credentials, at, host = authority.rpartition("@")
    places = {_URL: bool(at), _USERNAME: _USERNAME in values, _API_KEY: _API_KEY in values}
    if sum(places.values()) > 1:
        named = " and ".join(f"NEWSMILL_{field.upper()}" for field, holds in places.items() if holds)
        message = f"{named} each hold credentials; keep one"
        raise ValueError(message)
    if at:
        user, _, password = credentials.partition(":")
        apart[_URL] = f"{scheme}://{host}{slash}{path}"
        apart[_USERNAME] = unquote(user)
        apart.setdefault(_PASSWORD, unquote(password))
    return apart


def networks(value: str) -> str:
    for part in filter(None, map(str.strip, value.split(","))):
        try:
            ipaddress.ip_network(part)
        except ValueError as error:
            message = "must be networks such as 10.1.0.0/16 or fd00::/8, separated by commas"
            raise ValueError(message) from error
    return value


def ages(value: str) -> str:
    try:
        ascending = hours(value)
    except ValueError:
        ascending = (0,)
    if not all(0 < each <= _MOST_HOURS for each in ascending) or len(ascending) > _MOST_AGES:
        message = f"must be up to {_MOST_AGES} numbers of hours up to {_MOST_HOURS:,}, commas between, or `{NEVER}`"
        raise ValueError(message)
    return value


def hours(value: str) -> tuple[float, ...]:
    """Return the ages that *value* lists, the least first; none for `never`. Raises ValueError."""
    return () if value.strip() == NEVER else tuple(sorted(map(float, value.split(","))))


def readable_file(value: Path | None) -> Path | None:
    if value is not None and not _is_readable(value):
        message = "must name a file that can be read"
        raise ValueError(message)
    return value


def model_folder(value: Path | None) -> Path | None:
    if value is not None and not all(_is_readable(value / name) for name in MODEL_FILES):
        message = f"must name a folder with files {', '.join(MODEL_FILES)} that can be read"
        raise ValueError(message)
    return value


def _is_readable(path: Path) -> bool:
    try:
        return path.is_file() and os.access(path, os.R_OK)
    except (OSError, ValueError):  # a name too long, or with a NUL
        return False


def sha256(value: str) -> str:
    if value and not _SHA256.fullmatch(value):
        message = "must be 64 hexadecimal digits in small letters"
        raise ValueError(message)
    return value


def one_line(value: str) -> str:
    if not value.isprintable():
        message = "must be one line of printable characters"
        raise ValueError(message)
    return value


def api_keys(value: SecretStr) -> SecretStr:
    keys = [key.strip() for key in value.get_secret_value().replace("\n", ",").split(",") if key.strip()]
    if not all(len(key) >= LEAST_KEY and key.isascii() and key.isprintable() and " " not in key for key in keys):
        message = f"must be keys of {LEAST_KEY} ASCII characters or more each, separated by commas"
        raise ValueError(message)
    return value


def public_address(value: str) -> str:
    """Return *value* without the slash at its end."""
    if value:
        parts = _parsed(value, *_PORTS)
        if not parts.hostname or parts.query or parts.fragment or parts.username is not None:
            message = "must name a host and maybe a path, as in https://news.example.org"
            raise ValueError(message)
    return value.rstrip("/")
