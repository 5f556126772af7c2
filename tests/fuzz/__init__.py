"""Damaged files through every reader, each in a process of its own that may take 2 seconds and 1 GB.

`make test` tries 100 a reader, `make fuzz` 10,000 (`python -m tests.fuzz`). No traceback, crash or hang may come of it.
"""
