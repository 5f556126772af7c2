"""Application scenes, solutions, platforms and demonstration projects. What counts as one decides whether it is met."""

from __future__ import annotations

from gis.text import Name
from sim.history import F64, History
from sim.kpis import kpi
from sim.outcomes.levels import outcomes

_ENTERPRISES = ("stock.enterprises0.core", "tenant.organic.ai", "tenant.exit_hazard")


@kpi(
    "ai.scenes",
    Name("Exemplary application scenes", "示范应用场景"),
    Name(
        "Exemplary application scenes of the AI park's enterprises to date. The definition decides whether the target "
        "of 100 is met: one tenth of the solutions told of in March 2023 is taken to be exemplary, and so is one tenth "
        "of the new ones; neither the city's catalogue of demands nor its VR demonstrations count",
        "人工智能产业园企业累计形成的示范应用场景。是否达到100个取决于口径：以2023年3月已有解决方案及新增方案的十分之一"
        "计为示范场景；不含全市场景需求目录与虚拟现实示范项目",
    ),
    unit="scenes",
    level="park",
    better="up",
    park="ai",
    sources=("outcome.scenes", "ai.solutions.2023", "policy.ai.open_scenes", *_ENTERPRISES),
)
def scenes(history: History) -> F64:
    """(T,) scenes."""
    return outcomes(history).counts.scenes


@kpi(
    "ai.solutions",
    Name("Solutions", "解决方案"),
    Name(
        "Solutions for applications that the AI park's enterprises have developed, exemplary or not, to date",
        "人工智能产业园企业累计开发的应用解决方案，含示范与一般",
    ),
    unit="solutions",
    level="park",
    better="up",
    park="ai",
    sources=("outcome.scenes", "ai.solutions.2023", *_ENTERPRISES),
)
def solutions(history: History) -> F64:
    """(T,) solutions."""
    return outcomes(history).counts.solutions


@kpi(
    "ai.pilots",
    Name("Supported pilot projects", "获支持试点示范项目"),
    Name(
        "Pilot projects of the AI park that have been paid for out of its support package since the start; not the "
        "city's VR demonstration projects",
        "期初以来由扶持资金支持的人工智能产业园试点示范项目；不是全市虚拟现实示范项目",
    ),
    unit="projects",
    level="park",
    better="up",
    park="ai",
    sources=("policy.instrument.demonstrations", "policy.instrument.per_demonstration"),
)
def pilots(history: History) -> F64:
    """(T,) projects."""
    return outcomes(history).counts.pilots


@kpi(
    "district.platforms",
    Name("AI service platforms of the district", "全区人工智能服务平台"),
    Name(
        "Service platforms of the AI industry in the district; innovation platforms of provincial rank and certified "
        "industrial-internet platforms are counts of their own",
        "全区人工智能产业创新服务平台；省级以上创新平台与工业互联网平台另计",
    ),
    unit="platforms",
    level="district",
    better="up",
    park="ai",
    sources=("ai.platforms.service", "outcome.platforms", "ai.enterprises.district"),
)
def platforms(history: History) -> F64:
    """(T,) platforms."""
    return outcomes(history).counts.platforms


@kpi(
    "city.demonstrations",
    Name("VR demonstration projects of the city", "全市虚拟现实示范项目"),
    Name(
        "VR demonstration projects of the whole city to date, counted from 2022 on as the city's plan does; those of "
        "before the run are assumed",
        "全市累计虚拟现实应用示范项目，按行动计划自2022年起计；推演前的数量为假设",
    ),
    unit="projects",
    level="city",
    better="up",
    park="vr",
    sources=("outcome.demonstrations", "outcome.demonstrations0", "stock.vr_enterprises0", "outcome.vr_city_ratio"),
)
def demonstrations(history: History) -> F64:
    """(T,) projects."""
    return outcomes(history).counts.demonstrations
