"""The first articles, on their way through a mill that has just come up."""

import time

from services import intake, seeding
from services.bootstrap import Service
from services.errors import StartFailedError

WITHIN_SECONDS = 120.0
_POLL_SECONDS = 0.1


def take_in(service: Service) -> None:
    """Take in the seeds that are missing, and return when a search finds them.

    Raises StartFailedError when they become no articles, or not in time.
    """
    until = time.monotonic() + WITHIN_SECONDS
    accepted = [intake.Ending(each, "open", document_id=each) for each in seeding.accept_seeds(service.pipeline)]
    for ending in intake.await_outcomes(service.ledger, accepted, WITHIN_SECONDS, lambda _: None):
        if ending.outcome != "open" and not ending.is_ok:
            message = f"The first article was {ending.outcome}: {ending.reason}"
            raise StartFailedError(message)
    while seeding.missing(service.index):
        if time.monotonic() > until:
            message = f"No first article was found after {WITHIN_SECONDS:.0f} s; the workers' logs say why."
            raise StartFailedError(message)
        time.sleep(_POLL_SECONDS)
