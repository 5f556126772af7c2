"""How text is encoded: declared, answered, or weighed by what it would say in each encoding."""

from __future__ import annotations

import codecs
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from gis.errors import UserError
from gis.intake.finding import Finding
from gis.text import tr

# Encodings by the names that files and users give them; a superset wherever there is one.
_ALIASES: Final = {
    **dict.fromkeys(("936", "cp936", "gbk", "gb2312", "gb18030", "ansi936", "euccn", "ms936"), "gb18030"),
    **dict.fromkeys(("950", "cp950", "big5", "ansi950", "big5hkscs", "ms950"), "big5hkscs"),
    **dict.fromkeys(("932", "cp932", "sjis", "shiftjis", "ansi932", "ms932", "windows31j"), "cp932"),
    **dict.fromkeys(("949", "cp949", "euckr", "ansi949", "uhc", "ksc5601"), "cp949"),
    **dict.fromkeys(("65001", "cp65001", "utf8", "ansi65001", "unicode"), "utf-8"),
    **dict.fromkeys(("88591", "iso88591", "latin1", "1252", "cp1252", "ansi1252", "windows1252"), "cp1252"),
}
_WEIGHED: Final = ("utf-8", "gb18030", "big5hkscs", "cp932", "euc_jp", "cp949", "cp1252", "cp1251")
SHOWN: Final = {"big5hkscs": "big5", "cp932": "shift-jis", "euc_jp": "euc-jp", "cp949": "euc-kr"}
"""The names of encodings that users know, where ours differ."""
_ENOUGH, _APART = 0.3, 0.15
_ACCENTED: Final = frozenset("äöüßéèêëàâçñøåæíóúãõôîáìòùûïýÿœÄÖÜÅØÉÑÁÍÓÚÀÈÇÂÊÎÔÛÆ")
_PUNCTUATION: Final = 0.4
"""Quotation marks, dashes and degrees stand in texts of any language."""
_MIXED: Final = -0.6
"""No word has letters of two scripts: "M閤ico" is none."""
_FREQUENT: Final = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所"
    "民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那"
    "社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已"
    "东西南北路街区市县镇乡村园山河湖海江桥港湾岛厂楼层房屋院校号栋城州省广场站门口石金银青红黄白黑龙凤泉王李张刘陈杨赵孙周吴"
    "综合商住宅办公用地规划绿建筑仓储设施停车教育医疗科技研发中心居民小学幼儿园酒店大厦花园社区街道工业创新产业基地名称面积编号类型"
    "號樓區縣鎮鄉園灣島廠東車門開國學業產會為個們來時說發電間與關實體萬臺灣廣場龍華灣綠劃築設醫療創義進過這後應點線條標準層"
)


@dataclass(frozen=True, slots=True)
class Decision:
    """The encoding to read with. `readings` are the candidates with what the first values would say, best first.

    `sure` is false where the user must be asked; `untrue` is what was declared and cannot be.
    """

    encoding: str
    sure: bool = True
    readings: tuple[tuple[str, str], ...] = ()
    untrue: str = ""


def known(name: str) -> str:
    """Our name of the encoding that is called `name` ("936", "ANSI 1252", "GBK"), "" if there is none."""
    plain = name.strip().strip("\0\ufeff\"'").lower()
    squeezed = "".join(sign for sign in plain if sign.isalnum())
    if squeezed in _ALIASES:
        return _ALIASES[squeezed]
    for form in (plain, plain.replace(" ", ""), "cp" + squeezed.removeprefix("ansi").removeprefix("cp")):
        try:
            found = codecs.lookup(form)
        except (LookupError, ValueError):
            continue
        if found._is_text_encoding and found.name not in ("idna", "punycode", "undefined"):
            return found.name
    return ""


def answered_encoding(answer: str) -> str:
    """Our name of the encoding that the user answered, "" if none was answered.

    Raises:
        UserError: there is no such encoding.
    """
    if answer and not known(answer):
        raise UserError(
            "--encoding",
            tr("There is no encoding '{name}'.", name=answer),
            tr("Known are, for example, utf-8, gb18030, big5, shift-jis, euc-kr and cp1252."),
        )
    return known(answer) if answer else ""


