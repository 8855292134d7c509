"""Get pages and files, within bounds: whatever answers can't reach inside, fill the memory, or hold up a worker.

URL ─PageFetcher─▶ RawDocument    page.py       redirects, statuses, the deadline
                                  guard.py      which addresses may be dialled (deny list, allowed networks)
                                  transport.py  dials the address that was checked
                                  decoding.py   gzip and deflate, to a size
path ─────────────▶ ReadFile      files.py

feed, state ─────▶ WebRequest ─▶ Answer ─▶ state  schedule.py: what a poll teaches, and when the next is due (pure)
                                  with conditional.py, rhythm.py, asked.py, pacing.py, moves.py
"""

from services.fetch.page import PageFetcher

__all__ = ["PageFetcher"]
