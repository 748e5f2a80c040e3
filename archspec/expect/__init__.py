"""What a spec expects of its network, held against what the network comes to.

Knows the language's `expect`, graphs, and what they cost. Must never know how anything is printed, or Keras.
"""
