"""`archspec explain`."""

import subprocess
import sys


def test_the_manual_is_read_without_keras():
    program = (
        "import sys; from archspec.cli.explain import kinds; kinds(); "
        "print([name for name in ('keras', 'tensorflow', 'numpy') if name in sys.modules])"
    )

    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert done.stdout == "[]\n"
