"""Terrain and imagery: opened, judged, laid under a park."""
