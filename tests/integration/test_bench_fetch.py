"""`newsmill bench fetch` measures all kinds in one run; how they compare is for a quiet machine to say."""

import json
import subprocess
import sys


def test_every_kind_has_its_figures() -> None:
    command = [sys.executable, "-m", "services.cli.main", "bench", "fetch", "--json", "--polls", "200", "--rounds", "1"]
    report = json.loads(subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout)
    assert set(report["kinds"]) == {"newsmill", "aiohttp", "httpx", "one-by-one"}
    for figures in report["kinds"].values():
        assert all(value > 0 for value in figures.values())
    # Far from each other, so that no load of the machine turns it.
    assert report["kinds"]["newsmill"]["cpuMicroseconds"] < report["kinds"]["httpx"]["cpuMicroseconds"]
    assert report["ofBareClient"] > 0.4
