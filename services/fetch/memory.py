"""The twin of the web client: a web of a few answers."""

from collections.abc import Iterator, Mapping, Sequence

from services.errors import FetchFailedError, IngestError
from services.model import Answer, WebRequest


class MemoryWeb:
    """Answers what it was told to, in the order of asking, and notes what was asked; implements `ports.WebClient`."""

    def __init__(self, answers: Mapping[str, Answer | IngestError] | None = None) -> None:
        self.answers = dict(answers or {})
        self.asked: list[WebRequest] = []

    def get(self, requests: Sequence[WebRequest]) -> Iterator[tuple[WebRequest, Answer | IngestError]]:
        for request in requests:
            self.asked.append(request)
            yield request, self.answers.get(request.url) or FetchFailedError(f"{request.url}: can't be resolved")
