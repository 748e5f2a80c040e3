"""Open sizes against plain numbers: whatever is true of `H` must be true of every H from 1 to 300, and of no other."""

from collections.abc import Callable
from math import ceil, floor
from random import Random
from typing import Literal, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archspec.tensors.arithmetic import (
    AxisPadding,
    concat,
    crop_like,
    crop_output,
    depth_to_space,
    flatten,
    merge,
    pad_output,
    reshape,
    same_is_explicit,
    same_padding,
    space_to_depth,
    up_conv_output,
    upsample_output,
    window_output,
)
from archspec.tensors.dim import (
    Dim,
    Size,
    always_equal,
    ceil_div,
    difference,
    domain_of,
    quotient,
    require_at_least,
    require_multiple,
    restrict,
    unify,
)
from archspec.tensors.domain import Domain
from archspec.tensors.faults import ShapeError
from archspec.tensors.shape import Shape
from archspec.tensors.term import Term

SIZES = range(1, 301)
PAIRS = [(h, w) for h in range(1, 25) for w in range(1, 25)]

Plain = Callable[[int, int], int]


class Case(NamedTuple):
    """A size, and the plain function that it must be."""

    size: Size
    plain: Plain

    @property
    def term(self) -> Term:
        """The term of an open size."""
        assert isinstance(self.size, Dim)
        return self.size.term


def _leaf(names: str) -> st.SearchStrategy[Case]:
    symbols = {"H": Case(Dim.symbol("H"), lambda *sizes: sizes[0]), "W": Case(Dim.symbol("W"), lambda *sizes: sizes[1])}
    return st.sampled_from([symbols[name] for name in names])


