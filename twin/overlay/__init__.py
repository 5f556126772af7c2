"""What is written over the picture: title, legend, scale, north, names of places, sources.

Drawn by Panda3D in pixels over everything else, laid out anew only when something it says has changed.
"""

from __future__ import annotations

import copy
import math
from collections.abc import Callable, Hashable
from typing import Final

from panda3d.core import Camera, NodePath, OrthographicLens

from gis.prepared import Prepared
from gis.text import Name
from gis.units import quantity
from sim.bands import FULL, Bands
from sim.run import Run
from twin import picking
from twin.frame import Frame
from twin.layers import Layer, layers
from twin.overlay import compass, labels, titles
from twin.overlay.labels import Box, Place
from twin.overlay.legend import legend_of
from twin.overlay.sheet import ACCENT_OTHER, ACCENTS, SELECTED, Sheet
from twin.overlay.words import month_name, say

PARTS: Final = frozenset({"title", "legend", "scale", "north", "credits", "labels", "selection"})
"""Everything that an overlay can write."""

_MARGIN: Final = 18.0
_NARROWEST: Final = 160.0
"""Lines of text are not broken to less than this."""
_DESIGN_SIZE: Final = (900, 720)
"""The smallest picture that everything fits into at full size."""


def scale_for(size: tuple[int, int]) -> float:
    """Pixels per design pixel in a picture of this size: the same layout at 1280x720 and at 3840x2160."""
    return max(min(size[0] / _DESIGN_SIZE[0], size[1] / _DESIGN_SIZE[1]), 0.5)


