"""Random specs, judged by Keras or by brute force.

`spec` writes them, `values`, `recipes`, `structures` and `generate` think of them, `faults` spoils them, `keras_side`
asks Keras, `judge` compares, by `accepted` what both take, `verdict` is what it says, `known` lists where the two may
differ and why, `run` goes through many, `minimise` makes a disagreement small, and `report` counts. `open_specs` writes
those with open sizes, `sizes` judges their contracts by the formulas of `integers`, and `borders` by Keras. `text`
changes specs at random, and `guided` does so where coverage leads.
"""