def decide(values: Sequence[bytes], answered: str = "", declared: str = "") -> Decision:
    """How to read `values` (single texts, perhaps cut within a character at their end).

    Raises:
        UserError: there is no such encoding as the answered one.
    """
    if answer := answered_encoding(answered):
        return Decision(answer)
    telling = list(dict.fromkeys(value for value in values if not value.isascii()))[:2000]
    claimed = known(declared)
    if not telling:
        return Decision(claimed or "utf-8")
    scores = {name: _score(telling, name) for name in dict.fromkeys((claimed, *_WEIGHED)) if name}
    if claimed and _believable(claimed, scores):
        return Decision(claimed)
    best = max(scores, key=lambda name: scores[name])
    ahead = scores[best] - max((scores[name] for name in scores if not _same(telling, name, best)), default=-2.0)
    sure = scores[best] >= _ENOUGH and (ahead >= _apart(telling) or (best == "utf-8" and scores[best] >= 1))
    likely = sorted((name for name in scores if scores[name] > -1), key=lambda name: -scores[name])[:4]
    readings = tuple((SHOWN.get(name, name), _sample(telling, name)) for name in likely)
    return Decision(best, sure, readings, declared if claimed else "")


def _same(values: list[bytes], encoding: str, other: str) -> bool:
    """Whether both encodings would read the same."""
    return encoding == other or all(decoded(value, encoding) == decoded(value, other) for value in values)


def _believable(claimed: str, scores: dict[str, float]) -> bool:
    """Whether what was declared can be true: it decodes, and nothing else reads far better."""
    return scores[claimed] > -1 and max(scores.values()) - scores[claimed] < 0.5


def _apart(telling: list[bytes]) -> float:
    """How far the best reading must be ahead: further where there is little to weigh."""
    signs = sum(byte > 127 for value in telling for byte in value)
    return _APART + 0.8 / signs


def finding(decision: Decision, where: str) -> Finding | None:
    """What to tell the user of a decision, None if there is nothing to tell."""
    if not decision.sure:
        said = "; ".join(f"{name}: {sample}" for name, sample in decision.readings)
        best = decision.readings[0][0] if decision.readings else "gb18030"
        return Finding(
            "ask",
            where,
            tr("The encoding of its text is recorded nowhere and not certain."),
            tr("It would read {readings}.", readings=said),
            tr("Choose one, for example --encoding {encoding}.", encoding=best),
            offers=tuple((f"--encoding {name}", sample) for name, sample in decision.readings),
        )
    if decision.untrue:
        shown = SHOWN.get(decision.encoding, decision.encoding)
        what = tr("It declares its text to be {declared}, which it is not.", declared=decision.untrue)
        return Finding("warning", where, what, tr("It is read as {encoding}.", encoding=shown))
    return None


def decoded(value: bytes, encoding: str) -> str:
    """The text of `value`; a character cut at its end is left out, what cannot be read becomes U+FFFD."""
    try:
        return value.decode(encoding)
    except UnicodeDecodeError as error:
        if error.reason in ("unexpected end of data", "incomplete multibyte sequence"):
            return value[: error.start].decode(encoding, "replace")
        return value.decode(encoding, "replace")


def of_text(data: bytes, answered: str = "", declared: str = "") -> Decision:
    """How to read the text of a file, by its byte order mark, its zeros (UTF-16), else as `decide` does by lines."""
    marks = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
    marked = next((name for mark, name in marks if data.startswith(mark)), "")
    if marked and not answered:
        return Decision(marked)
    if not answered and (wide := _wide(data[:4096])):
        return Decision(wide)
    return decide(data.splitlines(), answered, declared)


def _wide(head: bytes) -> str:
    """UTF-16 without a mark shows by the zeros of its digits, commas and ends of lines."""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if len(head) < 4 or max(even, odd) < 0.05 * len(head) or min(even, odd) > 0.1 * max(even, odd):
        return ""
    return "utf-16-le" if odd > even else "utf-16-be"


