"""Read the XML of news agencies: NITF, and NewsML-G2 around NITF, XHTML or plain text.

bytes ─xml.parse─▶ elements ─┬─ nitf.py ──────────────────────────────▶ Entry
                             └─ newsml.py (newsItem) ─▶ body by nitf ──▶ Entry
newsml.items takes a newsMessage apart, each newsItem a document of its own. bylines.py parts "By A and B".
"""
