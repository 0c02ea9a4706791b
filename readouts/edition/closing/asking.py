"""The step of asking: which articles of an edition a model is asked about, and what is stored of its answers.

What belongs here: choosing articles, having them asked about, taking in what came for other editions, the rows of
``raw.answers``. What does not: asking (``asking``), and what an answer becomes (``grounding``, ``joining``).

Where no model is configured and no answer is archived, nothing of ``asking`` is imported and nothing is looked for. A
server that is down shuts no gate: its articles wait, each counted in ``core.unparsed``, and every run asks for what
waits in any edition and makes that edition anew.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from readouts.base.state.turns import take_turn
from readouts.edition.closing.healing import make_anew
from readouts.edition.closing.steps import articles_where, load_rows
from readouts.edition.kept.answers import WAITING, Model, model_of, rows_of_answers
from readouts.edition.making.answers import translations_wanted
from readouts.edition.making.making import ask_about, untranslated_of, waiting_of
from readouts.edition.project import Project, Rows, Say
from readouts.warehouse.files.kept import let_go
from readouts.warehouse.gate.staging import TableOutcome
from readouts.warehouse.tables.rows import report_of

if TYPE_CHECKING:
    from readouts.asking.asker import Asked


@dataclass
class Answered:
    """What the step of asking did.

    ``asked`` is what this run asked for, None where it asked for nothing. ``waiting`` counts the edition's articles
    that are left. ``without_words`` counts those in languages without a list of words, which are asked about in full.
    """

    outcomes: list[TableOutcome]
    asked: Asked | None = None
    waiting: int = 0
    without_words: Counter[str] = field(default_factory=Counter)


def ask_edition(
    project: Project,
    edition: date,
    *,
    offline: bool = False,
    read_again: bool = False,
    say: Say,
) -> Answered:
    """Ask about an edition's articles, and about what waits in others; load what is stored into ``raw.answers``.

    ``offline`` takes what is stored. ``read_again`` has the configured model read articles that another has read; what
    is stored of its reading counts then, however it came.

    Raises:
        ModelFileError: ``model.yaml`` has mistakes.
        GateShut: the answers are not as expected.
    """
    model = model_of(project)
    if model is None:
        return Answered(load_rows(project, edition, [], say))
    articles = articles_where(project, "edition = ?", [edition], say)
    if read_again:
        _choose(project, model, articles, say)
    asked = None
    if not offline and model.settings is not None and model.settings.address is not None:
        asked = _ask(project, model, edition, articles, read_again, say)
    answered = Answered(
        load_rows(project, edition, rows_of_answers(model, articles, say), say), asked
    )
    answered.waiting = sum(model.waits(report_of(article)) for article in articles)
    answered.without_words = _without_words(model, articles)
    for language, number in answered.without_words.items():
        say(
            f"there are no words to look for in {language!r}: all {number} articles in it are asked about"
        )
    return answered


def _choose(project: Project, model: Model, articles: Rows, say: Say) -> None:
    """Let what the configured model has read of the edition's articles count in another's place; batches bring it."""
    from readouts.asking.answers.store import LOCK
    from readouts.asking.questions.question import document_digest, how_asked

    if model.settings is None:
        return
    names = [document_digest(report_of(article)) for article in articles]
    how = how_asked(model.settings)
    with take_turn(project.home, "choosing the model's readings", say=say, lock=LOCK):
        chosen = sum(model.store.choose(name, model.reading, how) for name in names)
    if chosen:
        say(f"what {model.settings.model} read of {chosen:,} articles counts from now on")


def _without_words(model: Model, articles: Rows) -> Counter[str]:
    from readouts.reference.call_filter import languages_with_words

    known = set(languages_with_words())
    return Counter(
        article["language"]
        for article in articles
        if article["language"] not in known
        and model.settings is not None
        and model.settings.asks_about(article["language"])
    )


def _ask(
    project: Project, model: Model, edition: date, articles: Rows, again: bool, say: Say
) -> Asked | None:
    """Ask for what the edition lacks, then for what waits in others, and make those anew."""
    elsewhere = _elsewhere(
        project,
        "article_id IN (SELECT article_id FROM core.unparsed WHERE reason = ? AND edition <> ?)",
        [WAITING, edition],
        say,
    )
    untold = _untranslated_elsewhere(project, model, edition, say)
    reports = waiting_of(model, articles, again=again) | waiting_of(model, _all_of(elsewhere))
    to_translate = untranslated_of(model, [*articles, *_all_of(untold)])
    if reports or to_translate:
        let_go(project.home.build)  # a model can take hours
    asked = ask_about(project, model, reports, to_translate, say)
    for other, rows in elsewhere.items():
        done = sum(not model.waits(report_of(article)) for article in rows)
        _take_in(project, other, done, f"of {len(rows)} articles wait no longer", say)
    for other, rows in untold.items():
        if other not in elsewhere:
            done = sum(not translations_wanted(model, report_of(article)) for article in rows)
            _take_in(project, other, done, "of its articles are translated", say)
    return asked


def _untranslated_elsewhere(
    project: Project, model: Model, edition: date, say: Say
) -> dict[date, Rows]:
    """The articles of other published editions of which quotations are still to be translated, by edition."""
    if model.translate is None:
        return {}
    found = _elsewhere(
        project,
        "edition <> ? AND language <> ?"
        " AND article_id IN (SELECT r.article_id FROM core.call_reports AS r ANTI JOIN core.translations AS t"
        " ON t.article_id = r.article_id AND t.evidence = r.evidence AND t.translated_into = ?"
        " UNION SELECT r.article_id FROM core.reactions AS r ANTI JOIN core.translations AS t"
        " ON t.article_id = r.article_id AND t.evidence = r.evidence AND t.translated_into = ?)",
        [edition, model.translate, model.translate, model.translate],
        say,
    )
    wanted = {
        other: [article for article in rows if translations_wanted(model, report_of(article))]
        for other, rows in found.items()
    }
    return {other: rows for other, rows in wanted.items() if rows}


def _elsewhere(project: Project, where: str, parameters: list[Any], say: Say) -> dict[date, Rows]:
    """The articles of published editions that a condition holds for, by edition."""
    published = "edition IN (SELECT edition FROM meta.editions WHERE status = 'published')"
    found: dict[date, Rows] = {}
    for article in articles_where(project, f"{where} AND {published}", parameters, say):
        found.setdefault(article["edition"], []).append(article)
    return found


def _all_of(found: dict[date, Rows]) -> Rows:
    return [article for rows in found.values() for article in rows]


def _take_in(project: Project, edition: date, done: int, what: str, say: Say) -> None:
    """Make another edition anew where something came that it lacked."""
    if not done:
        return
    say(f"edition {edition} is made anew: {done} {what}")
    problem = make_anew(project, edition, say=say)
    if problem is not None:
        say(f"edition {edition} stays as it is: {problem}")
