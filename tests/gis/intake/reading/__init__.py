"""Tests of `gis.intake.reading`."""
