"""Random specs, judged by Keras or by brute force.

`spec` writes them, `values`, `recipes`, `structures` and `generate` think of them, `faults` spoils them, `keras_side`
asks Keras, `judge` compares, by `accepted` what both take, `verdict` is what it says, `known` lists where the two may
differ and why, `run` goes through many, `minimise` makes a disagreement small, and `report` counts. `open_specs` writes
those with open sizes, `sizes` judges their contracts by the formulas of `integers`, and `borders` by Keras. `text`
changes specs at random, and `guided` does so where coverage leads.

NOTE: Why not Hypothesis? It was tried on this very generator, with `st.randoms()` in the place of `random.Random`
(Hypothesis 6.170, 600 specs of each, checked without Keras):

|                                          | `random.Random`      | Hypothesis           |
| ---------------------------------------- | -------------------- | -------------------- |
| specs a second                           | 51                   | 5.9                  |
| cut off, as they took too many choices   | none                 | 396 of 996           |
| different specs                          | 600                  | 404                  |
| kinds in accepted networks               | 79 of 79             | 54 of 79             |
| pairs of the fields of a `conv`          | 122 of 123           | 35 of 123            |
| a spec with a `max_pool` made small      | 2,084 to 210 bytes   | 3,022 to 611 bytes   |
| by so many trials, and seconds           | 121, 0.3 s           | 187, 51 s            |

It draws the same few small specs again and again, and a choice that it changes to shrink one changes all that is drawn
after it. `minimise` takes lines and values out of the text itself.
"""
