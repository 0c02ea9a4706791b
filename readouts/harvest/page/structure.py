"""What a page says of itself to machines, and its headline: JSON-LD, meta elements, titles.

What belongs here: reading these into plain values, and which node of structured data is of the page's own article.
What does not: what any of them means for the date or the title (``dates.py``, ``titles.py``).

Pages carry nodes of much else: the site, a breadcrumb, a list of what is read most, the next stories. A node of an
article type goes before one of the page, and one whose address or headline is another's is not the page's.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from typing import Any
from urllib.parse import urljoin, urlsplit

_ARTICLE = re.compile(r"(?:Article|Posting|Report|Statement|Speech|Announcement|PressRelease)$")
_PAGE = re.compile(r"(?:^|/)(?:WebPage|ItemPage|AboutPage|CreativeWork|Thing|)$")
_ARTICLE_ITEM = re.compile(r"schema\.org/\w*(?:Article|Posting|Report)$", re.I)
# where a node's own article is told; what other keys hold is another's, unless it names this page
_OWN_KEYS = ("@graph", "mainEntity", "mainEntityOfPage")
_OTHER_KEYS = ("itemListElement", "item", "hasPart", "blogPost", "about", "subjectOf")
_MAX_JSON = 400_000
_DEEP = 8
_TRAILING_COMMA = re.compile(r",\s*([}\]])")
_JSON_DATE = re.compile(r'"datePublished"\s*:\s*"([^"]{4,60})"')
_JSON_ARTICLE = re.compile(r'"@type"\s*:\s*\[?\s*"\w*(?:Article|Posting|Report)"')
_WORD = re.compile(r"\w+")
_AMP = re.compile(r"(?:/amp)?/?$|(?:/index\.\w{3,5})$")
_ALIKE, _UNLIKE = 0.8, 0.2
_HOLDS = 8


@dataclass(frozen=True, slots=True)
class Node:
    """A node of structured data: its types, its values, and how surely it is of the page's own article.

    ``rank`` is 3 where its address or headline is the page's, 2 where nothing is known, 1 where something speaks
    against it, 0 where its headline is another one and its address is not known, -1 for another's.
    """

    types: tuple[str, ...]
    data: dict[str, Any]
    rank: int

    @property
    def is_article(self) -> bool:
        """Whether it is of an article."""
        return any(_ARTICLE.search(name) for name in self.types)

    @property
    def is_page(self) -> bool:
        """Whether it is of the page as such."""
        return not self.types or any(_PAGE.search(name) for name in self.types)


@dataclass(slots=True)
class Structure:
    """What a page says of itself. ``headline`` is the element of its headline, None where none stands out."""

    url: str
    metas: dict[str, str]
    addresses: frozenset[tuple[str, str, str]]
    titles: tuple[str, ...]
    headline: Any = None
    nodes: list[Node] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)

    @property
    def article_nodes(self) -> list[Node]:
        """Nodes of an article type that may be of this page's, the surest first."""
        return sorted(
            (node for node in self.nodes if node.is_article and node.rank > 0),
            key=lambda n: -n.rank,
        )

    @property
    def is_live(self) -> bool:
        """Whether the page is told in instalments, each of which has the form of an article."""
        return any("LiveBlogPosting" in kind for node in self.nodes for kind in node.types)

    def is_own_address(self, url: str | None) -> bool:
        """Whether an address, possibly relative, is this page's."""
        return _key(urljoin(self.url, url)) in self.addresses if url else False

    def is_own_host(self, host: str | None) -> bool:
        """Whether a host is this page's; yes where it is not known, as of a page saved on disk."""
        own = {key[0] for key in self.addresses}
        return not host or not own or _key(f"http://{host}")[0] in own

    def is_own_title(self, text: str) -> bool:
        """Whether a text is, but for the site's name or a few words, one of the page's titles."""
        return _likeness(text, self.titles) >= _ALIKE


