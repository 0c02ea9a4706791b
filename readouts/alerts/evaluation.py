"""What is to be told now: the news that touches the rules, and the operators' troubles, each put down once.

What belongs here: which editions are looked at, and what of them is new to a rule. What does not: finding news
(``news``), keeping what is told (``outbox``), and sending (``sending``).

A rule begins with the latest edition when it is first looked at, so that a new watchlist does not tell the past. From
then on the editions of the last week are looked at each time, as the latest edition counts days: a late page and an
edition that is run again are told, a backfill of last year is not.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from readouts.alerts.messages import Message, compose
from readouts.alerts.news import Item, Published, news_of, published, silent_sources
from readouts.alerts.outbox import Outbox
from readouts.alerts.watchlist import Operators, Rule, Watchlist
from readouts.edition.project import Project
from readouts.harvest.sources_file import SourcesError, load_sources
from readouts.warehouse.errors import NotPublishedError
from readouts.warehouse.files.states import what_readers_have
from readouts.warehouse.reading.results import gate_record

WINDOW = timedelta(days=7)
"""How far behind the latest edition another is still news."""

OPERATORS = "operators"


@dataclass(frozen=True)
class FailedRun:
    """A run of Dagster that failed: its job, the edition if it had one, and why each failed step did."""

    run_id: str
    job: str
    edition: str | None
    reasons: tuple[str, ...]


def put_news(
    project: Project, watchlist: Watchlist, outbox: Outbox, edition: date | None = None
) -> list[Message]:
    """Put down a message a rule and edition that has something new for it; what was put down is returned.

    A given ``edition`` is looked at alone, however old. Where nothing is published yet there is no news.

    Raises:
        NotPublishedError: the given edition is not published.
    """
    if edition is None and not project.home.warehouse.exists():
        return []
    state = published(project.home.warehouse)
    if edition is not None and edition not in state.editions:
        raise NotPublishedError(
            f"edition {edition} is not published; 'readouts run {edition}' makes it"
        )
    return [
        message
        for rule in watchlist.rules
        for message in _news(project, rule, _editions(rule, state, outbox, edition), state, outbox)
    ]


def _editions(rule: Rule, state: Published, outbox: Outbox, only: date | None) -> Sequence[date]:
    if only is not None:
        return [only]
    if not state.editions:
        return []
    latest = _latest(state.editions)
    key = _key(rule)
    outbox.begin(key, latest)
    first = max(outbox.since(key) or latest, latest - WINDOW + timedelta(days=1))
    return [day for day in state.editions if day >= first]


def _latest(editions: Sequence[date]) -> date:
    """The latest edition, but for those of days that have not come: a clock that was ahead has made them."""
    tomorrow = datetime.now(UTC).date() + timedelta(days=1)
    return max([day for day in editions if day <= tomorrow] or editions)


def _news(
    project: Project, rule: Rule, editions: Sequence[date], state: Published, outbox: Outbox
) -> list[Message]:
    """One message an edition that has something new for the rule."""
    found = news_of(project.home.warehouse, rule, editions) if editions else []
    messages = (
        _put(
            outbox,
            _key(rule),
            rule.name,
            rule.to,
            [item for item in found if item.facts["edition"] == edition],
            edition,
            state.publication_id,
        )
        for edition in editions
    )
    return [message for message in messages if message is not None]


def _key(rule: Rule) -> str:
    return f"watch/{rule.name}"


def put_troubles(
    project: Project,
    watchlist: Watchlist,
    outbox: Outbox,
    failed: Sequence[FailedRun] = (),
) -> list[Message]:
    """Put down what the operators are to be told: gates that are shut, runs that failed, sources that are silent.

    And editions of the last week that were published though nothing could be fetched for them.
    """
    operators = watchlist.operators
    if operators is None:
        return []
    gates = _gates(project, outbox) if "gate" in operators.on else []
    # A run that failed at a gate is told as the gate.
    at_gates = {gate.facts["reason"] for gate in gates}
    runs = [_run(run) for run in failed if not at_gates & set(run.reasons)]
    items = [
        *gates,
        *(runs if "run" in operators.on else []),
        *(_silence(project, operators) if "silence" in operators.on else []),
        *(_unfetched(project) if "fetch" in operators.on else []),
    ]
    message = _put(outbox, OPERATORS, OPERATORS, operators.to, items, None, None)
    return [message] if message is not None else []


def _gates(project: Project, outbox: Outbox) -> list[Item]:
    """The editions that stand refused. A gate that has opened since is forgotten: should it shut again, that is news.

    While a run has the build file to itself, nothing is known of them; the next look comes soon.
    """
    home = project.home
    try:
        record = gate_record(project.working, home.warehouse, None, only_failed=True)
    except NotPublishedError:
        return []
    if not record.is_working:
        return []
    refused = {
        state.edition: state.reason or "" for state in record.editions if state.status == "refused"
    }
    items = [
        Item(
            "gate",
            (f"gate/{edition}/{_digest(reason)}",),
            {"edition": edition, "reason": reason},
        )
        for edition, reason in refused.items()
    ]
    outbox.forget(OPERATORS, "gate/", keep=[key for item in items for key in item.keys])
    return items


def _run(run: FailedRun) -> Item:
    """The same failure of the same job and edition is told once a day."""
    day = datetime.now(UTC).date()
    key = f"run/{run.job}/{run.edition}/{_digest(*run.reasons)}/{day}"
    facts = {"run_id": run.run_id, "job": run.job, "edition": run.edition, "reasons": run.reasons}
    return Item("run", (key,), facts)


def _silence(project: Project, operators: Operators) -> list[Item]:
    """Silent sources among those that are collected; where their file has mistakes, every run fails and is told."""
    try:
        collected = {source.id for source in load_sources(project.sources) if source.enabled}
        return silent_sources(project.home.warehouse, operators.silent_days, collected)
    except (SourcesError, NotPublishedError):
        return []


def _unfetched(project: Project) -> list[Item]:
    """Published editions of the last week of which no fetch succeeded; one that is run again with success is over."""
    editions = what_readers_have(project.home.warehouse).editions
    since = max(editions, default=date.min + WINDOW) - WINDOW
    return [
        Item(
            "fetch",
            (f"fetch/{day}/{_digest(state.warning)}",),
            {"edition": day, "warning": state.warning},
        )
        for day, state in editions.items()
        if day > since and state.warning
    ]


def _put(
    outbox: Outbox,
    key: str,
    heading: str,
    channels: Sequence[str],
    items: Sequence[Item],
    edition: date | None,
    publication_id: str | None,
) -> Message | None:
    """Put down one message that tells what is new of these; None where nothing is."""
    fresh = [item for item in items if not outbox.is_told(key, item.keys)]
    if not fresh:
        return None
    message = compose(key, heading, channels, fresh, edition=edition, publication_id=publication_id)
    outbox.put(message)
    return message


def _digest(*texts: str) -> str:
    return hashlib.sha256("\x1f".join(texts).encode()).hexdigest()[:12]
