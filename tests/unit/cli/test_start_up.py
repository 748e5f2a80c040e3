"""Which of TensorFlow's first lines are passed on, and that they arrive if it aborts the process."""

import subprocess
import sys

from archspec.cli import start_up

GREETING = (
    b"WARNING: All log messages before absl::InitializeLog() is called are written to STDERR\n"
    b"I0000 00:00:1.2 3 port.cc:153] oneDNN custom operations are on. You may see slightly different results\n"
)
ABORT = f"""
import os
from archspec.cli.keras import without_start_up
with without_start_up():
    os.write(2, {GREETING + b"F0000 the processor is too old"})
    os.abort()
"""


def test_lines_of_the_processor_are_left_out() -> None:
    text = GREETING + b"W0000 a warning\nan end"
    done = subprocess.run([sys.executable, "-IS", start_up.__file__], input=text, capture_output=True, check=True)
    assert (done.stdout, done.stderr) == (b"", b"W0000 a warning\nan end")


def test_what_is_said_last_arrives() -> None:
    done = subprocess.run([sys.executable, "-c", ABORT], capture_output=True, check=False)
    assert done.returncode < 0
    assert done.stderr == b"F0000 the processor is too old"