def structure_of(tree: Any, url: str) -> Structure:
    """Read what a page says of itself."""
    metas = _metas(tree)
    stated = [url, metas.get("og:url"), *tree.xpath("//link[@rel='canonical']/@href")[:1]]
    addresses = frozenset(
        key
        for each in stated
        if each and urljoin(url, each).startswith("http") and (key := _key(urljoin(url, each)))[1]
    )
    titles = [metas.get("og:title"), metas.get("twitter:title"), metas.get("headline")]
    titles += [line(element.text_content()) for element in tree.xpath("//title")[:1]]
    named = tuple(dict.fromkeys(text for text in titles if text))
    headline = _headline(tree, named)
    if headline is not None:
        named = (*named, line(headline.text_content()))
    found = Structure(url, metas, addresses, named, headline)
    _read_json(tree, found)
    return found


def stated_languages(tree: Any, page: Structure) -> list[str]:
    """The language tags that a page states as its own, as they are written, the most specific place first."""
    root = tree.getroottree().getroot()
    values = (root.get("lang"), root.get("{http://www.w3.org/XML/1998/namespace}lang"))
    metas = (page.metas.get("og:locale"), page.metas.get("content-language"))
    return [value for value in (*values, *metas) if value and value.strip()]


def line(text: str | None) -> str:
    """A text in one line."""
    return " ".join(unescape(text or "").split())


def plain(text: str) -> str:
    """A text by which it is compared: letters and digits alone."""
    return "".join(_WORD.findall(text.casefold()))


def is_article_item(element: Any) -> bool:
    """Whether an element is an article by its microdata or RDFa."""
    kind = element.get("itemtype") or element.get("typeof")
    return bool(kind and (_ARTICLE_ITEM.search(kind) or _ARTICLE.search(kind)))


def is_within(element: Any, tags: tuple[str, ...]) -> bool:
    """Whether an element is in one of these, itself included, before the article or main part it is in ends."""
    while element is not None:
        if element.tag in tags:
            return True
        if element.tag in {"article", "main"}:
            return False
        element = element.getparent()
    return False


def is_of_the_site(element: Any, headline: Any) -> bool:
    """Whether an element is in a part of the page that is the site's: a header or footer of an article is not."""
    in_frame = False
    while element is not None:
        if element.tag in {"nav", "aside"}:
            return True
        if element.tag in {"article", "main"}:
            return False
        if element.tag in {"header", "footer"}:
            in_frame = headline is None or element not in headline.iterancestors()
            if not in_frame:
                return False
        element = element.getparent()
    return in_frame


def _metas(tree: Any) -> dict[str, str]:
    """The first value of each meta element by its name in lower case."""
    found: dict[str, str] = {}
    for element in tree.iterfind(".//meta[@content]"):
        name = element.get("property") or element.get("name") or element.get("http-equiv")
        if name and element.get("content").strip():
            found.setdefault(name.lower(), element.get("content"))
    return found


def read_properties(tree: Any, page: Structure) -> None:
    """Read the meta elements that are properties of what they stand in, once only the page's article is left."""
    for element in tree.iterfind(".//meta[@itemprop]"):
        value = element.get("content")
        if value and value.strip():
            page.metas.setdefault(element.get("itemprop").lower(), value)


def _key(url: str | None) -> tuple[str, str, str]:
    """By what addresses of one page are the same."""
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return ("", "", "")
    host = parts.netloc.lower().removeprefix("www.").removeprefix("m.").removeprefix("amp.")
    query = parts.query if re.search(r"(?:^|&)\w*id=|^\d+$|=\d+", parts.query) else ""
    return (host, _AMP.sub("", parts.path), query)


def _headline(tree: Any, titles: tuple[str, ...]) -> Any:
    """The element of the headline: the first that the titles name, else the first h1 that is not the site's."""
    names = [plain(title) for title in titles]
    firsts = []
    for element in tree.iter("h1", "h2", "h3"):
        text = plain("".join(element.itertext()))
        if len(text) < 2:
            continue
        is_named = len(text) >= 6 and any(
            text in name or (len(name) > 9 and name in text) for name in names
        )
        is_sites = is_within(element, ("nav", "aside", "footer"))
        if is_named and not is_sites and not _is_home_link(element):
            return element
        if element.tag == "h1" and not is_sites and not _is_home_link(element):
            firsts.append(element)
    inside = [element for element in firsts if not is_within(element, ("header",))]
    marked = [] if firsts else tree.xpath("//*[@itemprop='headline'][not(self::meta)]")
    return next(iter(inside or firsts or marked), None)


