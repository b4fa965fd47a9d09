"""Reads the folder HOME and writes there, as programs do that keep settings, then runs the program behind its own name."""

import os
import pathlib
import sys

home = pathlib.Path.home()
assert list(home.iterdir()) == [], "It is not the only program in this home."
(home / ".chatrc").write_text("name = Ada\n")
(home / "locked").mkdir()
(home / "locked" / "log").write_text("x" * 1_000)
(home / "locked").chmod(0)
os.execvp(sys.argv[1], sys.argv[1:])
