"""Layer 2c: references as mentions with offsets, for the layers to come.

What belongs here: turning what layers 2 and 3 know into the document's mentions; groups stand for the parties of
their call. What does not: who is who (``people``).
"""

from __future__ import annotations

from readouts.parse.actors.people.cast import Cast
from readouts.parse.actors.references.record import Ref
from readouts.parse.document import CallFrame, Document, Mention, MentionKind


def mentions(document: Document, cast: Cast) -> list[Mention]:
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
        told = in_scope.get(cast.sentence(ref))
        if (ref.kind == "group" or ref.plural) and not actors and told is not None:
            actors = tuple(told.parties)
        found.append(_mention(ref, actors, cast))
    return found


def _mention(ref: Ref, actors: tuple[int, ...], cast: Cast) -> Mention:
    kind: MentionKind
    if ref.kind == "place":
        kind = "country" if ref.country else "organisation"
    elif ref.plural:
        kind = "group"
    else:
        kind = "person" if ref.kind == "name" else ref.kind
    side = cast.people[actors[0]].actor if len(actors) == 1 else ref
    tokens = cast.tokens
    owner = ref.kind != "place" and tokens.lower[ref.first] in cast.words["his_or_their"]
    return Mention(
        tokens.starts[ref.first],
        tokens.ends[ref.last - 1],
        kind,
        actors,
        side.country,
        side.organisation,
        tokens.lower[ref.last] == "'s" or owner,
        ref.adjectival,
    )
