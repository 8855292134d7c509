"""What stands between quotation marks is a quote; its speaker is named in its own sentence, or nobody is."""

import pytest
from twins import article

from services.enrich import quotation, quotes
from services.enrich.analysis import Analysis
from services.model import Article

Said = tuple[str, str]


def quoted(given: Article) -> list[Said]:
    return [(each.text, each.speaker) for each in quotes.enrich(given, Analysis(given))["quotes"]]


def said(*paragraphs: str, language: str = "en") -> list[Said]:
    return quoted(article(paragraphs=paragraphs, language=language))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He called it “great.” She agreed.", ["great."]),
        ('He called it "great" and "new".', ["great", "new"]),
        ("Er nannte es „groß“ und »neu«.", ["groß", "neu"]),
        ("Il l’a dit : « c’est grand ».", [" c’est grand "]),
        ("彼は「大きい」と言った。", ["大きい"]),
        ("‘I’m here, and it’s great,’ he said of workers’ rights.", ["I’m here, and it’s great,"]),
        ("'I'm here,' he said of the workers' hall.", ["I'm here,"]),
        ('It measures 5\'3" and 12" more.', []),
        ("“She said ‘no’ to it,” he said.", ["She said ‘no’ to it,"]),
        ("An unclosed “quotation", []),
        ('“” and ""', []),
        ("Han sa ”ja” till det.", ["ja"]),
        # Editors leave marks of two forms.
        ('"It rose,” he said.', ["It rose,"]),
        ('“It rose," he said.', ["It rose,"]),
    ],
)
def test_a_quote_stands_between_marks(text: str, expected: list[str]) -> None:
    assert [text[each.start : each.end] for each in quotation.spans(text)] == expected


def test_a_long_speech_goes_on_in_the_next_paragraph() -> None:
    assert [text for text, _ in said("“It rose.", "“It fell,” he said.")] == ["It rose.", "It fell,"]
    assert [text for text, _ in said('"It rose.', '"It fell," he said.')] == ["It rose.", "It fell,"]
    assert [text for text, _ in said('“She said "no" to it.', "“It fell,” he said.")] == [
        'She said "no" to it.',
        "no",
        "It fell,",
    ]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("“It rose,” Jane Doe said.", "Jane Doe"),
        ("“It rose. It fell,” Jane Doe told reporters in Rome.", "Jane Doe"),
        ("“It rose,” said Jane Doe, who saw it.", "Jane Doe"),
        ("“It rose,” said the mayor of the town's spokeswoman Jane Doe.", ""),  # of the town's?
        ("“It rose,” Mayor Jane Doe said on Monday.", "Jane Doe"),
        ("“It rose,” Ohio Gov. Jane Doe said.", "Jane Doe"),
        ("“It rose,” says analyst Jane Doe. Others doubt it.", "Jane Doe"),
        ("“It rose,” Jane Doe, a nurse, said.", "Jane Doe"),
        ("“It rose,” the White House said.", "White House"),
        ("Jane Doe said: “It rose.”", "Jane Doe"),
        ("Jane Doe told the BBC, “It rose.”", "Jane Doe"),
        ("Jane Doe called the talks “productive” and left.", "Jane Doe"),
        ("“It rose,” he said.", ""),
        ("“It rose,” officials said.", ""),
        ("Officials said: “It rose.”", ""),
        ("“It rose.” Jane Doe said nothing.", ""),
        ("“It rose,” Jane Doe and John Roe said.", ""),
        ("Acme and Globex said: “It rose.”", ""),
        ("CNN said Jane Doe had ordered them to “go home.”", ""),
        ("A source said Jane Doe had testified that it was “high.”", ""),
        ("“It rose,” Jane Doe pointed out.", "Jane Doe"),
        ("“It rose,” WHO geologist and study co-author Jane Doe said.", "Jane Doe"),
        ("“It rose,” officials and adviser Jane Doe said.", ""),
        ("The word “closed,” though Jane Doe said little, was heard.", ""),
        ("Asked, “Did it rise?” Jane Doe replied that it did.", ""),
        ("Jane Doe’s view that it is “closed.” Others differ.", ""),
    ],
)
def test_a_speaker_is_named_beside_the_quote(text: str, speaker: str) -> None:
    assert [who for _, who in said(text)] == [speaker]


