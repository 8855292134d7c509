"""The reference pages say what the code does: they are made from it, and committed."""

from pathlib import Path

import pytest

from services.cli import reference
from services.index.fields import FIELDS
from services.settings import Settings, variable


@pytest.mark.parametrize(
    ("name", "page"), [("fields.md", reference.fields_page()), ("settings.md", reference.settings_page())]
)
def test_the_committed_page_is_what_the_code_gives(name: str, page: str) -> None:
    # If not: python -m services.cli.reference
    assert (reference.DIRECTORY / name).read_text(encoding="utf-8") == page


def test_every_field_and_every_setting_has_a_row() -> None:
    rows = [line for line in reference.fields_page().splitlines() if line.startswith("| `")]
    assert [field for field in FIELDS if not any(row.startswith(f"| `{field.name}` |") for row in rows)] == []
    settings = reference.settings_page()
    assert [name for name in Settings.model_fields if f"| `{variable(name)}` |" not in settings] == []


def test_rows_have_as_many_columns_as_their_head() -> None:
    for page in (reference.fields_page(), reference.settings_page()):
        tables = [block for block in page.split("\n\n") if block.startswith("| ")]
        assert tables
        for table in tables:
            assert len({line.count(" |") for line in table.strip().splitlines()}) == 1, table


def test_a_secret_has_no_default_and_is_marked() -> None:
    rows = [line for line in reference.settings_page().splitlines() if "*Secret.*" in line]
    assert [row.split("`")[1] for row in rows] == [
        "NEWSMILL_REDIS_URL",
        "NEWSMILL_ELASTICSEARCH_PASSWORD",
        "NEWSMILL_ELASTICSEARCH_API_KEY",
        "NEWSMILL_API_KEYS",
    ]
    assert "***" not in reference.settings_page()
    assert all("| empty |" in row for row in rows[1:])


def test_the_pages_are_written_where_they_are_asked_for(tmp_path: Path) -> None:
    reference.main(tmp_path)
    assert (tmp_path / "fields.md").read_text(encoding="utf-8") == reference.fields_page()
    assert (tmp_path / "settings.md").read_text(encoding="utf-8") == reference.settings_page()
