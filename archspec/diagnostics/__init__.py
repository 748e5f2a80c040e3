"""What is wrong with a spec, where it is, and how it is shown.

Knows source text, places in it, and the ways to print a diagnostic. Must never know what a layer, a shape or a
network is: whoever finds a fault describes it in words and places before it arrives here.
"""