def _grown(inner: st.SearchStrategy[Case]) -> st.SearchStrategy[Case]:
    number = st.integers(1, 6)
    return st.one_of(
        st.builds(lambda a, n: Case(a.size + n, lambda h, w: a.plain(h, w) + n), inner, st.integers(-9, 9)),
        st.builds(lambda a, n: Case(a.size * n, lambda h, w: a.plain(h, w) * n), inner, st.integers(-2, 4)),
        st.builds(lambda a, n: Case(n - a.size, lambda h, w: n - a.plain(h, w)), inner, st.integers(-9, 40)),
        st.builds(lambda a, n: Case(a.size // n, lambda h, w: a.plain(h, w) // n), inner, number),
        st.builds(lambda a, n: Case(ceil_div(a.size, n), lambda h, w: -(-a.plain(h, w) // n)), inner, number),
        st.builds(lambda a, b: Case(a.size + b.size, lambda h, w: a.plain(h, w) + b.plain(h, w)), inner, inner),
        st.builds(lambda a, b: Case(a.size - b.size, lambda h, w: a.plain(h, w) - b.plain(h, w)), inner, inner),
    )


def _products(inner: st.SearchStrategy[Case]) -> st.SearchStrategy[Case]:
    return st.one_of(
        _grown(inner),
        st.builds(lambda a, b: Case(a.size * b.size, lambda h, w: a.plain(h, w) * b.plain(h, w)), inner, inner),
    )


single = st.recursive(_leaf("H"), _grown, max_leaves=5)
double = st.recursive(_leaf("HW"), _products, max_leaves=5)
single_open = single.filter(lambda case: isinstance(case.size, Dim))


def value(size: Size, **sizes: int) -> int | None:
    """The size at some open sizes; None where it does not exist."""
    if isinstance(size, int):
        return size
    return size.evaluate(sizes) if size.domain.contains(sizes) else None


def agrees(size: Size | None, plain: Callable[[int], int | None]) -> None:
    """Demands that a size in H exists where the plain function has a value, and is that value."""
    for h in SIZES:
        assert (None if size is None else value(size, H=h)) == plain(h), h


def refused(rule: Callable[[], Size]) -> Size | None:
    """What a shape rule gives, None where it refuses."""
    try:
        return rule()
    except ShapeError:
        return None


# Sizes


@given(single)
def test_one_open_size_is_followed_exactly(case: Case) -> None:
    agrees(case.size, lambda h: case.plain(h, 0))


@given(double)
def test_two_open_sizes_are_followed_exactly(case: Case) -> None:
    for h, w in PAIRS:
        assert value(case.size, H=h, W=w) == case.plain(h, w)


@given(single, single)
def test_equal_functions_have_equal_forms(a: Case, b: Case) -> None:
    # Their periods divide 6^5 at the worst; what differs at all differs early.
    same = all(a.plain(n, 0) == b.plain(n, 0) for n in range(1, 1500))
    assert (a.size == b.size) == same


@given(single_open)
def test_a_short_form_is_true(case: Case) -> None:
    text = str(case.size)
    if "[…]" not in text:
        for h in range(1, 60):
            assert _read(text, h) == case.plain(h, 0), text


def _read(text: str, h: int) -> float:
    """The value of a short form, read by Python."""
    floors = text.replace("⌊", "floor(").replace("⌋", ")").replace("⌈", "ceil(").replace("⌉", ")")
    return eval(floors, {"H": h, "floor": floor, "ceil": ceil})


# What is asked of them


@given(single, st.integers(-9, 60))
def test_at_least(case: Case, bound: int) -> None:
    agrees(
        require_at_least(case.size, bound),
        lambda h: n if (n := case.plain(h, 0)) >= bound else None,
    )


@given(single, st.integers(1, 7))
def test_multiple(case: Case, divisor: int) -> None:
    agrees(
        require_multiple(case.size, divisor),
        lambda h: n if (n := case.plain(h, 0)) % divisor == 0 else None,
    )


@given(single, single)
def test_unify(a: Case, b: Case) -> None:
    agrees(
        unify(a.size, b.size),
        lambda h: n if (n := a.plain(h, 0)) == b.plain(h, 0) else None,
    )


@given(single, st.integers(-5, 60))
def test_unify_with_a_number(case: Case, number: int) -> None:
    agrees(unify(case.size, number), lambda h: number if case.plain(h, 0) == number else None)


def asked() -> st.SearchStrategy[tuple[Domain, Callable[[int], bool]]]:
    """What a rule may ask of H."""
    cases = st.tuples(single_open, st.integers(-9, 60), st.integers(1, 7))
    return st.one_of(
        cases.map(lambda c: (Domain.at_least(c[0].term, c[1]), lambda h: c[0].plain(h, 0) >= c[1])),
        cases.map(lambda c: (Domain.equal(c[0].term, c[1]), lambda h: c[0].plain(h, 0) == c[1])),
        cases.map(lambda c: (Domain.multiple(c[0].term, c[2]), lambda h: c[0].plain(h, 0) % c[2] == 0)),
    )


@given(st.lists(asked(), min_size=1, max_size=4))
def test_domains(parts: list[tuple[Domain, Callable[[int], bool]]]) -> None:
    domain = Domain.everything()
    for part, _ in parts:
        domain &= part
    members = [h for h in SIZES if all(holds(h) for _, holds in parts)]
    assert [h for h in SIZES if domain.contains({"H": h})] == members
    assert not (members and domain.is_empty)
    if members:
        assert domain.minimum("H") == members[0]
        assert (domain.example(["H"]) or {})["H"] == members[0]
    for size in (1, 7, 16, 50, 299):
        below, above = domain.nearest("H", size)
        assert below == max((h for h in members if h <= size), default=None)
        if above is None or above <= 300:
            assert above == min((h for h in members if h >= size), default=None)
    outside = [h for h in SIZES if h not in members]
    counter = domain.counterexample()
    if domain.is_empty:
        assert not members
    elif outside:
        assert counter == {"H": outside[0]}
    else:
        assert counter is None or counter["H"] > 300
    statements = domain.conditions("H")
    if not any("…" in statement for statement in statements):
        assert [h for h in SIZES if all(eval(s, {"H": h}) for s in statements)] == members, statements


@given(st.lists(asked(), min_size=2, max_size=3), st.randoms())
def test_domains_do_not_depend_on_the_order(parts: list[tuple[Domain, Callable[[int], bool]]], random: Random) -> None:
    domains = [domain for domain, _ in parts]
    first, second = Domain.everything(), Domain.everything()
    for domain in domains:
        first &= domain
    random.shuffle(domains)
    for domain in domains:
        second &= domain
    assert first == second


@given(single, single)
def test_always_equal_and_difference(a: Case, b: Case) -> None:
    a_size, b_size = require_at_least(a.size, 1), require_at_least(b.size, 1)
    if a_size is None or b_size is None:
        return
    both = [h for h in SIZES if a.plain(h, 0) >= 1 and b.plain(h, 0) >= 1]
    unequal = [h for h in both if a.plain(h, 0) != b.plain(h, 0)]
    if unequal:
        assert not always_equal(a_size, b_size)
        if isinstance(a_size, Dim) or isinstance(b_size, Dim):
            assert (difference(a_size, b_size) or {}).get("H") == unequal[0]
    elif both and not always_equal(a_size, b_size):  # then they differ at a size beyond those that are tried
        h = (difference(a_size, b_size) or {})["H"]
        assert h not in SIZES
        assert a.plain(h, 0) != b.plain(h, 0)


# Two open sizes


@given(
    st.lists(
        st.tuples(
            st.recursive(_leaf("H"), _grown, max_leaves=2),
            st.recursive(_leaf("W"), _grown, max_leaves=2),
        ),
        min_size=1,
        max_size=3,
    )
)
def test_relations(equations: list[tuple[Case, Case]]) -> None:
    domain = Domain.everything()
    for a, b in equations:
        left = a.size.term if isinstance(a.size, Dim) else a.size
        right = b.size.term if isinstance(b.size, Dim) else b.size
        domain &= Domain.equal(left, right)
    members = [(h, w) for h, w in PAIRS if all(a.plain(h, w) == b.plain(h, w) for a, b in equations)]
    assert [(h, w) for h, w in PAIRS if domain.contains({"H": h, "W": w})] == members
    if members:
        assert not domain.is_empty
        assert (domain.minimum("H") or 99) <= members[0][0]
        found = domain.example(["H", "W"])
        assert found is not None and domain.contains(found)


@given(double, st.integers(1, 6))
def test_floors_of_products(case: Case, divisor: int) -> None:
    narrowed = require_multiple(case.size, divisor)
    for h, w in PAIRS:
        plain = case.plain(h, w)
        expected = plain if plain % divisor == 0 else None
        assert (None if narrowed is None else value(narrowed, H=h, W=w)) == expected


# Rules


positive = single.map(lambda case: (require_at_least(case.size, 1), case)).filter(lambda pair: pair[0] is not None)


@given(
    positive,
    st.integers(1, 7),
    st.integers(1, 3),
    st.integers(1, 3),
    st.one_of(st.sampled_from(["same", "valid", "causal"]), st.tuples(st.integers(0, 4), st.integers(0, 4))),
)
def test_windows(n: tuple[Size, Case], size: int, stride: int, dilation: int, padding: AxisPadding) -> None:
    def slid(h: int) -> int | None:
        length = n[1].plain(h, 0)
        if length < 1:
            return None
        covered = dilation * (size - 1) + 1
        if padding == "same":
            return len(range(0, length, stride))
        before, after = (covered - 1, 0) if padding == "causal" else (0, 0) if padding == "valid" else padding
        return len(range(0, length + before + after - covered + 1, stride)) or None

    agrees(refused(lambda: window_output(n[0], size, stride, dilation, padding)), slid)


@given(
    positive,
    st.tuples(st.integers(1, 5), st.integers(1, 3), st.integers(1, 3)),
    st.one_of(st.sampled_from(["same", "valid"]), st.tuples(st.integers(0, 6), st.integers(0, 6))),
    st.none() | st.integers(0, 2),
)
def test_up_convs(
    n: tuple[Size, Case],
    window: tuple[int, int, int],
    padding: Literal["same", "valid"] | tuple[int, int],
    output_padding: int | None,
) -> None:
    size, stride, dilation = window
    covered = dilation * (size - 1) + 1
    impossible = output_padding is not None and (
        output_padding >= stride or (padding == "same" and covered % 2 == 0 and output_padding == 0)
    )

    def unslid(h: int) -> int | None:
        length = n[1].plain(h, 0)
        if length < 1 or impossible:
            return None
        last = (length - 1) * stride  # where the last window stands
        if padding == "same":
            return length * stride if output_padding is None else last + covered % 2 + output_padding
        if padding == "valid":
            return last + (max(covered, stride) if output_padding is None else covered + output_padding)
        made = last + covered + (output_padding or 0) - sum(padding)
        return made if made >= 1 else None

    agrees(
        refused(lambda: up_conv_output(n[0], size, stride, dilation, padding, output_padding=output_padding)), unslid
    )


@given(positive, st.integers(0, 9), st.integers(0, 9), st.integers(1, 4))
def test_pad_crop_upsample(n: tuple[Size, Case], before: int, after: int, factor: int) -> None:
    size, case = n

    def plain(rule: Callable[[int], int | None]) -> Callable[[int], int | None]:
        return lambda h: rule(length) if (length := case.plain(h, 0)) >= 1 else None

    agrees(pad_output(size, before, after), plain(lambda length: length + before + after))
    agrees(
        refused(lambda: pad_output(size, before, after, reflect=True)),
        plain(lambda length: length + before + after if max(before, after) < length else None),
    )
    agrees(
        refused(lambda: crop_output(size, before, after)),
        plain(lambda length: length - before - after if before + after < length else None),
    )
    agrees(upsample_output(size, factor), plain(lambda length: length * factor))
    agrees(
        refused(lambda: space_to_depth(Shape((size, 3)), factor)[0]),
        plain(lambda length: length // factor if length % factor == 0 else None),
    )
    agrees(depth_to_space(Shape((size, 8)), 2)[0], plain(lambda length: length * 2))


@given(positive, positive)
def test_crop_like(n: tuple[Size, Case], like: tuple[Size, Case]) -> None:
    def spare(h: int) -> int | None:
        a, b = n[1].plain(h, 0), like[1].plain(h, 0)
        return a - b if a >= b >= 1 else None

    def crop() -> tuple[Size, Size] | None:
        try:
            return crop_like(n[0], like[0])
        except ShapeError:
            return None

    found = crop()
    agrees(found and found[0], lambda h: None if (s := spare(h)) is None else s // 2)
    agrees(found and found[1], lambda h: None if (s := spare(h)) is None else s - s // 2)


@given(positive, positive, st.integers(1, 9))
def test_merge_and_concat(a: tuple[Size, Case], b: tuple[Size, Case], channels: int) -> None:
    def both(h: int) -> tuple[int, int] | None:
        sizes = a[1].plain(h, 0), b[1].plain(h, 0)
        return sizes if min(sizes) >= 1 else None

    if 1 not in (a[0], b[0]):
        agrees(
            refused(lambda: merge([Shape((a[0], channels)), Shape((b[0], channels))])[0]),
            lambda h: n[0] if (n := both(h)) and n[0] == n[1] else None,
        )
    agrees(
        refused(lambda: concat([Shape((a[0], channels)), Shape((b[0], channels))], axis=0)[0]),
        lambda h: sum(n) if (n := both(h)) else None,
    )


@given(double, double)
def test_reshape_keeps_the_number_of_values(a: Case, b: Case) -> None:
    shape = Shape((restricted(a), restricted(b), 12)) if restricted(a) and restricted(b) else Shape((12,))
    for target in [(-1,), (-1, 4), (3, -1), (shape[0], -1)]:
        try:
            made = reshape(shape, target)
        except ShapeError:
            continue
        for h, w in PAIRS[::7]:
            sizes = [value(size, H=h, W=w) for size in (*shape, *made)]
            if None in sizes:
                continue
            product = 1
            for size in made:
                product *= value(size, H=h, W=w) or 0
            assert product == (value(flatten(shape)[0], H=h, W=w) or 0)


def restricted(case: Case) -> Size:
    """A size where it is at least 1, or 0 if it never is."""
    return require_at_least(case.size, 1) or 0


@given(single_open, single_open)
def test_quotient(a: Case, b: Case) -> None:
    left, right = restricted(a), restricted(b)
    common = domain_of(left) & domain_of(right)
    if left and right and not common.is_empty:
        found = quotient(left * right, right)
        assert found is not None
        assert always_equal(found, restrict(left, common) or 0)


@given(st.integers(1, 9), st.integers(1, 5), st.integers(1, 3))
def test_same_padding_gives_the_windows_that_same_has(size: int, stride: int, dilation: int) -> None:
    paddings = {same_padding(n, size, stride, dilation) for n in SIZES}
    for n in range(1, 40):
        before, after = same_padding(n, size, stride, dilation)
        assert 0 <= after - before <= 1
        explicit = refused(lambda n=n, p=(before, after): window_output(n, size, stride, dilation, p))
        assert explicit == window_output(n, size, stride, dilation, "same")
    for padding in paddings:
        assert same_is_explicit(size, stride, dilation, padding) == (paddings == {padding})


@pytest.mark.parametrize("depth", [1, 3, 5])
def test_a_u_net_asks_for_multiples(depth: int) -> None:
    x: Size = Dim.symbol("H")
    skips: list[Size] = []
    for _ in range(depth):
        skips.append(x)
        x = window_output(x, 2, 2)
    for skip in reversed(skips):
        found = unify(up_conv_output(x, 2, 2), skip)
        assert found is not None
        x = found
    assert str(x) == "H"
    assert domain_of(x).conditions("H") == (f"H % {2**depth} == 0",)
