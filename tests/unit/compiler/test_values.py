"""What expressions know of the network where they stand."""

import archspec

THREE_CHANNELS = "archspec: 1\ninput: [8, 8, 3]\n"


def findings(text: str) -> list[tuple[str, str]]:
    return [(one.kind.name, one.message) for one in archspec.check(text).diagnostics]


def test_channels_are_those_of_what_arrives():
    report = archspec.check(THREE_CHANNELS + "layers: [conv: {filters: $(channels * 2), size: 1, name: last}]")

    assert report.graph is not None
    assert report.graph.nodes[-1].shape == (8, 8, 6)


def test_a_default_of_a_param_knows_no_tensor():
    for where in ("params: {width: $channels}\nlayers: [conv: {filters: $width, size: 1}]",
                  "blocks:\n  one:\n    params: {width: $channels}\n    layers: [relu]\nlayers: [one]"):  # fmt: skip
        assert findings(THREE_CHANNELS + where) == [
            ("no-input", "`channels` is not known here: no tensor has been made yet")
        ]


def test_before_an_input_is_taken_no_tensor_is_known():
    text = "archspec: 1\ninputs: {a: [4], b: [4]}\nlayers: [repeat: {times: $rank, layers: [relu]}, relu: {from: a}]"

    assert findings(text) == [("no-input", "`rank` is not known here: no tensor has been made yet")]


def test_channels_of_a_tensor_by_name():
    report = archspec.check(THREE_CHANNELS + "layers: [conv: {filters: $(channels_of('input') + 1), size: 1}]")

    assert report.graph is not None
    assert report.graph.nodes[-1].shape == (8, 8, 4)


def test_channels_of_what_is_not_there():
    assert findings(THREE_CHANNELS + "layers: [conv: {filters: $(channels_of('stem')), size: 1}]") == [
        ("unknown-name", 'nothing made so far is called "stem"')
    ]


def test_channels_of_what_is_no_name():
    assert findings(THREE_CHANNELS + "layers: [conv: {filters: $(channels_of(3)), size: 1}]") == [
        ("unknown-name", "nothing made so far is called 3")
    ]
