"""Tests of `gis.intake.mending`."""
