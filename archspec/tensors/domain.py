"""Domains: the open sizes for which something exists.

NOTE: How exact is it? Conditions on *one* open size are an exact set, and every question about it is answered exactly.
Conditions between open sizes (`H == W`, `S + T >= 3`) are relations. A relation that expresses one open size by another
is substituted everywhere, so these are exact as well. Only if other relations remain is the question "can all of this
hold?" answered by search, over a thousand combinations.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, islice, product

from archspec import limits
from archspec.tensors.budget import spend
from archspec.tensors.relation import Fact, Relation, compare, primitive
from archspec.tensors.sizeset import EVERY_SIZE, SizeSet, image, preimage, too_many
from archspec.tensors.statements import statements
from archspec.tensors.term import Periodic, Term, floor_divide, multiply, substitute, subtract, symbol

LARGER = (16, 97, 720)
"""How large, at least, the sizes of further examples are."""


@dataclass(frozen=True, slots=True)
class Domain:
    """The sizes, of any number of open sizes, for which something exists.

    Made by `everything`, `of`, `at_least`, `equal`, `multiple` and `&`, always settled: two domains with the same sets
    and no relations are equal.

    Attributes:
        sets: What each open size may be; every size if it is not named.
        relations: What ties them together.
        is_empty: Whether no sizes at all will do.
    """

    sets: tuple[tuple[str, SizeSet], ...] = ()
    relations: tuple[Relation, ...] = ()
    is_empty: bool = False

    @staticmethod
    def everything() -> "Domain":
        """Every size of everything."""
        return EVERYTHING

    @staticmethod
    def of(name: str, sizes: SizeSet) -> "Domain":
        """One open size in a set of sizes."""
        return _settled({name: sizes}, [])

    @staticmethod
    def at_least(term: Term, bound: int) -> "Domain":
        """Where `term >= bound`."""
        return _domain(compare(subtract(term, bound), is_equation=False))

    @staticmethod
    def equal(a: Term, b: Term) -> "Domain":
        """Where `a == b`."""
        return _domain(compare(subtract(a, b), is_equation=True))

    @staticmethod
    def multiple(term: Term, divisor: int) -> "Domain":
        """Where `divisor`, a positive number, divides `term`."""
        return Domain.equal(multiply(floor_divide(term, divisor), divisor), term)

    def __and__(self, other: "Domain") -> "Domain":
        if self is other or other is EVERYTHING:
            return self
        return other if self is EVERYTHING else _both(self, other)

    @property
    def symbols(self) -> tuple[str, ...]:
        """The names of the open sizes of which anything is asked."""
        named = {name for name, _ in self.sets}
        return tuple(sorted(named.union(*(relation.symbols for relation in self.relations))))

    def sizes(self, name: str) -> SizeSet:
        """What one open size may be."""
        return next((sizes for own, sizes in self.sets if own == name), NO_SIZE if self.is_empty else EVERY_SIZE)

    def contains(self, sizes: Mapping[str, int]) -> bool:
        """Whether these sizes will do; what is asked of open sizes that are not among them is left open."""
        return (
            not self.is_empty
            and all(sizes[name] in allowed for name, allowed in self.sets if name in sizes)
            and all(r.holds(sizes) for r in self.relations if all(name in sizes for name in r.symbols))
        )

    def given(self, sizes: Mapping[str, int]) -> "Domain":
        """What is left to the other open sizes where some have these values; nothing if they cannot have them."""
        if self.is_empty or not all(n in self.sizes(name) for name, n in sizes.items()):
            return NOTHING
        left = _settled({name: allowed for name, allowed in self.sets if name not in sizes}, ())
        for relation in self.relations:
            term = substitute(relation.term, sizes)
            if term is not None:  # which it is for numbers: a term of numbers alone is one
                left &= _domain(compare(term, is_equation=relation.is_equation))
        return left

    def minimum(self, name: str) -> int | None:
        """The smallest that one open size may be; None if nothing will do."""
        return self.sizes(name).minimum()

    def nearest(self, name: str, size: int) -> tuple[int | None, int | None]:
        """The sizes nearest to `size` that one open size may be: the largest up to it, the smallest from it on."""
        return self.sizes(name).below(size), self.sizes(name).above(size)

    def conditions(self, name: str) -> tuple[str, ...]:
        """What is asked of one open size, in short statements; none where every size will do."""
        related = (str(relation) for relation in self.relations if name in relation.symbols)
        return (*statements(name, self.sizes(name)), *related)

    def example(self, names: Iterable[str] = ()) -> dict[str, int] | None:
        """Small sizes that will do, for `names` and every open size of which anything is asked; None if none will."""
        if self.is_empty:
            return None
        sets = {name: self.sizes(name) for name in sorted({*self.symbols, *names})}
        found = {name: sizes.minimum() or 1 for name, sizes in sets.items()}
        for relations in _groups(self.relations):
            tied = _search(sets, relations)
            if tied is None:
                return None
            found |= tied
        return found

    def examples(self, names: Iterable[str] = ()) -> Iterator[dict[str, int]]:
        """Several sizes that will do, for the same names as `example`: its own, and larger ones as far as they will."""
        small = self.example(names)
        if small is not None:
            yield small
            for least in LARGER:
                sizes = {name: self.sizes(name).above(least) or size for name, size in small.items()}
                if self.contains(sizes):
                    yield sizes

    def counterexample(self, within: "Domain | None" = None) -> dict[str, int] | None:
        """The smallest sizes that are `within` another domain but not in this one; None if none are found."""
        whole = EVERYTHING if within is None else within
        names = self.symbols or whole.symbols
        missing = [(n, name) for name in names if (n := self.sizes(name).missing(whole.sizes(name))) is not None]
        if missing:
            size, name = min(missing)
            return {name: size}
        for relation in self.relations:
            for sizes in _combinations({name: whole.sizes(name) for name in relation.symbols}):
                if whole.contains(sizes) and not relation.holds(sizes):
                    return sizes
        return None


EVERYTHING = Domain()
NOTHING = Domain(is_empty=True)
NO_SIZE = SizeSet((), 1, 1, ())


def _both(a: Domain, b: Domain) -> Domain:
    if a.is_empty or b.is_empty:
        return NOTHING
    if a == b:
        return a
    sets = dict(a.sets)
    for name, sizes in b.sets:
        sets[name] = sets.get(name, EVERY_SIZE) & sizes
    return _settled(sets, [*a.relations, *b.relations])


def _domain(fact: Fact) -> Domain:
    """Where a comparison holds."""
    if isinstance(fact, bool):
        return EVERYTHING if fact else NOTHING
    return _settled({}, [fact]) if isinstance(fact, Relation) else _settled(dict([fact]), [])


def _settled(sets: dict[str, SizeSet], relations: Iterable[Relation]) -> Domain:
    """The domain of some sets and relations, with all that follows from the relations."""
    definitions: dict[str, Periodic] = {}
    kept: list[Relation] = []
    waiting = list(relations)
    if len(waiting) > limits.RELATIONS:
        raise too_many()
    while waiting:
        # The simplest first, so that H == W is put into the others and not they into it.
        waiting.sort(key=lambda relation: (len(text := repr(relation.term)), text))
        relation = waiting.pop(0)
        term = substitute(relation.term, definitions)
        if term is not None and term != relation.term:
            match compare(term, is_equation=relation.is_equation):
                case False:
                    return NOTHING
                case (name, sizes):
                    sets[name] = sets.get(name, EVERY_SIZE) & sizes
                case Relation() as simpler:
                    waiting.append(simpler)
                case _:
                    pass
        elif term is not None and (solved := _solved(relation, definitions)) is not None:
            definitions, waiting, kept = solved, waiting + kept, []
        elif not any(other.implies(relation) for other in kept):
            kept.append(relation)
    for name, value in definitions.items():
        allowed = sets.get(value.symbol, EVERY_SIZE)
        sets[value.symbol] = allowed & preimage(value, sets.get(name, EVERY_SIZE))
    for name, value in definitions.items():
        sets[name] = image(value, sets[value.symbol])
    if not all(sets.values()):
        return NOTHING
    tied = {*kept, *(_definition(name, value) for name, value in definitions.items())}
    narrow = sorted((name, allowed) for name, allowed in sets.items() if allowed != EVERY_SIZE)
    domain = Domain(tuple(narrow), tuple(sorted(tied, key=repr))) if narrow or tied else EVERYTHING
    return NOTHING if kept and domain.example() is None else domain


def _solved(relation: Relation, definitions: Mapping[str, Periodic]) -> dict[str, Periodic] | None:
    """The definitions and what a relation says one open size is; None if it says no such thing."""
    if (solution := relation.solved()) is None:
        return None
    name, value = solution
    solved = {own: substitute(old, {name: value}) for own, old in definitions.items()} | {name: value}
    functions = {own: new for own, new in solved.items() if isinstance(new, Periodic)}
    return functions if len(functions) == len(solved) else None


def _definition(name: str, value: Periodic) -> Relation:
    """The relation that says what an open size is."""
    return Relation(primitive(subtract(symbol(name), value), is_equation=True), True)


def _groups(relations: Iterable[Relation]) -> list[list[Relation]]:
    """The relations that tie the same open sizes together, be it through others: each group is searched by itself."""
    groups: list[list[Relation]] = []
    for relation in relations:
        joined = [group for group in groups if any({*one.symbols} & {*relation.symbols} for one in group)]
        groups = [*(group for group in groups if group not in joined), [relation, *chain.from_iterable(joined)]]
    return groups


def _search(sets: Mapping[str, SizeSet], relations: list[Relation]) -> dict[str, int] | None:
    """Sizes for which some relations hold: all but the last are tried, the last is worked out."""
    names = sorted({name for relation in relations for name in relation.symbols})
    combinations = _combinations({name: sets[name] for name in names[:-1]})
    for sizes in combinations:
        narrowed = Domain.of(names[-1], sets[names[-1]])
        for relation in relations:
            term = substitute(relation.term, sizes)
            if isinstance(term, int | Periodic):
                narrowed &= _domain(compare(term, is_equation=relation.is_equation))
        if not narrowed.is_empty:
            for last in islice(_members(narrowed.sizes(names[-1])), max(limits.SEARCHED // len(combinations), 16)):
                found = sizes | {names[-1]: last}
                if all(relation.holds(found) for relation in relations):
                    return found
    return None


def _combinations(sets: Mapping[str, SizeSet]) -> list[dict[str, int]]:
    """The smallest sizes out of each set in every combination, those with the smallest sum first."""
    spend(limits.SEARCHED)
    count = int(limits.SEARCHED ** (1 / max(len(sets), 1)))
    tuples = product(*(islice(_members(sizes), count) for sizes in sets.values()))
    return [dict(zip(sets, sizes, strict=True)) for sizes in sorted(tuples, key=sum)]


def _members(sizes: SizeSet) -> Iterator[int]:
    n = sizes.minimum()
    while n is not None:
        yield n
        n = sizes.above(n + 1)
