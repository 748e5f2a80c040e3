"""Hostile sizes: fields without bounds, and open sizes whose formulas or sets explode."""

from tests.hostile.corpus.case import lines, spec, text

PRIMES = (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89, 97)
LARGEST = 2**31 - 1


def _pool(stride: int) -> str:
    return f"max_pool: {{size: 1, stride: {stride}}}"


def _conditions() -> str:
    many = "9" * 400
    conditions = [
        *(f"H % {many} == 0", f"H // {many} == 0", f"H == {many}", "H / 0 == 1", "H ** 9 == 1", "1e999 == H"),
        *(f"{'(' * 240}H{')' * 240} == 1", f"{'H * ' * 120}W == 1", f"{'not ' * 120}H == 1", f"{'-' * 400}H == 1"),
        *("H % 4096 == 1 and H % 4095 == 1", "H % 4093 == 1 or H % 4091 == 1", f"H in [{'1, ' * 150}1]"),
        *("⌊" * 200, "H.__class__ == 1", "__import__('os')", "H == W == H == W == H", "x" * 60_000),
        " or ".join(f"H % {p} == 1" for p in PRIMES),
        f"{' + '.join(f'H // {p}' for p in PRIMES)} == 3",
        f"{' * '.join(f'(H // {p})' for p in PRIMES)} == 3",
        f"{' * '.join(f'(H // {p} + W // {p})' for p in PRIMES[:20])} == 3",
    ]
    return spec("[relu]") + "expect:\n  sizes:\n" + lines(conditions, 4)


def _quantities() -> str:
    keys = ("params", "trainable_params", "macs", "activation_memory", "receptive_field")
    written = (f"{'9' * 60_000}", f"'<= {'9' * 60_000}G'", "'<= 1e999'", "-1", "'9' ", "1" + "_" * 60_000 + "1", ".nan",
               ".inf", "'<= <= 1'", "[1]", "{v: 1}", "12 QiB", f"'{'<=' * 30_000}'", f"'1{' ' * 60_000}G'")  # fmt: skip
    return "archspec: 1\ninput: [8, 8, 3]\nlayers: [relu]\nexpect:\n" + "".join(
        f"  {keys[i % 5]}: {one}\n" if i < 5 else f"  x-{i}: {one}\n" for i, one in enumerate(written)
    )


def _around(stride: int) -> tuple[str, ...]:
    """Returns layers with a set of sizes of their own: a pooling, one position less, and back to the input."""
    return (
        f"max_pool: {{size: 1, stride: {stride}, from: input, name: a{stride}}}",
        f"crop: {{cropping: [[0, 1], 0], from: a{stride}, name: b{stride}}}",
        f"upsample: {{factor: {stride}, from: b{stride}, name: c{stride}}}",
        f"crop: {{like: c{stride}, from: input}}",
    )


def _with_holes(size: int, stride: int) -> str:
    conv = f"conv: {{filters: 3, size: {size}, padding: valid, from: input"
    return f"add: [[{{{conv}, stride: {stride}}}}}, {{upsample: {stride}}}], [{{{conv}}}}}]]"


def _initialized(arguments: str) -> str:
    return f"[{{conv: {{filters: 1, size: 1, kernel_initializer: {{constant: {{{arguments}}}}}}}}}]"


