"""Every kind of layer: its fields, its shape rule, its weights, its cost and its Keras form.

A kind is in the file of its name, in the folder of its family; `registry.py` finds it there. Knows shapes and how
to name what does not fit. Must never know where a layer is in a spec or a network, and never import a framework:
the keras module is handed in.
"""
