"""Which networks of the zoo Keras loads without archspec, and what it lacks for the others: a table in Markdown.

python tools/plain_keras.py [NETWORK…]
"""

import argparse
import os

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import archspec
from archspec.convert.loading import not_plain
from archspec.convert.to_keras import layers_of
from archspec.language import zoo


def lacking(network: str, variant: str | None) -> str:
    """Returns the kinds for which a network needs archspec, because Keras has no layer that does the same."""
    graph = archspec.check(network, variant).graph
    assert graph is not None
    return ", ".join(f"`{kind}`" for kind in not_plain(graph, layers_of(graph)).paths)


def main() -> None:
    """Prints the networks that load without archspec, and a table of the others."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("networks", nargs="*", metavar="NETWORK", help="all of the zoo unless given")
    names = parser.parse_args().networks or zoo.names()
    plain: list[str] = []
    rows: list[str] = []
    for name in names:
        found = {variant: lacking(name, variant) for variant in (None, *archspec.load(name).variants)}
        if not any(found.values()):
            plain.append(f"`{name}`")
            continue
        for kinds in dict.fromkeys(found.values()):
            variants = [variant or "default" for variant, one in found.items() if one == kinds]
            title = f"`{name}`" if len(variants) == len(found) else f"`{name}`: {', '.join(variants)}"
            rows.append(f"| {title} | {kinds or 'nothing'} |")
    print(f"Every variant of these loads without archspec: {', '.join(plain)}.\n")
    print("\n".join(["| network | needs archspec for |", "|---|---|", *rows]))


if __name__ == "__main__":
    main()
