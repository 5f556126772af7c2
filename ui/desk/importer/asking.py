"""Questions that a file leaves open, put together so that each is asked once, and answers as they are given."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from gis.intake.answers import Answers

Finding = Mapping[str, Any]
TOPICS: Final = ("encoding", "units", "axes", "crs")
"""What a question can be about, in the order in which answers help."""
_LOCAL: Final = "local"


@dataclass(frozen=True, slots=True)
class Question:
    """`offers` are answers that would fit, (flag, what speaks for it); `layers` are those that ask the same.

    `topic` is one of `TOPICS`, or "" for what only the file itself can settle. `by_points`: two points may answer it.
    """

    topic: str
    layers: tuple[str, ...]
    finding: Finding
    offers: tuple[tuple[str, str], ...]
    by_points: bool = False


def questions(findings: Iterable[Finding], taken: Iterable[str]) -> list[Question]:
    """What must be answered about the file itself and the layers that are taken; each once."""
    wanted = {"", *taken}
    groups: dict[tuple[object, ...], list[Finding]] = {}
    for finding in findings:
        if finding["level"] == "ask" and finding["layer"] in wanted:
            flags = tuple(flag for flag, _ in finding["offers"])
            topic = topic_of(finding)
            same = flags if topic in ("crs", "axes", "units", "encoding") else finding["what"]
            groups.setdefault((topic, same if topic == "crs" else topic or same), []).append(finding)
    made = [_question(topic_of(group[0]), group) for group in groups.values()]
    return sorted(made, key=lambda question: (*TOPICS, "").index(question.topic))


def _question(topic: str, group: list[Finding]) -> Question:
    offers = tuple((flag, why) for flag, why in group[0]["offers"] if flag != "--place")
    placed = any(flag == "--place" for flag, _ in group[0]["offers"])
    layers = tuple(dict.fromkeys(finding["layer"] for finding in group if finding["layer"]))
    return Question(topic, layers, group[0], offers, placed)


def topic_of(finding: Finding) -> str:
    """One of `TOPICS` by the flags that would answer, "" if there is none."""
    flags = " ".join(flag for flag, _ in finding["offers"])
    named = next((topic for topic in TOPICS if flags.startswith(f"--{topic}")), "")
    return named or ("crs" if "--place" in flags else "")


def answered(answers: Answers, flag: str, layers: Iterable[str]) -> Answers:
    """The answers with what a flag says; "--crs" is of these layers, if any, the others of the whole file."""
    topic, _, value = flag.removeprefix("--").partition(" ")
    if topic != "crs":
        return _with(answers, topic, value)
    crs, _, axes = value.partition(" --axes ")
    told = replace(answers, axes=axes) if axes else answers
    of_layers = dict.fromkeys(layers, crs)
    return replace(told, layer_crs={**told.layer_crs, **of_layers}) if of_layers else replace(told, crs=crs)


def placed(answers: Answers, crs: str, points: tuple[tuple[tuple[float, float], tuple[float, float]], ...],
           layers: Iterable[str]) -> Answers:  # fmt: skip
    """The answers with points that place the layers, their places in `crs`."""
    # said of each layer, so that it holds for those too that declare a system which cannot be true
    local = dict.fromkeys(layers, _LOCAL)
    return replace(answers, crs=crs, points=points, layer_crs={**answers.layer_crs, **local})


def given(answers: Answers) -> list[tuple[str, str, str]]:
    """The answers given so far: topic, layer ("" for all) and what was said."""
    found = [("crs", layer, crs) for layer, crs in answers.layer_crs.items() if crs != _LOCAL]
    found += [("points" if answers.points else "crs", "", answers.crs)] if answers.crs or answers.points else []
    whole = ((topic, getattr(answers, topic)) for topic in ("encoding", "units", "axes"))
    return found + [(topic, "", said) for topic, said in whole if said]


def taken_back(answers: Answers, topic: str, layer: str) -> Answers:
    """The answers without one of them."""
    if layer:
        return replace(answers, layer_crs={name: told for name, told in answers.layer_crs.items() if name != layer})
    if topic in ("crs", "points"):
        kept = {name: told for name, told in answers.layer_crs.items() if told != _LOCAL}
        return replace(answers, crs="", points=(), layer_crs=kept)
    return _with(answers, topic, "")


def _with(answers: Answers, topic: str, value: str) -> Answers:
    said: dict[str, Any] = {topic: value}
    return replace(answers, **said)
