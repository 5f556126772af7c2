"""The support packages: two accounts that are never mixed, and what is paid out of them.

AI: 530 million CNY over three years, of which 100 million a year is for construction; the rest pays rent subsidies
and other instruments. What falls due after the account has closed is not paid, and is shown. VR: 1.2 billion CNY
over three years; how it is split is not published, so it is paid evenly.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from sim.calendar import MONTH_DAYS, YEAR_DAYS, Calendar
from sim.enterprises import Enterprise
from sim.market import Market
from sim.scenario import Scenario
from sim.streams import Streams


@dataclass(slots=True)
class Account:
    """Money that can only be spent down to nothing, between two days."""

    opens: float
    closes: float
    balance: float
    paid: float = 0.0

    def pay(self, amount: float, day: float) -> float:
        """Pay as much of `amount` as the account has, if it is open; what was paid comes back."""
        if not self.opens <= day < self.closes:
            return 0.0
        given = min(max(amount, 0.0), self.balance)
        self.balance -= given
        self.paid += given
        return given


@dataclass(slots=True)
class Claim:
    """A certified tenant's rent subsidy: so much a month while it stays, up to the years and the cap."""

    tenant: int
    begins: float
    lag_days: float
    area_m2: float
    building: int
    ends: float
    claimed: float = 0.0


@dataclass(slots=True)
class Ledger:
    """Cumulative sums at the month ends, CNY, one list a column."""

    ai_paid: list[float] = field(default_factory=list)
    ai_rent_paid: list[float] = field(default_factory=list)
    ai_unpaid: list[float] = field(default_factory=list)
    vr_paid: list[float] = field(default_factory=list)


class Policies:
    """Both packages over a run; month by month."""

    def __init__(self, scenario: Scenario, calendar: Calendar, streams: Streams, market: Market) -> None:
        rules = scenario.policy
        self.rules = rules
        self._calendar = calendar
        self._streams = streams
        self._market = market
        ai_opens, vr_opens = calendar.day(rules.ai_opens), calendar.day(rules.vr_opens)
        construction = min(rules.ai_fund, rules.ai_construction * rules.ai_years)
        ai_closes = ai_opens + rules.ai_years * YEAR_DAYS
        self.construction = Account(ai_opens, ai_closes, construction)
        self.enterprise = Account(ai_opens, ai_closes, rules.ai_fund - construction)
        self.vr = Account(vr_opens, vr_opens + rules.vr_years * YEAR_DAYS, rules.vr_fund)
        for account, yearly in self._even():
            before = min(account.balance, yearly * max(0.0, min(0.0, account.closes) - account.opens) / YEAR_DAYS)
            account.balance -= before
        self._claims: dict[int, Claim] = {}
        self._ended: dict[int, float] = {}
        self._due: dict[int, float] = {}
        self._rent_paid = 0.0
        self._unpaid = 0.0
        self.ledger = Ledger()

    @property
    def closing_day(self) -> float:
        """The day on which the AI account closes."""
        return self.enterprise.closes

    def arrival_factor(self, day: float) -> float:
        """What the rent subsidy does to arrivals while it is offered: through the mean net rent, weakly."""
        if not self.enterprise.opens <= day < self.enterprise.closes:
            return 1.0
        net_rent = 1.0 - self.rules.rent_share * self.rules.certified_share
        return float(max(net_rent, 0.05) ** self.rules.arrival_elasticity)

    def exit_factor(self, tenant: int, day: float) -> float:
        """What the subsidy does to a tenant's hazard of leaving: less while it runs, more in the year after."""
        claim = self._claims.get(tenant)
        if claim is None:
            return 1.0
        ends = min(claim.ends, self.enterprise.closes)
        if day < ends:
            return self.rules.exit_effect
        return self.rules.cliff_effect if day < ends + YEAR_DAYS else 1.0

    # What instruments do to the other parts of the model. Factors are 1 where nothing acts.

    def roadshow_factor(self, day: float) -> float:
        """On the rate of roadshows."""
        return 1.0

    def phase_years_earlier(self, park: str, day: float) -> float:
        """By how many years land for later phases is released before its time."""
        return 0.0

    def building_budget_factor(self, day: float) -> float:
        """On what the district invests in building a year."""
        return 1.0

    def compute_price_factor(self, park: str, day: float) -> float:
        """On the net price of compute for customers of `park` ("" for those from outside)."""
        return 1.0

    def centre_running_factor(self, day: float) -> float:
        """On what the centres can keep running: less when the support of their operation ends."""
        return 1.0

    def scenes_factor(self, park: str, day: float) -> float:
        """On the rate at which enterprises bring about application scenes."""
        return 1.0

    def growth_factor(self, tenant: int, day: float) -> float:
        """On the growth of a tenant's staff: talent and funds."""
        return 1.0

    def tenant_lands(self, enterprise: Enterprise, building: int, area_m2: float, day: float) -> None:
        """Open a claim, if the tenant is new, in AI, certified, and the package is open."""
        stream = self._streams.of("certified", *enterprise.key)
        certified = stream.chance(self.rules.certified_share)
        lag_days = stream.spread(self.rules.payment_lag) * MONTH_DAYS
        if certified and enterprise.is_ai and self.enterprise.opens <= day < self.enterprise.closes:
            area_m2 = min(area_m2, self.rules.rent_area)
            ends = day + self.rules.rent_years * YEAR_DAYS
            self._claims[enterprise.number] = Claim(enterprise.number, day, lag_days, area_m2, building, ends)

    def tenant_leaves(self, tenant: int) -> None:
        """Its claim ends; what is due stays due."""
        self._claims.pop(tenant, None)

    def close_month(self, month: int) -> None:
        """Let claims fall due, pay what can be paid, and write the ledger."""
        end = float(self._calendar.ends[month])
        begin = float(self._calendar.ends[month - 1]) if month else 0.0
        for claim in self._claims.values():
            if claim.ends > begin and claim.claimed < self.rules.rent_cap:
                self._accrue(claim, begin, end)
        self._pay_rent(month, end)
        for account, yearly in self._even():
            open_days = min(end, account.closes) - max(begin, account.opens)
            if open_days > 0.0:
                account.pay(yearly * open_days / YEAR_DAYS, max(begin, account.opens))
        ledger = self.ledger
        ledger.ai_paid.append(self.construction.paid + self.enterprise.paid)
        ledger.ai_rent_paid.append(self._rent_paid)
        ledger.ai_unpaid.append(self._unpaid)
        ledger.vr_paid.append(self.vr.paid)

    def _even(self) -> tuple[tuple[Account, float], ...]:
        """What is paid evenly, a year."""
        rules = self.rules
        vr_yearly = rules.vr_fund / rules.vr_years if rules.vr_years else 0.0
        return (
            (self.construction, rules.ai_construction),
            (self.enterprise, rules.ai_other_draw),
            (self.vr, vr_yearly),
        )

    def _accrue(self, claim: Claim, begin: float, end: float) -> None:
        days = min(end, claim.ends) - max(begin, claim.begins)
        if days <= 0.0:
            return
        amount = claim.area_m2 * self._market.rent(claim.building, end) * days * self.rules.rent_share
        amount = min(amount, self.rules.rent_cap - claim.claimed)
        claim.claimed += amount
        due = self._calendar.month(end + claim.lag_days)
        self._due[due] = self._due.get(due, 0.0) + amount

    def _pay_rent(self, month: int, end: float) -> None:
        due = self._due.pop(month, 0.0)
        paid = self.enterprise.pay(due, end)
        self._rent_paid += paid
        self._unpaid += due - paid
