"""`archspec explain`."""

import subprocess
import sys


def test_the_manual_is_read_without_keras():
    program = (
        "import sys; from archspec.diagnostics.catalogue import kinds; kinds(); "
        "print([name for name in ('keras', 'tensorflow', 'numpy') if name in sys.modules])"
    )

    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert done.stdout == "[]\n"


def test_a_page(archspec) -> None:
    done = archspec("explain", "channel-mismatch")
    assert done.code == 0
    assert done.out.startswith("error[channel-mismatch]: Tensors with different numbers of channels are merged.\n\n")
    assert "\nExample:\n\n    archspec: 1\n" in done.out
    assert "\nInstead:\n\n    archspec: 1\n" in done.out


def test_the_list(archspec) -> None:
    lines = [line.split() for line in archspec("explain").out.splitlines()]
    severities = [severity for _, severity, *_ in lines]
    assert list(dict.fromkeys(severities)) == ["error", "warning", "note"]
    assert severities == sorted(severities, key=["error", "warning", "note"].index)
    for severity, known in {"error": "window-too-large", "warning": "bias-before-norm", "note": "even-window"}.items():
        names = [name for name, own, *_ in lines if own == severity]
        assert names == sorted(names)
        assert known in names


def test_a_misspelt_name(archspec) -> None:
    done = archspec("explain", "chanel-mismatch")
    assert done == (2, "", "archspec: there is no diagnostic `chanel-mismatch`; did you mean `channel-mismatch`?\n")
    assert archspec("explain", "xyzzy").code == 2


def test_a_name_may_be_copied_with_its_severity(archspec) -> None:
    assert archspec("explain", "error[channel-mismatch]") == archspec("explain", "channel-mismatch")
