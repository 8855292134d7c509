"""Celery; it knows no news.

    beat ─tick─▶ maintain: reconcile ─▶ messages of ids ─▶ process: process ─▶ services.pipeline

`python -m workers poll|process|beat` starts one; `app` is the Celery application, `config` its settings.
"""
