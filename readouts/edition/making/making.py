"""Making: the half of an edition that needs neither the warehouse nor anybody else.

What belongs here: fetching into the archive, articles from pages, asking a model, reading articles, and how what was
made is staged for whoever closes the edition. What does not: the files it is staged in (``made``), what depends on the
order of pages and editions, and whatever opens the build file (``closing``).

There is one way to an article and to its reading: ``articles_of`` and ``readings_of`` give what is staged and make what
is not, whoever asks. ``make_edition`` asks ahead and stages; a step that closes asks for the same and stages nothing,
since nobody would read it. So an edition is closed alike whether all, a part or nothing of it was made before.

What is staged is what costs: articles, and what is read of them. The rows of tables are not: their ids depend on which
copy comes first. Answers of a model need not be: the archive has them once they came.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from readouts.base.versions import extractor_version, parser_version, readouts_version
from readouts.domain.plain import as_plain, from_plain
from readouts.domain.records import ParsedArticle, Report
from readouts.edition.kept.answers import Model, model_of
from readouts.edition.kept.staged import stage, staged
from readouts.edition.kept.states import published_editions
from readouts.edition.making.answers import parse_article, reading_key, translations_wanted
from readouts.edition.project import Project, Rows, Say
from readouts.harvest.archive.reading import archived_pages
from readouts.harvest.articles import Facts, blank_article, is_article
from readouts.harvest.collection.collect import harvest
from readouts.harvest.collection.report import HarvestReport
from readouts.harvest.extraction.workers import extract_articles, is_of_the_page, typed
from readouts.harvest.sources_file import load_sources
from readouts.warehouse.errors import WarehouseError
from readouts.warehouse.reading.query import answer
from readouts.warehouse.tables.rows import content_id, report_of

if TYPE_CHECKING:
    from readouts.asking.asker import Asked
    from readouts.asking.settings import Settings

ARTICLES, READINGS, CRAWLS = "articles", "readings", "crawls"
"""The kinds of staged files."""

BATCH = 200
"""Pages after which what was made is staged: a maker that is killed has lost a few seconds' work."""


@dataclass(frozen=True)
class Made:
    """What making an edition did.

    ``report`` is the crawl's, None from the archive alone. ``pages`` of articles the archive has; ``extracted`` and
    ``read`` of them were made now, the others were staged before or, of an edition that stands, are not needed.
    ``asked`` is what a model was asked for, None where nothing was.
    """

    edition: date
    report: HarvestReport | None
    pages: int = 0
    extracted: int = 0
    read: int = 0
    asked: Asked | None = None

    @property
    def is_purse_used(self) -> bool:
        """Whether a model was asked that has limits a run: whoever closes the edition is to ask for no more."""
        if self.asked is None or not self.asked.spent.requests:
            return False
        return self.asked.is_limited


def make_edition(
    project: Project,
    edition: date,
    *,
    first: date | None = None,
    closed: Collection[date] = (),
    offline: bool = False,
    is_fetched: bool = False,
    fetched: Callable[[HarvestReport | None], None] = lambda report: None,
    say: Say,
) -> Made:
    """Fetch the pages of an edition into the archive, and stage its articles and their readings.

    It can be killed at any moment and run again, by several at once: the same comes of it, and what is done is not done
    again. ``first`` is the first edition of the range that is made: the editions from it on to this one take no more
    pages, nor do those that are ``closed`` beside those that readers have. ``offline`` leaves the network alone, for
    pages and answers. ``fetched`` is told when the crawl has ended, from when on the next edition's may begin; where
    the edition ``is_fetched`` already, by whomever, there is none.

    An edition that readers have as it is now is fetched and not made.

    Raises:
        SourcesError: the file of sources has mistakes.
        HarvestBusyError: another crawl does not end.
        ReadoutsError, OSError: the archive or the home cannot be used.
    """
    report = None
    if not offline and not is_fetched:
        before = [] if first is None else _days(first, edition)
        report = fetch_ahead(
            project, edition, {*published_editions(project), *closed, *before}, say
        )
    fetched(report)
    pages = [page for page in archived_pages(project.home.shared, edition) if is_article(page)]
    if not offline and _stands(project, edition, pages):
        return Made(edition, report, len(pages))
    count: Counter[str] = Counter()
    articles = articles_of(project, edition, pages, keep=True, count=count, say=say)
    articles = [article for article in articles if _is_likely(project, article)]
    model = model_of(project)
    asked = None
    if not offline and model is not None:
        asked = ask_for(project, model, articles, say)
        model = model_of(project)
    readings_of(project, edition, articles, model, keep=True, count=count, say=say)
    return Made(edition, report, len(pages), count[ARTICLES], count[READINGS], asked)


