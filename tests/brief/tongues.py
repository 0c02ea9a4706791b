"""One invented ministry a language, what a model reads in its page, and how it translates it.

What belongs here: pages in six scripts about invented people, with a server that reads and translates them as a table
here says. What does not: what is expected of the brief. No word of it is anybody's.
"""

from __future__ import annotations

import html
import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from tests.asking.server import NO_CALLS, Asked, Behaviour, Handler, completion, fits

DAY = date(2024, 3, 5)
INTO = "en"


@dataclass(frozen=True)
class Tongue:
    """A page: its language, direction and country; who rang whom, and the words of the one who speaks."""

    language: str
    name: str
    direction: str
    country: str
    publisher: str
    title: str
    told: str
    party: tuple[str, str]
    other: tuple[str, str]
    said: str
    translation: str
    more: str
    date_words: str
    inflected: str | None = None

    @property
    def other_written(self) -> str:
        """The other's name as the page has it."""
        return self.inflected or self.other[0]


TONGUES = (
    Tongue(
        "ar",
        "Arabic",
        "rtl",
        "JOR",
        "وزارة الخارجية الأردنية المتخيلة",
        "وزير الخارجية الأردني يتلقى اتصالا هاتفيا من نظيره النرويجي",
        "تلقى وزير الخارجية الأردني راجح السمندلي اليوم الثلاثاء اتصالا هاتفيا من وزير الخارجية النرويجي إيلفار كوين.",
        ("راجح السمندلي", "وزير الخارجية"),
        ("إيلفار كوين", "وزير الخارجية"),
        "وأعرب السمندلي عن قلقه البالغ إزاء الهجمات على الميناء (Port 7) ودعا إلى ضبط النفس.",
        "Al-Samandali voiced deep concern about the attacks on the port (Port 7) and called for restraint.",
        "واتفق الوزيران على مواصلة التشاور بشأن هذه المسألة في الأيام المقبلة، وعلى البقاء على اتصال وثيق.",
        "اليوم الثلاثاء",
    ),
    Tongue(
        "fa",
        "Persian",
        "rtl",
        "IRN",
        "وزارت خیالی امور خارجه ایران",
        "گفت‌وگوی تلفنی وزیران امور خارجه ایران و نروژ",
        "وزیر امور خارجه ایران بهرنگ کوهسارپور روز سه‌شنبه با وزیر امور خارجه نروژ ایلوار کوئن تلفنی گفت‌وگو کرد.",
        ("بهرنگ کوهسارپور", "وزیر امور خارجه"),
        ("ایلوار کوئن", "وزیر امور خارجه"),
        "کوهسارپور نسبت به حمله‌های اخیر به بندر ابراز نگرانی عمیق کرد و خواستار خویشتن‌داری شد.",
        "Kuhsarpur voiced deep concern about the recent attacks on the port and called for restraint.",
        "دو وزیر توافق کردند که در روزهای آینده نیز درباره این موضوع با یکدیگر در تماس نزدیک باشند و رایزنی کنند.",
        "روز سه‌شنبه",
    ),
    Tongue(
        "zh",
        "Chinese",
        "ltr",
        "CHN",
        "虚构的中国外交部",
        "中国外交部长同挪威外交大臣通电话",
        "3月5日，中国外交部长龙霁墨同挪威外交大臣伊尔瓦尔·奎恩通电话。",
        ("龙霁墨", "外交部长"),
        ("伊尔瓦尔·奎恩", "外交大臣"),
        "龙霁墨对港口遭到的袭击深表关切，呼吁各方保持克制，通过对话解决争端。",
        "Long Jimo voiced deep concern about the attacks on the port and called on all sides to exercise restraint and"
        " settle the dispute through dialogue.",
        "双方同意在今后几天就此事继续保持密切沟通，并就共同关心的其他问题交换了意见，希望地区局势尽快恢复平静。",
        "3月5日",
    ),
    Tongue(
        "ja",
        "Japanese",
        "ltr",
        "JPN",
        "架空の日本国外務省",
        "日・ノルウェー外相電話会談",
        "3月5日、日本の外務大臣である霧島野原透は、ノルウェーの外務大臣イルヴァル・クエンと電話会談を行いました。",
        ("霧島野原透", "外務大臣"),
        ("イルヴァル・クエン", "外務大臣"),
        "霧島野原大臣は、港への攻撃に深い懸念を表明し、関係者に自制を求めました。",
        "Minister Kirishimanohara voiced deep concern about the attacks on the port and asked those involved for"
        " restraint.",
        "両大臣は、今後数日間もこの問題について緊密に連絡を取り合い、引き続き意思疎通を続けていくことで一致しました。",
        "3月5日",
    ),
    Tongue(
        "ko",
        "Korean",
        "ltr",
        "KOR",
        "가상의 대한민국 외교부",
        "한-노르웨이 외교장관 전화 통화",
        "대한민국 외교부 장관 곽솔비람은 3월 5일 노르웨이 외교장관 일바르 퀘엔과 전화 통화를 했다.",
        ("곽솔비람", "외교부 장관"),
        ("일바르 퀘엔", "외교장관"),
        "곽솔비람 장관은 항구에 대한 공격에 깊은 우려를 표명하고 모든 당사자에게 자제를 촉구했다.",
        "Minister Kwak Solbiram voiced deep concern about the attacks on the port and urged all parties to restraint.",
        "두 장관은 앞으로 며칠 동안에도 이 문제에 관하여 긴밀히 소통하기로 하고 지역 정세에 대한 의견을 나누었다.",
        "3월 5일",
    ),
    Tongue(
        "ru",
        "Russian",
        "ltr",
        "KAZ",
        "Вымышленное министерство иностранных дел Казахстана",
        "О телефонном разговоре министров иностранных дел Казахстана и Норвегии",
        "Министр иностранных дел Казахстана Дастан Вымыслов 5 марта провёл телефонный разговор с министром иностранных"
        " дел Норвегии Ильваром Квеном.",
        ("Дастан Вымыслов", "министр иностранных дел"),
        ("Ильвар Квен", "министр иностранных дел"),
        "Вымыслов выразил глубокую обеспокоенность нападениями на порт и призвал стороны к сдержанности.",
        "Vymyslov voiced deep concern about the attacks on the port and called on the sides for restraint.",
        "Министры условились и в ближайшие дни поддерживать тесный контакт по этому вопросу и продолжить консультации.",
        "5 марта",
        inflected="Ильваром Квеном",
    ),
)
"""Six languages in five scripts; each page's minister speaks with the one of Norway."""

