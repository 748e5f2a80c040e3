"""These tests need Keras, which is slow to import: they run together, in one process."""

import os

import pytest

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
# Off by default on processors without AVX-512 VNNI or the like; the tests are to mean the same on all.
os.environ.setdefault("TF_ENABLE_ONEDNN_OPTS", "1")
if os.environ.get("KERAS_BACKEND") == "jax":  # which compiles everything once to run it once
    os.environ.setdefault("XLA_FLAGS", "--xla_backend_optimization_level=0")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "conformance" in item.path.parts:
            item.add_marker(pytest.mark.xdist_group("keras"))