def test_a_sentence_before_is_not_asked() -> None:
    assert said("“It rose,” Jane Doe said. “It fell.”") == [("It rose,", "Jane Doe"), ("It fell.", "")]


def test_a_surname_is_made_whole_where_the_text_names_one_of_that_name() -> None:
    assert said("Meanwhile Jane Doe came.", "“It rose,” Ms. Doe said.") == [("It rose,", "Jane Doe")]
    assert said("Jane Doe met John Doe.", "“It rose,” Doe said.") == [("It rose,", "Doe")]


def test_a_quote_that_goes_on_in_its_sentence_has_the_same_speaker() -> None:
    assert said("“It rose,” Jane Doe said, “and it fell.”") == [("It rose,", "Jane Doe"), ("and it fell.", "Jane Doe")]


@pytest.mark.parametrize(
    ("language", "text", "speaker"),
    [
        ("de", "„Er stieg“, sagte Bürgermeisterin Jana Doe am Montag.", "Jana Doe"),
        ("de", "„Er stieg“, so der Minister.", ""),
        ("fr", "« Elle monte », a déclaré Jeanne Doe.", "Jeanne Doe"),
        ("fr", "« Elle monte », a déclaré le Gouvernement.", ""),
        ("es", "“Ha subido”, dijo Juana Doe.", "Juana Doe"),
        ("es", "“Ha subido”, dijo el jefe del Gobierno.", ""),
        ("cs", "„Stoupla,“ řekla starostka Jana Doe.", "Jana Doe"),
        ("cs", "„Stoupla,“ uvedla na adresu Jana Doe.", ""),
        ("ja", "「上がった」とJane Doe氏。", ""),
        ("", "“It rose,” Jane Doe said.", ""),
    ],
)
def test_other_languages_have_verbs_of_their_own(language: str, text: str, speaker: str) -> None:
    assert [who for _, who in said(text, language=language)] == [speaker]


def test_offsets_are_those_of_the_body() -> None:
    given = article(paragraphs=("First.", "“It rose,” Jane Doe said."), language="en")
    (quote,) = quotes.enrich(given, Analysis(given))["quotes"]
    assert given.body[quote.start : quote.end] == quote.text == "It rose,"


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        ("But Jane Doe brushed it off, saying only, “It rose.”", ["Jane Doe"]),
        ("Jane Doe, the mayor, blamed rain, calling it “heavy” and “long.”", ["Jane Doe", "Jane Doe"]),
        ("Just after Jane Doe came, she left, saying “It rose.”", [""]),
        ("Jane Doe met a man who left, saying “It rose.”", [""]),
        ("It was, according to engineer Jane Doe, “high.”", ["Jane Doe"]),
        ("Jane Doe said it was “high” but John Roe wrote of “rain.”", ["Jane Doe", ""]),
        ("Jane Doe said she never called it “high” and added, “It rose.”", ["Jane Doe", "Jane Doe"]),
        ("Some called it “high” and added, “It rose.”", ["", ""]),
        ("Jane Doe said it was “100 percent high” there.", ["Jane Doe"]),
        ("The protester, Jane Doe, 42, a nurse from Rome, said: “It rose.”", ["Jane Doe"]),
        ("“It rose,” said Rome resident Jane Doe, 42.", ["Jane Doe"]),
    ],
)
def test_the_subject_of_a_sentence_says_what_its_participles_say(text: str, speakers: list[str]) -> None:
    assert [who for _, who in said(text)] == speakers
