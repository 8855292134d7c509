"""Keep each answer as it came, in WARC files, before anything is made of it.

Answer ─warc.encoded─▶ frames of zstd ─Files.append, on disk─▶ uri     archive.py   WarcArchive
uri ─Files.read─▶ frames ─warc.decoded─▶ Answer                        folder.py    a folder of files that grow
                                                                       objects.py   any fsspec URL, an object a write
                                                                       naming.py    names and uris
                                                                       memory.py    the twin
"""

from services.archive.archive import WarcArchive, open_archive
from services.archive.memory import MemoryArchive

__all__ = ["MemoryArchive", "WarcArchive", "open_archive"]
