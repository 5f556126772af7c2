"""What the desk opens with."""

from __future__ import annotations

from dataclasses import dataclass

from sim.bands import Bands


@dataclass(frozen=True, slots=True)
class Opening:
    """`parks` are loaded, `park` is looked at (None: all). `size`, `layer`, `month` and `building` may stay open.

    `ensemble` is how far the scenario's figures spread, if it was run before; `charts` are the
    figures of the charts, `page` the inspector's page.
    `imports` are files for the import assistant, which is then shown at `import_step` ("" for the first).
    """

    scenario: str
    parks: tuple[str, ...]
    park: str | None = None
    theme: str = "light"
    size: tuple[int, int] | None = None
    layer: str | None = None
    month: str | None = None
    building: str | None = None
    imports: tuple[str, ...] = ()
    import_step: str = ""
    ensemble: Bands | None = None
    charts: tuple[str, ...] = ()
    page: str = ""
