"""How a body moves: a pure function of where it stands, what is asked of it, the time that passes, and the world."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Protocol

from twin.view import View, look

EYE_M = 1.65
WALK_M_PER_S, RUN_M_PER_S = 1.6, 5.0
TURN_DEG_PER_S = 80.0
GRAVITY_M_PER_S2 = 9.81
STEP_UP_M = 0.6
"""What a body climbs without more ado: kerbs and stairs."""
_STRIDE_M = 0.2
_FOV_DEG = 66.0
_LOWEST_DEG, _HIGHEST_DEG = -80.0, 80.0
_SIGHT_M = 60.0


class World(Protocol):
    """What a body meets."""

    def ground_m(self, x_m: float, y_m: float) -> float:
        """Elevation of the ground."""

    def out_of_walls(self, x_m: float, y_m: float) -> tuple[float, float]:
        """The point itself, or the nearest one to it at which a body stands clear of every wall."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of a body: shares of full speed forward, right and in turning; look in degrees."""

    forward: float = 0.0
    right: float = 0.0
    turn: float = 0.0
    run: bool = False
    look_right_deg: float = 0.0
    look_up_deg: float = 0.0


@dataclass(frozen=True, slots=True)
class Body:
    """Someone on foot: where the feet are, which way the eyes look, how fast they fall."""

    x_m: float
    y_m: float
    foot_m: float
    heading_deg: float = 0.0
    pitch_deg: float = 0.0
    falling_m_per_s: float = 0.0

    @property
    def view(self) -> View:
        """What the body sees."""
        eye = (self.x_m, self.y_m, self.foot_m + EYE_M)
        ahead = look(eye, self.heading_deg + 180, -self.pitch_deg, _SIGHT_M)
        return View(eye, ahead.eye_m, _FOV_DEG)


def stand(view: View, world: World) -> Body:
    """A body at the eye of `view`, on the ground and clear of walls, looking the same way."""
    x, y = world.out_of_walls(view.eye_m[0], view.eye_m[1])
    return Body(x, y, world.ground_m(x, y), view.heading_deg, view.pitch_deg)


def step(body: Body, asked: Asked, seconds: float, world: World) -> Body:
    """The body after `seconds`. Walls stop it and it slides along them; it keeps to the ground, or falls to it."""
    heading = (body.heading_deg + asked.look_right_deg + asked.turn * TURN_DEG_PER_S * seconds) % 360
    pitch = min(max(body.pitch_deg + asked.look_up_deg, _LOWEST_DEG), _HIGHEST_DEG)
    x, y = _walked(body, asked, heading, seconds, world)
    foot, falling = _fallen(body, world.ground_m(x, y), seconds)
    return replace(body, x_m=x, y_m=y, foot_m=foot, heading_deg=heading, pitch_deg=pitch, falling_m_per_s=falling)


def _walked(body: Body, asked: Asked, heading_deg: float, seconds: float, world: World) -> tuple[float, float]:
    """Where the feet come to in short strides, so that no speed and no slow frame carries them through a wall."""
    effort = math.hypot(asked.forward, asked.right)
    x, y = world.out_of_walls(body.x_m, body.y_m)
    if effort == 0:
        return x, y
    pace = (RUN_M_PER_S if asked.run else WALK_M_PER_S) / max(effort, 1.0)
    heading = math.radians(heading_deg)
    east = asked.forward * math.sin(heading) + asked.right * math.cos(heading)
    north = asked.forward * math.cos(heading) - asked.right * math.sin(heading)
    strides = max(1, math.ceil(pace * effort * seconds / _STRIDE_M))
    length = pace * seconds / strides
    for _ in range(strides):
        x, y = world.out_of_walls(x + east * length, y + north * length)
    return x, y


def _fallen(body: Body, ground_m: float, seconds: float) -> tuple[float, float]:
    """Height of the feet and speed of the fall after `seconds` over ground at `ground_m`."""
    if body.foot_m <= ground_m + STEP_UP_M and body.falling_m_per_s == 0:
        return ground_m, 0.0
    foot = body.foot_m - body.falling_m_per_s * seconds - GRAVITY_M_PER_S2 * seconds**2 / 2
    if foot <= ground_m:
        return ground_m, 0.0
    return foot, body.falling_m_per_s + GRAVITY_M_PER_S2 * seconds
