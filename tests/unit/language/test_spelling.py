import pytest

from archspec import budget, limits
from archspec.diagnostics.help import Edit, Help
from archspec.diagnostics.source import SourceFile, Span
from archspec.language.spelling import did_you_mean, meant, nearest


@pytest.mark.parametrize(
    ("word", "known"),
    [
        ("covn", "conv"),  # two letters swapped
        ("filter", "filters"),  # one too few
        ("shortcuts", "shortcut"),  # one too many
        ("paddimg", "padding"),  # one wrong
        ("reluu", "relu"),  # one twice
        ("strid", "stride"),  # none at the end
        ("BatchNorm", "batch_norm"),  # capitals and underscores
        ("max-pool", "max_pool"),
        ("covn2d", "conv2d"),
        ("stage1.covn", "stage1.conv"),
    ],
)
def test_what_is_certain(word: str, known: str):
    assert meant(word, ["unlike", known, "others"]) == known


@pytest.mark.parametrize(
    ("word", "known"),
    [
        ("stage2", "stage1"),  # a digit
        ("enc_b", "enc_a"),  # a letter by itself
        ("conv1", "conv"),  # perhaps a block that is missing
        ("ad", "add"),
        ("cnov", "vonc"),
        ("kernel_size", "kernel_regularizer"),
        ("maxpooling", "max_pool"),
        ("in_out", "im_ouf"),  # two slips
        ("prelu", "relu"),  # another beginning
        ("decoder", "encoder"),
        ("ropout", "dropout"),
        ("branchb", "brancha"),  # another end
        ("branchb", "branch"),
        ("tan", "tanh"),
        ("convt", "conv"),
        ("mash", "mish"),  # a wrong letter among few
        ("geglu", "gelu"),  # a word of another tool
    ],
)
def test_what_is_not(word: str, known: str):
    assert meant(word, ["unlike", known, "others"]) is None


def test_of_two_that_are_as_near_neither_is_certain():
    assert meant("rlu", ["relu", "elu"]) is None
    assert meant("batchnorm", ["batch_norm", "batch-norm"]) is None


def test_the_nearest_need_not_be_certain():
    assert nearest("maxpooling", ["max_pool", "conv"]) == "max_pool"
    assert nearest("zzz", ["max_pool", "conv"]) is None
    assert nearest("ropout", ["dropout"]) == "dropout"


@pytest.mark.parametrize(
    ("word", "known"),
    [("sine", "linear"), ("acivation", "dilation"), ("trilinear", "bilinear"), ("stage", "scale"), ("dec1", "enc1"),
     ("width", "depth"), ("unflatten", "flatten"), ("deconv", "conv")],
)  # fmt: skip
def test_what_is_not_even_near(word: str, known: str):
    assert nearest(word, [known]) is None


FILE = SourceFile("net.yaml", "covn: {}")
PLACE = Span(FILE, 1, 1, 1, 5)


def test_a_certain_word_is_put_right():
    assert did_you_mean("covn", ["conv", "add"], "", PLACE) == (Help("did you mean `conv`?", (Edit(PLACE, "conv"),)),)


def test_an_uncertain_one_is_not_put_right_unasked():
    assert did_you_mean("convl", ["convx"], "", PLACE) == (Help("did you mean `convx`?", is_certain=False),)
    assert did_you_mean("covn", ["conv"], "", PLACE, fits=str.isupper) == (
        Help("did you mean `conv`?", (Edit(PLACE, "conv"),), is_certain=False),
    )
    assert did_you_mean("covn", ["conv"], "") == (Help("did you mean `conv`?"),)


def test_a_word_is_not_put_where_it_stands_already():
    assert did_you_mean("covn", ["conv", "add"], "", PLACE, taken={"conv"}) == (
        Help("did you mean `conv`, which is there already?"),
    )


def test_without_a_near_word_all_are_listed():
    assert did_you_mean("zzz", ["conv", "add"], "it takes") == (Help("it takes `add`, `conv`"),)
    assert did_you_mean("zzz", [], "it takes") == ()


def test_a_check_guesses_only_so_often():
    known = [f"name_{number}" for number in range(1000)]
    with budget.start_check():
        guessed = [nearest(f"nmae_{number}", known) is not None for number in range(100)]
        assert did_you_mean("unlike", known, "it takes") == ()
    assert guessed == [True] * (limits.COMPARED_WORDS // 1000) + [False] * (100 - limits.COMPARED_WORDS // 1000)
    assert nearest("nmae_1", known) == "name_1"


def test_long_words_are_not_compared():
    assert nearest("a" * 101, ["a" * 100]) is None
    assert nearest("a" * 100, ["a" * 99]) == "a" * 99


def test_a_long_list_of_words_is_cut():
    (advice,) = did_you_mean("zzz", [f"w{number:03}" for number in range(150)], "it takes")
    assert advice.text.endswith("`w099` and 50 more")
