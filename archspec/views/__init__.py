"""How a network is shown: as a table for people, and in forms for machines.

Knows graphs and what they cost. Must never know the text that a network came from, or Keras.
"""
