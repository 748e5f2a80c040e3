"""What a network costs: weights, operations, memory, and how far each value sees.

Knows a finished graph and nothing else. Must never know the text that it came from, Keras, or how anything is printed.
What is counted, and what is not, is told in `docs/costs.md`.
"""
