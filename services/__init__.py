"""The domain of Newsmill; it knows no Celery.

    RawDocument ──ledger──▶ Entry ──normalize──▶ Article ──dedup──▶ Verdict ──enrich──▶ document ──index──▶ Outcome

`pipeline` is the whole way on one page, `bootstrap` the only package that names adapters, `ports` what is outside.
"""
