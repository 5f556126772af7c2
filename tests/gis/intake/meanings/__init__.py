"""Tests of `gis.intake.meanings`."""
