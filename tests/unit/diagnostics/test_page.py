from archspec.diagnostics.diagnostic import Diagnostic
from archspec.diagnostics.kind import DiagnosticKind
from archspec.diagnostics.page import Page, page


class Undocumented(DiagnosticKind):
    __doc__ = None


class Bare(DiagnosticKind):
    """It is bare."""


class TwoParagraphs(DiagnosticKind):
    """It has two paragraphs.

    The first.

    - the
    - second

    Example:
        ```yaml
        archspec: 1

        layers:
          - relu
        ```

    Instead:
        ```yaml
        archspec: 1
        ```
    """


def test_a_page_has_a_title_a_text_and_two_specs(mismatch: Diagnostic) -> None:
    assert page(mismatch.kind) == Page(
        "Channels do not fit.",
        "A sum needs as many channels from each side.",
        "archspec: 1\nlayers: [add: [a, b]]\n",
        "archspec: 1\n",
    )


def test_paragraphs_and_the_indentation_of_specs_are_kept() -> None:
    assert page(TwoParagraphs) == Page(
        "It has two paragraphs.",
        "The first.\n\n- the\n- second",
        "archspec: 1\n\nlayers:\n  - relu\n",
        "archspec: 1\n",
    )


def test_what_a_docstring_lacks_is_empty() -> None:
    assert page(Bare) == Page("It is bare.", "", "", "")
    assert page(Undocumented) == Page("", "", "", "")
