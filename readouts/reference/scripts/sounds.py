"""How a word of a name sounds, roughly: a string of one sound a letter, in which spellings of all scripts can be compared.

What belongs here: from a word to its sounds, script by script, and what it costs to take one sound for another. What
does not: which words of two names belong together, and when two names are one (``likeness``).

Sounds are small letters for what most scripts tell apart, and capitals for what they spell in several ways: ``S`` (sh),
``Z`` (zh), ``C`` (ch), ``J`` (j, dzh), ``K`` (a "c" of unknown sound), ``X`` (Mandarin x), ``T`` (th), ``N`` (ng at
the end), and of scripts that leave short vowels out ``A`` (alef), ``W`` (waw), ``Y`` (yod): a long vowel or a consonant.
"""

from __future__ import annotations

import re
from functools import lru_cache

from readouts.reference.scripts.latin import romanized, script_of

VOWELS = frozenset("aeiou")
LONG = frozenset("AWY")
"""Letters of scripts without short vowels that are a vowel or a consonant."""
UNVOWELLED = frozenset({"Arabic", "Hebrew"})
SYLLABIC = frozenset({"Han", "Kana", "Hangul"})
"""Scripts in which names of other languages take vowels between consonants, and have no r or no l."""

Rules = tuple[tuple[re.Pattern[str], str], ...]


def _rules(*pairs: tuple[str, str]) -> Rules:
    return tuple((re.compile(pattern), sound) for pattern, sound in pairs)


