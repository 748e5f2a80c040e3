"""Files that nobody in good faith writes, and what checking them costs.

`case` is how one is written down; `texts`, `expressions`, `networks`, `sizes`, `files` and `findings` think of them;
`corpus` has all of them; `child` checks one in a process of its own, and `run` measures.
"""
