"""Checks every network that a spec describes: the default, every variant, and the choices of its params.

The text is read once, and each network is elaborated separately. A diagnostic of several networks is reported once.

NOTE: Why is it one diagnostic even if the numbers differ? The same kind at the same place is one mistake, whatever the
widths of the variants: one fix removes it. The numbers of the others are in a note.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple, cast, final

from archspec import limits
from archspec.backends.limits import DEFAULT, Backend
from archspec.budget import Budgets
from archspec.compiler.elaborate import unmade
from archspec.compiler.values import Context, TooLargeError, UnreadableError
from archspec.diagnostics.diagnostic import Diagnostic, Networks
from archspec.diagnostics.summary import summary
from archspec.diagnostics.words import listed
from archspec.graph import Graph
from archspec.language.document import Architecture, Library
from archspec.language.faults import ChoicesLeftOut, VariantsLeftOut
from archspec.language.located import as_tree
from archspec.report import Report
from archspec.session import Analysis, Session
from archspec.syntax.core_schema import resolve
from archspec.syntax.tree import Sequence, Tree

MOST_DIFFERENT = 3
"""The most networks for which the differing numbers of a diagnostic are reported."""


class Network(NamedTuple):
    """One of the networks that a spec describes: the default, a variant, or a choice.

    Attributes:
        variant: The variant.
        choice: The value of one param, `name=value`, with all others at their defaults.
    """

    variant: str | None = None
    choice: str | None = None

    def __str__(self) -> str:
        if self.choice is not None:
            return f"with `{self.choice}`"
        return "in the default" if self.variant is None else f"in variant `{self.variant}`"


ORIGINAL = Network()
"""The network that the defaults of the params give."""


Group = list[tuple[Network, Diagnostic]]
"""One fault, as each network that has it tells it."""


@final
@dataclass(frozen=True)
class Sweep:
    """The result of checking all networks of a spec.

    Attributes:
        reports: The report on each network that was checked, with its own diagnostics.
        diagnostics: All diagnostics, each once; its `networks` are those that have it.
        spec: The spec, merged with the files that it uses or extends; None if the text is not a spec.
    """

    reports: Mapping[Network, Report]
    diagnostics: tuple[Diagnostic, ...]
    spec: Architecture | Library | None = None

    @property
    def default(self) -> Report | None:
        """The report on the default, or on a library; None if only variants set all params."""
        return self.reports.get(ORIGINAL)

    @property
    def variants(self) -> dict[str, Report]:
        """The reports on the variants, by name."""
        return {network.variant: one for network, one in self.reports.items() if network.variant is not None}

    @property
    def choices(self) -> dict[str, Report]:
        """The reports on the default with one param changed, by `name=value`."""
        return {network.choice: one for network, one in self.reports.items() if network.choice is not None}

    @property
    def graphs(self) -> list[Graph]:
        """The networks with all shapes."""
        found = [one.graph or one.unexpected for one in self.reports.values()]
        return [graph for graph in found if graph is not None]

    @property
    def report(self) -> Report:
        """The report on the default or the selected variant; an empty one if there is neither."""
        chosen = self.spec.variant if isinstance(self.spec, Architecture) else None
        return self.reports.get(Network(chosen)) or Report(None, ())

    @property
    def open_sizes(self) -> dict[str, None]:
        """The names of the open sizes of all networks, in order."""
        return dict.fromkeys(name for graph in self.graphs for name in graph.open_sizes())

    @property
    def valid(self) -> bool:
        """Whether every network can be built, or the library used."""
        return all(one.valid for one in self.reports.values())

    @property
    def is_known(self) -> bool:
        """Whether the shapes of all networks are known, even if they are not as expected."""
        return self.valid or len(self.graphs) == len(self.reports)

    @property
    def errors(self) -> tuple[Diagnostic, ...]:
        """The diagnostics that prevent building a network."""
        return tuple(one for one in self.diagnostics if one.is_error)

    def at(self, **sizes: int) -> "Sweep":
        """Returns the sweep with each network at those of the given sizes that are open in it.

        Raises:
            ValueError: If no network has an open size with a name.
        """
        for graph in self.graphs:
            graph.check_names(name for name in sizes if name not in self.open_sizes)
        reports: dict[Network, Report] = {}
        for network, one in self.reports.items():
            graph = one.graph or one.unexpected
            names = graph.open_sizes() if graph else ()
            reports[network] = one.at(**{name: size for name, size in sizes.items() if name in names})
        found = [_as_one(group, reports) for group in _grouped({key: one.diagnostics for key, one in reports.items()})]
        of_no_network = [one for one in self.diagnostics if one.networks is None]
        return replace(self, reports=reports, diagnostics=(*found, *of_no_network))

    def __str__(self) -> str:
        from archspec.diagnostics.render import render_all

        return render_all(self.diagnostics, color=False) if self.diagnostics else summary(())


def check_all(
    source: str | Path | Architecture, *, allow: Iterable[str] = (), target: Backend | None = DEFAULT, **params: Any
) -> Sweep:
    """Checks every network that a spec describes, without Keras: the default, each variant, each choice of a param.

    If the spec names a variant, as in `resnet.yaml:50`, only that one is checked.

    Args:
        source: What `load` takes, or an architecture.
        allow: The names of warnings and notes to hide.
        target: The backend to check for: `tensorflow`, `jax` or `torch`; None skips this check.
        **params: Values of the spec's params, in every network.

    Raises:
        ValueError: If there is no warning or note of a name in `allow`, or no such backend.
        OSError: If a file cannot be read.
    """
    return sweep(Session(allow=allow, target=target).analyse(source, None, params))


def sweep(analysis: Analysis) -> Sweep:
    """Checks every network of a spec, or only the selected variant."""
    spec = analysis.spec
    if not isinstance(spec, Architecture) or spec.variant is not None or not spec.has_several_networks:
        return _of_one(spec, analysis.report)
    reports: dict[Network, Report] = {}
    left_out: list[Network] = []
    place = spec.layers.span if spec.layers else None
    length = len(place.file.text) if place else 0
    cost, least = 0.0, max(1 / limits.NETWORKS, length / limits.SWEPT_TEXT)
    for network, one in _networks(spec).items():
        if one is None or cost >= 1:
            left_out.append(network)
        else:
            reports[network], spent = analysis.examine(one)
            cost += max(spent, least)
    groups = _grouped({network: one.diagnostics for network, one in reports.items()})
    alike = [(_as_one(group, reports), group) for group in groups if _is_told(group, reports)]
    complete = not left_out and not spec.settings and set(spec.variants) <= {one.variant for one in reports}
    whole = complete and all(one.valid for one in reports.values())
    kept = analysis.without_allowed([*(one for one, _ in alike), *_what_is_left_out(left_out, spec)], whole=whole)
    of_network: defaultdict[Network, list[Diagnostic]] = defaultdict(list)
    ids = set(map(id, kept))
    for network, one in (member for merged, group in alike if id(merged) in ids for member in group):
        of_network[network].append(one)
    own = {network: replace(one, diagnostics=tuple(of_network[network])) for network, one in reports.items()}
    return Sweep(own, tuple(kept), spec)


def _of_one(spec: Architecture | Library | None, alone: Report) -> Sweep:
    """Returns the sweep over a single network, a library, or nothing."""
    variant = spec.variant if isinstance(spec, Architecture) else None
    networks = Networks(default=variant is None, variants=() if variant is None else (variant,))
    found = tuple(replace(one, networks=networks) for one in alone.diagnostics)
    return Sweep({Network(variant): alone}, found, spec)


# ---- the networks ----------------------------------------------------------------------------------------------------


def _networks(spec: Architecture) -> dict[Network, Architecture | None]:
    """Returns every network of a spec: the default if there is one, the variants, and the choices of its params.

    Choices that are not checked, because there are too many or no default, have None as their value.
    """
    found: dict[Network, Architecture | None] = {} if spec.needs_variant else {ORIGINAL: spec}
    found |= {Network(variant): spec.bound({}, variant) for variant in spec.variants if _is_meant(variant, spec)}
    for number, (name, value, tree) in enumerate(_choices(spec)):
        is_checked = number < limits.CHOICES and not spec.needs_variant
        found[Network(choice=f"{name}={value}")] = spec.bound({name: tree}) if is_checked else None
    return found


def _is_meant(variant: str, spec: Architecture) -> bool:
    """Returns whether a variant belongs to a spec; edits name the layers of one network, and not of all of a base."""
    place = spec.place("variants", variant)
    is_inherited = place is not None and place.file in spec.importers
    return spec.needs_variant or not (spec.edits and is_inherited)


def _choices(spec: Architecture) -> Iterator[tuple[str, str, Tree]]:
    """Yields the values that params may have besides their defaults: the param, the value as text, and as a tree."""
    unheard = list[Diagnostic]().append  # errors are reported where params get values
    context = Context({}, None, unmade, unheard, Budgets().expressions)
    for name, param in spec.params.items():
        if param.choices is None or name in spec.settings:
            continue
        try:
            values = context.value(param.choices)
            alike = (variant[name] for variant in spec.variants.values() if list(variant) == [name])
            known = {_written(context.value(tree)) for tree in (param.default, *alike) if tree is not None}
        except (UnreadableError, TooLargeError):
            continue
        trees = param.choices.items if isinstance(param.choices, Sequence) else None
        for number, value in enumerate(cast("list[Any]", values) if isinstance(values, list) else ()):
            text = _written(value)
            if text not in known:
                known.add(text)
                yield name, text, trees[number] if trees else as_tree(value)


def _written(value: Any) -> str:
    """Returns a value as `--set` takes it."""
    if isinstance(value, str) and re.fullmatch(r"[A-Za-z_][\w.-]*", value) and resolve(value) == value:
        return value
    import json  # only for what is no word

    return json.dumps(value, ensure_ascii=False)


def _what_is_left_out(networks: list[Network], spec: Architecture) -> Iterator[Diagnostic]:
    """Yields diagnostics about networks that are not checked."""
    variants = [network.variant for network in networks if network.variant is not None]
    choices = [network.choice for network in networks if network.choice is not None]
    if variants:
        yield Diagnostic(VariantsLeftOut(tuple(variants)), spec.place("variants", variants[0]))
    if choices:
        place = spec.place("params", choices[0].partition("=")[0], "choices")
        yield Diagnostic(ChoicesLeftOut(tuple(choices), limits.CHOICES, spec.needs_variant), place)


# ---- what is found in them -------------------------------------------------------------------------------------------


def _grouped(found: Mapping[Network, Iterable[Diagnostic]]) -> list[Group]:
    """Returns the diagnostics of all networks, those of one kind and place together, each with its network."""
    groups: dict[object, Group] = {}
    for network, diagnostics in found.items():
        seen: Counter[object] = Counter()
        for one in diagnostics:
            fault = one.kind, one.span or (one.layer, one.data)
            groups.setdefault((fault, seen[fault]), []).append((network, one))
            seen[fault] += 1
    return list(groups.values())


def _is_told(group: Group, reports: Mapping[Network, Report]) -> bool:
    """Returns whether a diagnostic is true of the spec: some are only if every network without errors has them."""
    networks = {network for network, _ in group}
    return not group[0][1].kind.in_every_network or all(
        network in networks for network, one in reports.items() if one.valid
    )


def _as_one(group: Group, reports: Mapping[Network, Report]) -> Diagnostic:
    """Joins the diagnostics of several networks to one, with a note that lists the networks."""
    (_, first), *others = group
    found = [network for network, _ in group]
    note = _note(found, [network for network, one in reports.items() if first.is_error or one.valid])
    networks = Networks(
        ORIGINAL in found,
        tuple(network.variant for network in found if network.variant is not None),
        tuple(network.choice for network in found if network.choice is not None),
        note,
    )
    different = [(network, one) for network, one in others if (one.subject, one.data) != (first.subject, first.data)]
    elsewhere = dict.fromkeys(f"{network}, {one.message}" for network, one in different)
    causes = (*first.causes, *list(elsewhere)[:MOST_DIFFERENT]) if note else first.causes
    return replace(first, causes=causes, networks=networks)


def _note(found: list[Network], asked: list[Network]) -> str:
    """Returns in words which networks have a diagnostic; nothing if it is the default and all variants.

    Args:
        found: The networks that have it.
        asked: The networks that could have it: lints run only on networks without errors.
    """
    chief = [network for network in found if network.choice is None]
    if chief and all(network in found for network in asked if network.choice is None):
        return ""
    variants = [network.variant for network in found if network.variant is not None]
    choices = [network.choice for network in found if network.choice is not None]
    parts = ["in the default"] if ORIGINAL in found else []
    if variants:
        parts.append(f"in variant{'s' * (len(variants) > 1)} {listed(variants)}")
    elif parts:
        return "only in the default"
    if choices and ORIGINAL not in found:
        parts.append(f"with {listed(choices)}")
    return ", and ".join(parts)
