import pytest

from archspec.language.recognition import looks_like_spec

MAPBOX = "version: 8\nname: streets\nsources: {osm: {type: vector}}\nlayers: [{id: water, type: fill}]\n"
SERVERLESS = "service: api\nprovider: {name: aws}\nfunctions: {}\nplugins: []\nlayers: {}\nparams: {}\n"
ACTION = "name: lint\ndescription: runs it\ninputs: {files: {}}\noutputs: {report: {}}\nruns: {using: composite}\n"
SEMAPHORE = "version: v1.0\nname: pipeline\nagent: {}\nblocks: [{name: build}]\n"


@pytest.mark.parametrize(
    "text", ["", "# archspec: 1\n", "on: push\n", "- a\n", "a: [\n", MAPBOX, SERVERLESS, ACTION, SEMAPHORE]
)
def test_what_belongs_to_other_tools(text: str) -> None:
    assert not looks_like_spec(text.encode())


@pytest.mark.parametrize(
    "text",
    [
        "archspec: 1\n",
        "'archspec': 2\nservices: {}\n",
        "archpsec: 1\nname: misspelt\n",
        "name: old\ninput: [16]\nlayers: [dense: 4]\n",
        '{"input": [16], "layers": []}',
        "extends: resnet:50\nedits: []\n",
        "layers:\n  - dense: {units: 4\n",
        "archspec\ninput: [4\n",
        "input: [4]\nlayers\n",
        "\tname: x\narchspec: 1\n",
    ],
)
def test_what_is_meant_as_a_spec(text: str) -> None:
    assert looks_like_spec(text.encode())


def test_a_spec_in_another_encoding_is_one() -> None:
    assert looks_like_spec("archspec: 1\n".encode("utf-16"))
    assert looks_like_spec("archspec: 1\nname: Größe\n".encode("latin-1"))
