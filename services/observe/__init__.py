"""What can be seen from outside: is it fit (`health`), what does it count (`metrics`), what does it say (`logs`).

facts ─health.judge_…─▶ Check     books, queues, workers ─metrics─▶ Prometheus     log record ─logs─▶ one line of JSON
"""
