"""No text breaks an enrichment."""

from hypothesis import given, settings
from hypothesis import strategies as st
from twins import article

from services.enrich import enrich

PIECES = st.sampled_from(
    [
        *"aZ1.,:;!? \"'“”‘’«»„$€£%-–—(/&\u0301\u200d🙂字のдب",
        "U.S. ",
        "Jane Doe",
        " said ",
        " killed ",
        "million ",
        "$5",
        " to ",
    ]
)


@settings(max_examples=40)
@given(
    st.lists(st.lists(PIECES, min_size=1, max_size=40).map("".join), min_size=1, max_size=4),
    st.sampled_from(["", "en", "de", "fr"]),
)
def test_no_text_breaks_an_enrichment_and_offsets_stay_inside(paragraphs: list[str], language: str) -> None:
    made = enrich(article(paragraphs=tuple(paragraphs), headline=paragraphs[0], language=language))
    assert made.enrichment_failed == ()
    spans = [*made.sentences, *((each.start, each.end) for each in (*made.amounts, *made.casualties, *made.quotes))]
    assert all(0 <= start < end <= len(made.body) for start, end in spans)
    assert len(made.summary) <= 400
