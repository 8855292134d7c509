"""Ask several servers at once, and wait for none of them for long.

A server that hangs (connected, silent) takes its client's every timeout and retry: 20 s for one question to Redis, as
measured. Whoever probes us has given up by then.
"""

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor, wait
from datetime import timedelta
from typing import TypeVar

from services.errors import IngestError, TransientError

PATIENCE = timedelta(seconds=4)
"""Below the patience of our probers: 5 s for `up`, 8 s for the image's health check, 10 s for Prometheus."""

Answer = TypeVar("Answer")


def ask(
    questions: Mapping[str, Callable[[], Answer]], patience: timedelta = PATIENCE
) -> dict[str, Answer | IngestError]:
    """Return what each of *questions* answers, or the IngestError that it raises or its lateness is; others pass."""
    pool = ThreadPoolExecutor(max_workers=len(questions), thread_name_prefix="ask")
    asked = {name: pool.submit(question) for name, question in questions.items()}
    wait(asked.values(), timeout=patience.total_seconds())
    # A thread that hangs ends with its client's timeout; nobody waits for it.
    pool.shutdown(wait=False)
    answers: dict[str, Answer | IngestError] = {}
    for name, future in asked.items():
        try:
            answers[name] = future.result(timeout=0)
        except TimeoutError:
            late = f"{name} gave no answer within {patience.total_seconds():g} s: look whether it hangs."
            answers[name] = TransientError(late)
        except IngestError as error:
            answers[name] = error
    return answers
