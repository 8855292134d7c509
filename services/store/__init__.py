"""What Redis remembers beside the ledger: which article has which content, why work rests, which workers were heard of.

fingerprint ─reserve─▶ ?uri ─confirm─▶ uri        worker ─beat─▶ heard_at
"""
