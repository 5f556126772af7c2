"""The commands of `parktwin`, one file each: this folder is the list.

A command module holds `SUMMARY` (English, translated when shown), `arguments(parser)` and `run(options) -> int`
(the exit code). It imports nothing heavy at its top: `parktwin --help` must answer at once.
"""
