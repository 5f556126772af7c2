"""Scenarios, the model and its results. Draws nothing."""
