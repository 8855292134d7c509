"""How often Python looks for cyclic garbage in a process that makes articles."""

import gc

OBJECTS_BETWEEN_COLLECTIONS = 100_000


def collect_seldom() -> None:
    """Let cyclic garbage wait: pages make thousands of objects and no cycles, and the search takes a tenth of all.

    What is there already (modules, models) isn't searched again.
    """
    gc.freeze()
    gc.set_threshold(OBJECTS_BETWEEN_COLLECTIONS)
