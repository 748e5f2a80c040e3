"""JUnit XML, for Jenkins, GitLab and most other CI systems: every file is a test.

A test has the same name in every run, so that a system can tell since when a spec fails. Diagnostics that do not make a
spec invalid are the output of its test.

Source: https://github.com/testmoapp/junitxml
"""

from collections.abc import Iterable
from xml.etree import ElementTree

from archspec.diagnostics.export.common import FileResult, Origin
from archspec.diagnostics.render import render_all
from archspec.diagnostics.summary import summary
from archspec.diagnostics.terminal import visible


def export(findings: Iterable[FileResult], origin: Origin) -> str:
    """Returns a report with one suite."""
    files = list(findings)
    counts = {
        "tests": str(len(files)),
        "failures": str(sum(any(one.is_error for one in file.diagnostics) for file in files)),
        "errors": str(sum(bool(file.problem) for file in files)),
    }
    root = ElementTree.Element("testsuites", {"name": "archspec", **counts})
    suite = ElementTree.SubElement(root, "testsuite", {"name": "archspec check", **counts})
    for file in files:
        _case(suite, file, visible(origin.path(file.file)))
    ElementTree.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(root, encoding="unicode")


def _case(suite: ElementTree.Element, file: FileResult, name: str) -> None:
    case = ElementTree.SubElement(suite, "testcase", name=name, classname="archspec check", file=name)
    errors = [one for one in file.diagnostics if one.is_error]
    others = [one for one in file.diagnostics if not one.is_error]
    if file.problem:
        ElementTree.SubElement(case, "error", type="not-checked", message=visible(file.problem))
    if errors:
        message = visible(errors[0].message) if len(errors) == 1 else summary(errors)
        failure = ElementTree.SubElement(case, "failure", type=errors[0].kind.name, message=message)
        failure.text = render_all(errors, color=False)
    if others:
        ElementTree.SubElement(case, "system-out").text = render_all(others, color=False)
