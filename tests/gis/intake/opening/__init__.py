"""Tests of `gis.intake.opening`."""
