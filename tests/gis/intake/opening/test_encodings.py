"""How text is encoded: what is declared counts if it can be true, what is not declared is weighed, doubt is asked."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gis.errors import UserError
from gis.intake.opening import encodings

_NAMES = {
    "gb18030": "青岛市 崂山区 李沧区 金家岭街道 沙子口街道 海尔工业园 综合楼 停车场 株洲路 松岭路 办公楼 二类居住用地",
    "big5hkscs": "臺北市 信義區 中山北路 國立臺灣大學 停車場 高雄市 工業區 捷運站 桃園國際機場 觀塘",
    "cp932": "東京都 千代田区 丸の内 新宿区西新宿 横浜市 みなとみらい ビル マンション 建物 北海道札幌市",
    "cp949": "서울특별시 강남구 부산광역시 테헤란로 공원 아파트",
    "cp1251": "Москва Невский проспект улица Ленина парк",
}
PLACES = {encoding: names.split() for encoding, names in _NAMES.items()}


@pytest.mark.parametrize("encoding", PLACES)
def test_a_layer_of_names_is_read_by_itself(encoding: str) -> None:
    """With the names of a layer there is no doubt, in each encoding and in UTF-8."""
    for written in (encoding, "utf-8"):
        decision = encodings.decide([name.encode(written) for name in PLACES[encoding]])
        assert decision == encodings.Decision(written, True, decision.readings)


@given(st.sampled_from(sorted(PLACES)).flatmap(lambda e: st.tuples(st.just(e), st.lists(st.sampled_from(PLACES[e])))))
def test_a_few_names_are_read_right_or_asked_about(case: tuple[str, list[str]]) -> None:
    """However short, text is never taken for sure in a wrong encoding; the right one is among what is offered."""
    encoding, names = case
    decision = encodings.decide([name.encode(encoding) for name in names])
    if names and decision.sure:
        assert decision.encoding == encoding
    elif names:
        assert encodings.SHOWN.get(encoding, encoding) in [name for name, _ in decision.readings]


@given(st.lists(st.sampled_from([name for names in PLACES.values() for name in names]), min_size=1))
def test_utf8_is_never_asked_about(names: list[str]) -> None:
    """UTF-8 shows by its bytes, whatever the language."""
    decision = encodings.decide([name.encode() for name in names])
    assert (decision.encoding, decision.sure) == ("utf-8", True)


def test_a_declaration_that_cannot_be_true_is_noticed() -> None:
    """Text in GBK that is declared as UTF-8 is read as GBK, and the user is told."""
    decision = encodings.decide([name.encode("gbk") for name in PLACES["gb18030"]], declared="UTF-8")
    assert decision.encoding == "gb18030"
    found = encodings.finding(decision, "a.shp")
    assert found is not None
    assert found.level == "warning"
    assert "UTF-8" in found.what


def test_a_declaration_that_can_be_true_counts() -> None:
    """A short name that several encodings could read is read as declared, in silence."""
    decision = encodings.decide(["联通".encode("gbk")], declared="cp936")
    assert decision == encodings.Decision("gb18030")
    assert encodings.finding(decision, "a.shp") is None


def test_what_is_not_certain_is_asked_with_its_readings() -> None:
    """The question shows what each encoding would read, and names the flag."""
    found = encodings.finding(encodings.decide(["Île-de-France".encode("cp1252")]), "a.shp")
    assert found is not None
    assert found.level == "ask"
    assert "Île-de-France" in found.expected
    assert "--encoding cp1252" in found.remedy


@pytest.mark.parametrize(
    "name", ["México", "Ñandú", "Åland Islands", "Québec", "Querstraße", "66.5° S", "Coeur d’Alene", "A – B"]
)
def test_a_single_western_name_is_no_question(name: str) -> None:
    """No word mixes Latin and Chinese or Cyrillic letters, and a sign that all encodings read alike needs no choice."""
    decision = encodings.decide([name.encode("cp1252")])
    assert (decision.encoding, decision.sure) == ("cp1252", True)


def test_letters_of_old_systems_are_not_taken_for_quotation_marks() -> None:
    """A mark within a word is none."""
    assert not encodings.decide(["México".encode("cp437")]).sure
    assert not encodings.decide(["Königs Wörth".encode("cp437")]).sure


def test_the_users_answer_counts_and_must_exist() -> None:
    """What was answered is not weighed; an encoding that does not exist is refused."""
    assert encodings.decide([b"\xe1\xc0"], answered="GBK").encoding == "gb18030"
    with pytest.raises(UserError, match="--encoding"):
        encodings.decide([], answered="klingon")
    with pytest.raises(UserError):
        encodings.decide([], answered="zlib")


@pytest.mark.parametrize(
    ("name", "known"),
    [("UTF-8", "utf-8"), ("65001", "utf-8"), ("936", "gb18030"), ("ANSI 936", "gb18030"), ("GBK", "gb18030"),
     ("OEM", ""), ("ISO-8859-1", "cp1252"), ("ANSI 1252", "cp1252"), ("950", "big5hkscs"), ("Shift_JIS", "cp932"),
     ("1251", "cp1251"), ("", ""), ("base64", ""), ("\0\0", "")],
)  # fmt: skip
def test_the_forms_of_cpg_files_are_known(name: str, known: str) -> None:
    """Code pages are given by number, by name and with prefixes."""
    assert encodings.known(name) == known


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-8", "gb18030"])
def test_text_of_files_is_read_with_and_without_marks(encoding: str) -> None:
    """Byte order marks count; UTF-16 without one shows by the zeros of its digits."""
    text = "名称,经度,纬度\n崂山区,120.4,36.1\n海尔工业园,120.5,36.2\n金家岭街道,120.46,36.07\n"
    data = text.encode(encoding)
    decision = encodings.of_text(data)
    assert decision.sure
    assert encodings.decoded(data, decision.encoding).lstrip("\ufeff") == text


def test_a_character_cut_at_the_end_is_left_out() -> None:
    """Fields of ten bytes cut names in the middle of a character; the rest is kept."""
    assert encodings.decoded("土地利用现状".encode("gbk")[:9], "gb18030") == "土地利用"
    assert encodings.decoded("土地利用".encode()[:10], "utf-8") == "土地利"
