"""Measured claims: each figure as a ratio against a named peer or limit of the same run, for machines are noisy.

`python -m tests.bench` runs every `bench_*.py` of this folder in a process of its own and writes `out/bench.json`.
Real buildings come from the folder that `PARKTWIN_BENCH_DATA` names; without it they are made up and the name says so.
"""
