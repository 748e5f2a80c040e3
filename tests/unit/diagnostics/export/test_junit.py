from xml.etree import ElementTree

from archspec.diagnostics.diagnostic import Diagnostic
from archspec.diagnostics.export.common import FileResult, Origin
from archspec.diagnostics.export.junit import export
from archspec.diagnostics.render import render
from tests.said import Said


class Odd(Said):
    """It is odd."""

    severity = "warning"


class Wrong(Said):
    """It is wrong."""


def test_every_file_is_a_test(mismatch: Diagnostic) -> None:
    text = export(
        [
            FileResult("specs/mynet.yaml", [mismatch, Diagnostic(Odd("odd"))]),
            FileResult("fine.yaml", []),
            FileResult("two.yaml", [Diagnostic(Wrong("a")), Diagnostic(Wrong("b"))]),
            FileResult("gone.yaml", problem="there is no file `gone.yaml`"),
        ],
        Origin(),
    )
    assert text.startswith('<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="archspec" ')
    root = ElementTree.fromstring(text)
    (suite,) = root
    counts = {"tests": "4", "failures": "2", "errors": "1"}
    assert root.attrib == {"name": "archspec", **counts}
    assert suite.attrib == {"name": "archspec check", **counts}
    names = ["specs/mynet.yaml", "fine.yaml", "two.yaml", "gone.yaml"]
    assert [case.attrib for case in suite] == [
        {"name": name, "classname": "archspec check", "file": name} for name in names
    ]
    bad, fine, two, gone = suite
    failure, output = bad
    assert (failure.tag, failure.attrib) == (
        "failure",
        {"type": "channel-mismatch", "message": "`add_2` adds 64 channels to 128"},
    )
    assert failure.text == render(mismatch, color=False)
    assert (output.tag, output.text) == ("system-out", "warning[odd]: odd")
    assert list(fine) == []
    assert two[0].attrib == {"type": "wrong", "message": "2 errors"}
    assert two[0].text == "error[wrong]: a\n\nerror[wrong]: b"
    assert (gone[0].tag, gone[0].attrib) == (
        "error",
        {"type": "not-checked", "message": "there is no file `gone.yaml`"},
    )


def test_it_is_well_formed_whatever_a_spec_says() -> None:
    text = export([FileResult('<&"\x00>.yaml', [Diagnostic(Wrong("]]><&\x1b\ufffe\udc80"))])], Origin())
    ((case,),) = ElementTree.fromstring(text)
    assert case.attrib["name"] == '<&"\\x00>.yaml'
    assert case[0].attrib["message"] == "]]><&\\x1b\\ufffe\\udc80"
