"""What to do about a layer that does not fit its inputs.

Knows the network that has been made so far and where its layers are written. Every remedy that names a layer, a field or
a shape, with numbers, makes the layer fit as the network stands; an edit goes with it only where nobody could have
meant anything else.
"""
