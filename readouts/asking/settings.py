"""What ``model.yaml`` may say: which model reads along, where it is, and what it may cost.

What belongs here: the fields of the file, their defaults and limits. What does not: reading the file (``model_file``)
and what is done with it.

The key is never one of these values: the file holds the name of the variable that has it.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

Way = Literal["json_schema", "json_object", "prompt"]
"""How a server is held to the form of an answer: by the schema, by its JSON mode, or by the prompt alone."""

WAYS: tuple[Way, ...] = ("json_schema", "json_object", "prompt")
"""All ways, the strictest first."""

OURS = frozenset(
    {"model", "messages", "stream", "n", "response_format", "max_tokens", "max_completion_tokens"}
)
"""What a request says by itself; ``options`` say other things."""


def _address(text: str) -> str:
    if "${" in text:
        raise ValueError("nothing but the key is taken from the environment: write it out")
    try:
        parts = urlsplit(text)
        parts.port  # noqa: B018  # it is read when it is asked for
    except ValueError:
        raise ValueError("it is no web address") from None
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError("it is no web address")
    if parts.username or parts.password or parts.query or parts.fragment:
        raise ValueError("it has more than scheme, host, port and path; a key goes into a variable")
    if parts.path.rstrip("/").endswith("/chat/completions"):
        raise ValueError("leave out '/chat/completions', which is added to it")
    return text.rstrip("/")


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


Amount = Annotated[float, Field(ge=0, le=1_000_000, strict=False)]


class Price(_Strict):
    """What a million tokens cost."""

    input: Amount = Field(description="what a million tokens sent cost, such as 0.15")
    output: Amount = Field(description="what a million tokens answered cost, such as 0.6")
    cached_input: Amount | None = Field(
        default=None,
        description="what a million tokens cost that the server had kept; as 'input' by default",
    )
    currency: str = Field(
        default="USD", pattern="^[A-Z]{3}$", description="an ISO 4217 code, such as USD"
    )


class Limits(_Strict):
    """What one run may ask for; what is left waits for the next."""

    articles: int | None = Field(default=None, ge=1, description="a whole number of articles")
    tokens: int | None = Field(default=None, ge=1, description="a whole number of tokens")
    cost: Amount | None = Field(default=None, description="an amount in the currency of 'price'")


class Settings(_Strict):
    """One model, and how it is asked."""

    model: str = Field(
        min_length=1,
        max_length=200,
        description="the model's name as its server has it, such as qwen3:8b",
    )
    address: Annotated[str, AfterValidator(_address)] | None = Field(
        default=None,
        description="the server's OpenAI-compatible address, such as http://127.0.0.1:11434/v1"
        " (without one, 'readouts model requests' writes what is to be asked)",
    )
    key_variable: str | None = Field(
        default=None,
        pattern="^[A-Z_][A-Z0-9_]{0,63}$",
        description="the name of the environment variable that holds the key, such as MODEL_KEY; the key itself never"
        " stands here",
    )
    languages: tuple[Annotated[str, Field(pattern="^[a-z]{2,3}$")], ...] = Field(
        default=(),
        strict=False,
        description="a list of ISO 639-1 codes, such as [en, fr]: texts in others are not sent; all by default",
    )
    translate: str | None = Field(
        default=None,
        pattern="^[a-z]{2}$",
        description="an ISO 639-1 code, such as en: what is quoted in other languages is translated into it besides",
    )
    window: int = Field(
        default=16_384,
        ge=4_096,
        le=10_000_000,
        description="how many tokens the server reads and answers in one go, 4096 at least",
    )
    answer_tokens: int = Field(
        default=4_096, ge=256, le=1_000_000, description="tokens of an answer at most, 256 at least"
    )
    concurrency: int = Field(
        default=4, ge=1, le=256, description="how many questions are out at a time, 1 to 256"
    )
    timeout: float | None = Field(
        default=None,
        gt=0,
        strict=False,
        description="seconds after which a question is given up; without it, never",
    )
    patience: float = Field(
        default=120.0,
        ge=0,
        le=86_400,
        strict=False,
        description="the longest pause in seconds that a server may ask for before it is left for this run",
    )
    certificates: str | None = Field(
        default=None,
        min_length=1,
        description="a file of certificates (PEM) that vouch for the server, in the place of the public ones",
    )
    way: Way | None = Field(
        default=None,
        description="one of json_schema, json_object, prompt: where to begin; it is found out by default",
    )
    options: dict[str, Any] = Field(
        default={},
        description="keys and values that go with each request, such as {reasoning_effort: low}",
    )
    price: Price | None = Field(default=None, description="keys and values: input, output")
    limits: Limits = Field(default=Limits(), description="keys and values: articles, tokens, cost")

    @model_validator(mode="after")
    def _fits(self) -> Settings:
        if self.limits.cost is not None and self.price is None:
            raise ValueError("limits: cost needs a price: expected 'price' with input and output")
        if self.answer_tokens > self.window // 2:
            raise ValueError("answer_tokens: expected half of 'window' at most")
        for key in self.options:
            if key in OURS:
                raise ValueError(f"options: {key!r} is set by Readouts: expected other keys")
        return self

    def asks_about(self, language: str) -> bool:
        """Whether texts in a language are sent at all."""
        return not self.languages or language in self.languages
