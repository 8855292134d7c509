"""What is sent to find what somebody looks for (pure)."""

from collections.abc import Mapping

from services.model import Filters

_SEARCHED = ("headline^3", "alternativeHeadline^2", "description", "articleBody", "stemmed.*")
_SHOWN = ("headline", "alternativeHeadline", "articleBody")

# Elasticsearch refuses to highlight a longer text, and with it the whole search (index.highlight.max_analyzed_offset).
_LONGEST_HIGHLIGHTED = 1_000_000

HIGHLIGHT: Mapping[str, object] = {
    "fields": {field: {"number_of_fragments": 2} for field in _SHOWN},
    "encoder": "html",
    "max_analyzed_offset": _LONGEST_HIGHLIGHTED,
}


def sorting(text: str, filters: Filters) -> list[object]:
    """Return the order of what is found: the best first, or the newest."""
    if filters.newest_first or not text.strip():
        return [{"firstSeen": "desc"}, {"uri": "asc"}]
    return ["_score", {"firstSeen": "desc"}]


def query(text: str, filters: Filters) -> dict[str, object]:
    """Return the query for *text*, within *filters*; everything where it is empty."""
    must: list[dict[str, object]] = [{"match_all": {}}]
    if text.strip():
        # simple_query_string never fails on what people type.
        must = [{"simple_query_string": {"query": text, "fields": list(_SEARCHED), "default_operator": "and"}}]
    terms = {"inLanguage": filters.language, "domain": filters.domain}
    narrowed: list[dict[str, object]] = [{"term": {field: value}} for field, value in terms.items() if value]
    seen = {"gte": filters.since, "lt": filters.until}
    if bounds := {each: at.isoformat() for each, at in seen.items() if at}:
        narrowed.append({"range": {"firstSeen": bounds}})
    return {"bool": {"must": must, "filter": narrowed}}
