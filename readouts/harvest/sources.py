"""What ``sources.yaml`` may say: the model of a source, and how a mistake in the file is answered.

What belongs here: the fields of a source, their defaults and limits, and reading the file. What does not: how a
kind of source finds its links (``kinds/``, one module each) and how pages are fetched (``fetch.py``).

A text value may hold ``${NAME}`` or ``${NAME:-default}``, filled from the environment when the file is read.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    TypeAdapter,
    ValidationError,
)
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap
from ruamel.yaml.constructor import DuplicateKeyError
from ruamel.yaml.error import MarkedYAMLError, YAMLError

_VARIABLE = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)(:-([^}]*))?\}")
_DURATION = re.compile(r"^(\d+)\s*(m|h|d)$")
_UNITS = {"m": "minutes", "h": "hours", "d": "days"}


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake: the 1-based line it stands on and what was expected instead."""

    line: int
    text: str


class SourcesError(ValueError):
    """The file of sources cannot be used; ``problems`` lists every mistake, not only the first."""

    def __init__(self, path: Path, problems: list[Problem]) -> None:
        self.path = path
        self.problems = sorted(problems, key=lambda problem: problem.line)
        super().__init__("\n".join(f"{path}:{p.line}: {p.text}" for p in self.problems))


def _timezone(name: str) -> str:
    if name not in available_timezones():
        raise ValueError(f"{name!r} is not a zone of the IANA database")
    return name


def _regex(pattern: str) -> str:
    try:
        re.compile(pattern)
    except re.error as err:
        raise ValueError(f"{pattern!r} is not a regular expression: {err}") from None
    return pattern


