import archspec
from archspec.language import zoo


def test_every_spec_of_the_zoo_is_found_by_its_name() -> None:
    assert "resnet" in zoo.names()
    for name in zoo.names():
        path = zoo.find(name)
        assert path is not None
        assert path.is_file()


def test_what_is_no_name_is_not_looked_for_as_a_path() -> None:
    assert zoo.find("nothing") is None
    assert zoo.find("../specs/resnet") is None


def test_load_and_check_take_names(tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert archspec.load("resnet:50").name == "resnet"
    assert archspec.check("lenet5").valid


def test_a_file_goes_before_the_zoo(tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "lenet5").write_text("archspec: 1\nname: mine\ninput: [4]\nlayers: [dense: 2]\n")
    assert archspec.load("lenet5").name == "mine"
