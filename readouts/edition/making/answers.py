"""An article read with the answers of a model that there are: asks for nothing.

What belongs here: what is read of an article, and what is still to be translated of it. What does not: choosing what a
model is asked about (``closing.asking``), and what an answer becomes (``grounding``, ``joining``).
"""

from __future__ import annotations

from dataclasses import astuple, replace
from typing import TYPE_CHECKING, Any

from readouts.base.versions import answers_version, parser_version
from readouts.domain.records import ParsedArticle, Passage, Report
from readouts.edition.kept.answers import WAITING, Model
from readouts.joining import join
from readouts.parse import parse_report
from readouts.warehouse.tables.rows import content_id, report_of

if TYPE_CHECKING:
    from readouts.asking.questions.translation import Translation

GIVEN_UP = "no_answer_of_model"
"""The reason of one that was asked about, and of which nothing usable came."""


OF_THE_LANGUAGE = frozenset({"language_without_pack", "other_language"})
"""The reasons for which the rules leave a text unread; one that a model has read is read."""


def parse_article(article: dict[str, Any], model: Model | None = None) -> ParsedArticle:
    """What is read from a row of ``core.articles``: by the rules, and by a model where one has answered or is to."""
    report = report_of(article)
    parsed = parse_report(report)
    read = None if model is None else with_answers(report, parsed, model)
    return join(report, parsed).whole if read is None else read


def reading_key(report: Report, model: Model | None) -> str:
    """Names all that ``parse_article`` is a function of: the report, the rules, and what of a model counts for it."""
    own = (*astuple(report), parser_version())
    if model is None:
        return content_id(*own)
    from readouts.asking.questions.question import how_asked
    from readouts.readers import counts_digest

    answers = model.answers(report)
    if answers.parts:
        name = answers.parts[0][0].model
        given = [e for entries in answers.parts for e in entries]
        told = [
            part for e in given for part in (e.digest, e.place, e.status, content_id(e.response))
        ]
        return content_id(*own, answers_version(), name, counts_digest(model.file, name), *told)
    is_given_up = model.settings is not None and answers.is_given_up(
        model.reading, how_asked(model.settings)
    )
    return content_id(*own, answers_version(), model.waits(report, answers), is_given_up)


def with_answers(report: Report, parsed: ParsedArticle, model: Model) -> ParsedArticle:
    """What the rules read joined with what a model read, or with the note that it is still to be asked."""
    from readouts.asking.questions.question import how_asked
    from readouts.readers import answer_of, measured_of, read_both, refused_of

    answers = model.answers(report)
    answer = answer_of(report, answers)
    if answer is not None:
        name = answers.parts[0][0].model
        both = read_both(report, parsed, answer, model=name, measured=measured_of(model.file, name))
        article = both.joined.whole
        unread = [p for p in article.unparsed if p.reason not in OF_THE_LANGUAGE]
        refused = refused_of(report, answer, both.grounded)
        unread += [_passage(report, reason, place) for reason, place in refused]
        return replace(article, unparsed=tuple(unread))
    alone = join(report, parsed).whole
    if model.waits(report, answers):
        return replace(alone, unparsed=(*alone.unparsed, _passage(report, WAITING)))
    if model.settings is not None and answers.is_given_up(model.reading, how_asked(model.settings)):
        return replace(alone, unparsed=(*alone.unparsed, _passage(report, GIVEN_UP)))
    return alone


def _passage(report: Report, reason: str, place: tuple[int, int] | None = None) -> Passage:
    """The words at a place of a text; without one the line that first speaks of what may be a call, as the place where
    the model's reading is missed."""
    from readouts.reference.call_filter import first_mention

    if place is not None:
        return Passage(*place, report.text[slice(*place)], reason)
    mention = first_mention(report.text, report.language)
    at = mention.start if mention is not None else 0
    start = report.text.rfind("\n", 0, at) + 1
    end = report.text.find("\n", at)
    end = len(report.text) if end < 0 else end
    return Passage(start, end, report.text[start:end], reason)


def translations_wanted(model: Model, report: Report) -> list[Translation]:
    """The translations of what a model's reading quotes from an article that are still to be asked for."""
    answers = model.answers(report)
    if model.translate in (None, report.language) or not answers.parts:
        return []
    parsed = with_answers(report, parse_report(report), model)
    return model.untranslated(report, parsed, answers)
