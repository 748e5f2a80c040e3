"""A program that copies its input to standard error, without TensorFlow's start-up messages.

NOTE: Why not only `TF_CPP_MIN_LOG_LEVEL`? TensorFlow 2.21 logs that oneDNN is on before it reads that variable. And why
a separate process? If TensorFlow aborts the process, as it does on an old processor, its last message must not be lost.
"""

import signal
import sys

LINES = (
    b"All log messages before absl::InitializeLog() is called are written to STDERR",
    b"oneDNN custom operations are on",
    b"This TensorFlow binary is optimized to use available CPU instructions",
    b"To enable the following instructions",
)
"""What the removed lines contain."""


def main() -> None:
    """Copies every other line as soon as it is read."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # it ends when its input does
    for line in sys.stdin.buffer:
        if not any(words in line for words in LINES):
            sys.stderr.buffer.write(line)
            sys.stderr.buffer.flush()


if __name__ == "__main__":
    main()