class Overlay:
    """The writing over one picture. `camera` sees it; put that into a display region after the scene's.

    `title` names what is shown (by default the parks); `parts` are those of `PARTS` that are written;
    `help` is a line of help at the bottom.
    """

    def __init__(self, prepared: Prepared, *, title: Name | None = None, parts: frozenset[str] = PARTS) -> None:
        self.title = title
        self.help = ""
        self.parts = parts
        self._prepared = prepared
        self._picker = picking.Picker(prepared)
        self._whole = copy.copy(self._picker)  # never bound: there everything stands in full
        self._places = labels.places_of(prepared, self._picker)
        self._uses = frozenset(prepared.buildings.use)
        self._run: Run | None = None
        self._bands: Bands | None = None
        self.root = NodePath("overlay")
        self._lens = OrthographicLens()
        self._lens.set_near_far(-10, 10)
        self.camera = self.root.attach_new_node(Camera("overlay", self._lens))
        self._drawn: dict[str, tuple[Hashable, NodePath]] = {}
        self._shown: set[str] = set()

    def bind(self, run: Run | None, bands: Bands | None = None) -> None:
        """Speak of `run`, and of the ensemble about it, from now on."""
        self._run, self._bands = run, bands
        self._picker.bind(run)

    @property
    def picker(self) -> picking.Picker:
        """Picks in the same place and run."""
        return self._picker

    def picker_of(self, frame: Frame) -> picking.Picker:
        """Picks what the frame shows: layers of an ensemble draw every building whole."""
        return self._whole if layers()[frame.layer].ensemble else self._picker

    def show(self, frame: Frame, size: tuple[int, int], scale: float | None = None) -> None:
        """Write what belongs to `frame` into a picture of `size` pixels; `scale` as `scale_for` by default."""
        scale = scale or scale_for(size)
        self._lens.set_film_size(*size)
        self._lens.set_film_offset(size[0] / 2, -size[1] / 2)
        self._shown = set()
        design = (size[0] / scale, size[1] / scale)
        taken = self._furniture(frame, design, scale)
        if "selection" in self.parts:
            taken += self._selection(frame, design, scale)
        if frame.labels and "labels" in self.parts:
            self._labels(frame, design, scale, taken)
        for name in set(self._drawn) - self._shown:
            self._drawn[name][1].stash()

    def _part(self, name: str, key: Hashable, scale: float, draw: Callable[[Sheet], None]) -> NodePath:
        """The node of a part, drawn anew if its key has changed."""
        self._shown.add(name)
        known = self._drawn.get(name)
        if known and known[0] == (key, scale):
            known[1].unstash()
            return known[1]
        if known:
            known[1].remove_node()
        sheet = Sheet(scale)
        draw(sheet)
        node = sheet.node(name)
        node.reparent_to(self.root)
        self._drawn[name] = ((key, scale), node)
        return node

    def _furniture(self, frame: Frame, design: tuple[float, float], scale: float) -> list[Box]:
        """Title, legend, scale, north and credits; the boxes that they take up come back.

        What a very small picture has no room for is left out.
        """
        width, height = design
        language = frame.language
        taken: list[Box] = []
        top, bottom, right, room = 0.0, height - _MARGIN, width - 10, width - 2 * _MARGIN
        if "title" in self.parts:
            title = self._title(frame)
            if title.size[0] <= room:
                self._part("title", title, scale, lambda s: title.draw(s, _MARGIN, _MARGIN))
                top = title.size[1] + _MARGIN
                taken.append((0.0, 0.0, title.size[0] + _MARGIN, top))
        if frame.legend and "legend" in self.parts:
            chosen = say(language, "Selected") if frame.selected >= 0 else ""
            runs = self._bands.runs if self._bands else 0
            legend = legend_of(layers()[frame.layer], self._uses, language, selected=chosen, room=room, runs=runs)
            x, y = width - _MARGIN - legend.size[0], height - _MARGIN - legend.size[1]
            if legend.size[0] <= room and y >= height / 3:
                self._part("legend", (legend, design), scale, lambda s: legend.draw(s, x, y))
                taken.append((x, y, width, height))
                if x - 10 - _MARGIN >= _NARROWEST:
                    right = x - 10
                else:  # what stands beside it elsewhere stands above it here
                    bottom = y - 10
        if "credits" in self.parts and right - _MARGIN >= _NARROWEST:
            line = titles.credit_line(
                language, self._prepared.credits, simulated=self._run is not None, origin=self._prepared.origin
            )
            credits_ = titles.Credits(line, right - _MARGIN - 14)
            self._part("credits", (credits_, design), scale, lambda s: credits_.draw(s, _MARGIN, bottom))
            taken.append((0.0, bottom - credits_.size[1], credits_.size[0] + _MARGIN, bottom))
            bottom -= credits_.size[1] + 10
        if bottom - compass.HEIGHT >= top:
            taken += self._compass(frame, design, scale, bottom)
        left = _MARGIN + 2 * compass.RADIUS + 10
        if self.help and right - left - 30 >= _NARROWEST:
            aid = titles.HelpLine(self.help, min(560.0, right - left - 30))
            x = (left + right - aid.size[0]) / 2
            self._part("help", (aid, design, bottom), scale, lambda s: aid.draw(s, x, bottom))
            taken.append((x, bottom - aid.size[1], x + aid.size[0], bottom))
        return taken

    def _compass(self, frame: Frame, design: tuple[float, float], scale: float, bottom: float) -> list[Box]:
        """Scale bar (where one scale holds for the whole picture: seen from straight above) and north arrow."""
        x, y = _MARGIN, bottom - compass.HEIGHT
        taken: list[Box] = []
        if frame.view.width_m is not None and "scale" in self.parts:
            metres = compass.metres_per_pixel(frame.view, design)
            plate = compass.scale_width(metres)
            self._part("scale", (metres, x, y), scale, lambda s: compass.draw_scale(s, x, y, metres))
            taken.append((0.0, y, x + plate, bottom))
            x += plate + 10
        if "north" in self.parts:
            heading = round(frame.view.heading_deg, 1)
            needle = self._part("needle", None, scale, compass.draw_needle)
            needle.set_r(-heading)
            key = (frame.language, heading)
            letter = self._part("letter", key, scale, lambda s: compass.draw_letter(s, *key))
            for node in (needle, letter):
                node.set_pos(round((x + compass.RADIUS) * scale), 0, -round((y + compass.HEIGHT / 2) * scale))
            taken.append((0.0, y, x + 2 * compass.RADIUS, bottom))
        return taken

    def _title(self, frame: Frame) -> titles.Title:
        parks = self._prepared.parks
        accent = ACCENT_OTHER
        shown = [park for park in parks if self.title is None or park.name == self.title]
        if len(shown) == 1:
            accent = ACCENTS.get(shown[0].id, ACCENT_OTHER)
        title = (
            self.title.text(frame.language) if self.title else " · ".join(p.name.text(frame.language) for p in parks)
        )
        if self._run is None:
            return titles.Title(title, (), accent)
        month = self._run.months[month_index(frame.time, len(self._run.months))]
        line = f"{self._run.scenario_name.text(frame.language)}  ·  {month_name(month, frame.language)}"
        return titles.Title(title, (line,), accent)

    @property
    def _park(self) -> str | None:
        """The one park that the picture is about, if it is about one."""
        shown = [park.id for park in self._prepared.parks if self.title is None or park.name == self.title]
        return shown[0] if len(shown) == 1 else None

    def _selection(self, frame: Frame, design: tuple[float, float], scale: float) -> list[Box]:
        """A plate that names the selected building and gives its value in this layer."""
        if frame.selected < 0:
            return []
        table, row = self._prepared.buildings, frame.selected
        top = float(self.picker_of(frame).tops(frame.time)[row])
        anchor = (float(table.centre_m[row, 0]), float(table.centre_m[row, 1]), top)
        name, facts = table.name[row].text(frame.language), self._facts(frame)
        callout = titles.Callout(name, facts, SELECTED)
        x, y, ahead = labels.project_one(anchor, frame.view, design)
        if ahead <= 0:
            return []
        x, y = callout.inside(x, y, design)
        node = self._part("selection", callout, scale, callout.draw)
        node.set_pos(round(x * scale), 0, -round(y * scale))
        return [callout.box(x, y)]

    def _facts(self, frame: Frame) -> str:
        """Value of the layer and number of storeys of the selected building."""
        table, row, language = self._prepared.buildings, frame.selected, frame.language
        floors = int(table.floors[row])
        parts = [say(language, "1 floor") if floors == 1 else say(language, "{floors} floors", floors=floors)]
        layer, run = layers()[frame.layer], self._run
        if layer.ensemble and self._bands is not None:
            month = month_index(frame.time, len(self._bands.months))
            value = quantity(float(self._bands.finished[month, row]) / FULL, layer.unit, language)
            parts.insert(0, f"{layer.name.text(language)} {value}")
        elif run is not None and layer.column and (not layer.uses or table.use[row] in layer.uses):
            month = month_index(frame.time, len(run.months))
            if _speaks(layer, run, month, row):
                value = quantity(float(getattr(run, layer.column)[month, row]), layer.unit, language)
                parts.insert(0, f"{layer.name.text(language)} {value}")
        return "  ·  ".join(parts)

    def _labels(self, frame: Frame, design: tuple[float, float], scale: float, taken: list[Box]) -> None:
        spots = labels.choose(self._places, frame.view, design, taken, self.picker_of(frame), frame.time, self._park)
        # the farthest first, so that a nearer plate's leader runs over it
        for spot in sorted(spots, key=lambda spot: spot.y):
            place: Place = self._places[spot.place]
            node = self._part(f"label {spot.place}", None, scale, place.draw)
            node.reparent_to(self.root)
            node.set_pos(round(spot.x * scale), 0, -round(spot.y * scale))


def _speaks(layer: Layer, run: Run, month: int, row: int) -> bool:
    """Whether there is anything yet to let or to sell: where the picture is neutral no share is told."""
    if layer.column == "progress":
        return True
    return bool(run.progress[month, row] >= 1 and (layer.column != "occupancy" or run.lettable_m2[row] > 0))


def month_index(time: float, months: int) -> int:
    """Row of the last month end that `time` has reached, of `months` rows."""
    return min(max(math.floor(time + 1e-6), 0), months - 1)
