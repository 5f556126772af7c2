"""Drawings: entities as shapes, curves as corners, loose lines as outlines."""
