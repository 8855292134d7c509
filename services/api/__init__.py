"""Newsmill over HTTP: what was indexed, where it came from, and how the mill is.

    request ─headers─▶ articles (/v1) ──────┐
                     ─▶ pages (/, /articles) ├─▶ Needs (ledger, index, facts) ─▶ answer, or a problem (RFC 9457)
                     ─▶ operations (/readyz) ┘

`app.create` puts it together; `reading` says what may be asked, `view` what a page shows (pure).
"""