_SHARED = (
    (r"ou", "u"),
    (r"ng(?![aeiou])", "N"),
    (r"abd[aeou]?l(?=[a-zA-Z]{3})", "abd"),
    (r"(?<=.)([^aeiouAWY])\1+", r"\1"),
    (r"([aeiou])\1+", r"\1"),
)
_LATIN = _rules(
    (r"x", "ks"),
    (r"^mc(?=[a-z]{3})", "mak"),
    (r"tsch|tch", "C"),
    (r"dzh|dsch|dj|dg(?=[ei])", "J"),
    (r"shch|szcz", "SC"),
    (r"gi(?=[aou])", "J"),
    (r"sch|sh", "S"),
    (r"sz", "B"),
    (r"ch|cz|tz(?=h)", "C"),
    (r"zh", "Z"),
    (r"ts|tz", "c"),
    (r"kh", "x"),
    (r"(?<!u)gh", "g"),
    (r"ph", "f"),
    (r"th", "T"),
    (r"dh|dd", "d"),
    (r"ck|qu|q", "k"),
    (r"cc(?=[ei])", "C"),
    (r"c(?=[eiy])", "K"),
    (r"c", "k"),
    (r"ugh", "u"),
    (r"ai(?=[stx]$|nt?s?$)", "e"),
    (r"gu(?=[ei])", "g"),
    (r"gn(?=[aeiou])", "n"),
    (r"eau|au(?=[^aeiou]|$)", "ou"),
    (r"ou|oo", "u"),
    (r"ee|ie(?![a-zA-Z])", "i"),
    (r"j", "J"),
    (r"ae", "e"),
    (r"eo(?=[a-z])", "o"),
    (r"y(?![aeou])", "i"),
    (r"(?<=[aeiou])h$", ""),
    *_SHARED,
)
_CYRILLIC = _rules(
    (r"(?<=[tpk])kh", ""),
    (r"shch", "S"),
    (r"dzh|chzh", "J"),
    (r"sh", "S"),
    (r"ch", "C"),
    (r"zh", "Z"),
    (r"kh", "x"),
    (r"tsz|ts|tc", "c"),
    (r"dz", "z"),
    (r"y(?![aeou])", "i"),
    (r"j", "y"),
    (r"nn", "n"),
    *_SHARED,
)
_UNVOWELLED = _rules(
    (r"^bdAl(?=.{3})", "bd"),
    (r"YY", "Y"),
    (r"tS", "C"),
    (r"ts", "c"),
    (r"ng$", "N"),
    (r"(?<=Y)h$", ""),
    (r"(?<=.)([^aeiouAWY])\1+", r"\1"),
)
_HAN = _rules(
    (r"zh", "Z"),
    (r"ch", "C"),
    (r"sh", "S"),
    (r"x", "X"),
    (r"q", "C"),
    (r"j", "J"),
    (r"(?<![a-zA-Z])y(?=i)", ""),
    (r"(?<![a-zA-Z])w(?=u)", ""),
    (r"ng(?![a-zA-Z])", "N"),
    (r" ", ""),
    (r"ab[ou]du(?:lei|le|la)?(?=[a-zA-Z]{3})", "abd"),
    *_SHARED[:2],
    *_SHARED[3:],
)
_KANA = _rules(
    (r"([a-z])(?=\1h)|t(?=ch)", ""),
    (r"ch", "C"),
    (r"sh", "S"),
    (r"ts", "c"),
    (r"j", "J"),
    (r"~", ""),
    *_SHARED[:2],
    *_SHARED[3:],
)
_HANGUL = _rules(
    (r"ch", "C"),
    (r"j", "J"),
    (r"sy|s(?=i)", "S"),
    (r"yeo", "yo"),
    (r"eo", "o"),
    (r"eu", "u"),
    (r"ae", "e"),
    (r"ng(?![aeiou])", "N"),
    *_SHARED[:2],
    *_SHARED[3:],
)
_OF_SCRIPT = {
    "Cyrillic": _CYRILLIC,
    "Arabic": _UNVOWELLED,
    "Hebrew": _UNVOWELLED,
    "Han": _HAN,
    "Kana": _KANA,
    "Hangul": _HANGUL,
}
_ARABIC_LONG = str.maketrans(
    {letter: "A" for letter in "اآأإٱى"} | {"و": "W", "ؤ": "W", "ي": "Y", "ی": "Y", "ئ": "Y", "ې": "Y"}
    | {letter: "" for letter in "عءًٌٍَُِّْـ"}
    | {"ة": "a", "ه": "h", "ھ": "h", "ہ": "h", "گ": "g", "پ": "p", "چ": "C", "ژ": "Z", "ق": "k", "ک": "k", "ك": "k"}
    | {"س": "s", "ش": "S", "خ": "x", "ب": "b", "ت": "t", "د": "d", "ر": "r", "ز": "z", "ف": "f", "ل": "l", "م": "m", "ن": "n", "ڤ": "v"}
    | {"غ": "g", "ج": "J", "ث": "T", "ذ": "z", "ظ": "z", "ض": "D", "ط": "t", "ص": "s", "ح": "h", "ڈ": "d", "ڑ": "r", "ٹ": "t", "ں": "n", "ے": "Y"}
)  # fmt: skip
_HEBREW_LONG = str.maketrans(
    {"א": "A", "ו": "W", "י": "Y", "ע": "A", "ה": "h", "ב": "b", "ג": "g", "ד": "d", "ז": "z", "ח": "x", "ט": "t"}
    | {"כ": "k", "ך": "x", "ל": "l", "מ": "m", "ם": "m", "נ": "n", "ן": "n", "ס": "s", "פ": "p", "ף": "f", "צ": "c"}
    | {"ץ": "c", "ק": "k", "ר": "r", "ש": "S", "ת": "t"}
)  # fmt: skip
_ARTICLE = re.compile("^ال(?=.{3})")
_KANA_LONG = re.compile("ー")
_VOWEL_SMALL = {"ヴァ": "va", "ヴィ": "vi", "ヴェ": "ve", "ヴォ": "vo", "ウォ": "wo", "ウィ": "wi", "ウェ": "we"} | {
    "ファ": "fa", "フィ": "fi", "フェ": "fe", "フォ": "fo", "ティ": "ti", "ディ": "di", "トゥ": "tu", "ドゥ": "du",
    "シェ": "she", "ジェ": "je", "チェ": "che", "ツァ": "tsa", "ツェ": "tse", "ツォ": "tso", "ヴ": "vu", "クァ": "kua",
}  # fmt: skip
_KANA_PAIR = re.compile("|".join(sorted(_VOWEL_SMALL, key=len, reverse=True)))


