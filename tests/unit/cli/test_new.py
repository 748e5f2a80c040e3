from pathlib import Path

SPECS = Path(__file__).parents[3] / "specs"


def test_a_copy_with_its_comments(archspec) -> None:
    done = archspec("new", "vgg", "mine.yaml")
    assert done == (0, "mine.yaml: a copy of `vgg`; `archspec show mine.yaml` shows it\n", "")
    assert Path("mine.yaml").read_bytes() == (SPECS / "vgg.yaml").read_bytes()
    assert "#" in Path("mine.yaml").read_text()


def test_it_is_called_like_the_network_unless_told_otherwise(archspec) -> None:
    assert archspec("new", "unet").code == 0
    assert Path("unet.yaml").exists()


def test_nothing_is_overwritten(archspec) -> None:
    before = Path("good.yaml").read_text()
    done = archspec("new", "unet", "good.yaml")
    assert done == (2, "", "archspec: `good.yaml` exists; `--force` overwrites it\n")
    assert Path("good.yaml").read_text() == before
    assert archspec("new", "unet", "good.yaml", "--force").code == 0
    assert Path("good.yaml").read_text() != before


def test_a_name_that_there_is_not(archspec) -> None:
    assert archspec("new", "resnt:50").err == (
        "archspec: archspec ships no network `resnt:50`; did you mean `resnet`?\n"
    )


def test_the_list(archspec) -> None:
    lines = archspec("new").out.splitlines()
    assert any(line.split() == ["resnet", "18,", "34,", "50,", "101,", "152"] for line in lines)
