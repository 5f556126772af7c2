"""How projects are built: one file a question. `sim.building.buildout` puts them together.

`site` what a project is, `phasing` when it may begin, `budget` what pays for it, `works` how long its buildings take,
`halts` what stops it, `cost` what it costs.
"""