_SIGNS = {sign: spelled for signs, spelled in (
    ("šşśș", "sh"), ("ř", "rzh"), ("čçć", "ch"), ("žźż", "zh"), ("đ", "dj"), ("ə", "a"), ("ñń", "n"), ("ğ", "g"), ("ıî", "i"), ("ö", "o"), ("ü", "u"),
) for sign in signs}  # fmt: skip
"""What accents tell that is lost when letters are made plain."""
_SIGNED = re.compile(f"[{''.join(_SIGNS)}]")


_SPELLED_IN_TWO_WAYS = _rules((r"x", "S"), (r"qu", "kv"), (r"ch", "k"), (r"rz", "zh"), (r"ill", "iy"), (r"ck(?=i)", "tsk"))
"""What Latin letters stand for beside the usual: "Xi", "Teixeira"; "Chiara"; "Wierzbicki"."""
_CHARACTERS = str.maketrans({"什": "希", "卜": "布"})
"""Characters that ICU reads as they are read in words, by such as are read as these are in names."""


_HARD_N = re.compile("н(?![ьнгаеёиоуыэюяіїє])")
"""In Chinese names Russian writes ng so, and n as нь; elsewhere the two count as one."""


@lru_cache(maxsize=65_536)
def sounds(word: str) -> tuple[str, ...]:
    """Return the sounds of a word of a name, in whatever script it is written; several where it may be read so."""
    script = script_of(word)
    if script in UNVOWELLED:
        texts = [_unvowelled(one, script) for one in (word, _ARTICLE.sub("", word))]
    elif script == "Kana":
        plain = _KANA_LONG.sub("", word)
        texts = [romanized(_KANA_PAIR.sub(lambda found: _VOWEL_SMALL[found[0]], plain))]
    elif script == "Latin":
        texts = [romanized(_SIGNED.sub(lambda found: _SIGNS[found[0]], word))]
        for pattern, other in _SPELLED_IN_TWO_WAYS:
            texts += [pattern.sub(other, text) for text in texts if pattern.search(text)]
    elif script == "Cyrillic":
        texts = [romanized(_HARD_N.sub("нг", word))]
    else:
        texts = [romanized(word.translate(_CHARACTERS))]
    return tuple(dict.fromkeys(_spoken(text, script) for text in texts))


def _spoken(text: str, script: str) -> str:
    for pattern, sound in _OF_SCRIPT.get(script, _LATIN):
        text = pattern.sub(sound, text)
    return "".join(char for char in text if char.isalpha())


def _unvowelled(word: str, script: str) -> str:
    bare = word.translate(_ARABIC_LONG if script == "Arabic" else _HEBREW_LONG)
    return "".join(char for char in bare if char.isascii())


