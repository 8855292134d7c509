"""Get pages and files, within bounds: whatever answers can't reach inside, fill the memory, or hold up a worker.

URL ─PageFetcher─▶ RawDocument    page.py       redirects, statuses, the deadline
                                  guard.py      which addresses may be dialled (deny list, allowed networks)
                                  transport.py  dials the address that was checked
                                  decoding.py   gzip and deflate, to a size
path ─────────────▶ ReadFile      files.py
"""

from services.fetch.page import PageFetcher

__all__ = ["PageFetcher"]
