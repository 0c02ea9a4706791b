"""What Great Expectations works out anew whenever it asks itself, worked out once an audit.

What belongs here: which of its answers are remembered, and for how long. What does not: asking it anything (``audit``).

An expectation's configuration is made from the expectation, and the expectation from its configuration, forty times
an expectation and audit; what a metric depends on is traced anew for each that depends on it; a metric is named by a
digest of what it is asked with, most of which is nothing. Together that is half of what an audit of a few rows takes.
All of it is read and never changed while rows are validated, so inside ``remembering`` the first answer stands.
Outside, nothing is remembered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, wraps
from typing import Any

_Answers = dict[tuple[object, ...], tuple[object, Any]]
"""By the question and the object that was asked, which is kept so that no other takes its identity."""

_answers: ContextVar[_Answers | None] = ContextVar("answers", default=None)

PLAIN = (str, int, bool, type(None))
"""Types of values that JSON has: what is asked with these alone is the same if it looks the same."""


@contextmanager
def remembering() -> Iterator[None]:
    """Inside, what Great Expectations says of itself is worked out once."""
    _have_it_remember()
    token = _answers.set({})
    try:
        yield
    finally:
        _answers.reset(token)


@cache
def _have_it_remember() -> None:
    from great_expectations.core.id_dict import IDDict
    from great_expectations.expectations.expectation import Expectation
    from great_expectations.expectations.expectation_configuration import ExpectationConfiguration
    from great_expectations.validator.validation_graph import ValidationGraph

    made = Expectation.configuration.fget
    Expectation.configuration = property(_remembered("configuration", made))
    ExpectationConfiguration.to_domain_obj = _remembered(
        "expectation", ExpectationConfiguration.to_domain_obj
    )
    ValidationGraph.build_metric_dependency_graph = _traced_once(
        ValidationGraph.build_metric_dependency_graph
    )
    IDDict.to_id = _named_once(IDDict.to_id)


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


def _traced_once(trace: Callable[..., None]) -> Callable[..., None]:
    """Add what a metric depends on to a graph, unless that has been done: the graph takes each edge once."""

    @wraps(trace)
    def ask(graph: Any, metric_configuration: Any, **options: Any) -> None:
        answers = _answers.get()
        key = ("traced", id(graph), metric_configuration.id)
        if answers is not None and key in answers:
            return
        if answers is not None:
            answers[key] = (graph, None)
        trace(graph, metric_configuration=metric_configuration, **options)

    return ask


def _named_once(name: Callable[..., Any]) -> Callable[..., Any]:
    """Name what is asked with the same plain values by the same digest."""

    @wraps(name)
    def ask(asked: Any, *options: Any, **more: Any) -> Any:
        answers = _answers.get()
        values = asked.values()
        if answers is None or options or more or any(type(v) not in PLAIN for v in values):
            return name(asked, *options, **more)
        key = ("name", type(asked), *((k, type(v), v) for k, v in asked.items()))
        if key not in answers:
            answers[key] = (None, name(asked))
        return answers[key][1]

    return ask
