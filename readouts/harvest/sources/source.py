"""What every source may say in ``sources.yaml``, whatever its kind.

What belongs here: the fields that all have, their defaults and limits, and what a kind tells of itself. What does not:
reading the file (``sources_file.py``), the fields of one kind and how it finds its links (``kinds/``), and how pages
are fetched (``fetching/``).
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar, Literal, Self
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
from readouts.harvest.sources.values import Country, Duration, Evidence, Organisation, Regex

if TYPE_CHECKING:
    from readouts.harvest.links import Link, Window
    from readouts.harvest.sources.asker import Asker

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


class Source(BaseModel, ABC):
    """What every kind of source has. Times are in seconds, sizes in bytes.

    A user and a password in an address are taken out of it: they are sent, and are no part of what is known of it.
    """

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    id: str = Field(
        pattern=r"^[a-z0-9][a-z0-9_-]{0,63}$",
        description="a short name of lower-case letters, digits and hyphens, such as no-mfa",
    )
    name: str = Field(min_length=1, description="the publisher's full name")
    kind: str
    country: Country | None = Field(
        default=None, description="an ISO 3166-1 alpha-3 code, such as NOR (XKX for Kosovo)"
    )
    type: SourceType = Field(description="one of ministry, leader, wire, newspaper, organisation")
    organisation: Organisation | None = Field(
        default=None,
        description="the short name of the organisation that speaks here, such as NATO",
    )
    language: str = Field(
        pattern=r"^[a-z]{2,3}(-[A-Za-z]{2,4})?$", description="an ISO 639-1 code, such as en"
    )
    timezone: ZoneInfo = Field(
        default=ZoneInfo("UTC"), description="a zone of the IANA database, such as Europe/Oslo"
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

    by_date: ClassVar[str] = "no"
    """Whether it can be asked for the pages of a day, in words."""

    list_kind: ClassVar[Literal["feed", "sitemap", "listing"]] = "listing"
    """What a row is of that is of the source as a whole."""

    is_mixed: ClassVar[bool] = False
    """Its pages come from many publishers, and name these themselves."""

    is_on_disk: ClassVar[bool] = False
    """Its pages lie under a ``path``, relative to the file that names it, and cost nobody a request."""

    is_in_files: ClassVar[bool] = False
    """Its pages lie in large files, which are on the disk only while they are read (``asker.files``)."""

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

    @abstractmethod
    def discover(self, asker: Asker, window: Window) -> Iterable[Link]:
        """The links that the source offers for the window, in its own order.

        It asks for what it needs through ``asker``, which fetches politely and keeps the record; it never opens a
        connection or writes a file itself.
        """

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

    def passes(self, url: str) -> bool:
        """Whether an address is one that ``include`` and ``exclude`` leave."""
        if self.include and not re.search(self.include, url):
            return False
        return not (self.exclude and re.search(self.exclude, url))

    @property
    def speaks_for(self) -> str | None:
        """The side whose own account this is: a ministry's or leader's country, an organisation's short name."""
        if self.type == "organisation":
            return self.organisation
        return self.country if self.type in {"ministry", "leader"} else None


class WebSource(Source):
    """What every source on the web has besides."""

    credentials: str | None = Field(
        default=None,
        pattern=r"^[A-Za-z_][A-Za-z0-9_]*$",
        description="the name of an environment variable that holds what the site asks for, such as XX_MFA_LOGIN",
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