_NEAR = """
bp 15 bv 12 bf 35 bw 30 fv 12 fp 20 fw 30 vw 3 pv 35 fh 30 hx 3 gx 25 hg 22 kx 15 hk 40 gk 18 dt 18 dT 25 tT 8 sT 20 zT 25
Dd 0 Dz 5 sz 15 sS 75 Bs 5 BS 5 Bz 20 Jc 20 sc 25 sC 45 sX 8 SX 8 SC 25 SZ 25 ZJ 12 zC 60 ZC 30 Zz 25 zJ 25 zc 25 JC 45 Jg 30 Jy 15 Jd 40 Jx 30 Jh 35 cC 22 cK 12 ct 35
tC 35 CX 20 cX 30 sK 8 CK 15 kK 25 JK 25 TK 12 XJ 30 XC 25 zS 45 Xh 35 nN 3 nm 90 Nm 90 lr 80 yi 5 yJ 15 wu 5 yZ 35 rZ 35 rJ 40
kC 35 xC 40 hC 50 gC 50 Sx 45 lw 40 Xk 45 dJ 40 dZ 40 vu 45 wo 20 lY 60 gW 60 gJ 30 Cx 40 zd 30 sk 70
ae 22 ao 25 ai 120 au 70 ei 20 eo 50 eu 70 io 160 iu 120 ou 8
Aa 0 Ae 20 Ao 25 Ai 120 Au 110 Wu 0 Wo 0 We 90 Wa 130 Wi 150 Wv 3 Ww 0 Wf 15 Wb 15 Yi 0 Ye 3 Ya 120 Yo 140 Yu 130 Yy 0 YJ 15 WY 90 AW 80 AY 80
"""
_COST: dict[tuple[str, str], float] = {}
for _pair, _cost in zip(_NEAR.split()[::2], _NEAR.split()[1::2], strict=True):
    _COST[_pair[0], _pair[1]] = _COST[_pair[1], _pair[0]] = int(_cost) / 100
_LENT = {("Han", ""): "uie", ("Kana", ""): "u", ("Kana", "t"): "o", ("Kana", "d"): "o", ("Kana", "C"): "i"} | {
    ("Kana", "J"): "i", ("Hangul", ""): "u", ("Hangul", "C"): "i", ("Hangul", "J"): "i",
    **{(script, vowel): "" for script in ("Han", "Kana", "Hangul") for vowel in "aeiou"},
}  # fmt: skip
"""The vowels that a script puts behind consonants which have none, by the consonant where that matters."""
_FAR = 1.0
_FAR_VOWEL = 0.5
_VOWEL_FOR_CONSONANT = 1.2
_LOOSE_LIQUID = 0.05
_NASAL = 0.25
"""An m at the end of a syllable is written as n, or with a vowel of its own."""
_LOOSE = {"bv": 0.0, "dt": 0.15, "gk": 0.12, "bp": 0.1, "Ts": 0.15}
_LOOSE_KANA = _LOOSE | {"Ss": 0.3, "au": 0.35}
_LOOSE_HAN = _LOOSE | {
    "eo": 0.2, "eW": 0.3, "Cz": 0.25, "JC": 0.12, "Zz": 0.1, "Jk": 0.15, "Ck": 0.25, "Jg": 0.15, "Xh": 0.2, "Xx": 0.2, "Xk": 0.3,
}  # fmt: skip


@lru_cache(maxsize=131_072)
def likeness_of_words(one: str, other: str, *, native: str = "") -> float:
    """Return how alike two words sound, from 0 to 1; exact about what both scripts write, easy on what one leaves out.

    Args:
        native: "Korean", of which Hangul tells the first consonants apart, "Chinese", of which pinyin tells n from ng,
        or none.
    """
    scripts = script_of(one), script_of(other)
    return max(
        (
            max(0.0, 1 - _distance(a, b, *scripts, native) / ((_weight(a) + _weight(b)) / 2))
            * (not _is_of_another_sex(a, b, scripts))
            for a in sounds(one)
            for b in sounds(other)
            if a and b
        ),
        default=0.0,
    )


def _is_of_another_sex(a: str, b: str, scripts: tuple[str, str]) -> bool:
    """Whether one word ends as a woman's name does and the other as a man's: "Lorenza", "Lorenzo"; "Samira", "Samir"."""
    if "Han" in scripts or a[:-1] == b[:-1] == "":
        return False
    for one, other in ((a, b), (b, a)):
        if one[-1] in "aA" and other[-1] in "oW" and len(one) == len(other):
            return True
        if one[-1] == "a" and other[-1] not in VOWELS | LONG | {"h", "t"}:
            return True
    return False


