"""What Redis remembers beside the ledger: which article has which content, why work rests, which workers were heard of.

Also which push an idempotency key stands for, and what hubs were asked to deliver.

fingerprint ─reserve─▶ ?uri ─confirm─▶ uri        worker ─beat─▶ heard_at
"""
