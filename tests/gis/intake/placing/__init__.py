"""Tests of `gis.intake.placing`."""
