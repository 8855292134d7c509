"""Two stories that share a page's standing text: under one address they are taken for one article."""

URL = "https://paper.example/live"
RIVER = " ".join(f"The engineers of district {name} say that the river rose there." for name in "abcdefghij")
MATCH = " ".join(f"The coach of team {name} praised the goalkeeper for a save at the end." for name in "abcdefghij")
SHARED = " ".join(f"Our reporters in the district of {name} follow the day for you." for name in "vwxyz")
FIRST, OTHER = f"{SHARED} {RIVER}", f"{SHARED} {MATCH}"
"""Of the shorter one's runs of five words more than 0.3 stand in the other."""
