"""Ensembles: many replications of a scenario, on this machine or on a cluster, folded into bands."""
