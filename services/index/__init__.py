"""Articles in Elasticsearch: the contract with whoever queries it.

    fields (one table) ─▶ mapping, document, dictionary          setup ─▶ template, monthly indices, aliases
    Article ─outgoing─▶ requests ─sink─▶ bulk create ─answers─▶ Written | Refused | PushedBack      query ─▶ Results

Names parse back: index `newsmill-articles-2026.11-v1`, write alias `newsmill-articles-2026.11`, read alias
`newsmill-articles`, template `newsmill-articles-v1`.
"""
