"""Who may push: API keys, compared by their hashes and in constant time."""

import hashlib
import hmac
from http import HTTPStatus
from typing import Annotated

from fastapi import Depends, HTTPException
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from services.api.needs import Service
from services.settings import Settings

_CLOSED = "Changes are closed: set NEWSMILL_API_KEYS or NEWSMILL_API_KEYS_FILE, and restart the API."
_UNKNOWN = "Name an API key: `Authorization: Bearer KEY`."
_scheme = HTTPBearer(auto_error=False, description="One of NEWSMILL_API_KEYS.")


def caller_of(service: Service, credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(_scheme)]) -> str:
    """Return the hash of the key that the request names. Raises HTTPException 401, or 403 where there are no keys."""
    hashes = _hashes(service.settings)
    if not hashes:
        raise HTTPException(HTTPStatus.FORBIDDEN, _CLOSED)
    named = _hash(credentials.credentials) if credentials else ""
    # All of them, so that the time taken tells nothing of which one is near.
    if not sum(hmac.compare_digest(named, known) for known in hashes):
        raise HTTPException(HTTPStatus.UNAUTHORIZED, _UNKNOWN, headers={"www-authenticate": "Bearer"})
    return named


Caller = Annotated[str, Depends(caller_of)]


def _hashes(settings: Settings) -> list[str]:
    keys = settings.api_keys.get_secret_value().replace("\n", ",").split(",")
    return [_hash(key.strip()) for key in keys if key.strip()]


def _hash(key: str) -> str:
    return hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()