def fetch_ahead(
    project: Project, edition: date, closed: Collection[date], say: Say
) -> HarvestReport:
    """As ``fetch_pages``, and stage what the crawl tells for whoever closes the edition."""
    report = fetch_pages(project, edition, closed, say)
    now = datetime.now(UTC).isoformat()
    stage(project.home, edition, CRAWLS, readouts_version(), {now: report.as_plain()})
    return report


def fetch_pages(
    project: Project, edition: date, closed: Collection[date], say: Say
) -> HarvestReport:
    """Crawl the sources for an edition into the archive; ``closed`` editions take no more pages.

    Raises:
        SourcesError: the file of sources has mistakes.
        HarvestBusyError: another crawl does not end.
    """
    return harvest(
        load_sources(project.sources),
        edition,
        project.home,
        published_editions=closed,
        progress=say,
    )


def staged_crawl(project: Project, edition: date, say: Say) -> HarvestReport | None:
    """The report of a maker's last crawl for an edition; None where there was none, or it cannot be read."""
    crawls = staged(project.home, edition, CRAWLS, readouts_version(), say)
    if not crawls:
        return None
    try:
        return HarvestReport.from_plain(crawls[max(crawls)])
    except (TypeError, ValueError, KeyError):
        return None


def articles_of(
    project: Project,
    edition: date,
    pages: Sequence[dict[str, Any]],
    *,
    keep: bool = False,
    count: Counter[str] | None = None,
    say: Say,
) -> Rows:
    """The articles of an edition's rows of ``raw.pages``, in their order, without ``duplicate_of``.

    What is staged is taken, the rest is made; where it is to ``keep``, that is staged. ``count`` gains what was made.

    Raises:
        ExtractionError: no process can be started.
    """
    wanted = [page for page in pages if is_article(page)]
    found = staged(project.home, edition, ARTICLES, extractor_version(), say)
    keys = [_page_key(page) if keep or found else "" for page in wanted]
    articles = [_article(found.get(key), page) for key, page in zip(keys, wanted, strict=True)]
    missing = [number for number, article in enumerate(articles) if article is None]
    for batch in _batches(missing, BATCH if keep else len(missing)):
        made = extract_articles(
            project.home.shared, [wanted[number] for number in batch], progress=say
        )
        for number, article in zip(batch, made, strict=True):
            articles[number] = article
        if keep:
            lasting = {
                keys[number]: _as_json(article)
                for number, article in zip(batch, made, strict=True)
                if is_of_the_page(article)
            }
            stage(project.home, edition, ARTICLES, extractor_version(), lasting)
    if count is not None:
        count[ARTICLES] += len(missing)
    return [article for article in articles if article is not None]


def readings_of(
    project: Project,
    edition: date,
    articles: Rows,
    model: Model | None,
    *,
    keep: bool = False,
    count: Counter[str] | None = None,
    say: Say,
) -> list[ParsedArticle]:
    """What is read of an edition's articles, in their order (``answers.parse_article``); as ``articles_of``."""
    found = staged(project.home, edition, READINGS, parser_version(), say)
    readings: list[ParsedArticle] = []
    new: dict[str, Any] = {}
    for article in articles:
        key = reading_key(report_of(article), model) if keep or found else ""
        reading = _reading(found.get(key), say)
        if reading is None:
            reading = parse_article(article, model)
            if keep:
                new[key] = as_plain(reading)
            if count is not None:
                count[READINGS] += 1
        readings.append(reading)
    stage(project.home, edition, READINGS, parser_version(), new)
    return readings


def _reading(value: Any, say: Say) -> ParsedArticle | None:
    if value is None:
        return None
    try:
        return from_plain(value)
    except (TypeError, ValueError, KeyError):
        say("a staged reading is none; it is made anew")
        return None


def ask_for(project: Project, model: Model, articles: Rows, say: Say) -> Asked | None:
    """Ask the configured model about those of an edition's articles that wait for it; None where none does."""
    if model.settings is None or model.settings.address is None:
        return None
    return ask_about(
        project, model, waiting_of(model, articles), untranslated_of(model, articles), say
    )


def waiting_of(model: Model, articles: Rows, *, again: bool = False) -> dict[str, Report]:
    """Those of some articles that wait for a model, by their digests; ``again`` as in ``Model.waits``."""
    return _by_digest(articles, lambda report: model.waits(report, again=again))


