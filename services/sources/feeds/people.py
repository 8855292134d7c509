"""Names of people as RSS writes them: `Name (mail@host)`, `mail@host (Name)`, `Name <mail@host>`, or either alone."""

import re

_MAIL = re.compile(r"[\w.+-]{1,64}@(?:[\w-]{1,63}\.){1,8}[A-Za-z]{2,24}(?:\?subject=\S+)?")
_LEFT_OVER = ("()", "<>", "&lt;&gt;", "mailto:")


def person(text: str) -> str:
    """Return the name in *text*, or the address where that is all."""
    text = text.strip()
    mail = _MAIL.search(text)
    if not mail:
        return text
    name = text.replace(mail[0], "")
    for left_over in _LEFT_OVER:
        name = name.replace(left_over, "")
    return name.strip().removeprefix("(").removesuffix(")").strip() or mail[0]
