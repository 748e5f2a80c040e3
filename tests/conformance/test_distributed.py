"""Built models on several devices and in several processes: the same weights come out as on one."""

import os
import socket
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

ROOT = Path(__file__).parents[2]
TRAIN = ROOT / "tools" / "train_distributed.py"
MINUTE = 60

MIRRORED = """
import sys
import numpy as np
import tensorflow as tf

(cpu,) = tf.config.list_physical_devices("CPU")
tf.config.set_logical_device_configuration(cpu, [tf.config.LogicalDeviceConfiguration()] * 2)
strategies = [tf.distribute.get_strategy(), tf.distribute.MirroredStrategy(["CPU:0", "CPU:1"])]

import keras
import archspec

rng = np.random.default_rng(0)
images, labels = rng.normal(size=(32, 32, 32, 1)).astype("float32"), rng.integers(0, 10, 32)
batches = tf.data.Dataset.from_tensor_slices((images, labels)).batch(16)
weights = []
for strategy in strategies:
    with strategy.scope():
        model = archspec.build("lenet5", seed=1)
        model.compile(keras.optimizers.SGD(0.05), keras.losses.SparseCategoricalCrossentropy(from_logits=True))
    model.fit(batches, epochs=2, verbose=0)
    assert strategy.num_replicas_in_sync == len(weights) + 1
    weights.append(model.get_weights())
np.savez(sys.argv[1], **{f"{i}_{k}": one for i, ones in enumerate(weights) for k, one in enumerate(ones)})
"""


def run(*command: str) -> "subprocess.Popen[str]":
    environment = {**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3", "PYTHONPATH": str(ROOT)}
    pipe = subprocess.PIPE
    return subprocess.Popen([sys.executable, *command], env=environment, stdout=pipe, stderr=pipe, text=True)


def finish(*processes: "subprocess.Popen[str]") -> None:
    for process in processes:
        _, errors = process.communicate(timeout=10 * MINUTE)
        assert process.returncode == 0, errors


@pytest.mark.slow
def test_two_devices_in_one_process(tmp_path: Path) -> None:
    finish(run("-c", MIRRORED, str(tmp_path / "weights.npz")))
    with np.load(tmp_path / "weights.npz") as weights:
        one, two = ([weights[f"{i}_{k}"] for k in range(10)] for i in (0, 1))
    for alone, mirrored in zip(one, two, strict=True):
        np.testing.assert_allclose(mirrored, alone, atol=1e-6)


@pytest.mark.slow
@pytest.mark.skipif(find_spec("jax") is None, reason="needs JAX, whose processes Keras can join: the extra `jax`")
def test_two_processes(tmp_path: Path) -> None:
    with socket.create_server(("localhost", 0)) as server:
        coordinator = f"localhost:{server.getsockname()[1]}"
    alone, together = tmp_path / "one.npz", tmp_path / "two.npz"
    finish(run(str(TRAIN), "--epochs", "1", "--save", str(alone)))
    joined = ("--epochs", "1", "--coordinator", coordinator, "--processes", "2", "--save", str(together))
    finish(*(run(str(TRAIN), *joined, "--process", process) for process in ("0", "1")))
    with np.load(alone) as one, np.load(together) as two:
        assert len(one.files) == 10
        for name in one.files:
            np.testing.assert_allclose(two[name], one[name], atol=1e-6)
