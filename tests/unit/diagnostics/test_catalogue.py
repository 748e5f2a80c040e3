from archspec.diagnostics.catalogue import kinds


def test_kinds_of_faults_and_lints_are_found_by_name() -> None:
    found = kinds()
    assert {"channel-mismatch", "unused-layer", "bias-before-norm", "even-window"} <= set(found)
    assert all(kind.name == name for name, kind in found.items())
    assert "lint" not in found


def test_errors_come_first_and_notes_last() -> None:
    order = ["error", "warning", "note"]
    keys = [(order.index(kind.severity), name) for name, kind in kinds().items()]
    assert keys == sorted(keys)
