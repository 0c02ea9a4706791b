"""Layer 2c: references as mentions with offsets, for the layers to come.

What belongs here: turning what layers 2 and 3 know into the document's mentions; groups stand for the parties of
their call. What does not: who is who (``coreference``).
"""

from __future__ import annotations

from readouts.parse.actors.coreference import Cast
from readouts.parse.actors.reference import Ref
from readouts.parse.document import CallFrame, Document, Mention, MentionKind
from readouts.parse.text.tokens import Tokens

_KINDS: dict[str, MentionKind] = {
    "pronoun": "pronoun",
    "nominal": "nominal",
    "group": "group",
    "person": "person",
    "name": "person",
}


def mentions(document: Document, tokens: Tokens, cast: Cast) -> list[Mention]:
    """Return the references as mentions with offsets, groups resolved to the parties of their call."""
    in_scope: dict[int, CallFrame] = {}
    parties: set[int] = set()
    for frame in document.frames:
        parties.update(frame.parties)
        for index in frame.sentences:
            in_scope.setdefault(index, frame)
    found: list[Mention] = []
    for ref in cast.refs:
        if ref.kind == "place":
            found.append(_place(ref, tokens))
            continue
        actors = ref.actors
        weak = len(actors) == 1 and cast.people[actors[0]].weak and actors[0] not in parties
        if ref.kind == "name" and weak:
            continue
        told = in_scope.get(tokens.sentence[ref.first])
        if (ref.kind == "group" or ref.plural) and not actors and told is not None:
            actors = tuple(told.parties)
        found.append(_person(ref, actors, tokens, cast))
    return found


def _place(ref: Ref, tokens: Tokens) -> Mention:
    kind: MentionKind = "country" if ref.country else "organisation"
    start, end = tokens.starts[ref.first], tokens.ends[ref.last - 1]
    owns = _possessive(ref, tokens)
    return Mention(start, end, kind, (), ref.country, ref.organisation, owns, ref.adjectival)


def _person(ref: Ref, actors: tuple[int, ...], tokens: Tokens, cast: Cast) -> Mention:
    kind = "group" if ref.plural else _KINDS[ref.kind]
    one = cast.people[actors[0]].actor if len(actors) == 1 else None
    start, end = tokens.starts[ref.first], tokens.ends[ref.last - 1]
    country = one.country if one else ref.country
    organisation = one.organisation if one else ref.organisation
    return Mention(start, end, kind, actors, country, organisation, _possessive(ref, tokens))


def _possessive(ref: Ref, tokens: Tokens) -> bool:
    after = tokens.lower[ref.last] if ref.last < len(tokens) else ""
    return after == "'s" or tokens.lower[ref.first] in ("his", "their")
