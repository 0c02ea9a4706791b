"""An instance's model and what is stored of its answers, as the steps of an edition see them.

What belongs here: which articles the model is for and which wait for it, the rows of ``raw.answers`` and of
``core.translations``, and what of answers an edition is made from. What does not: asking (``answers``, ``asking``).

Where no model is configured and no answer is archived, nothing of ``asking`` is imported.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from duckdb import DuckDBPyConnection as Connection

from readouts.base.instance.home import model_file
from readouts.base.versions import answers_version
from readouts.domain.records import ParsedArticle, Report
from readouts.edition.project import Project, Rows
from readouts.warehouse.reading.query import answer_from
from readouts.warehouse.tables.rows import content_id, report_of

if TYPE_CHECKING:
    from readouts.asking.answers.store import Answers, Reading
    from readouts.asking.questions.translation import Translation
    from readouts.asking.settings import Settings


WAITING = "waiting_for_model"
"""The reason in ``core.unparsed`` of an article that a model is still to be asked about."""


class Model:
    """The model of an instance, and what is stored of its and of others' answers.

    ``settings`` is None where none is configured.
    """

    def __init__(self, project: Project) -> None:
        from readouts.asking.answers.store import Store

        self.file, _ = model_file(project.sources)
        self.settings = settings_of(project.sources)
        self.store = Store(project.home)

    @cached_property
    def reading(self) -> Reading:
        """The reading that the configured model gives."""
        from readouts.asking.questions.question import READING

        assert self.settings is not None
        return READING.reading(self.settings)

    def answers(self, report: Report) -> Answers:
        """What is stored about an article."""
        from readouts.asking.questions.question import document_digest

        return self.store.answers(document_digest(report))

    def is_for(self, report: Report) -> bool:
        """Whether the configured model is to be asked about an article, by its language and its words."""
        from readouts.reference.call_filter import languages_with_words, may_tell_of_a_call

        if self.settings is None or not self.settings.asks_about(report.language):
            return False
        if report.language not in languages_with_words():
            return True
        return may_tell_of_a_call(report.text, report.language)

    def waits(self, report: Report, answers: Answers | None = None, *, again: bool = False) -> bool:
        """Whether an article is still to be asked about; ``again`` also where another reading of it stands.

        ``answers`` is what is stored about it, where that is at hand.
        """
        from readouts.asking.questions.question import how_asked

        if self.settings is None or not self.is_for(report):
            return False
        answers = answers or self.answers(report)
        if answers.is_given_up(self.reading, how_asked(self.settings)):
            return False
        return answers.reading != self.reading if again else not answers.parts

    @property
    def translate(self) -> str | None:
        """The language that quotations are to be translated into; None where none is told."""
        return None if self.settings is None else self.settings.translate

    def untranslated(
        self, report: Report, parsed: ParsedArticle, answers: Answers
    ) -> list[Translation]:
        """The translations of an article's quotations that are still to be asked for."""
        from readouts.asking.questions.translation import still_to_ask

        if self.settings is None or not self.settings.asks_about(report.language):
            return []
        if not answers.parts:
            return []
        return still_to_ask(report, quotations(parsed), answers, self.settings)


def quotations(parsed: ParsedArticle) -> list[str]:
    """The words that the records of an article are quoted in, each once."""
    told = (call.evidence for call in parsed.calls)
    said = (reaction.evidence for call in parsed.calls for reaction in call.reactions)
    return list(dict.fromkeys((*told, *said)))


def rows_of_translations(model: Model, article: Mapping[str, Any], parsed: ParsedArticle) -> Rows:
    """One row a quotation of an article that a translation is stored of."""
    from readouts.asking.questions.translation import translations_in

    stored = translations_in(model.answers(report_of(article)), model.translate)
    return [
        {
            "translation_id": content_id("translation", article["article_id"], passage),
            "edition": article["edition"],
            "article_id": article["article_id"],
            "evidence": passage,
            "language": article["language"],
            "translated_into": found.into,
            "translation": found.text,
            "translated_by": found.model,
        }
        for passage in quotations(parsed)
        if (found := stored.get(passage)) is not None and found.into != article["language"]
    ]


def settings_of(sources: Path) -> Settings | None:
    """What is configured beside the file of sources; None where nothing is.

    Raises:
        ModelFileError: the file has mistakes.
    """
    path, is_named = model_file(sources)
    if not is_named and not path.is_file():
        return None
    from readouts.asking.model_file import load_settings

    return load_settings(path, named=is_named)


def model_of(project: Project) -> Model | None:
    """The model of an instance; None where none is configured and no answer is archived."""
    path, is_named = model_file(project.sources)
    if not is_named and not path.is_file() and not project.home.answers.is_dir():
        return None
    return Model(project)


AS_STORED = (
    *("digest", "model", "prompt", "schema", "way", "status", "why"),
    *("tokens_sent", "tokens_answered", "tokens_cached", "cost", "currency", "seconds"),
)
"""The columns of ``raw.answers`` that say what an entry of the store says under the same name."""


def rows_of_answers(model: Model, articles: Rows, say: Callable[[str], None]) -> Rows:
    """One row an answer about one of the articles."""
    rows: dict[str, dict[str, Any]] = {}
    for article in articles:
        answers = model.answers(report_of(article))
        for place in answers.damaged:
            say(f"{place} cannot be read: it is damaged, and what it held is asked for again")
        counting = {entry.digest for entries in answers.parts for entry in entries}
        for entry in answers.given():
            key = content_id("answer", article["article_id"], entry.digest)
            rows[key] = {name: getattr(entry, name) for name in AS_STORED} | {
                "answer_id": key,
                "edition": article["edition"],
                "article_id": article["article_id"],
                "asked_for": "reading" if entry.into is None else "translation",
                "counts": entry.digest in counting,
                "part": entry.place.number,
                "parts": entry.place.of,
                "obtained": entry.by,
                "faults": list(entry.faults),
                "answered_at": datetime.fromisoformat(entry.at).replace(tzinfo=None),
            }
    return list(rows.values())


def answers_input(project: Project, connection: Connection, edition: date) -> tuple[str, ...]:
    """What of models an edition is made from: whether and in which languages one is asked, the answers that count, what
    was measured of who gave them, and how they are held against the text.

    Nothing where there is no model and no answer. The model's name is not part of it: an edition that one model has
    read stands when another is configured.
    """
    model = model_of(project)
    if model is None:
        return ()
    from readouts.readers import counts_digest

    found = [] if model.settings is None else ["asked", *sorted(model.settings.languages)]
    if model.translate is not None:
        found.append(f"into {model.translate}")
    models = set()
    for article in answer_from(
        connection, "FROM core.articles WHERE edition = ? ORDER BY article_id", [edition]
    ).dicts:
        answers = model.answers(report_of(article))
        parts = answers.parts
        found += [entry.digest for entries in parts for entry in entries]
        found += [entry.digest for entry in answers.given() if entry.into is not None]
        models |= {entry.model for entries in parts for entry in entries}
    found += [counts_digest(model.file, name) for name in sorted(models)]
    return (answers_version(), *found)


def is_waiting(project: Project, connection: Connection) -> bool:
    """Whether something waits in any edition that a server could be asked for now."""
    settings = settings_of(project.sources)
    if settings is None or settings.address is None:
        return False
    found = connection.execute(
        "SELECT count(*) FROM core.unparsed WHERE reason = ?", [WAITING]
    ).fetchone()
    return found is not None and found[0] > 0
