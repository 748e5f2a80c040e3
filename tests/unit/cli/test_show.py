def test_a_table(archspec) -> None:
    assert archspec("show", "good.yaml:wide") == (
        0,
        "layer    kind   output  params\n"
        "──────────────────────────────\n"
        "input    input  4\n"
        "dense_1  dense  8           40\n"
        "──────────────────────────────\n"
        "1 layer, 40 params, 40 of them trainable\n"
        "output `dense_1`: 8\n",
        "",
    )


def test_settings_change_it(archspec) -> None:
    assert "\noutput `dense_1`: 5\n" in archspec("show", "good.yaml", "--set", "units=5").out


def test_a_faulty_spec_has_no_table(archspec) -> None:
    done = archspec("show", "bad.yaml")
    assert done.code == 1
    assert done.out.startswith("error[unknown-kind]")
    assert "params" not in done.out
