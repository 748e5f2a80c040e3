"""Files that nobody in good faith writes: `case` is how one is written down, and the other modules think of them."""

from tests.hostile.corpus import expressions, files, findings, networks, sizes, texts
from tests.hostile.corpus.case import Case

CORPUS: tuple[Case, ...] = (
    *texts.CASES, *expressions.CASES, *networks.CASES, *sizes.CASES, *findings.CASES, *files.CASES,
)  # fmt: skip
