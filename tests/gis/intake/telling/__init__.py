"""Tests of `gis.intake.telling`."""
