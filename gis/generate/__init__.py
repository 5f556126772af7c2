"""Expands a drafted site plan (assets/plans/*.toml) into the layers of a park, the same ones every time.

The plan says what a planner would draw: sites, street axes, water, greens, a parcel's project and how it is built up.
The modules follow the order in which land is taken: site, streets, open_land, blocks, masses, landscape, greenery.
"""
