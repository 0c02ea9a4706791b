"""What Great Expectations works out anew whenever it asks itself, worked out once an audit.

What belongs here: which of its answers are remembered, and for how long. What does not: asking it anything (``audit``).

An expectation's configuration is made from the expectation, and the expectation from its configuration, forty times an
expectation and audit: a third of what an audit of a few rows takes. Both are read and never changed while rows are
validated, so inside ``remembering`` the first answer stands. Outside, nothing is remembered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, wraps
from typing import Any

_Answers = dict[tuple[str, int], tuple[object, Any]]
"""By the question and the object that was asked, which is kept so that no other takes its identity."""

_answers: ContextVar[_Answers | None] = ContextVar("answers", default=None)


@contextmanager
def remembering() -> Iterator[None]:
    """Inside, what an expectation says of itself is worked out once."""
    _have_it_remember()
    token = _answers.set({})
    try:
        yield
    finally:
        _answers.reset(token)


@cache
def _have_it_remember() -> None:
    from great_expectations.expectations.expectation import Expectation
    from great_expectations.expectations.expectation_configuration import ExpectationConfiguration

    made = Expectation.configuration.fget
    Expectation.configuration = property(_remembered("configuration", made))
    ExpectationConfiguration.to_domain_obj = _remembered(
        "expectation", ExpectationConfiguration.to_domain_obj
    )


def _remembered(question: str, answer: Callable[[Any], Any]) -> Callable[[Any], Any]:
    @wraps(answer)
    def ask(asked: Any) -> Any:
        answers = _answers.get()
        if answers is None:
            return answer(asked)
        key = (question, id(asked))
        if key not in answers:
            answers[key] = (asked, answer(asked))
        return answers[key][1]

    return ask
