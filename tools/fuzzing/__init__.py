"""Random specs, judged by Keras.

`spec` writes them, `values`, `recipes`, `structures` and `generate` think of them, `faults` spoils them, `keras_side`
asks Keras, `judge` compares, `known` lists where the two may differ and why, `run` does so for many, `minimise` makes a
disagreement small, and `report` counts.
"""