def _score(values: list[bytes], encoding: str) -> float:
    """How plausible the values are in an encoding: about 1 is language, 0 is noise, -2 cannot be decoded."""
    total, weight, failed = 0.0, 0, 0
    for value in values:
        text = decoded(value, encoding)
        if "\ufffd" in text:
            failed += 1
            continue
        total += sum(_plausible(text, encoding))
        weight += sum(byte > 127 for byte in value)
    if failed > 0.02 * len(values) or not weight:
        return -2.0
    # Any encoding of one byte decodes everything, while UTF-8 hardly ever decodes by chance.
    return min(total / weight, 1.2) + (0.5 if encoding == "utf-8" else 0.0)


def _plausible(text: str, encoding: str) -> Iterable[float]:
    """The worth of each character that is not ASCII, times the bytes that it took beyond ASCII's."""
    for at, sign in enumerate(text):
        if sign < "\x80":
            continue
        taken = sum(byte > 127 for byte in sign.encode(encoding, "replace"))
        letters = text[at - 1 : at] + text[at + 1 : at + 2]
        if sign < "\u0530":
            yield taken * _latin(sign, letters, encoding)
        elif "\u2010" <= sign <= "\u203a":
            within = len(letters) == 2 and letters.isalpha() and sign != "\u2019"
            yield taken * (_MIXED if within or sign in "\u201a\u201e" else _PUNCTUATION)
        elif letters.isascii() and sum("a" <= other <= "z" for other in text[max(at - 2, 0) : at + 3]) > 1:
            yield taken * min(_MIXED, _worth(sign, encoding))
        else:
            yield taken * _worth(sign, encoding)


def _latin(sign: str, beside: str, encoding: str) -> float:
    if not sign.isalpha():
        if sign == "°" and beside[:1].isdigit():
            return 0.9
        return _PUNCTUATION if sign in "°²³§«»·\xa0" else -0.3
    if encoding == "utf-8" and any(other.isalpha() for other in beside):
        return 0.9
    if sign >= "\u0400":
        if any(other.isascii() and other.isalpha() for other in beside):
            return _MIXED
        return 0.75 if any("\u0400" <= other < "\u0530" for other in beside) and (sign.islower()) else 0.1
    return 0.8 if sign in _ACCENTED and any(o.isascii() and o.isalpha() for o in beside) else 0.05


@cache
def _worth(sign: str, encoding: str) -> float:
    """1 for a character that texts are made of, 0.2 for one that is rare, below 0 for one that no text has."""
    if sign in _FREQUENT and encoding in ("utf-8", "gb18030", "big5hkscs"):
        return 1.0
    if "\u3040" <= sign < "\u3100":  # kana
        return 0.9
    if "\uac00" <= sign < "\ud7a4":  # hangul: 2,350 of 11,172 syllables are in use
        return 0.9 if len(sign.encode("euc_kr", "ignore")) == 2 else -0.5
    if "\u4e00" <= sign < "\ua000":
        return _hanzi(sign, encoding)
    if "\u3000" <= sign < "\u3020" or "\uff01" <= sign < "\uff5f":
        return 0.5
    return -0.8 if "\ue000" <= sign < "\uf900" or "\uff61" <= sign < "\uffa0" else 0.0


_COMMON: Final = {
    "gb18030": ("gb2312", 0xB0A1, 0xD7F9),
    "big5hkscs": ("big5", 0xA440, 0xC67E),
    "cp932": ("cp932", 0x889F, 0x9872),
    "euc_jp": ("cp932", 0x889F, 0x9872),
}
"""Where the standards put the characters in daily use, the first level of each."""


def _hanzi(sign: str, encoding: str) -> float:
    known_levels = _COMMON.values() if encoding == "utf-8" else [_COMMON[encoding]] if encoding in _COMMON else []
    for standard, first, last in known_levels:
        code = int.from_bytes(sign.encode(standard, "ignore"), "big")
        if first <= code <= last:
            return 0.55
    return 0.1


def _sample(values: list[bytes], encoding: str) -> str:
    return ", ".join(decoded(value.strip(), encoding)[:16] for value in values[:3])
