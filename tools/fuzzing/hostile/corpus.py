"""All hostile files."""

from tools.fuzzing.hostile import expressions, files, findings, networks, sizes, texts
from tools.fuzzing.hostile.case import Case

CORPUS: tuple[Case, ...] = (
    *texts.CASES, *expressions.CASES, *networks.CASES, *sizes.CASES, *findings.CASES, *files.CASES,
)  # fmt: skip
