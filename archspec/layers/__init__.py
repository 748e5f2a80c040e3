"""Every kind of layer: its fields, shape rule, weights, cost and Keras form.

A kind is in the file of its name, in the folder of its family; `registry.py` finds it there. Knows shapes and how to
report what does not fit. Must not know where a layer is in a spec or a network, and must not import a framework: the
keras module is passed as an argument.
"""
