"""Layer 3c: which day a cue's call was on.

What belongs here: choosing among the expressions of time around a cue, days that head an entry, and days carried
over. What does not: reading the expressions (``dates``).
"""

from __future__ import annotations

from datetime import timedelta

from readouts.parse.calls.cues import Cue
from readouts.parse.calls.found import State
from readouts.parse.text.dates import When, whens


class Timing(State):
    """Dates calls."""

    def _label(self, index: int, first: int, last: int) -> None:
        """Note the day that heads an entry: "March 10: ...", or "Monday" on a line of its own."""
        sentence = self.document.sentences[index]
        if sentence.paragraph == self.label[0]:
            return
        self.label = (sentence.paragraph, None)
        begin = first + (self.tokens.words[first] in "-–—•*·")
        head = whens(
            self.tokens,
            begin,
            min(last, begin + 6),
            self.document.published,
            None,
            self.document.language,
        )
        if head and head[0].first == begin and head[0].day:
            end = head[0].last
            if end < last and self.tokens.words[end] in (":", "–", "—"):
                self.label = (sentence.paragraph, head[0])
            elif end == last and sentence.heading:
                self.label = (sentence.paragraph + 1, head[0])

    def _told_before(self, index: int) -> When | None:
        """The day that the paragraph has given before it comes to speak of a round of calls."""
        sentences, tokens = self.document.sentences, self.tokens
        if index == 0 or sentences[index - 1].paragraph != sentences[index].paragraph:
            return None
        times = whens(
            tokens,
            tokens.first[index - 1],
            tokens.last[index - 1],
            self.document.published,
            None,
            self.document.language,
        )
        return times[0] if times else None

    def _nearest(self, times: list[When], at: int, within: tuple[int, int]) -> When | None:
        fit = [w for w in times if within[0] <= w.first < within[1]]
        return min(fit, key=lambda w: abs(w.first - at), default=None)

    def _when(self, cue: Cue, times: list[When], first: int) -> When | None:
        """The expression of time nearest to the cue in its sentence."""
        best: When | None = None
        distance = 40
        lower = self.tokens.lower
        if {"week", "month", "year"} & set(lower[max(first, cue.first - 3) : cue.first]):
            return None
        for when in times:
            if when.last <= cue.first and any(
                w in ("after", "following", "before") for w in lower[when.last : cue.first]
            ):
                eve = lower[when.last : when.last + 4]
                if when.day and eve in ([",", "a", "day", "after"], [",", "one", "day", "after"]):
                    return When(when.first, when.last, when.day - timedelta(days=1), "relative")
                continue
            if self._of_saying(when, cue, first):
                continue
            gap = when.first - cue.last if when.first >= cue.last else cue.first - when.last
            if gap < distance:
                best, distance = when, gap
        return self._labelled(cue, best)

    def _of_saying(self, when: When, cue: Cue, first: int) -> bool:
        """Whether a day tells when something was said, and not when the call was: "the EU said on Monday"."""
        lower = self.tokens.lower
        at = when.first - 1 - (lower[when.first - 1] in ("on", "late", "early"))
        if when.first > cue.last:
            return at > cue.last and lower[at] in self.words["announced"]
        between = lower[when.last : cue.first]
        head = lower[max(first, when.first - 8) : when.first]
        if any(w in self.words["published"] for w in head) and any(
            w in self.words["announced"] for w in between
        ):
            return True
        return "that" in between and any(
            w in self.words["announced"] for w in lower[max(first, when.first - 12) : when.first]
        )

    def _labelled(self, cue: Cue, best: When | None) -> When | None:
        """Under a day that heads the entry, words such as "this evening" count from it."""
        lower = self.tokens.lower
        label = self.label[1]
        if label is not None:
            headed = best is None or best.first == label.first
            if headed and any(
                w in ("has", "have", "'s") for w in lower[max(0, cue.first - 3) : cue.first]
            ):
                return None
            if best is None or best.basis == "relative":
                return label
        near = lower[max(0, cue.first - 6) : cue.first]
        if best is None and self.anchor and "later" in near:
            return When(cue.first, cue.first, self.anchor, "relative")
        return best
