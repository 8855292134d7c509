"""Celery; it knows no news.

    beat ─tick─▶ maintain: reconcile ─▶ messages of ids ─▶ process: process ─▶ services.pipeline
                                                       └─▶ poll: fetch_pages ─▶ services.following
         └─tick─▶ poll: poll_due ─▶ services.polling · recheck_due ─▶ services.rechecking

`python -m workers poll|process|maintain|beat` starts one; `app` is the Celery application, `config` its settings.
"""
