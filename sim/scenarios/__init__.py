"""Scenario files: reading, merging, checking, and what each value rests on."""
