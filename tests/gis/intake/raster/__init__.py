"""Tests of `gis.intake.raster`."""
