from archspec.diagnostics.catalogue import kinds, nearest_name, refusal


def test_kinds_of_faults_and_lints_are_found_by_name() -> None:
    found = kinds()
    assert {"channel-mismatch", "unused-layer", "bias-before-norm", "even-window"} <= set(found)
    assert all(kind.name == name for name, kind in found.items())
    assert "lint" not in found


def test_errors_come_first_and_notes_last() -> None:
    order = ["error", "warning", "note"]
    keys = [(order.index(kind.severity), name) for name, kind in kinds().items()]
    assert keys == sorted(keys)


def test_the_nearest_name() -> None:
    assert nearest_name("bias-befor-norm") == "bias-before-norm"
    assert nearest_name("xyzzy") is None


def test_only_warnings_and_notes_can_be_allowed() -> None:
    assert refusal("bias-before-norm") is None
    assert refusal("even-window") is None
    assert refusal("channel-mismatch") == "`channel-mismatch` is an error, and only warnings and notes can be allowed"
    assert refusal("bias-befor-norm") == "there is no finding `bias-befor-norm`; did you mean `bias-before-norm`?"
    assert refusal("xyzzy") == "there is no finding `xyzzy`; `archspec explain` lists them"
