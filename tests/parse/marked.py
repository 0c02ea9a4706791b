"""Documents for tests of layer 4 alone: sentences about a fixed, fictional cast, with mentions laid on by name.

What belongs here: the cast and a plain marker of its names. What does not: the parser's own layers 1 to 3.
"""

from __future__ import annotations

import re

from readouts.parse.document import Actor, CallFrame, Document, Mention, Sentence

ACTORS = [
    Actor(0, "Ilvar Quen", "Foreign Minister", "NOR", None, "m"),
    Actor(1, "Tamsel Orhu", "Foreign Minister", "TUR", None, "f"),
    Actor(2, "Dario Velt", "President", "CHL", None, "m"),
    Actor(3, "Ansa Mirel", "Prime Minister", "GHA", None, "f"),
    Actor(4, "Boro Tesk", "Secretary-General", None, "UN", "m"),
]
PERSONS = {
    "Foreign Minister Ilvar Quen": (0,),
    "Ilvar Quen": (0,),
    "Minister Quen": (0,),
    "Mr Quen": (0,),
    "Quen": (0,),
    "the Minister": (0,),
    "The Minister": (0,),
    "the Norwegian minister": (0,),
    "The Norwegian minister": (0,),
    "Foreign Minister Tamsel Orhu": (1,),
    "her Norwegian counterpart": (0,),
    "his Turkish counterpart": (1,),
    "Turkish counterpart": (1,),
    "Tamsel Orhu": (1,),
    "Minister Orhu": (1,),
    "Ms Orhu": (1,),
    "Orhu": (1,),
    "the Turkish minister": (1,),
    "The Turkish minister": (1,),
    "President Dario Velt": (2,),
    "President Velt": (2,),
    "Velt": (2,),
    "Prime Minister Ansa Mirel": (3,),
    "Mirel": (3,),
    "Boro Tesk": (4,),
    "Tesk": (4,),
}
COUNTRIES = {
    "Norway": "NOR",
    "Norwegian": "NOR",
    "Oslo": "NOR",
    "Türkiye": "TUR",
    "Turkish": "TUR",
    "Ankara": "TUR",
    "Chile": "CHL",
    "Chilean": "CHL",
    "Ghana": "GHA",
    "Peru": "PER",
    "Peruvian": "PER",
    "Lima": "PER",
    "Bolivia": "BOL",
    "Bolivian": "BOL",
    "Kenya": "KEN",
    "Kenyan": "KEN",
    "Laos": "LAO",
    "Laotian": "LAO",
}
GROUPS = [
    "Both ministers",
    "both ministers",
    "The two ministers",
    "the two ministers",
    "Both sides",
    "both sides",
    "The two sides",
    "the two sides",
    "the two foreign ministers",
    "The ministers",
    "the ministers",
    "The two leaders",
    "the two leaders",
    "Both leaders",
    "The leaders",
    "They",
    "they",
    "Both",
    "both countries' leaders",
    "The two",
    "the two",
    "the monarchs",
    "lawmakers",
]
PRONOUNS = {"He": 0, "he": 0, "him": 0, "She": 1, "she": 1}
_NAMES = sorted([*PERSONS, *COUNTRIES, *GROUPS, *PRONOUNS], key=len, reverse=True)
_MARK = re.compile(r"(?<![\w-])(?:" + "|".join(map(re.escape, _NAMES)) + r")(?![\w-])")


def document(text: str, parties: tuple[int, ...] = (0, 1)) -> tuple[Document, CallFrame]:
    """Mark a text (one line a paragraph, sentences divided by ``". "``) and frame it as one call."""
    found = Document(text=text, sentences=[], actors=list(ACTORS))
    group = tuple(parties)
    for hit in _MARK.finditer(text):
        words, start, end = hit.group(), hit.start(), hit.end()
        if words in PERSONS:
            who = PERSONS[words]
            mention = Mention(start, end, "person", who, ACTORS[who[0]].country)
            for name, code in COUNTRIES.items():
                if name in words:
                    at = start + words.index(name)
                    inner = Mention(at, at + len(name), "country", (), code, adjectival=True)
                    found.mentions.append(inner)
        elif words in GROUPS:
            mention = Mention(start, end, "group", group)
        elif words in PRONOUNS:
            who = PRONOUNS[words]
            mention = Mention(start, end, "pronoun", (who,), ACTORS[who].country)
        else:
            adjectival = words.endswith(("an", "ish"))
            mention = Mention(start, end, "country", (), COUNTRIES[words], adjectival=adjectival)
        found.mentions.append(mention)
    found.mentions.sort(key=lambda m: (m.start, -m.end))
    at = 0
    for paragraph, line in enumerate(text.split("\n")):
        for piece in re.finditer(r"\S.*?(?:[.!?][”\"]?(?= |$)|$)", line):
            found.sentences.append(
                Sentence(at + piece.start(), at + piece.end(), paragraph, heading=False)
            )
        at += len(line) + 1
    frame = CallFrame(
        list(parties), list(range(len(found.sentences))), 0, len(text), conference=len(parties) > 2
    )
    found.frames.append(frame)
    return found, frame
