"""Wire what judges copies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.index.memory import MemoryIndex
from services.linking import Linking
from services.relating import Relating
from services.sketches import Rebuilt
from services.store.copies import MemoryCopies

if TYPE_CHECKING:
    from services.bootstrap.stores import Stores


def linking(stores: Stores) -> Linking:
    relating = Relating(stores.index) if stores.settings.related else None
    return Linking(stores.copies, stores.index, stores.sink, relating)


def rehearsal() -> tuple[Linking, MemoryIndex]:
    copies, index = MemoryCopies(), MemoryIndex()
    copies.note_rebuilt(Rebuilt(is_whole=True))
    return Linking(copies, index, index), index
