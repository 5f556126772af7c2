"""Shapes made sound, and an account of every flaw."""
