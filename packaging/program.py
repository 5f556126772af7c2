"""Start of the packaged program: `parktwin ...`, and `parktwin -m MODULE ...` as with Python itself.

The second form is how parts of the program start others in processes of their own: in a checkout `sys.executable`
is Python, in the packaged program it is this.
"""

from __future__ import annotations

import multiprocessing
import runpy
import sys

from ui.cli import main


def start() -> int:
    """Run a module, or the command line; without a word, as by a double click, the main job."""
    if sys.argv[1:2] == ["-m"] and len(sys.argv) > 2:
        module = sys.argv[2]
        del sys.argv[1:3]
        runpy.run_module(module, run_name="__main__", alter_sys=True)
        return 0
    return main(sys.argv[1:] or ["run"])


if __name__ == "__main__":
    multiprocessing.freeze_support()  # a worker process starts here too, and goes no further
    sys.exit(start())
