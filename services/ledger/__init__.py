"""The truth about every accepted document; a Celery message is only a hint.

    accept ─▶ open ─claim─▶ held ─close─▶ indexed | revised | duplicate | rejected | quarantined
               ▲             │
               └─fail────────┤   attempt counted; the last one ends in quarantine
               └─release─────┤   attempt not counted: Elasticsearch was away
               └─lease ends──┘   the worker died; `reconcile` finds the row overdue

`redis` keeps it in Redis, each step one Lua script; `memory` is its twin for unit tests.
"""
