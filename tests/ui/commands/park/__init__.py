"""Tests of `ui.commands.park`."""