def _is_home_link(element: Any) -> bool:
    """Whether a heading is the site's name or sign: all of it leads home."""
    for link in (*element.iterancestors("a"), *element.iter("a")):
        target = (link.get("href") or "").split("#")[0]
        path = urlsplit(target).path if "://" in target else target
        if target and path in {"", "/", "./", "index.html", "/index.html"}:
            return True
    return False


def _read_json(tree: Any, found: Structure) -> None:
    for script in tree.iterfind(".//script[@type]"):
        if "ld+json" not in script.get("type").lower():
            continue
        text = script.text or ""
        if not text or len(text) > _MAX_JSON:
            continue
        value = _loaded(text)
        if value is None:
            at = _JSON_ARTICLE.search(text)
            dates = list(_JSON_DATE.finditer(text))
            after = [match[1] for match in dates if at and match.start() > at.start()]
            found.broken.extend(after[:1] or [match[1] for match in dates[:1]])
            continue
        found.nodes.extend(_nodes(value, found, own=True, depth=0))


def _loaded(text: str) -> Any:
    """Structured data as people write it: in comments, with a comma too many."""
    text = text.strip().removeprefix("<!--").removesuffix("-->").strip()
    text = text.removeprefix("//<![CDATA[").removesuffix("//]]>").strip().rstrip(";")
    for candidate in (text, _TRAILING_COMMA.sub(r"\1", text)):
        try:
            return json.loads(candidate, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _nodes(value: Any, page: Structure, *, own: bool, depth: int) -> Iterator[Node]:
    if depth > _DEEP:
        return
    if isinstance(value, list):
        for part in value:
            yield from _nodes(part, page, own=own, depth=depth + 1)
    elif isinstance(value, dict):
        kinds = value.get("@type", [])
        types = tuple(str(kind) for kind in (kinds if isinstance(kinds, list) else [kinds]))
        yield Node(types, value, _rank(value, page, own=own))
        # what is in a list is another's
        is_list = any(name.endswith(("List", "CollectionPage")) for name in types)
        for keys, still in ((_OWN_KEYS, own and not is_list), (_OTHER_KEYS, False)):
            for key in keys:
                if isinstance(value.get(key), dict | list):
                    yield from _nodes(value[key], page, own=still, depth=depth + 1)


def _rank(data: dict[str, Any], page: Structure, *, own: bool) -> int:
    address = _address(data)
    is_here = page.is_own_address(address) if address and page.addresses else None
    title = data.get("headline") or data.get("name")
    alike = _likeness(line(title), page.titles) if isinstance(title, str) and page.titles else None
    is_same = alike is not None and alike >= _ALIKE
    is_other = alike is not None and alike < _UNLIKE
    if is_same or (is_here and not is_other):
        return 3
    if not own or (is_other and is_here is False):
        return -1
    if is_other:
        return 1 if is_here else 0
    return 2 if alike is None and is_here is None else 1


def _address(data: dict[str, Any]) -> str | None:
    """The address that a node states as its own."""
    page = data.get("mainEntityOfPage")
    if isinstance(page, dict):
        page = page.get("@id") or page.get("url")
    for value in (data.get("url"), page, data.get("@id")):
        if isinstance(value, str) and value.strip() and not value.startswith(("#", "_:")):
            parts = urlsplit(value.split("#")[0]) if "[" not in value else None
            if parts and parts.path.strip("/"):
                return value.split("#")[0]
    return None


def _likeness(text: str, titles: tuple[str, ...]) -> float:
    """How much of the longer of two titles is in the other, at best: 0 to 1; 1 where one holds the other."""
    own, short = _pieces(text), plain(text)
    best = 0.0
    for title in titles:
        other, long = _pieces(title), plain(title)
        if min(len(short), len(long)) >= _HOLDS and (short in long or long in short):
            return 1.0
        if own and other:
            best = max(best, len(own & other) / max(len(own), len(other)))
    return best


def _pieces(text: str) -> frozenset[str]:
    """The words of a text; of one without spaces, the pairs of characters."""
    words = _WORD.findall(text.casefold())
    if len(words) <= 2 or max(map(len, words)) > 20:
        joined = "".join(words)
        return frozenset(joined[i : i + 2] for i in range(len(joined) - 1))
    return frozenset(word for word in words if len(word) > 1)
