"""Damaged scenario files: each is refused in a sentence, or runs. A traceback would be a defect."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest

from gis.errors import UserError
from sim.scenario import load, shipped
from sim.scenarios.references import check_references
from tests.sim.anything import ten_buildings
from tests.sim.worlds import changed, parks, world_of

TEXT = shipped()["baseline"].read_text(encoding="utf-8")
LINES = TEXT.splitlines()
VALUES = [number for number, line in enumerate(LINES) if "{ value = " in line]
KEYS = [number for number, line in enumerate(LINES) if " = " in line]
_VALUE = re.compile(r'value = (\{.*?\}|\[.*?\]|"[^"]*"|[^,}]*)')
_GROUND = re.compile(r", (fact|assumption|choice) = .*$")
_CHOICE = ', choice = { en = "damaged", zh = "损坏" } }'
JUNK = (
    '"x"', "true", "-1", "0", "1e400", "nan", "-inf", "[]", "{}", "[1, 2]", "{ median = 5 }", "2023-02-30",
    "2023-01-01", "99999999999999999999", '"2023-13-01"', '"2024-05-01"', '""', "1e-300", "{ value = 3 }", "[[1]]",
    "07:32:00", "[{ a = 1 }]", "-0.0", "0x10", '"\\u0000"', "{ median = 5, p90 = 1 }", "{ median = 50, p90 = 90 }",
    '{ earliest = "2023-01-01", median = "2023-06-01", p90 = "2024-01-01" }', '"sequence"', "false", "12", "0.5",
)  # fmt: skip


def damaged(luck: random.Random) -> bytes:
    """The baseline's text, cut, with lines lost, swapped or doubled, with other values, or with broken bytes."""
    lines, kind = list(LINES), luck.randrange(10)
    here, there = luck.choice(KEYS), luck.choice(KEYS)
    if kind == 0:
        return TEXT[: luck.randrange(len(TEXT))].encode()
    if kind == 1:
        raw = bytearray(TEXT.encode())
        for _ in range(luck.randrange(1, 6)):
            raw[luck.randrange(len(raw))] = luck.randrange(256)
        return bytes(raw)
    if kind == 2:
        del lines[here]
    elif kind == 3:
        lines.insert(here, lines[there])
    elif kind == 4:
        (one, two), (three, four) = lines[here].split(" = ", 1), lines[there].split(" = ", 1)
        lines[here], lines[there] = f"{one} = {four}", f"{three} = {two}"
    elif kind == 5:
        lines[here] = f"{lines[here].split(' = ')[0]} = {luck.choice(JUNK)}"
    else:
        # What the scenario says it has chosen: nothing else stands against it.
        for number in luck.sample(VALUES, luck.randrange(1, 3)):
            line = _VALUE.sub(lambda found: f"value = {_other(luck, kind, found[1])}", lines[number], count=1)
            lines[number] = _GROUND.sub(lambda _: _CHOICE, line)
    return "\n".join(lines).encode()


def _other(luck: random.Random, kind: int, value: str) -> str:
    """A value of another kind, or another of the same."""
    return luck.choice(JUNK) if kind == 6 else re.sub(r"[1-9]", lambda _: str(luck.randrange(1, 10)), value)


def outcome(file: Path) -> str:
    """What becomes of a scenario file: "run", or what is said of it."""
    try:
        scenario = load(file)
        check_references(parks(), scenario)
    except UserError as error:
        return str(error)
    world_of(changed(scenario, months=12), ten_buildings())
    return "run"


@pytest.mark.parametrize("part", range(4))
def test_a_damaged_scenario_is_refused_in_a_sentence_or_runs(part: int, tmp_path: Path) -> None:
    """Three hundred of them; what is taken is simulated for a year."""
    file, run = tmp_path / "damaged.toml", 0
    for number in range(75 * part, 75 * (part + 1)):
        file.write_bytes(damaged(random.Random(number)))
        said = outcome(file)
        assert said == "run" or said.startswith(("damaged.toml", "scenario '"))
        assert "\n" not in said
        run += said == "run"
    assert 10 <= run <= 65
