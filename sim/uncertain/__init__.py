"""Which values are uncertain, how they are distributed, and a scenario at given quantiles."""