PAGE = """<!doctype html><html lang="{language}" dir="{direction}"><head><meta charset="utf-8"><title>{title}</title>
<meta property="article:published_time" content="{day}T09:00:00Z"></head>
<body><article><h1>{title}</h1><p>{told}</p><p>{said}</p><p>{more}</p></article></body></html>"""


def write_tongues(folder: Path, sources: Path) -> None:
    """A folder of pages a language, and the file of sources that names them."""
    lines = ["sources:"]
    for tongue in TONGUES:
        page = PAGE.format(
            day=DAY,
            language=tongue.language,
            direction=tongue.direction,
            **{key: html.escape(getattr(tongue, key)) for key in ("title", "told", "said", "more")},
        )
        path = folder / tongue.language / "call.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(page, encoding="utf-8")
        lines.append(
            f"  - {{id: invented-{tongue.language}, name: '{tongue.publisher}', kind: folder, type: ministry,"
            f" country: {tongue.country}, language: {tongue.language}, path: {path.parent},"
            f" base_url: 'https://{tongue.language}.example/'}}"
        )
    sources.write_text("\n".join(lines) + "\n", encoding="utf-8")


def joined(text: str) -> str:
    """A text without zero-width joiners, which not every reader of pages keeps."""
    return text.replace("\u200c", "")


def answer_of(tongue: Tongue, document: str) -> dict[str, Any]:
    """What the model reads in a page; it copies words as the document has them."""
    as_it_is = tongue.said in document
    told, said, date_words = (
        words if as_it_is else joined(words)
        for words in (tongue.told, tongue.said, tongue.date_words)
    )
    party = {"letter": "A", "name": tongue.party[0], "as_written": tongue.party[0]}
    other = {"letter": "B", "name": tongue.other[0], "as_written": tongue.other_written}
    return {
        "calls": [
            {
                "told": told,
                "date": str(DAY),
                "date_words": date_words,
                "medium": "phone",
                "initiator": None,
                "parties": [
                    party | {"office": tongue.party[1], "country": tongue.country},
                    other | {"office": tongue.other[1], "country": "NOR"},
                ],
                "reactions": [
                    {"by": "A", "stance": stance, "toward": None, "evidence": said}
                    for stance in ("concern", "restraint")
                ],
            }
        ]
    }


def is_translation(asked: Asked) -> bool:
    return asked.document.startswith("Translate into: ")


def reads_and_translates(untranslated: frozenset[str] = frozenset()) -> Behaviour:
    """Reads each page as the table says, and translates what is said in it, but for some languages."""

    def translated(line: str) -> str | None:
        for tongue in TONGUES:
            if joined(tongue.said) in joined(line) and tongue.language not in untranslated:
                return tongue.translation
        return None

    def behave(handler: Handler, asked: Asked) -> None:
        if is_translation(asked):
            numbered = [
                line.partition(". ")
                for line in asked.document.splitlines()
                if line[:1].isdigit() and ". " in line
            ]
            texts = [{"number": int(n), "text": translated(words)} for n, _, words in numbered]
            words = json.dumps({"translations": texts}, ensure_ascii=False)
        else:
            text = asked.document
            found = (answer_of(t, text) for t in TONGUES if joined(t.told) in joined(text))
            answer = next(found, None)
            words = NO_CALLS if answer is None else json.dumps(answer, ensure_ascii=False)
        handler.send(completion(words, sent=fits(asked)))

    return behave
