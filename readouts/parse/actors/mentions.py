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
    for frame in document.frames:
        for index in frame.sentences:
            in_scope.setdefault(index, frame)
    parties = {party for frame in document.frames for party in frame.parties}
    found: list[Mention] = []
    for ref in cast.refs:
        actors = ref.actors
        weak = len(actors) == 1 and cast.people[actors[0]].weak and actors[0] not in parties
        if ref.kind == "name" and weak:
            continue
        told = in_scope.get(tokens.sentence[ref.first])
        if (ref.kind == "group" or ref.plural) and not actors and told is not None:
            actors = tuple(told.parties)
        found.append(_mention(ref, actors, tokens, cast))
    return found


def _mention(ref: Ref, actors: tuple[int, ...], tokens: Tokens, cast: Cast) -> Mention:
    place: MentionKind = "country" if ref.country else "organisation"
    kind = place if ref.kind == "place" else "group" if ref.plural else _KINDS[ref.kind]
    side = cast.people[actors[0]].actor if len(actors) == 1 else ref
    after = tokens.lower[ref.last] if ref.last < len(tokens) else ""
    owned = after == "'s" or (ref.kind != "place" and tokens.lower[ref.first] in ("his", "their"))
    return Mention(
        tokens.starts[ref.first],
        tokens.ends[ref.last - 1],
        kind,
        actors,
        side.country,
        side.organisation,
        owned,
        ref.adjectival,
    )
