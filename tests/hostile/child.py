"""Checks one file in a process of its own, and writes down what that took.

    python -m tests.hostile.child RESULT ARGUMENT…

The process may take an address space of 2 GiB. Into the file RESULT go the seconds of processor time and the most
memory that was resident, in bytes; nothing if the process is ended before.
"""

import json
import os
import resource
import sys
from pathlib import Path

ADDRESS_SPACE = 2 << 30


def main() -> None:
    """Runs the command of the command line."""
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE, ADDRESS_SPACE))
    result, *arguments = sys.argv[1:]
    from archspec.cli.main import main as run
    from archspec.cli.main import prepare

    prepare()
    code = run(arguments)
    sys.stdout.flush()
    used = resource.getrusage(resource.RUSAGE_SELF)
    Path(result).write_text(json.dumps([used.ru_utime + used.ru_stime, _most_memory()]))
    sys.stderr.flush()
    os._exit(code)


def _most_memory() -> int:
    """Returns the most memory that was resident at once, in bytes."""
    # What `getrusage` says of it begins with the process that started this one.
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) * 1024


if __name__ == "__main__":
    main()
