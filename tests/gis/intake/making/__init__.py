"""Tests of `gis.intake.making`."""
