"""What a spec may say: the typed document and the kinds that give a network its structure.

Knows keys, names and which values they take. Must never know shapes: what a network comes to is the compiler's.
"""
