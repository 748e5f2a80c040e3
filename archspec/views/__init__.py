"""Views of a network: tables for people, and machine-readable forms.

Knows graphs and their costs. Must not know the text of a spec, or Keras.
"""
