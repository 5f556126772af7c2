"""A step through time: one shader input, whatever the number of buildings and months."""

from __future__ import annotations

from dataclasses import replace

from panda3d.core import Camera, NodePath, PerspectiveLens

from gis.prepared import Prepared
from sim.run import Run
from tests.bench.city import city, made_up_run
from tests.bench.measure import Figure, cpu_ms, figure, report
from tests.tiny import tiny_bands
from twin.camera import home_view
from twin.frame import Frame
from twin.graphics import Graphics
from twin.scene import Scene

MONTHS = 120
BUDGET_MS = 1.0
LIMITS = {10_000: 0.1, 100_000: 0.2}


def step_ms(scene: Scene, frame: Frame, months: int) -> float:
    """CPU milliseconds of moving the scene to another time."""
    return cpu_ms(lambda i: scene.show(replace(frame, time=i * 0.618 % 1 * (months - 1))), times=300)


def frame_ms(graphics: Graphics, scene: Scene, frame: Frame, months: int) -> float:
    """CPU milliseconds of moving to another time and drawing it."""
    target = graphics.target((320, 180))
    lens = PerspectiveLens()
    lens.set_near_far(5, 40_000)
    camera = scene.root.attach_new_node(Camera("bench", lens))
    camera.set_pos(*frame.view.eye_m)
    camera.look_at(*frame.view.target_m)
    target.buffer.make_display_region().set_camera(camera)

    def draw(i: int) -> None:
        scene.show(replace(frame, time=i * 0.618 % 1 * (months - 1)))
        graphics.draw()

    took = cpu_ms(draw, times=10)
    graphics.remove(target)
    camera.remove_node()
    return took


def nodes_ms(run: Run) -> float:
    """CPU milliseconds of the usual way: a node a building, each scaled and coloured at every step."""
    root = NodePath("nodes")
    nodes = [root.attach_new_node("building") for _ in run.building_ids]

    def step(i: int) -> None:
        month = i % len(run.months)
        progress, occupancy = run.progress[month].tolist(), run.occupancy[month].tolist()
        for node, height, share in zip(nodes, progress, occupancy, strict=True):
            node.set_sz(max(height, 1e-3))
            node.set_color_scale(share, 1 - share, 0.2, 1)

    return cpu_ms(step, times=3, rounds=3)


def measure(graphics: Graphics, prepared: Prepared, suffix: str, count: int) -> list[Figure]:
    """The figures of one city size."""
    run = made_up_run(prepared, MONTHS)
    scene = Scene(graphics, prepared, quality="low")
    scene.bind(run, tiny_bands(run))
    frame = Frame(home_view(prepared, None))
    ours = step_ms(scene, frame, MONTHS)
    name = f"scrub_{count // 1000}k{suffix}"
    limit = LIMITS[count]
    figures = [figure(name, ours, "ms CPU", against="1 ms of CPU time", other=BUDGET_MS, limit=limit)]
    peer = nodes_ms(run)
    figures.append(figure(f"{name}_nodes", ours, "ms CPU", against="a node a building", other=peer, limit=0.1))
    if count == min(LIMITS):
        drawn = frame_ms(graphics, scene, frame, MONTHS)
        figures += likelihood(graphics, scene, frame, suffix)
        scene.bind(made_up_run(prepared, 12))
        short, short_drawn = step_ms(scene, frame, 12), frame_ms(graphics, scene, frame, 12)
        against = "the same with 12 months"
        figures += [
            figure(f"step_120_months{suffix}", ours, "ms CPU", against=against, other=short, limit=1.5),
            figure(f"frame_120_months{suffix}", drawn, "ms CPU", against=against, other=short_drawn, limit=1.25),
        ]
    return figures


def likelihood(graphics: Graphics, scene: Scene, frame: Frame, suffix: str) -> list[Figure]:
    """The layer of an ensemble against a layer of one run: both read one array of states."""
    of_run, of_many = (replace(frame, layer=layer) for layer in ("occupancy", "probability"))
    against = "the layer of occupancy"
    steps = [step_ms(scene, one, MONTHS) for one in (of_run, of_many)]
    drawn = [frame_ms(graphics, scene, one, MONTHS) for one in (of_run, of_many)]
    return [
        figure(f"step_likelihood{suffix}", steps[1], "ms CPU", against=against, other=steps[0], limit=1.25),
        figure(f"frame_likelihood{suffix}", drawn[1], "ms CPU", against=against, other=drawn[0], limit=1.5),
    ]


def main() -> None:
    """Measure both sizes."""
    graphics = Graphics()
    figures: list[Figure] = []
    for count in LIMITS:
        prepared, suffix = city(count)
        figures += measure(graphics, prepared, suffix, count)
    report(*figures)


if __name__ == "__main__":
    main()
