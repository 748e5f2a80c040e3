"""Random specs, judged by Keras.

`spec` writes them, `values`, `recipes`, `structures` and `generate` think of them, `faults` spoils them, `keras_side`
asks Keras, `judge` compares, by `accepted` and `exports` what both take, `verdict` is what it says, `known` lists where
the two may differ and why, `run` goes through many, `minimise` makes a disagreement small, and `report` counts.
"""