CASES = (
    text(
        "windows and bins of 10^9",
        lambda: (
            "archspec: 1\ninput: [2_000_000_000, 16]\nlayers:\n".replace("_", "")
            + lines(
                [
                    f"max_pool: {{size: {LARGEST}, padding: same, from: input}}",
                    f"avg_pool: {{size: {LARGEST}, stride: {LARGEST - 1}, padding: same, from: input}}",
                    "adaptive_pool: {size: 1000000000, from: input}",
                    "resize: {size: 1000000000, interpolation: bilinear, from: input}",
                    "max_unpool: {of: input, size: 2000000000, from: max_pool_1, padding: same}",
                ],
                2,
            )
            + "expect: {receptive_field: '>= 1'}\n"
        ),
    ),
    text(
        "fields of 10^12",
        lambda: spec(
            lines(
                [
                    f"{kind}: {{{field}: 1000000000000}}"
                    for kind, field in (
                        ("conv", "filters"),
                        ("conv", "size"),
                        ("conv", "stride"),
                        ("conv", "dilation"),
                        ("conv", "groups"),
                        ("dense", "units"),
                        ("max_pool", "size"),
                        ("upsample", "factor"),
                        ("pad", "padding"),
                        ("crop", "cropping"),
                        ("resize", "size"),
                        ("depth_to_space", "factor"),
                        ("reshape", "shape"),
                        ("permute", "order"),
                        ("lstm", "units"),
                        ("embedding", "input_dim"),
                        ("attention", "heads"),
                        ("dropout", "rate"),
                        ("group_norm", "groups"),
                        ("repeat", "times"),
                        ("concat", "axis"),
                    )
                ]
            )
        ),
    ),
    text(
        "fields of 2^31 - 1",
        lambda: spec(
            lines(
                [
                    f"conv: {{filters: {LARGEST}, size: 1, from: input}}",
                    f"conv: {{filters: 1, size: {LARGEST}, padding: same, from: input}}",
                    f"conv: {{filters: 1, size: {LARGEST}, padding: valid, from: input}}",
                    f"conv: {{filters: 1, size: 3, stride: {LARGEST}, padding: 1, from: input}}",
                    f"conv: {{filters: 1, size: 3, dilation: {LARGEST}, padding: {LARGEST}, from: input}}",
                    f"depthwise_conv: {{size: 3, multiplier: {LARGEST}, from: input}}",
                    f"up_conv: {{filters: 1, size: {LARGEST}, stride: {LARGEST}, from: input}}",
                    f"up_conv: {{filters: 1, size: 3, stride: {LARGEST}, padding: 1, from: input}}",
                    f"max_pool: {{size: {LARGEST}, padding: same, from: input}}",
                    f"max_pool: {{size: 3, stride: {LARGEST}, padding: 1, from: input}}",
                    f"avg_pool: {{size: {LARGEST}, from: input}}",
                    f"upsample: {{factor: {LARGEST}, from: input}}",
                    f"space_to_depth: {{factor: {LARGEST}, from: input}}",
                    f"depth_to_space: {{factor: {LARGEST}, from: input}}",
                    f"pad: {{padding: {LARGEST}, from: input}}",
                    f"pad: {{padding: {LARGEST}, mode: reflect, from: input}}",
                    f"crop: {{cropping: {LARGEST}, from: input}}",
                    f"resize: {{size: {LARGEST}, from: input}}",
                    f"adaptive_pool: {{size: {LARGEST}, from: input}}",
                ]
            )
        ),
    ),
    text(
        "fields of 2^31 - 1, sizes known",
        lambda: spec(
            lines(
                [
                    f"conv: {{filters: {LARGEST}, size: {LARGEST}, stride: {LARGEST}, padding: same, from: input}}",
                    f"conv: {{filters: 7, size: 3, stride: {LARGEST}, padding: 1, from: input}}",
                    f"max_pool: {{size: 3, stride: {LARGEST}, padding: 1, from: input}}",
                    "upsample: {factor: 3, from: input}",
                    "flatten: {from: input}",
                    f"dense: {{units: {LARGEST}, from: input}}",
                ]
            ),
            shape=f"[{LARGEST}, {LARGEST}, {LARGEST}]",
        ),
    ),
    text(
        "a window and a stride of 2^31 - 1",
        lambda: spec(f"[max_pool: {{size: {LARGEST}, padding: same}}]", shape="[11, 11, C]"),
    ),
    text(
        "groups of a large prime",
        lambda: spec(
            lines(f"conv: {{filters: {LARGEST}, size: 1, groups: {i}, from: input}}" for i in range(2, 2000)),
            shape=f"[8, {LARGEST}]",
        ),
    ),
    text(
        "reshapes that leave something over",
        lambda: spec(
            lines(f"reshape: {{shape: [-1, {LARGEST - i}], from: input}}" for i in range(1, 2000)),
            shape=f"[8, {LARGEST}]",
        ),
    ),
    text(
        "receptive fields of large strides",
        lambda: (
            spec(
                lines(
                    f"{kind}: {LARGEST}, from: input, name: {kind[:3]}}}"
                    for kind in (
                        "up_conv: {filters: 1, size: 3, stride",
                        "resize: {size",
                        "adaptive_pool: {size",
                        "depth_to_space: {factor",
                    )
                ),
                shape=f"[1, {LARGEST}]",
            )
            + "expect: {receptive_field: '>= 2'}\n"
        ),
    ),
    text(
        "receptive fields of 20,000 layers in long tables",
        lambda: (
            spec(
                "[{up_conv: {filters: 1, size: 4093, stride: 4093}},"
                " {repeat: {times: 20000, layers: [{conv: {filters: 1, size: 3, activation: relu}}]}}]",
                shape="[100, 1]",
            )
            + "expect: {receptive_field: '>= 2'}\n"
        ),
    ),
    text(
        "memory and operations of 4,000 layers",
        lambda: (
            spec(
                "[{repeat: {times: 4000, layers: [{conv: {filters: 1, size: 3, name: c$i, activation: relu}},"
                " {add: [c$i, input]}], index: i}}]",
                shape="[100, 1]",
            )
            + "expect: {macs: 1, activation_memory: 1, training_memory: {batch: 2, max: 1}, params: 1}\n"
        ),
    ),
    text("strides without a common factor", lambda: spec(lines(_pool(prime) for prime in PRIMES))),
    text(
        "strides without a common factor, and back",
        lambda: spec(lines([one for p in PRIMES for one in (_pool(p), f"upsample: {p}")])),
    ),
    text(
        "strides without a common factor, side by side, added",
        lambda: spec(
            lines(
                [
                    *(f"max_pool: {{size: 1, stride: {p}, from: input, name: p{p}}}" for p in PRIMES),
                    f"concat: {{branches: [{', '.join(f'p{p}' for p in PRIMES)}], axis: 0}}",
                    f"add: [{', '.join(f'p{p}' for p in PRIMES)}]",
                ]
            )
        ),
    ),
    text(
        "multiples of many primes, side by side",
        lambda: spec(
            lines([f"space_to_depth: {{factor: {p}, from: input}}" for p in (4093, 4091, 4079, 4073, 4057, *PRIMES)])
        ),
    ),
    text(
        "multiples of large primes",
        lambda: spec(
            lines(
                [f"space_to_depth: {{factor: {p}, from: input}}" for p in (2097143, 2097131, 1048573, 262139, 131071)]
            )
        ),
    ),
    text(
        "a set of sizes for every layer",
        lambda: spec(lines(one for stride in range(2, 1200) for one in _around(stride))),
    ),
    text(
        "multiples of multiples, a thousand",
        lambda: spec(lines(f"reshape: {{shape: [-1, {s}], from: input}}" for s in range(2, 1500)), shape="[T]"),
    ),
    text(
        "merges of strides, a thousand",
        lambda: spec(
            lines(
                [
                    f"add: [[{{max_pool: {{size: 1, stride: {s}}}}}, {{upsample: {s}}}], {{from: input}}]"
                    for s in range(2, 1000)
                ]
            )
        ),
    ),
    text(
        "windows that leave holes, a thousand",
        lambda: spec(lines(_with_holes(size, stride) for stride in range(2, 30) for size in range(2, 30))),
    ),
    text(
        "upsampled beyond every number", lambda: spec(f"[{{repeat: {{times: 1000, layers: [upsample: {LARGEST}]}}}}]")
    ),
    text(
        "flattened, over and over",
        lambda: spec(
            "[flatten, {repeat: {times: 3000, layers:"
            " [{reshape: [-1, 1]}, {conv: {filters: 7, size: 3, stride: 3}}, flatten]}}]"
        ),
    ),
    text(
        "products of many open sizes",
        lambda: spec(
            "[flatten, {reshape: [-1, 1]}, {repeat: {times: 2000, layers:"
            " [{conv: {filters: 1, size: 3, stride: 3}}, {add: [., .]}]}}]",
            shape="[A, B, C, D, E, F, G, 1]",
        ),
    ),
    text(
        "sums of many open sizes",
        lambda: (
            "archspec: 1\ninputs:\n"
            + "".join(f"  i{i}: [A{i}, B{i}, 3]\n" for i in range(400))
            + "layers:\n"
            + lines([f"concat: {{branches: [{', '.join(f'i{i}' for i in range(400))}], axis: 0, name: all}}"])
        ),
    ),
    text(
        "equal sizes of 400 inputs",
        lambda: (
            "archspec: 1\ninputs:\n"
            + "".join(f"  i{i}: [A{i}, B{i}, 3]\n" for i in range(400))
            + "layers:\n"
            + lines([f"add: [{', '.join(f'i{i}' for i in range(400))}]"])
        ),
    ),
    text(
        "equal halves of 40 inputs",
        lambda: (
            "archspec: 1\ninputs:\n"
            + "".join(f"  i{i}: [A{i}, B{i}, 3]\n" for i in range(40))
            + "layers:\n"
            + lines(
                [
                    *(f"max_pool: {{size: 1, stride: {i + 2}, from: i{i}, name: p{i}}}" for i in range(40)),
                    *(f"add: [p{i}, p{i + 1}]" for i in range(39)),
                    f"add: [{', '.join(f'p{i}' for i in range(40))}]",
                ]
            )
        ),
    ),
    text("a padding of 90,000 axes", lambda: spec(f"[pad: [{'1, ' * 90_000}]]")),
    text("a padding of 45,000 wrong axes", lambda: spec(f"[pad: [{'x, ' * 45_000}y]]")),
    text(
        "a conv with a padding of 20,000 wrong pairs",
        lambda: spec(f"[{{conv: {{filters: 1, size: 1, padding: [{'[x, y], ' * 20_000}]}}}}]"),
    ),
    text("an order of 60,000 axes", lambda: spec(f"[permute: [{', '.join(map(str, range(60_000)))}]]")),
    text("a shape of 90,000 axes", lambda: spec(f"[reshape: [{'1, ' * 90_000}]]")),
    text("an input of 90,000 axes", lambda: spec("[relu]", shape=f"[{'1, ' * 90_000}]")),
    text("an input of nine axes", lambda: spec("[relu]", shape=f"[{'1, ' * 9}]")),
    text(
        "a mean of 90,000 channels",
        lambda: spec(f"[normalize: {{mean: [{'1, ' * 45_000}], variance: [{'1, ' * 45_000}]}}]"),
    ),
    text(
        "an initializer of lists in lists",
        lambda: spec(_initialized(f"value: {'[' * 50}1{']' * 50}")),
    ),
    text(
        "an initializer of 40,000 arguments",
        lambda: spec(_initialized(", ".join(f"a{i}: 1" for i in range(40_000)))),
    ),
    text("hostile conditions", _conditions),
    text(
        "10,000 conditions",
        lambda: spec("[relu]") + "expect:\n  sizes:\n" + lines((f"H % {i} == 0" for i in range(1, 10_000)), 4),
    ),
    text("hostile quantities", _quantities),
    text(
        "hostile sizes at which it is measured",
        lambda: (
            spec("[relu]")
            + f"expect: {{macs: 1, at: {{H: {'9' * 20}, W: -1, X: 1, {', '.join(f'Y{i}: 1' for i in range(9000))}}}}}\n"
        ),
    ),
)
"""Each with its name."""
