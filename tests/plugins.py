"""The packages of docs/how-to/add-an-enrichment.md, laid in a folder as pip would."""

import re
from pathlib import Path

import pytest

from services.enrich import adapters

HOW_TO = Path(__file__).parents[1] / "docs" / "how-to" / "add-an-enrichment.md"


def install(name: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Install the package `<name>_plugin`, whose code begins with that file's name; return the enrichment's name."""
    module = f"{name}_plugin"
    shown = re.findall(r"```python\n(.*?)```", HOW_TO.read_text(encoding="utf-8"), flags=re.DOTALL)
    (code,) = [each for each in shown if each.startswith(f"# {module}.py\n")]
    (folder / f"{module}.py").write_text(code, encoding="utf-8")
    about = folder / f"{module}-1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {module}\nVersion: 1.0\n", encoding="utf-8")
    (about / "entry_points.txt").write_text(f"[{adapters.GROUP}]\n{name} = {module}:load\n", encoding="utf-8")
    monkeypatch.syspath_prepend(str(folder))
    return name
