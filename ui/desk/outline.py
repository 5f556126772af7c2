"""The left-hand side: parks and their zones, scenarios, projects. Values follow the playhead."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from gis.text import tr
from ui.desk.entry_list import Entry, EntryList
from ui.desk.outline_items import projects, zones
from ui.desk.session import Session


class Outline(EntryList):
    """One list; a filter above it. A click shows, flies to or chooses what the row stands for."""

    def __init__(self, session: Session) -> None:
        super().__init__(session, "outline", lambda: tr("Filter"), lambda: tr("Parks, scenarios and projects"))
        self.say(self.search.setAccessibleName, lambda: tr("Filter the outline"))
        for signal in (session.place_changed, session.run_changed):
            signal.connect(self.rebuild)
        for signal in (session.time_changed, session.scenario_changed, session.theme_changed, session.park_changed,
                       session.selection_changed, session.task_changed):  # fmt: skip
            signal.connect(self.repaint_entries)
        self.rebuild()

    def retranslate(self) -> None:
        """Say everything again."""
        super().retranslate()
        self.rebuild()

    def rebuild(self) -> None:
        """List everything anew."""
        self.show_entries(self._all())

    def _all(self) -> Iterator[Entry]:
        yield Entry(lambda: tr("Parks"), heading=True)
        yield from zones(self.session)
        yield Entry(lambda: tr("Scenarios"), heading=True)
        for choice in self.session.scenarios:
            yield Entry(choice.name.text, partial(_scenario_value, self.session, choice.id), icon="git-branch",
                        tip=choice.description.text, act=partial(self.session.choose_scenario, choice.id),
                        taken=partial(_is_chosen, self.session, choice.id))  # fmt: skip
        found = projects(self.session)
        if found:
            yield Entry(lambda: tr("Projects"), heading=True)
            yield from found


def _scenario_value(session: Session, scenario: str) -> str:
    if session.task.state == "running" and session.task.scenario == scenario:
        return tr("running")
    seconds = session.seconds.get(scenario)
    return tr("not run yet") if seconds is None else f"{seconds:.1f} s"


def _is_chosen(session: Session, scenario: str) -> bool:
    return session.scenario == scenario
