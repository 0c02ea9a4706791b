"""What ``sources.yaml`` may say: the model of a source.

What belongs here: the fields of a source, their defaults and limits. What does not: reading the file
(``file.py``), how a kind of source finds its links (``kinds/``) and how pages are fetched (``fetching/``).
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from typing import Annotated, Any, ClassVar, Literal, Self, get_args
from zoneinfo import ZoneInfo

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    ModelWrapValidatorHandler,
    PrivateAttr,
    model_validator,
)

from readouts.harvest.fetching.logins import Login, read_login, split_login
from readouts.harvest.sources.values import (
    Country,
    Domain,
    Duration,
    Evidence,
    Glob,
    JsonLink,
    JsonPath,
    Organisation,
    Regex,
    Timezone,
    Url,
    XPath,
)

SourceType = Literal["ministry", "leader", "wire", "newspaper", "organisation"]


WEB_FIELDS = ("url", "urls", "base_url")
"""Where a source has web addresses."""


def _bare(value: Any, found: list[Login]) -> Any:
    """Addresses without users and passwords, which are put among those found."""
    if isinstance(value, (list, tuple)):
        return tuple(_bare(each, found) for each in value)
    if not isinstance(value, str):
        return value
    url, login = split_login(value)
    if login is not None:
        found.append(login)
    return url


class SourceBase(BaseModel):
    """What every kind of source has. Times are in seconds, sizes in bytes.

    A user and a password in an address are taken out of it: they are sent, and are no part of what is known of it.
    """

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    id: str = Field(
        pattern=r"^[a-z0-9][a-z0-9_-]{0,63}$",
        description="a short name of lower-case letters, digits and hyphens, such as no-mfa",
    )
    name: str = Field(min_length=1, description="the publisher's full name")
    country: Country | None = Field(
        default=None,
        description="an ISO 3166-1 alpha-3 code, such as NOR (XKX for Kosovo)",
    )
    type: SourceType = Field(
        description="one of ministry, leader, wire, newspaper, organisation",
    )
    organisation: Organisation | None = Field(
        default=None,
        description="the short name of the organisation that speaks here, such as NATO",
    )
    language: str = Field(
        pattern=r"^[a-z]{2,3}(-[A-Za-z]{2,4})?$",
        description="an ISO 639-1 code, such as en",
    )
    timezone: Timezone = Field(
        default="UTC",
        description="a zone of the IANA database, such as Europe/Oslo",
    )
    enabled: bool = Field(default=True, description="true or false")
    why_off: str = Field(
        default="", max_length=300, description="in a line, why the source is switched off"
    )
    attested: Evidence = Field(
        default="none",
        max_length=300,
        description="none, host (its host alone is attested), undated, or the day (or month) and what was seen on it,"
        " such as '2026-05-09, 200, a feed of 20 items'",
    )
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

    slow_down: ClassVar[frozenset[int]] = frozenset()
    """Statuses by which its server asks to be asked less often, besides those that say so everywhere."""

    _logins: tuple[Login, ...] = PrivateAttr(default=())
    _is_trial: bool = PrivateAttr(default=False)

    @model_validator(mode="wrap")
    @classmethod
    def _without_logins(cls, values: Any, handler: ModelWrapValidatorHandler[Self]) -> Self:
        if not isinstance(values, dict):
            return handler(values)
        found: list[Login] = []
        kept = {
            name: _bare(value, found) if name in WEB_FIELDS else value
            for name, value in values.items()
        }
        source = handler(kept)
        source._logins = tuple(dict.fromkeys(found))
        return source

    @property
    def is_trial(self) -> bool:
        """Whether it is only tried out."""
        return self._is_trial

    def for_trial(self, pages: int) -> Self:
        """The same source, on, to be tried out with so many pages."""
        values = {"max_pages": min(pages, self.max_pages), "enabled": True}
        copy = self.model_copy(update=values)
        copy._is_trial = True
        return copy

    @property
    def attestation(self) -> str:
        """What its address rests on: "dated", "undated" (records with a day, or without), "host", or "none"."""
        first = self.attested.partition(",")[0]
        return first if first in {"undated", "host", "none"} else "dated"

    @property
    def logins(self) -> tuple[Login, ...]:
        """What is sent along to the source's own sites."""
        return self._logins

    @property
    def speaks_for(self) -> str | None:
        """The side whose own account this is: a ministry's or leader's country, an organisation's short name."""
        if self.type == "organisation":
            return self.organisation
        return self.country if self.type in {"ministry", "leader"} else None

    @property
    def zone(self) -> ZoneInfo:
        """The publisher's own time zone."""
        return ZoneInfo(self.timezone)


class WebSource(SourceBase):
    """What every source on the web has besides."""

    credentials: str | None = Field(
        default=None,
        pattern=r"^[A-Za-z_][A-Za-z0-9_]*$",
        description="the name of an environment variable that holds what the site asks for",
    )

    @property
    def addresses(self) -> tuple[str, ...]:
        """The web addresses that it names."""
        stated = (getattr(self, name, None) for name in WEB_FIELDS)
        return tuple(
            url for one in stated if one for url in ((one,) if isinstance(one, str) else one)
        )

    def with_credentials(self, text: str) -> Self:
        """The same source with what its credentials hold, for each of its sites.

        Raises:
            LoginError: the text is no credentials.
        """
        own = [read_login(url, text) for url in self.addresses]
        copy = self.model_copy()
        copy._logins = (*dict.fromkeys(own), *self._logins)
        return copy


class FeedSource(WebSource):
    """An RSS or Atom feed."""

    kind: Literal["feed"]
    url: Url = Field(description="the feed's web address (http or https)")


