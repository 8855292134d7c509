"""What an article is about, in lines for its page (pure): what the enrichments found in it."""

from collections.abc import Iterator, Mapping

Json = Mapping[str, object]


def about(source: Json) -> Iterator[tuple[str, str]]:
    """Yield label and text of what was found in the document *source*; nothing for what wasn't."""
    for name in ("topics", "people", "organizations", "places"):
        yield name.capitalize(), ", ".join(_counted(each) for each in _found(source, name))
    phrases = source.get("keyphrases")
    yield "Phrases", ", ".join(map(str, phrases)) if isinstance(phrases, list) else ""
    yield "Sums", ", ".join(_sum(each) for each in _found(source, "amounts"))
    casualties = source.get("casualties")
    for kind in ("killed", "injured", "missing"):
        ranges = _found(casualties, kind) if isinstance(casualties, Mapping) else []
        yield kind.capitalize(), ", ".join(_range(each) for each in ranges)


def quotes(source: Json) -> list[tuple[str, str]]:
    """Return text and speaker of what is quoted; only where the speaker is known."""
    return [
        (str(each.get("text", "")), str(each["speaker"])) for each in _found(source, "quotes") if each.get("speaker")
    ]


def _found(source: Json, name: str) -> list[Json]:
    value = source.get(name)
    return [each for each in value if isinstance(each, Mapping)] if isinstance(value, list) else []


def _counted(found: Json) -> str:
    name, count = str(found.get("name", "")), found.get("count")
    return f"{name} ({count})" if isinstance(count, int) and count > 1 else name


def _sum(found: Json) -> str:
    value = found.get("value")
    number = f"{value:,.2f}".removesuffix(".00") if isinstance(value, int | float) else ""
    return f"{number} {found.get('currency', '')}".strip()


def _range(found: Json) -> str:
    least, most = found.get("gte"), found.get("lte")
    if least == most:
        return str(least)
    if most is None:
        return f"at least {least}"
    return f"up to {most}" if least is None else f"{least} to {most}"
