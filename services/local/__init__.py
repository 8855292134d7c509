"""The private Redis and Elasticsearch of `newsmill up`, and the processes of the mill beside them.

    places ─▶ redis_server, elasticsearch_server, mill ─▶ Specification ─▶ Child ─▶ Supervisor ─▶ stack ─▶ stack.json

Knows no Celery and no news: what to prepare and what to seed is handed in (services/cli/up.py).
"""
