"""Converts graphs to Keras models, Keras layers to the language, and models and weights to files.

The only folder that knows a framework. Must not know the text of a spec.
"""
