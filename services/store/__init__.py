"""What Redis remembers beside the ledger: which article has which content, why work rests, which workers were heard of.

Also which push an idempotency key stands for, what hubs were asked to deliver, which feeds and pages are due, and who
holds them (leases.py).

fingerprint ─reserve─▶ ?uri ─confirm─▶ uri        worker ─beat─▶ heard_at
"""
