from archspec.diagnostics.words import alternatives, listed, plural, short


def test_a_number_with_its_noun() -> None:
    assert [plural(number, "layer") for number in (0, 1, 2, 25_000)] == [
        "0 layers",
        "1 layer",
        "2 layers",
        "25,000 layers",
    ]


def test_a_long_text_is_cut() -> None:
    assert (short("x" * 40), short("x" * 41)) == ("x" * 40, "x" * 37 + "…")


def test_names_are_listed_up_to_eight() -> None:
    assert listed(["a"]) == "`a`"
    assert listed("abc") == "`a`, `b` and `c`"
    assert listed("abcdefghi").endswith("`h` and `i`")
    assert listed("abcdefghij").endswith("`h` and 2 more")


def test_one_of_several_words() -> None:
    assert (alternatives(["a"]), alternatives(["a", "b"]), alternatives(["a", "b", "c"])) == (
        "`a`",
        "`a` or `b`",
        "`a`, `b` or `c`",
    )
