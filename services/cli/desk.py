"""`newsmill takedown`, `withdraw`, `reinstate`, `unlink` and `split`: what a person decides about an article."""

from dataclasses import asdict
from typing import Annotated

import typer

from services.cli import context
from services.errors import NotFoundError, SettingError
from services.splitting import SplitOff

Uri = Annotated[str, typer.Argument(metavar="URI", help="The article's uri, as `search` prints it.")]
Name = Annotated[str, typer.Argument(metavar="URI|URL", help="The article's uri or address.")]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Don't ask.")]


def takedown(
    uri: Uri,
    *,
    reason: Annotated[str, typer.Option(help="Why; kept with the tombstone, so write nothing of the content.")] = "",
    yes: Yes = False,
    as_json: context.AsJson = False,
    state: context.State = None,
) -> None:
    """Remove an article for ever: from the index, its versions, the archive, Redis. It won't come back.

    What is left is a tombstone: its uri, hashes of its text, addresses and ids, the reason, and the time.

    Exits with 1 if there is no such article, or if you say no.
    """
    service = context.service(state)
    hit = service.index.article(uri)
    headline = str(hit.source.get("headline", "")) if hit else "what is left of it"
    _require_consent(f"Remove {context.text(uri)} ({headline}) for ever?", is_given=yes, as_json=as_json)
    taken = service.desk().takedown(uri, reason)
    if as_json:
        context.print_json(asdict(taken))
    else:
        context.line(
            f"taken down {context.shown(uri)}: {taken.versions} versions, {taken.raw_answers} raw answers; "
            f"{taken.relinked} copies have another original or none"
        )


def withdraw(
    name: Name,
    *,
    reason: Annotated[str, typer.Option(help="What says so; shown with the article.")] = "",
    as_json: context.AsJson = False,
    state: context.State = None,
) -> None:
    """Mark an article as withdrawn by its publisher: it stays, as a version of its own that says so.

    That holds, whatever its publisher writes later, until you say `newsmill reinstate`.

    Exits with 1 if there is no such article.
    """
    uri = _found(context.service(state).pipeline.withdraw(name, reason, is_gone=False), name)
    if as_json:
        context.print_json({"uri": uri, "pubStatus": "withdrawn", "reason": reason})
    else:
        context.line(f"withdrawn {context.shown(uri)}")


def reinstate(
    name: Name,
    *,
    reason: Annotated[str, typer.Option(help="Why; shown with the article.")] = "",
    as_json: context.AsJson = False,
    state: context.State = None,
) -> None:
    """Mark a withdrawn article as usable again, as a version of its own that says so.

    Exits with 1 if there is no such article.
    """
    uri = _found(context.service(state).pipeline.reinstate(name, reason), name)
    if as_json:
        context.print_json({"uri": uri, "pubStatus": "usable", "reason": reason})
    else:
        context.line(f"usable again: {context.shown(uri)}")


def unlink(
    uri: Uri,
    *,
    as_json: context.AsJson = False,
    state: context.State = None,
) -> None:
    """Say that an article is no copy: it begins a story of its own, and no later verdict links it there again.

    Exits with 1 if it is no copy.
    """
    before = context.service(state).desk().unlink(uri)
    if as_json:
        context.print_json({"uri": uri, "wasCopyOf": before.place.original, "reason": before.place.reason})
    else:
        context.line(f"unlinked {context.shown(uri)}; it was a {context.shown(before.place.reason)}")


def split(
    uri: Uri,
    version: Annotated[
        int | None, typer.Argument(metavar="VERSION", help="The first version that is another story.")
    ] = None,
    *,
    feed: Annotated[str, typer.Option(metavar="ID", help="A feed that carries another story instead.")] = "",
    address: Annotated[str, typer.Option(metavar="URL", help="An address that has another story instead.")] = "",
    reason: Annotated[str, typer.Option(help="Why; shown with both articles.")] = "",
    as_json: context.AsJson = False,
    state: context.State = None,
) -> None:
    """Take an article apart that holds two stories: VERSION and those after it become an article of their own.

    What stood before VERSION stands again, as the next version, and no repeat of either text merges them again. With
    --feed or --address, what comes from there is an article of its own from the next time on.

    Exits with 1 if there is no such version, or the article isn't known by that feed or address.
    """
    if [version is not None, bool(feed), bool(address)].count(True) != 1:
        message = "Name one of: a VERSION, --feed, --address."
        raise SettingError(message)
    splitting = context.service(state).splitting()
    if version is None:
        splitting.disown(uri, address=address, feed_id=feed, reason=reason)
        split = SplitOff(uri)
        said = f"{context.shown(uri)} is kept apart from what {context.shown(feed or address)} brings"
    else:
        split = splitting.split(uri, version, reason)
        said = f"split {context.shown(split.into)} off {context.shown(uri)}"
    if as_json:
        context.print_json(asdict(split))
    else:
        context.line(said)


def _require_consent(question: str, *, is_given: bool, as_json: bool) -> None:
    if is_given:
        return
    if as_json:
        message = "--json asks nothing: add --yes."
        raise SettingError(message)
    if not typer.confirm(question):
        raise typer.Exit(context.FAILED)


def _found(uri: str, name: str) -> str:
    if uri:
        return uri
    message = f"There is no article {context.text(name)!r}: `newsmill search` prints uris."
    raise NotFoundError(message)
