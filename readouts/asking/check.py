"""Trying a server out: a few questions, and what they show.

What belongs here: the questions of ``readouts model check`` and what their answers mean. What does not: how well a
model reads (``readouts.trial``).

Servers that cut a prompt at their window answer all the same, and what was cut is then missed in silence. So a document
that fills the window is asked about, with a call told in its first and one in its last paragraph. Its people are
invented.
"""

from __future__ import annotations

import asyncio
import json
import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from readouts.asking.answers.reply import answer_in
from readouts.asking.answers.store import ANSWERED, Entry
from readouts.asking.manners import (
    Clock,
    FailedError,
    Known,
    Server,
    StoppedError,
    TooLongError,
    model_names,
)
from readouts.asking.questions.parts import Part
from readouts.asking.questions.question import Question, sizes
from readouts.asking.questions.sizes import MOST, tokens_of
from readouts.asking.settings import Settings
from readouts.asking.spending import Spending, cost_of, duration
from readouts.asking.wire import Wire
from readouts.domain.records import Report

DAY = date(2025, 3, 14)

FIRST = (
    "Foreign Minister Ilvar Quen of Norway spoke by telephone on Thursday with Foreign Minister Osk Tarrandel of Chile"
    " and voiced concern about the fighting."
)
LAST = (
    "President Mira Vosk of Austria telephoned Prime Minister Tolan Brix of Ghana on Wednesday and offered her"
    " condolences after the flood."
)
SHORT = f"Ministers speak\n\n{FIRST}\n\nNothing else was said."


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was found out, and whether it is as it should be; where it is not, it says what to do."""

    is_good: bool
    text: str


def check_server(
    settings: Settings, key: str | None, *, say: Callable[[str], None] = lambda line: None
) -> list[Finding]:
    """Ask a server a few questions, and say what works."""
    return asyncio.run(_Check(settings, say).run(key))


class _Check:
    def __init__(self, settings: Settings, say: Callable[[str], None]) -> None:
        # what a check may cost is known; the limits are those of runs
        self._settings = settings.model_copy(update={"limits": type(settings.limits)()})
        self._say = say
        self._spending = Spending(self._settings)
        self._found: list[Finding] = []
        self._names: list[str] = []
        self._share = 1.0

    async def run(self, key: str | None) -> list[Finding]:
        async with Wire(self._settings, key) as wire:
            self._say(f"asking {self._settings.address} which models it has …")
            self._names = await model_names(wire)
            server = Server(
                self._settings, wire, self._spending, clock=Clock(), say=lambda line: None
            )
            if await self._short(server):
                await self._long(server)
        return self._found

    def _note(self, is_good: bool, text: str) -> None:
        self._found.append(Finding(is_good, text))

    async def _ask(self, server: Server, text: str) -> Entry | None:
        report = Report(text, published=DAY, publisher="Invented Ministry", country="NOR")
        known = Known(lambda question: (), lambda entry: None)
        question = Question(report, Part(0, len(text)))
        try:
            return await server.complete(question, known)
        except TooLongError as error:
            what = f"a document that fills 'window' is too long for it ({error})"
            self._note(False, f"{what}: {self._window_advice()}")
        except (StoppedError, FailedError) as error:
            self._note(False, str(error))
        return None

    async def _short(self, server: Server) -> bool:
        """A short question: does it answer, in which way, how fast, at what price; whether to go on."""
        self._say(f"asking {self._settings.model} a short question …")
        entry = await self._ask(server, SHORT)
        if entry is None:
            return False
        settings = self._settings
        self._note(True, f"{settings.address} answers as {settings.model}")
        if self._names and settings.model not in self._names:
            there = ", ".join(self._names[:10])
            self._note(True, f"its list of models has no {settings.model!r}: {there}")
        words = {
            "json_schema": "it keeps to the schema (json_schema)",
            "json_object": "it takes no schema; asked in JSON mode (json_object)",
            "prompt": "it takes neither schema nor JSON mode; asked by the prompt alone",
        }
        self._note(
            True, f"{words[entry.way]}; 'way: {entry.way}' in model.yaml saves finding that out"
        )
        if entry.status != ANSWERED:
            advice = _ADVICE.get(entry.status, "try another model")
            self._note(False, f"the answer cannot be used ({entry.why}): {advice}")
        else:
            found = _told(entry, "Quen", "Tarrandel")
            self._note(found, "it found the call that it was asked about" if found else _MISSED)
        self._tell_speed(entry)
        return True

    def _tell_speed(self, entry: Entry) -> None:
        seconds = entry.seconds or 0.0
        answered = entry.tokens_answered
        pace = f", {answered / seconds:.0f} tokens a second" if answered and seconds else ""
        self._note(True, f"{duration(seconds)} for a short article{pace}")
        if entry.tokens_sent is None:
            self._note(
                True,
                "it does not count tokens: limits go by estimates, and a cut prompt may go unnoticed",
            )
        else:
            estimate = tokens_of(SHORT) + Question(Report(SHORT)).estimate()
            self._share = entry.tokens_sent / estimate
        if self._settings.price is not None and entry.tokens_sent is not None:
            cost = cost_of(
                self._settings, entry.tokens_sent, answered or 0, entry.tokens_cached or 0
            )
            currency = self._settings.price.currency
            self._note(
                True, f"{cost or 0:.5f} {currency} for a short article, by the price in model.yaml"
            )

    async def _long(self, server: Server) -> None:
        """A document that fills the window, with a call at either end."""
        text = _long_text(self._settings)
        estimate = Question(Report(text), Part(0, len(text))).estimate()
        self._say(
            f"asking about a document of some {estimate:,} tokens; a small machine takes minutes …"
        )
        entry = await self._ask(server, text)
        if entry is None:
            return
        first, last = _told(entry, "Quen", "Tarrandel"), _told(entry, "Vosk", "Brix")
        sent = entry.tokens_sent
        expected = round(estimate * self._share)
        is_cut = entry.status == "unread" or (sent is not None and sent < 0.8 * expected)
        advice = self._window_advice()
        if is_cut:
            read = f" ({sent:,} of some {expected:,} tokens)" if sent is not None else ""
            self._note(False, f"a long document is not read whole{read}: {advice}")
        elif entry.status != ANSWERED:
            self._note(
                False, f"of a long document the answer cannot be used ({entry.why}): {advice}"
            )
        elif first and last:
            self._note(
                True,
                f"a document of some {expected:,} tokens is read whole, from its first call to its last",
            )
        else:
            missed = "either" if not (first or last) else "the first" if last else "the last"
            counted = "" if sent is None else f", though it counted {sent:,} tokens"
            self._note(
                False, f"of a long document it did not find {missed} call{counted}: {advice}"
            )

    def _window_advice(self) -> str:
        """What to set, by what the server seems to be."""
        window, address = self._settings.window, self._settings.address or ""
        otherwise = "or write a smaller 'window' into model.yaml, and long documents are asked about in parts"
        if ":11434" in address or any(":" in name for name in self._names):
            return (
                f"start Ollama with OLLAMA_CONTEXT_LENGTH={window}, or make the model anew with"
                f" 'PARAMETER num_ctx {window}', {otherwise}"
            )
        if ":1234" in address:
            return (
                f"set the context length to {window} where LM Studio loads the model, {otherwise}"
            )
        how = "vLLM: --max-model-len, llama.cpp: --ctx-size"
        return f"start the server with a window of {window} tokens ({how}), {otherwise}"


_ADVICE = {
    "cut_off": "raise 'answer_tokens', or try another model: this one did not come to an end"
}
"""What to do about an answer that cannot be used, by its status."""
_MISSED = "it did not find the one call of two sentences: try another model"


def _told(entry: Entry, *names: str) -> bool:
    """Whether an answer has a call among whose parties these names are."""
    calls = (answer_in(entry) or {"calls": []})["calls"]
    parties = [json.dumps(call.get("parties")) for call in calls if isinstance(call, dict)]
    return any(all(name in told for name in names) for told in parties)


_SUBJECTS = ["harbour", "ferry", "mill", "orchard", "library", "bridge", "market", "school"]
_DEEDS = ["was painted anew", "opened an hour late", "lost two windows", "hired a gardener"]
_WHEN = ["in spring", "after a long winter", "on a quiet morning", "before the fair"]


def _long_text(settings: Settings) -> str:
    """A document that fills the window as a run would fill it, with a call told at either end."""
    room = sizes(Report("x" * 50), settings)[0] / MOST
    draw = random.Random(1)
    lines = ["News in brief", FIRST]
    size = tokens_of(FIRST) + tokens_of(LAST)
    while True:
        line = " ".join(_filler(draw) for _ in range(4))
        size += tokens_of(line) + 1
        if size > room:
            return "\n".join([*lines, LAST])
        lines.append(line)


def _filler(draw: random.Random) -> str:
    subject, deed, when = draw.choice(_SUBJECTS), draw.choice(_DEEDS), draw.choice(_WHEN)
    return f"The {subject} of district {draw.randint(1, 999)} {deed} {when}."
