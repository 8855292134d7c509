"""Is this article in the index already? Pure decisions on evidence that was looked up before.

Article + evidence (confirmed uri | reserved uri) ─decide─▶ New(uri) | Duplicate(uri)
"""