def _web(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError(f"{url!r} is not a web address")
    return url


def _duration(value: Any) -> Any:
    match = _DURATION.match(value) if isinstance(value, str) else None
    return timedelta(**{_UNITS[match[2]]: int(match[1])}) if match else value


Url = Annotated[str, AfterValidator(_web)]
Regex = Annotated[str, AfterValidator(_regex)]
Duration = Annotated[timedelta, BeforeValidator(_duration), Field(ge=timedelta(minutes=5))]

SourceType = Literal["ministry", "leader", "wire", "newspaper", "organisation"]


class _Base(BaseModel):
    """What every kind of source has. Times are in seconds, sizes in bytes."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    id: str = Field(
        pattern=r"^[a-z0-9][a-z0-9_-]{0,63}$",
        description="a short name of lower-case letters, digits and hyphens, such as no-mfa",
    )
    name: str = Field(min_length=1, description="the publisher's full name")
    country: str | None = Field(
        default=None,
        pattern=r"^[A-Z]{3}$",
        description="an ISO 3166-1 alpha-3 code, such as NOR (XKX for Kosovo)",
    )
    type: SourceType = Field(
        description="one of ministry, leader, wire, newspaper, organisation",
    )
    language: str = Field(
        pattern=r"^[a-z]{2,3}(-[A-Za-z]{2,4})?$",
        description="an ISO 639-1 code, such as en",
    )
    timezone: Annotated[str, AfterValidator(_timezone)] = Field(
        default="UTC",
        description="a zone of the IANA database, such as Europe/Oslo",
    )
    enabled: bool = Field(default=True, description="true or false")
    include: Regex | None = Field(
        default=None, description="a regular expression that the link must match"
    )
    exclude: Regex | None = Field(
        default=None, description="a regular expression that the link must not match"
    )
    every: Duration | None = Field(
        default=None,
        description="how often to look between editions, such as 30m, 2h or 1d (5m at least)",
    )
    delay: float = Field(
        default=3.0, ge=0, le=300, description="seconds between two requests to a host, 0 to 300"
    )
    max_pages: int = Field(
        default=200, ge=1, le=100_000, description="articles a day at most, 1 to 100000"
    )
    max_age_days: int = Field(
        default=30,
        ge=0,
        le=36_500,
        description="days before the edition beyond which a dated link is left alone",
    )
    timeout: float = Field(
        default=60.0, gt=0, le=600, description="seconds for a whole request, 600 at most"
    )
    max_bytes: int = Field(
        default=10_000_000,
        ge=1_000,
        le=1_000_000_000,
        description="bytes of a page at most, as sent and as unpacked",
    )
    allow_private: bool = Field(
        default=False, description="true or false (true lets the source live on a private network)"
    )
    contact: str = Field(
        default="", description="who answers for the crawl: a web address or an e-mail address"
    )

    @property
    def zone(self) -> ZoneInfo:
        """The publisher's own time zone."""
        return ZoneInfo(self.timezone)


class FeedSource(_Base):
    """An RSS or Atom feed."""

    kind: Literal["feed"]
    url: Url = Field(description="the feed's web address (http or https)")


class SitemapSource(_Base):
    """A sitemap, a sitemap index, or a news sitemap."""

    kind: Literal["sitemap"]
    url: Url = Field(description="the sitemap's web address (http or https)")


class ListingSource(_Base):
    """An HTML page whose links lead to the articles."""

    kind: Literal["listing"]
    url: Url = Field(description="the listing page's web address (http or https)")
    links: Regex | None = Field(
        default=None, description="a regular expression that an article's address matches"
    )
    within: str | None = Field(
        default=None, description="an XPath of the part of the page that holds the links"
    )
    next_page: Regex | None = Field(
        default=None,
        description="a regular expression that the next listing page's address matches",
    )
    pages: int = Field(default=1, ge=1, le=100, description="listing pages to read, 1 to 100")


class UrlsSource(_Base):
    """Articles named one by one."""

    kind: Literal["urls"]
    urls: tuple[Url, ...] = Field(
        min_length=1, strict=False, description="a list of web addresses (http or https)"
    )


class FolderSource(_Base):
    """A folder of saved pages; ``base_url`` and a page's path in it make its address."""

    kind: Literal["folder"]
    path: str = Field(min_length=1, description="a folder, relative to sources.yaml or absolute")
    pattern: str = Field(default="**/*.html", description="a glob, such as **/*.html")
    base_url: Url | None = Field(
        default=None, description="the web address that the folder was saved from"
    )


class WarcSource(_Base):
    """WARC files: one's own archive, or news crawls such as CC-NEWS."""

    kind: Literal["warc"]
    path: str = Field(
        min_length=1, description="a WARC file or a glob of some, relative to sources.yaml"
    )


Source = Annotated[
    FeedSource | SitemapSource | ListingSource | UrlsSource | FolderSource | WarcSource,
    Field(discriminator="kind"),
]
_ADAPTER: TypeAdapter[Source] = TypeAdapter(Source)
_KINDS: dict[str, type[_Base]] = {
    "feed": FeedSource,
    "sitemap": SitemapSource,
    "listing": ListingSource,
    "urls": UrlsSource,
    "folder": FolderSource,
    "warc": WarcSource,
}
_LOCAL_PATHS = {"folder", "warc"}


def load_sources(path: Path, environment: Mapping[str, str] | None = None) -> list[Source]:
    """The sources of a file, in its order.

    Raises ``SourcesError`` with every mistake (line and what was expected), ``FileNotFoundError`` without a file.
    """
    text = Path(path).read_text(encoding="utf-8")
    document = _parse(path, text)
    variables = os.environ if environment is None else environment
    problems: list[Problem] = []
    defaults = _defaults(document, variables, problems)
    sources = list(_items(path, document, defaults, variables, problems))
    _unique(document, problems)
    if problems:
        raise SourcesError(path, problems)
    return sources


def _parse(path: Path, text: str) -> CommentedMap:
    try:
        document = YAML(typ="rt").load(text)
    except DuplicateKeyError as err:
        line = err.problem_mark.line + 1 if err.problem_mark else 1
        key = re.search(r'found duplicate key "([^"]*)"', str(err))
        name = f" {key[1]!r}" if key else ""
        raise SourcesError(
            path, [Problem(line, f"duplicate key{name}: expected each key once")]
        ) from None
    except MarkedYAMLError as err:
        line = err.problem_mark.line + 1 if err.problem_mark else 1
        raise SourcesError(path, [Problem(line, f"expected YAML: {err.problem}")]) from None
    except YAMLError as err:
        raise SourcesError(path, [Problem(1, f"expected YAML: {err}")]) from None
    if not isinstance(document, CommentedMap) or not isinstance(document.get("sources"), list):
        raise SourcesError(path, [Problem(1, "expected a key 'sources' with a list of sources")])
    for key in document:
        if key not in {"sources", "defaults"}:
            line = document.lc.key(key)[0] + 1
            text = f"unknown key {key!r}: expected 'defaults' or 'sources'"
            raise SourcesError(path, [Problem(line, text)])
    return document


def _defaults(
    document: CommentedMap, variables: Mapping[str, str], problems: list[Problem]
) -> dict[str, Any]:
    """The values under ``defaults``, which every source takes over unless it has its own."""
    defaults = document.get("defaults")
    if defaults is None:
        return {}
    if not isinstance(defaults, CommentedMap):
        line = document.lc.key("defaults")[0] + 1
        problems.append(Problem(line, "defaults: expected keys and values"))
        return {}
    shared = set(_Base.model_fields) - {"id", "name"}
    for key in defaults:
        if key not in shared:
            line = defaults.lc.key(key)[0] + 1
            problems.append(
                Problem(
                    line, f"defaults: unknown key {key!r}: expected {', '.join(sorted(shared))}"
                )
            )
    return _expanded(defaults, variables, problems)


def _items(
    path: Path,
    document: CommentedMap,
    defaults: dict[str, Any],
    variables: Mapping[str, str],
    problems: list[Problem],
) -> Iterator[Source]:
    listed = document["sources"]
    for index, item in enumerate(listed):
        line = listed.lc.item(index)[0] + 1
        if not isinstance(item, CommentedMap):
            problems.append(Problem(line, "expected a source: keys and values"))
            continue
        before = len(problems)
        values = {**defaults, **_expanded(item, variables, problems)}
        if len(problems) > before:
            continue
        if values.get("kind") in _LOCAL_PATHS and isinstance(values.get("path"), str):
            values["path"] = str(Path(path).parent / values["path"])
        try:
            yield _ADAPTER.validate_python(values)
        except ValidationError as err:
            problems.extend(_explained(item, line, err))


def _expanded(
    item: CommentedMap, variables: Mapping[str, str], problems: list[Problem]
) -> dict[str, Any]:
    """Plain values with the environment's variables filled in; one that is not set is a problem."""

    def fill(value: Any, line: int) -> Any:
        if isinstance(value, str):
            return _VARIABLE.sub(lambda match: replacement(match, line), str(value))
        if isinstance(value, list):
            return tuple(fill(part, line) for part in value)
        return value

    def replacement(match: re.Match[str], line: int) -> str:
        found = variables.get(match[1]) or match[3]
        if found is None:
            problems.append(
                Problem(line, f"${{{match[1]}}} is not set: expected an environment variable")
            )
            return ""
        return found

    return {str(key): fill(item[key], item.lc.key(key)[0] + 1) for key in item}


def _explained(item: CommentedMap, line: int, err: ValidationError) -> Iterator[Problem]:
    """Each error of a source in words: the key, what was expected, and what stood there."""
    model = _KINDS.get(str(item.get("kind")))
    if model is None:
        at = item.lc.key("kind")[0] + 1 if "kind" in item else line
        yield Problem(at, f"kind: expected one of {', '.join(_KINDS)}, got {item.get('kind')!r}")
        return
    for error in err.errors():
        # the first part of the place is the kind, by which the model was chosen
        key = str(error["loc"][1]) if len(error["loc"]) > 1 else ""
        at = item.lc.key(key)[0] + 1 if key in item else line
        yield Problem(at, _sentence(model, key, error["type"], error["msg"], item))


def _sentence(model: type[_Base], key: str, code: str, message: str, item: CommentedMap) -> str:
    source = f"source {item.get('id', '?')!s}"
    if code == "extra_forbidden":
        return f"{source}: unknown key {key!r}: expected one of {', '.join(model.model_fields)}"
    field = model.model_fields.get(key)
    expected = field.description if field and field.description else message
    if code == "missing":
        return f"{source}: {key} is missing: expected {expected}"
    detail = message.removeprefix("Value error, ") if code == "value_error" else ""
    got = detail or f"got {item.get(key)!r}"
    return f"{source}: {key}: expected {expected}; {got}"


def _unique(document: CommentedMap, problems: list[Problem]) -> None:
    """An id names one source: it is part of file names and of rows."""
    first: dict[str, int] = {}
    for index, item in enumerate(document["sources"]):
        if not isinstance(item, CommentedMap) or not isinstance(item.get("id"), str):
            continue
        line = document["sources"].lc.item(index)[0] + 1
        if item["id"] in first:
            text = f"duplicate id {item['id']!r}: expected another, line {first[item['id']]} has it"
            problems.append(Problem(line, text))
        first.setdefault(item["id"], line)


def link_filter(source: _Base) -> Callable[[str], bool]:
    """Whether an address passes the source's ``include`` and ``exclude``."""
    include = re.compile(source.include) if source.include else None
    exclude = re.compile(source.exclude) if source.exclude else None

    def passes(url: str) -> bool:
        if include and not include.search(url):
            return False
        return not (exclude and exclude.search(url))

    return passes
