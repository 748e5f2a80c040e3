"""What to do about a layer that does not fit its inputs.

Knows the network that has been made so far and where its layers are written. A remedy with numbers makes the layer fit
as the network stands: what is not so by construction is tried first. An edit goes with it only where nobody could have
meant anything else. It writes a kind with its fields, or changes fields of one, and so names that kind; what a fault is
like it asks the fault.
"""
