"""Why there is no answer, as the two errors that the rest of the service knows (pure)."""

from collections.abc import Iterator

import aiohttp
from aiohttp.http_exceptions import LineTooLong

from services.errors import FetchFailedError, FetchRefusedError, IngestError
from services.fetch.decoding import BodyError
from services.fetch.dialer import RefusedAddressError
from services.fetch.exchange import RefusedError

_LONGEST = 500


def failure(url: str, error: Exception, seconds: float) -> IngestError:
    """Return *error*, met while asking for *url*, as a FetchRefusedError if another try can't help; else a failure."""
    failed = _named(url[:_LONGEST], error, seconds)
    failed.__cause__ = error
    for cause in _causes(error):
        # Its frames would keep what was read of the body for as long as anyone keeps the failure.
        cause.__traceback__ = None
    return failed


def _named(url: str, error: Exception, seconds: float) -> IngestError:
    causes = list(_causes(error))
    if refused := next((each for each in causes if isinstance(each, RefusedAddressError | RefusedError)), None):
        return FetchRefusedError(f"{url}: {refused}")
    if isinstance(error, BodyError):
        return FetchRefusedError(f"{url}: the answer is {error}")
    if isinstance(error, TimeoutError):
        return FetchFailedError(f"{url}: no whole answer in {seconds:g} seconds")
    if isinstance(error, aiohttp.InvalidURL):
        return FetchRefusedError(f"{url}: it is not an http or https address")
    if any(isinstance(each, LineTooLong) for each in causes):
        return FetchRefusedError(f"{url}: the answer has a header that is too long")
    return FetchFailedError(f"{url}: {_shown(error)}")


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """Yield *error* and what brought it on; aiohttp wraps what a resolver or a socket raises."""
    for _ in range(8):
        if error is None:
            return
        yield error
        error = error.__cause__ or error.__context__


def _shown(error: Exception) -> str:
    if isinstance(error, aiohttp.ClientResponseError):
        return f"no HTTP: {error.message}"[:_LONGEST]
    if isinstance(error, aiohttp.ClientConnectorError):
        return f"no connection: {error.os_error.strerror or error.os_error}"[:_LONGEST]
    return (str(error) or type(error).__name__)[:_LONGEST]