def _weight(text: str) -> float:
    return sum(0.45 if char in VOWELS or char in LONG else 1.0 for char in text)


def _distance(a: str, b: str, script: str, other: str, native: str) -> float:
    drop_a = [_dropped(a, n, script, other) for n in range(len(a))]
    drop_b = [_dropped(b, n, other, script) for n in range(len(b))]
    scripts = {script, other}
    tells_nasals = native == "Chinese" and scripts <= {"Han", "Latin", "Cyrillic"}
    is_clear = scripts.isdisjoint(UNVOWELLED) and (native == "Korean" or "Hangul" not in scripts)
    row = [0.0]
    for cost in drop_b:
        row.append(row[-1] + cost)
    for i, x in enumerate(a):
        last, row = row, [row[0] + drop_a[i]]
        for j, y in enumerate(b):
            swapped = min(_swapped(x, y, script, other), _swapped(y, x, other, script))
            if tells_nasals and {x, y} == {"n", "N"}:
                swapped = _FAR
            if not i and not j:
                swapped *= _first(x, y, is_clear)
            row.append(min(last[j] + swapped, last[j + 1] + drop_a[i], row[j] + drop_b[j]))
    return row[-1]


def _first(x: str, y: str, is_clear: bool) -> float:
    """How much more it counts that first sounds differ: vowels, and consonants in voice, where both scripts tell it."""
    pair = {x, y}
    if pair in ({"e", "o"}, {"e", "u"}):
        return 2.2
    return 5.0 if is_clear and pair in ({"d", "t"}, {"b", "p"}, {"g", "k"}) else 1.0


def _swapped(x: str, y: str, script: str, other: str) -> float:
    """Return what it costs to take a sound of one script for another's; in syllables it may stand for more than one."""
    if x == y:
        return 0.0
    is_loose = script in SYLLABIC
    if is_loose:
        if {x, y} == {"l", "r"}:
            return _LOOSE_LIQUID
        if x in "nN" and y in "nm" and script != "Hangul":
            return _NASAL
        table = _LOOSE_HAN if script == "Han" else _LOOSE_KANA
        loose = table.get(x + y, table.get(y + x) if script != "Kana" or x != "s" else None)
        if loose is not None:
            return loose
    cost = _COST.get((x, y))
    if cost is None:
        return _VOWEL_FOR_CONSONANT if (x in VOWELS) != (y in VOWELS) else _FAR
    if is_loose and cost < _FAR_VOWEL and x in VOWELS and y in VOWELS:
        return cost * 0.6
    return cost


def _dropped(text: str, n: int, script: str, other: str) -> float:
    """Return what it costs that a sound of one word has none in the other."""
    sound = text[n]
    if sound in VOWELS:
        if other in UNVOWELLED:
            return 0.06 if n else 0.25
        if n and sound in _LENT.get((script, text[n - 1]), _LENT.get((script, ""), "")):
            return 0.1
        if (n and text[n - 1] in VOWELS) or (n + 1 < len(text) and text[n + 1] in VOWELS):
            return 0.15
        if sound == "e" and n == len(text) - 1:
            return 0.25
        return 0.32 if script in SYLLABIC else 0.6
    if sound in LONG:
        if sound == "A" and n == 0:
            return 0.3
        return 0.35 if other == script else 0.6 if other in SYLLABIC else 1.0
    if sound in "yw":
        return 0.3
    if sound == "h":
        return 0.9 if other in UNVOWELLED or script in UNVOWELLED else 0.5
    is_last = n == len(text) - 1
    if other in SYLLABIC and sound in "rltdkgpb" and (is_last or text[n + 1] not in VOWELS):
        return 0.25 if sound == "r" else 0.45
    if is_last and script == "Latin" and sound in "tdsxpzk" and n > 2:
        return 0.4
    if script in SYLLABIC and sound == "r":
        return 0.5
    return 0.95