class SitemapSource(WebSource):
    """A sitemap, a sitemap index, or a news sitemap."""

    kind: Literal["sitemap"]
    url: Url = Field(description="the sitemap's web address (http or https)")


class ListingSource(WebSource):
    """An HTML page whose links lead to the articles."""

    kind: Literal["listing"]
    url: Url = Field(description="the listing page's web address (http or https)")
    links: Regex | None = Field(
        default=None, description="a regular expression that an article's address matches"
    )
    within: XPath | None = Field(
        default=None, description="an XPath of the part of the page that holds the links"
    )
    next_page: Regex | None = Field(
        default=None,
        description="a regular expression that the next listing page's address matches",
    )
    pages: int = Field(default=1, ge=1, le=100, description="listing pages to read, 1 to 100")


class JsonSource(WebSource):
    """A list that comes as JSON. Paths are keys with points between them; a number is a place in a list, from 0."""

    kind: Literal["json"]
    url: Url = Field(description="the list's web address (http or https)")
    items: JsonPath | None = Field(
        default=None,
        description="the path of the list of items, such as data.pages; without it the answer is the list",
    )
    link: JsonLink = Field(
        description="in an item, the path of its address, or an address with paths in braces,"
        " such as https://example.org/news/{id}",
    )
    date: JsonPath | None = Field(
        default=None, description="in an item, the path of the day or moment of its publication"
    )
    title: JsonPath | None = Field(default=None, description="in an item, the path of its title")


class UrlsSource(WebSource):
    """Articles named one by one."""

    kind: Literal["urls"]
    urls: tuple[Url, ...] = Field(
        min_length=1, strict=False, description="a list of web addresses (http or https)"
    )


class FolderSource(SourceBase):
    """A folder of saved pages; ``base_url`` and a page's path in it make its address."""

    kind: Literal["folder"]
    path: str = Field(min_length=1, description="a folder, relative to sources.yaml or absolute")
    pattern: Glob = Field(default="**/*.html", description="a glob, such as **/*.html")
    base_url: Url | None = Field(
        default=None, description="the web address that the folder was saved from"
    )


class WarcSource(SourceBase):
    """WARC files: one's own archive, or news crawls such as CC-NEWS."""

    kind: Literal["warc"]
    path: str = Field(
        min_length=1, description="a WARC file or a glob of some, relative to sources.yaml"
    )


class CcNewsSource(WebSource):
    """CC-NEWS, Common Crawl's archive of news, by the day; its pages are taken from its files, and asked of nobody."""

    kind: Literal["ccnews"]
    url: Url = Field(
        default="https://data.commoncrawl.org",
        description="the web address under which crawl-data/CC-NEWS/ stands (http or https)",
    )
    domains: tuple[Domain, ...] = Field(
        default=(),
        max_length=10_000,
        strict=False,
        description="a list of domains, such as example.org: pages of others, and of none under these, are left out",
    )
    calls_only: bool = Field(
        default=True, description="true or false (false takes pages that speak of no call too)"
    )
    days: int = Field(
        default=1,
        ge=1,
        le=30,
        description="days of files, back from the edition, that are looked at, 1 to 30",
    )
    max_files: int = Field(
        default=1000, ge=1, le=1000, description="files of a day at most, 1 to 1000"
    )
    max_file_bytes: int = Field(
        default=2_000_000_000,
        ge=1_000,
        le=100_000_000_000,
        description="bytes of one file at most, and so of the disk",
    )

    # its host says so of whoever asks too often: https://status.commoncrawl.org
    slow_down: ClassVar[frozenset[int]] = frozenset({403})

    @model_validator(mode="after")
    def _says_whose(self) -> Self:
        if self.country and not self.domains:
            raise ValueError("a country is that of the publishers named as 'domains', and none are")
        return self

    @property
    def question(self) -> str:
        """A digest of what is asked of a file: one that was read for something else is read again."""
        asked = [self.domains, self.include, self.exclude, self.calls_only, self.max_age_days]
        return hashlib.sha256(json.dumps(asked).encode()).hexdigest()[:12]

    def for_trial(self, pages: int) -> Self:
        """See ``SourceBase.for_trial``: whatever a page tells, since few tell of calls."""
        return super().for_trial(pages).model_copy(update={"calls_only": False})


class GdeltSource(WebSource):
    """GDELT's DOC API, asked for addresses; the pages are fetched where they stand."""

    kind: Literal["gdelt"]
    query: str = Field(min_length=3, description="a query as GDELT's DOC API has them")
    days: int = Field(default=1, ge=1, le=30, description="days back from the edition, 1 to 30")
    url: Url = Field(
        default="https://api.gdeltproject.org/api/v2/doc/doc",
        description="the API's web address (http or https)",
    )


Source = Annotated[
    FeedSource
    | SitemapSource
    | ListingSource
    | JsonSource
    | UrlsSource
    | FolderSource
    | WarcSource
    | CcNewsSource
    | GdeltSource,
    Field(discriminator="kind"),
]
SOURCE_KINDS: dict[str, type[SourceBase]] = {
    get_args(model.model_fields["kind"].annotation)[0]: model
    for model in get_args(get_args(Source)[0])
}
"""The models of ``Source`` by the kind that each is of, in its order."""


def link_filter(source: SourceBase) -> Callable[[str], bool]:
    """Whether an address passes the source's ``include`` and ``exclude``."""
    include = re.compile(source.include) if source.include else None
    exclude = re.compile(source.exclude) if source.exclude else None

    def passes(url: str) -> bool:
        if include and not include.search(url):
            return False
        return not (exclude and exclude.search(url))

    return passes
