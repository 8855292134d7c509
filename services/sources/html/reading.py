"""Find the text of a page: where it is shown, or in what else the page brings along where it shows none.

shown ─▶ JSON-LD's articleBody ─▶ noscript, template: without scripts ─▶ the data that scripts draw it from
"""

from dataclasses import dataclass, replace

from services.sources.html import body, state
from services.sources.html.blocks import flatten
from services.sources.html.body import Found
from services.sources.html.page import Page
from services.sources.html.statements import Statements
from services.sources.html.tree import Element

SHOWN, STATED, UNSHOWN, DRAWN = "html", "html-json-ld", "html-unshown", "html-state"

# Less than this may be all that there is; what stands elsewhere must be more to be believed.
_TOO_LITTLE = 200
_ENOUGH = 400


@dataclass(frozen=True, slots=True)
class Reading:
    """What was found on a page, and how; `title` is one that stood beside the text."""

    page: Page
    found: Found
    paragraphs: tuple[str, ...]
    method: str = SHOWN
    title: str = ""

    @property
    def length(self) -> int:
        """The characters of the text."""
        return sum(map(len, self.paragraphs))


def read(root: Element, stated: Statements) -> Reading:
    """Return the fullest reading of the page. Raises NotAnArticleError `too-complex`."""
    shown = _reading(root, stated)
    if stated.body_is_fuller_than(shown.paragraphs):
        return replace(shown, paragraphs=stated.body_paragraphs, method=STATED)
    if shown.length >= _TOO_LITTLE:
        return shown
    unshown = _reading(root, stated, is_unshown=True)
    if unshown.length >= _ENOUGH:
        return unshown
    drawn = state.find(stated.scripts, stated.titles)
    if drawn.paragraphs:
        return replace(shown, paragraphs=drawn.paragraphs, title=drawn.title, method=DRAWN)
    return shown


def _reading(root: Element, stated: Statements, *, is_unshown: bool = False) -> Reading:
    page = flatten(root, is_unshown=is_unshown)
    found = body.find(page, stated.titles, stated.description)
    return Reading(page, found, tuple(block.text for block in found.blocks), UNSHOWN if is_unshown else SHOWN)
