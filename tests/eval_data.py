"""Where the third-party collections with known answers are: beside the checkout, or where the environment says."""

import os
from pathlib import Path

GIVEN = os.environ.get("NEWSMILL_TEST_EVAL")
EVAL = Path(GIVEN) if GIVEN else Path(__file__).parents[2] / "shared" / "eval"
