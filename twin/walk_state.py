"""What a walker can change but for the place: month, layer, language, stereo mode, help. Pure functions of keys."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from twin.layers import layers
from twin.overlay.words import say

MONTHS_PER_S: Final = 3.0
DAY_HOUR, NIGHT_HOUR = 15.5, 19.7
"""Afternoon sun, and dusk, when the lit windows tell who is there."""
_HELP: Final = (
    "W A S D or arrows: walk · Shift: run · mouse: look · 1–5: layer · [ ]: month · P: play · N: night · "
    "L: 中文 · Tab: side by side · H: hide this · Esc: end"
)


@dataclass(frozen=True, slots=True)
class Settings:
    """The walk's state but for the body. `time` as in `twin.frame.Frame`; `over` once the walker wants to end."""

    time: float = 0.0
    last: float = 0.0
    layer: str = "appearance"
    language: str = "en"
    stereo: str = "mono"
    hour: float = DAY_HOUR
    playing: bool = False
    help: bool = True
    over: bool = False

    @property
    def help_line(self) -> str:
        """The line that explains the keys, or nothing."""
        return say(self.language, _HELP) if self.help else ""


def struck(settings: Settings, key: str) -> Settings:
    """The settings after a key has been struck; keys without a meaning change nothing."""
    known = tuple(layer.id for layer in layers().values() if not layer.ensemble)  # one run is walked through
    if key.isdigit() and 1 <= int(key) <= len(known):
        return replace(settings, layer=known[int(key) - 1])
    changes: dict[str, dict[str, object]] = {
        "[": {"time": max(0.0, _whole(settings.time - 1)), "playing": False},
        "]": {"time": min(settings.last, _whole(settings.time + 1)), "playing": False},
        "p": {"playing": not settings.playing, "time": _restarted(settings)},
        "n": {"hour": DAY_HOUR if settings.hour == NIGHT_HOUR else NIGHT_HOUR},
        "l": {"language": "en" if settings.language == "zh" else "zh"},
        "h": {"help": not settings.help},
        "escape": {"over": True},
    }
    for same in ("tab", "v"):
        changes[same] = {"stereo": "mono" if settings.stereo != "mono" else "side-by-side"}
    return replace(settings, **changes.get(key, {}))  # type: ignore[arg-type]


def passed(settings: Settings, seconds: float) -> Settings:
    """The settings `seconds` later: while it plays the months go on, to the last one."""
    if not settings.playing:
        return settings
    time = min(settings.time + MONTHS_PER_S * seconds, settings.last)
    return replace(settings, time=time, playing=time < settings.last)


def _whole(time: float) -> float:
    return float(round(time))


def _restarted(settings: Settings) -> float:
    """Playing at the end begins anew."""
    return 0.0 if not settings.playing and settings.time >= settings.last else settings.time
