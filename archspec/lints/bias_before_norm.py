"""A bias that a norm takes out again."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import field

from archspec.compiler.places import Place
from archspec.diagnostics.diagnostic import Diagnostic
from archspec.diagnostics.help import Edit, Help
from archspec.diagnostics.words import plural
from archspec.layers.normalization.base import NormalizationLayer
from archspec.lints.base import Lint
from archspec.lints.subject import Subject
from archspec.syntax.edit import insert, rewrite, wrap


class BiasBeforeNorm(Lint):
    """A layer adds a bias that the norm after it cancels.

    A batch or instance norm subtracts each channel's mean, and with it anything added to the whole channel; its own
    offset, `beta`, does what the bias was meant for. So the bias has no effect. Layer norm, and group norm with several
    channels in a group, subtract the mean of several channels, so a bias before them has an effect. Source: Ioffe,
    Szegedy. Batch Normalization. ICML 2015. arXiv:1502.03167, section 3.2.

    Example:
        ```yaml
        archspec: 1
        input: [32, 32, 3]
        layers:
          - conv: {filters: 16, size: 3}
          - batch_norm
          - relu
        ```

    Instead:
        ```yaml
        archspec: 1
        input: [32, 32, 3]
        layers:
          - conv: {filters: 16, size: 3, bias: false}
          - batch_norm
          - relu
        ```
    """

    norm: str = field(compare=False)

    def message(self) -> str:
        return f"adds a bias, and `{self.norm}` takes it out again"

    def helps(self) -> tuple[Help, ...]:
        return (Help("leave it out: `bias: false`"),)

    @classmethod
    def check(cls, subject: Subject) -> Iterator[Diagnostic]:
        """Yields the layers whose bias is taken out again."""
        nodes = subject.nodes
        wasted: dict[int, int] = {}
        for norm, layer in enumerate(subject.layers):
            if not isinstance(layer, NormalizationLayer) or not layer.cancels_constants(nodes[norm].shape):
                continue
            index = subject.source(norm, "keeps_constants")
            producer = subject.weighted[index]
            if subject.functions[index] is not None:
                continue
            if producer is not None and producer.has_bias and subject.only(index) is not None:
                wasted[index] = norm
        written = Counter(map(subject.item, wasted))
        expect = subject.architecture.expect
        counted = any(one is not None for one in (expect.params, expect.trainable_params))
        for index, norm in wasted.items():
            name, other, channels = nodes[index].name, nodes[norm].name, nodes[index].shape.channels
            # Another variant, or the same line elsewhere, may need the bias, and whoever counts the weights counts it.
            alone = not subject.architecture.variants and written[subject.item(index)] == len(subject.alike(index))
            certain = alone and not counted
            yield cls(other).at(
                subject,
                index,
                field="bias",
                label=f"{plural(channels, 'weight')} without effect" if isinstance(channels, int) else "",
                others=[(norm, f"`{other}` subtracts each channel's mean")],
                remedies=(
                    Help(_without_default(name, other))
                    if subject.has_by_default(index, "bias")
                    else Help("leave it out: `bias: false`", _without_bias(subject.places[index]), certain),
                ),
            )


def _without_default(name: str, norm: str) -> str:
    """Returns what to do about a bias that `defaults` gives to a layer whose norm has a name."""
    if norm == f"{name.rpartition('.')[0]}.norm":
        return "leave it out: a layer with a `norm` has no bias unless it is asked for"
    return f"say `bias: false` at `{name}`"


def _without_bias(place: Place) -> tuple[Edit, ...]:
    """Returns the edits that turn a layer's bias off; none where they would have to guess."""
    kind, fields = place.span, place.fields
    if "bias" in fields:
        return rewrite(fields["bias"].span, "true", "false")
    name, last = next(reversed(fields.items()), ("", None))
    end = None if last is None else last.span
    if kind is None or end is None or end.file is not kind.file or end[1:3] < kind[3:5]:
        return ()
    after_kind = kind.file.lines[kind.line - 1][kind.end_column - 1 :]
    before = end.file.lines[end.line - 1][: end.column - 1]
    if re.match(r"\s*:\s*\{", after_kind):
        return insert(end._replace(line=end.end_line, column=end.end_column), ", bias: false")
    if end.line == kind.line and re.fullmatch(r"\s*:\s+", before[kind.end_column - 1 :]):
        return wrap(end, f"{{{name}: ", ", bias: false}")
    if re.fullmatch(rf"\s+{name}\s*:\s+", before):
        indent = before[: len(before) - len(before.lstrip())]
        return insert(end._replace(column=1), f"{indent}bias: false\n")
    return ()
