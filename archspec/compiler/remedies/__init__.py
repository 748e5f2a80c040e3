"""Helps for layers that do not fit their inputs.

Knows the network so far and where its layers are written. A remedy with numbers must make the layer fit: unless that
follows by construction, it is tried first. It has an edit only if no other correction is plausible. A remedy writes
kinds and their fields, so it names kinds; it asks the diagnostic what is wrong.
"""
