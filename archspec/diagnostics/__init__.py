"""What is wrong with a spec, where it stands, and how it is shown.

Knows source text, places in it, and the ways to print a finding. Must never know what a layer, a shape or a
network is: whoever finds a fault describes it in words and places before it arrives here.
"""
