"""The support packages: two accounts that are never mixed, and the instruments that are paid out of them.

AI: 530 million CNY over three years, of which 100 million a year is set aside for construction; the rest pays rent
subsidies and other instruments. What falls due after the account has closed is not paid, and is shown as owed. VR:
1.2 billion CNY over three years; how it is split is not published, so it is paid evenly, and what is paid moves its own
figures only: no effect is made up for it. What the district invests, and funds, belong to neither.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar, Final

from gis.text import Name
from sim.calendar import YEAR_DAYS, Calendar
from sim.instruments import modules
from sim.instruments.base import Instrument, overlap, window
from sim.letting.enterprises import Enterprise
from sim.letting.market import Market
from sim.policy.accounts import Account, Ledger, Line
from sim.policy.claims import Claims
from sim.run import Event
from sim.scenario import Scenario
from sim.streams import Streams

RENT: Final = "rent_subsidy"
CONSTRUCTION: Final = "park_construction"
_FOR_CENTRES: Final = ("compute_operation", "compute_vouchers")
_OTHERS: Final = ("ai_other", "vr_other")
_HOOKS: Final = (
    "arrival_factor", "hazard_factor", "growth_factor", "roadshow_factor", "releases_land", "phase_years_earlier",
    "invests_a_year", "building_budget_factor", "compute_price_factor", "centre_running_factor", "scenes_factor",
    "projects_a_year",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Even(Instrument):
    """What a package pays evenly beside its instruments, after them."""

    rank: ClassVar[int] = 90
    amount: float = 0.0
    settings: Any = None

    def yearly(self) -> float:
        return self.amount


class Policies:
    """Both packages over a run; month by month."""

    def __init__(self, scenario: Scenario, calendar: Calendar, streams: Streams, market: Market) -> None:
        self.rules = rules = scenario.policy
        self._building_share = scenario.build.building_share
        self._calendar = calendar
        self._streams = streams
        self._market = market
        self.people: Sequence[Enterprise] = ()
        ai_opens, vr_opens = calendar.day(rules.ai_opens), calendar.day(rules.vr_opens)
        set_aside = min(rules.ai_fund, rules.ai_construction * rules.ai_years)
        ai_closes = ai_opens + rules.ai_years * YEAR_DAYS
        self.construction = Account(ai_opens, ai_closes, set_aside)
        self.enterprise = Account(ai_opens, ai_closes, rules.ai_fund - set_aside)
        self.vr = Account(vr_opens, vr_opens + rules.vr_years * YEAR_DAYS, rules.vr_fund)
        self.renewal = Account(ai_closes, ai_closes, 0.0)
        self.district = Account(float("-inf"), float("inf"), float("inf"))
        self.events: list[Event] = []
        self._rent: Line | None = None
        self._claims: Claims | None = None
        self.lines = self._begin(scenario)
        self._acting = {hook: [line for line in self.lines if _defines(line.instrument, hook)] for hook in _HOOKS}
        self._spend_before()
        self._edges = self._days_of_change()
        self._factors: dict[Hashable, float] = {}
        self._from = self._until = 0.0
        self._state = [line.state for line in self.lines]
        self._stops = self._rent.account.stops if self._rent else 0.0
        self._named = {name: [line for line in self.lines if line.name == name] for name in modules()}
        self._of_ai = [line for line in self.lines if line.account in (self.construction, self.enterprise)]
        self._of_vr = [line for line in self.lines if line.account is self.vr]
        self.ledger = Ledger(paid={name: [] for name in modules()})

    def _begin(self, scenario: Scenario) -> tuple[Line, ...]:
        """Every instrument that acts, in the order in which they are paid; then what is paid evenly."""
        lines = []
        for name, settings in scenario.instruments.items():
            opens, closes = window(settings, self._calendar)
            if settings.active:
                instrument: Instrument = modules()[name].Instrument(settings)
                lines.append(Line(name, instrument, opens, closes, self._account(instrument)))
        lines.sort(key=lambda line: (line.instrument.rank, line.name))
        self._rent = next((line for line in lines if line.name == RENT), None)
        self._claims = Claims(self._rent.instrument.settings) if self._rent else None
        lines += [line for one in lines if one.name == CONSTRUCTION for line in self._renewed(one)]
        # All of it within a day at the fastest: a package of next to no time has no endless rate.
        vr_yearly = self.rules.vr_fund / max(self.rules.vr_years, 1.0 / YEAR_DAYS)
        rest = zip(_OTHERS, (self.enterprise, self.vr), (self.rules.ai_other_draw, vr_yearly), strict=True)
        lines += [Line(name, _Even(amount), one.opens, one.closes, one) for name, one, amount in rest]
        return tuple(lines)

    def _account(self, instrument: Instrument) -> Account:
        account = instrument.settings.account
        if account == "ai":
            return self.construction if instrument.earmarked else self.enterprise
        return self.vr if account == "vr" else self.district

    def _renewed(self, line: Line) -> list[Line]:
        """The city's money for construction may go on when the package closes: an account of its own, if drawn."""
        settings = line.instrument.settings
        if not self._streams.of("policy", "renewed").chance(settings.renewal) or line.account is not self.construction:
            return []
        opens = self.construction.closes
        closes = opens + settings.renewal_years * YEAR_DAYS
        self.renewal = Account(opens, closes, settings.yearly * settings.renewal_years)
        name = Name("Construction money is renewed (simulated)", "园区建设资金延续（模拟）")
        self.events.append(Event(opens, "policy", "ai", name, ""))
        return [Line(line.name, line.instrument, opens, closes, self.renewal)]

    def _days_of_change(self) -> list[float]:
        """Days on which an instrument may begin or end to act, between months that are closed."""
        days = {day for one in self.lines for day in (one.opens, one.closes, one.account.opens, one.account.closes)}
        return sorted({float("-inf"), *days, float("inf")})

    def _spend_before(self) -> None:
        """What was paid evenly before the run begins is gone."""
        for line in self.lines:
            if line is not self._rent:
                opens = max(line.opens, line.account.opens)
                closes = min(line.closes, line.account.closes)
                line.account.spend_before(line.instrument.due(float("-inf"), 0.0, opens, closes))

    def watch(self, people: Sequence[Enterprise]) -> None:
        """Tell who the enterprises are, by number; the list may grow."""
        self.people = people

    @property
    def closing_day(self) -> float:
        """The day on which the AI account closes."""
        return self.enterprise.closes

    # What instruments do to the other parts of the model, as of `day`: nothing of what follows is known. Factors are
    # 1 where nothing acts.

    def arrival_factor(self, park: str, day: float) -> float:
        """On the rate at which enterprises come to `park` by themselves."""
        return self._product("arrival_factor", day, park)

    def exit_factor(self, tenant: int, day: float) -> float:
        """On a tenant's hazard of closing: less while it is supported, more in the year after its rent subsidy."""
        claims = self._claims.hazard_factor(tenant, day, self._stops) if self._claims else 1.0
        return claims * self._for("hazard_factor", day, tenant) if self.people else claims

    def subsidy_ends(self, tenant: int) -> float:
        """The day on which a rent subsidy of this tenant runs out: its years, or its account; infinity without one."""
        return math.inf if self._claims is None else self._claims.ends(tenant, self._stops)

    def growth_factor(self, tenant: int, day: float) -> float:
        """On the growth of a tenant's staff: talent and funds."""
        return self._for("growth_factor", day, tenant) if self.people else 1.0

    def roadshow_factor(self, day: float) -> float:
        """On the rate of roadshows."""
        return self._product("roadshow_factor", day)

    def phase_years_earlier(self, park: str, day: float) -> float:
        """By how many years land for later phases is released before its time; minus infinity: it is not released."""
        acting = [line for line in self._acting["releases_land"] if line.instrument.releases_land(line.standing(day))]
        if not acting:
            return float("-inf")
        return sum(line.instrument.phase_years_earlier(park, line.standing(day)) for line in acting)

    def building_budget_cny(self, day: float) -> float:
        """CNY a year for buildings: a part of what the district invests, what others add, and the city on top.

        What ends before the year does is granted no further than to its end: never more than the sum.
        """
        ends = self._calendar.day(date(self._calendar.date(day).year + 1, 1, 1))
        invested = math.fsum(
            line.instrument.invests_a_year(line.standing(day))
            * overlap(day, ends, line.opens, line.closes)
            / (ends - day)
            for line in self._acting["invests_a_year"]
        )
        own = self.rules.budget_without + self._building_share * invested
        return own * self._product("building_budget_factor", day)

    def compute_price_factor(self, park: str, day: float) -> float:
        """On the net price of compute for customers of `park` ("" for those from outside)."""
        return self._product("compute_price_factor", day, park)

    def centre_running_factor(self, day: float) -> float:
        """On what the centres can keep running: less when the support of their operation ends."""
        return self._product("centre_running_factor", day)

    def centre_support_cny(self) -> float:
        """CNY paid so far, by the last month end, for the centres' operation and for vouchers that are spent there."""
        return math.fsum(self.ledger.paid[name][-1] for name in _FOR_CENTRES if self.ledger.paid[name])

    def scenes_factor(self, park: str, day: float) -> float:
        """On the rate at which enterprises bring about application scenes."""
        return self._product("scenes_factor", day, park)

    def demonstrations_a_year(self, park: str, day: float) -> float:
        """Demonstration projects in `park` that are supported a year."""
        lines = self._acting["projects_a_year"]
        return sum(line.instrument.projects_a_year(park, line.standing(day)) for line in lines)

    def _for(self, hook: str, day: float, tenant: int) -> float:
        """As `_product` for an enterprise: those of a park, a field and a class are served alike."""
        if not self._from <= day < self._until:
            self._forget(day)
        one = self.people[tenant]
        key = (hook, one.park, one.sector, one.size_class)
        factor = self._factors.get(key)
        return self._multiplied(key, hook, day, one) if factor is None else factor

    def _product(self, hook: str, day: float, *who: object) -> float:
        """All factors together. Kept for as long as no instrument's standing can change."""
        if not self._from <= day < self._until:
            self._forget(day)
        key = (hook, *who)
        factor = self._factors.get(key)
        return self._multiplied(key, hook, day, *who) if factor is None else factor

    def _forget(self, day: float) -> None:
        """Begin a span of days in which no standing changes."""
        place = bisect_right(self._edges, day)
        self._from, self._until = self._edges[place - 1], self._edges[place]
        self._factors.clear()

    def _multiplied(self, key: Hashable, hook: str, day: float, *who: object) -> float:
        factor = 1.0
        for line in self._acting[hook]:
            factor *= getattr(line.instrument, hook)(*who, line.standing(day))
        self._factors[key] = factor
        return factor

    # Who comes and goes, and the books.

    def tenant_lands(self, enterprise: Enterprise, building: int, area_m2: float, day: float) -> None:
        """Open a claim, if the tenant is new, of the package's field, certified, and the subsidy is offered."""
        if self._rent is None or self._claims is None:
            return
        account = self._rent.instrument.settings.account
        meant = (enterprise.is_ai and account != "vr") or (enterprise.is_vr and account != "ai")
        offered = meant and self._rent.standing(day).funded > 0.0
        stream = self._streams.of("certified", *enterprise.key)
        self._claims.certify(enterprise.number, building, area_m2, day, stream, offered)

    def tenant_leaves(self, tenant: int, day: float) -> None:
        """Its claim ends; what is due stays due."""
        if self._claims:
            self._claims.end(tenant, day)

    def close_month(self, month: int) -> None:
        """Let claims and instruments fall due, pay what can be paid, and write the ledger."""
        end = float(self._calendar.ends[month])
        begin = float(self._calendar.ends[month - 1]) if month else 0.0
        if self._claims:
            self._claims.accrue(month, begin, end, self._market.rents_on(end))
        for line in self.lines:
            if line is self._rent and self._claims:
                line.settle(self._claims.due(month), begin, end, end)
            else:
                # Nobody is promised anything beyond the account: only claims are owed after it has closed.
                opens, closes = max(line.opens, line.account.opens), min(line.closes, line.account.closes)
                line.settle(line.instrument.due(begin, end, opens, closes), begin, end, max(begin, opens))
        self._stops = self._rent.account.stops if self._rent else 0.0
        state = [line.state for line in self.lines]
        if state != self._state:
            self._state = state
            self._from = self._until = end
        self._write()

    def _write(self) -> None:
        ledger = self.ledger
        ledger.ai_paid.append(self.construction.paid + self.enterprise.paid)
        ledger.ai_left.append(self.construction.balance + self.enterprise.balance)
        ledger.vr_paid.append(self.vr.paid)
        ledger.vr_left.append(self.vr.balance)
        ledger.renewed_paid.append(self.renewal.paid)
        for name, lines in self._named.items():
            ledger.paid[name].append(math.fsum([line.paid for line in lines]))
        ledger.ai_owed.append(math.fsum([line.owed for line in self._of_ai]))
        ledger.vr_owed.append(math.fsum([line.owed for line in self._of_vr]))
        rent, claims = self._rent, self._claims
        ledger.rent_unpaid.append(rent.unpaid + rent.owed if rent else 0.0)
        ledger.rent_claimed.append(claims.claimed if claims else 0.0)
        ledger.rent_pending.append(claims.pending if claims else 0.0)
        ledger.certified.append(claims.running if claims else 0)


def _defines(instrument: Instrument, hook: str) -> bool:
    """Whether it does not leave this to the neutral default."""
    return getattr(type(instrument), hook) is not getattr(Instrument, hook)
