"""The values that are computed: `$name`, `$(expression)`, and text that they are pasted into.

NOTE: Why Python's parser, if the grammar is not Python's? The grammar is a subset of it, precedence included, and `ast`
reads it without running anything. What is not in the subset never reaches it: the tokens are checked before.
"""

import ast
import re
import warnings
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from inspect import signature
from keyword import iskeyword
from types import MappingProxyType

from archspec.syntax.expression_faults import (
    ExpressionError,
    ExpressionTooDeep,
    ExpressionTooLong,
    InvalidExpression,
    StrayDollar,
    UnknownFunction,
    WrongArguments,
)
from archspec.syntax.operations import (
    COMPARISONS,
    FUNCTIONS,
    MAX_ELEMENTS,
    OPERATORS,
    UNARY_OPERATORS,
    Value,
    bounded,
    checked_text,
    condition,
    element,
    elements,
    paste,
    too_many_elements,
    weight,
)

Scope = Callable[[str], Value]
Functions = Mapping[str, Callable[..., Value]]

MAX_EXPRESSION = 500
MAX_NESTING = 64
