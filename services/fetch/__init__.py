"""Get pages and files, within bounds: whatever answers can't reach inside, fill the memory, or hold up a worker.

requests ─GuardedClient─▶ answers        client.py     many at once, in a thread with an event loop (arrivals.py)
                                         exchange.py   one of them: redirects, bounds, the deadline
                                         addresses.py  which URLs are asked at all
                                         dialer.py     resolves once, dials the address that was checked
                                         guard.py      which addresses may be dialled (deny list, allowed networks)
                                         decoding.py   gzip, deflate, br and zstd, to a size
                                         failures.py   why there is no answer
URL ──────PageFetcher───▶ RawDocument    page.py
path ───────────────────▶ ReadFile       files.py

feed, state ─▶ WebRequest ─▶ Answer ─▶ state   schedule.py   what a poll teaches, and when the next is due (pure)
                                               with conditional.py, rhythm.py, asked.py, pacing.py, moves.py
known, Answer ─▶ Recheck                       presence.py   whether an article's page is there still (pure)
"""