def untranslated_of(model: Model, articles: Rows) -> dict[str, Report]:
    """Those of some articles of which quotations are still to be translated, by their digests."""
    return _by_digest(articles, lambda report: bool(translations_wanted(model, report)))


def _by_digest(articles: Rows, is_wanted: Callable[[Report], bool]) -> dict[str, Report]:
    from readouts.asking.questions.question import document_digest

    reports = [report_of(article) for article in articles]
    return {document_digest(report): report for report in reports if is_wanted(report)}


def ask_about(
    project: Project,
    model: Model,
    reports: Mapping[str, Report],
    to_translate: Mapping[str, Report],
    say: Say,
) -> Asked | None:
    """Have the configured model asked about reports, by their digests, and for translations; None where there are none.

    Who lacks the key, or whose server is down, asks for nothing; why is said, and the reports wait.
    """
    from readouts.asking.asker import Asked, ask_documents
    from readouts.asking.model_file import KeyMissingError, key_of
    from readouts.asking.spending import Spent
    from readouts.readers import faults_of_answer

    assert model.settings is not None
    if not reports and not to_translate:
        return None
    try:
        key = key_of(model.settings)
    except KeyMissingError as error:
        say(f"{len(reports) or len(to_translate):,} articles wait: {error}")
        return Asked(Spent(), waiting=set(reports), stopped=str(error))
    publishers = Counter(
        report.publisher or "unknown" for report in {**to_translate, **reports}.values()
    )
    _say_where(model.settings, publishers, say)
    asked = ask_documents(
        model.settings,
        key,
        project.home,
        reports,
        faults=faults_of_answer,
        say=say,
        wanted=lambda report: translations_wanted(model, report),
        only_translated=to_translate,
    )
    if asked.stopped is not None:
        say(f"{len(asked.waiting):,} articles wait: {asked.stopped}")
    elif asked.waiting:
        say(f"{len(asked.waiting):,} articles wait: {asked.failures[0]}")
    return asked


def _say_where(settings: Settings, publishers: Mapping[str, int], say: Say) -> None:
    """Say whose texts are about to go where."""
    named = ", ".join(
        f"{name} ({number:,})"
        for name, number in sorted(publishers.items(), key=lambda p: (-p[1], p[0]))
    )
    say(f"texts of {named} go to {settings.model} at {settings.address}")


def _stands(project: Project, edition: date, pages: Rows) -> bool:
    """Whether readers have the edition, made by this release of just these pages."""
    try:
        made = answer(
            project.home.warehouse,
            "SELECT parser, extractor FROM meta.editions WHERE edition = ?",
            [edition],
        ).rows
        there = answer(
            project.home.warehouse,
            "SELECT page_id FROM raw.pages WHERE edition = ? AND kind = 'article' AND error IS NULL",
            [edition],
        ).rows
    except WarehouseError:  # nothing is published, or by a release without these columns
        return False
    return made == [(parser_version(), extractor_version())] and (
        {page for (page,) in there} == {page["page_id"] for page in pages}
    )


def _is_likely(project: Project, article: Mapping[str, Any]) -> bool:
    """Whether an article has what its table requires; what else the gate refuses is known when it is closed."""
    columns = project.catalogue["core.articles"].columns
    is_whole = all(article[name] is not None for name, its in columns.items() if not its.optional)
    return article["error"] is None and is_whole


def _page_key(page: Mapping[str, Any]) -> str:
    """Names all that the article of a page is a function of, beside the extractor."""
    names = ("page_id", "edition", "source_id", "url", "charset", "content_sha256", "fetched_at")
    found = ("discovered_date", "discovered_title")
    facts = asdict(Facts.of(page))
    return content_id(*(page.get(name) for name in (*names, *found)), *facts.values())


def _article(value: Any, page: Mapping[str, Any]) -> dict[str, Any] | None:
    """The article of a page as it was staged; None where it was not, or something else was."""
    if not isinstance(value, dict) or value.keys() != blank_article(page).keys():
        return None
    return typed(dict(value), page)


def _as_json(article: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in article.items()
    }


def _batches(numbers: list[int], size: int) -> Iterator[list[int]]:
    for start in range(0, len(numbers), max(1, size)):
        yield numbers[start : start + size]


def _days(first: date, edition: date) -> list[date]:
    """The days from the first on to the one before an edition."""
    return [first + timedelta(days=n) for n in range(max(0, (edition - first).days))]
