"""Whatever a spec says, a check runs no code, opens no connection, starts nothing, and reads its own folder alone.

It is Python that tells: audit hooks (PEP 578) see every file that is opened and every module that is imported, whoever
does it. A hook stays to the end of its process, so that each test has a process of its own.
"""

import json
import subprocess
import sys
from pathlib import Path

import pytest

AUDIT = Path(__file__).with_name("audit.py")


def told(*arguments: str) -> list[dict[str, str]]:
    done = subprocess.run([sys.executable, str(AUDIT), *arguments], capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


@pytest.mark.slow
def test_checking_hostile_files_does_nothing_else() -> None:
    assert told() == []


@pytest.mark.parametrize(
    ("planted", "reason"),
    [
        ("exec", "runs code"), ("compile", "compiles"), ("import", "imports wave"), ("socket", "socket.__new__"),
        ("subprocess", "subprocess.Popen"), ("write", "writes"), ("outside", "reads"), ("listing", "reads"),
    ],
)  # fmt: skip
def test_what_breaks_the_rules_is_told(planted: str, reason: str) -> None:
    assert any(one["reason"].startswith(reason) for one in told(planted)), told(planted)
