"""The parts of the guide that are made from the books: assumptions, expected effects, targets. The rest is written.

`python -m sim.guide` renews `docs/model.md` and `docs/model.zh-CN.md` between their marks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final

from gis.text import Name, catalogue
from gis.units import quantity, scale
from sim.expectations import Expectation, expectations, name_of
from sim.facts import Assumption, assumptions, facts
from sim.kpis import registered
from sim.milestones import Milestone, milestones
from sim.scenario import load, shipped
from sim.table import level_name

FOLDER: Final = Path(__file__).resolve().parents[1] / "docs"
PAGES: Final[Mapping[str, str]] = {"en": "model.md", "zh": "model.zh-CN.md"}

_GROUPS: Final[Mapping[str, Name]] = {
    "build": Name("Building", "建设"),
    "stock": Name("What stands at the start", "期初存量"),
    "tenant": Name("Tenants", "企业入驻"),
    "policy": Name("Policy", "政策"),
    "compute": Name("Computing", "算力"),
    "prod": Name("Production", "生产"),
    "outcome": Name("Outcomes", "成效"),
    "energy": Name("Energy", "能源"),
    "earlier": Name(
        "What could be assumed before March 2023 (back-test alone)", "2023年3月之前可作的假设（仅用于回测）"
    ),
}
_OTHERS: Final = Name("Others", "其他")
_ASSUMPTION_HEAD: Final = (
    Name("Assumption", "假设"), Name("Value", "取值"), Name("Range", "范围"), Name("Unit", "单位"),
    Name("Confidence", "可信度"), Name("Reason", "理由"),
)  # fmt: skip
_EXPECTATION_HEAD: Final = (
    Name("Change", "变化"), Name("Figure", "指标"), Name("When", "时间"), Name("Expected", "预期"),
    Name("Reason", "理由"), Name("Found", "结果"),
)  # fmt: skip
_TARGET_HEAD: Final = (
    Name("Target", "目标"),
    Name("Measured by", "衡量指标"),
    Name("Level", "口径"),
    Name("By", "期限"),
)
_SIGNS: Final[Mapping[str, str]] = {"+": "+", "-": "\N{MINUS SIGN}", "0": "0"}
_SHARE: Final = Name("share", "比例")
_HELD: Final = Name("as expected", "符合预期")
_SPANS: Final[Mapping[str, Name]] = {
    "end": Name("end of {last}", "{last}月末"),
    "sum": Name("sum {first} to {last}", "{first}至{last}合计"),
    "mean": Name("mean {first} to {last}", "{first}至{last}平均"),
}


def page(written: str, language: str) -> str:
    """`written` with the parts between its marks made anew in `language`.

    Raises:
        ValueError: a mark is missing.
    """
    for name, make in _PARTS.items():
        begin, end = f"<!-- {name}: begin -->", f"<!-- {name}: end -->"
        if written.count(begin) != 1 or written.count(end) != 1:
            raise ValueError(name)
        before, _, rest = written.partition(begin)
        written = f"{before}{begin}\n\n{make(language)}\n\n{end}{rest.partition(end)[2]}"
    return written


def used_assumptions() -> tuple[Assumption, ...]:
    """Every assumption that a shipped scenario, a KPI or the back-test rests on, in the order of the book."""
    used = {ground.id for name in shipped() for ground in load(name).grounds.values() if ground.kind == "assumption"}
    used |= {source for one in registered() for source in one.sources}
    return tuple(one for one in assumptions().values() if one.id in used or one.id.startswith("earlier."))


def assumption_tables(language: str) -> str:
    """A table for each group of assumptions."""
    groups: dict[str, list[Assumption]] = {}
    for one in used_assumptions():
        groups.setdefault(one.id.partition(".")[0], []).append(one)
    known = sorted(groups, key=lambda group: list(_GROUPS).index(group) if group in _GROUPS else len(_GROUPS))
    parts = []
    for group in known:
        rows = [_assumption_row(one, language) for one in groups[group]]
        parts.append(f"### {_GROUPS.get(group, _OTHERS).text(language)}\n\n{_table(_ASSUMPTION_HEAD, rows, language)}")
    return "\n\n".join(parts)


def expectation_table(language: str) -> str:
    """What was expected of each change, and what was found where it did not hold."""
    return _table(_EXPECTATION_HEAD, (_expectation_row(row, language) for row in expectations()), language)


def target_table(language: str) -> str:
    """The published targets, and what measures them."""
    rows = (_target_row(one, language) for one in milestones() if one.is_target)
    return _table(_TARGET_HEAD, rows, language)


_PARTS: Final[Mapping[str, Callable[[str], str]]] = {
    "targets": target_table,
    "expectations": expectation_table,
    "assumptions": assumption_tables,
}


def _assumption_row(one: Assumption, language: str) -> list[str]:
    low, high = (_value(bound, language) for bound in (one.low, one.high))
    between = low if low == high else f"{low} … {high}"
    return [
        one.name.text(language),
        _value(one.value, language),
        between,
        _unit(one.unit, language),
        one.confidence,
        one.reason.text(language),
    ]


def _expectation_row(row: Expectation, language: str) -> list[str]:
    first, last = row.window
    when = _SPANS[row.aggregate].text(language).format(first=first, last=last)
    figure = f"`{row.kpi}`"
    found = _HELD.text(language)
    if row.found is not None:
        found = f"{_effect(row.found.effect, row)}: {row.found.why.text(language)}"
    expected = f"{_SIGNS[row.sign]}: {_effect(row.low, row)} … {_effect(row.high, row)}"
    return [name_of(row.change).text(language), figure, when, expected, row.why.text(language), found]


def _target_row(one: Milestone, language: str) -> list[str]:
    level = level_name(facts()[one.source].level).text(language)
    return [one.name.text(language), f"`{one.kpi}`", level, one.deadline]


def _effect(value: float, row: Expectation) -> str:
    if row.measure == "relative":
        return f"{100.0 * value:+.3g} %"
    unit = " pp" if row.kpi.endswith(("occupancy", "share")) else ""
    return f"{100.0 * value if unit else value:+,.3g}{unit}"


def _unit(unit: str, language: str) -> str:
    if unit == "share":
        return _SHARE.text(language)
    return catalogue(language).get(unit) or scale(0.0, unit, language)[1]


def _value(value: float | str, language: str) -> str:
    if isinstance(value, str):
        return value
    return str(quantity(value, "", language)) if abs(value) >= 1000 else f"{value:g}"


def _table(head: Sequence[Name], rows: Iterable[Sequence[str]], language: str) -> str:
    lines = [[one.text(language) for one in head], ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


def main() -> None:
    """Renew both pages."""
    for language, name in PAGES.items():
        file = FOLDER / name
        file.write_text(page(file.read_text(encoding="utf-8"), language), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
