"""A kind is a frozen dataclass, made when it is first needed; a case of it has its name."""

from abc import ABC
from dataclasses import FrozenInstanceError, replace
from typing import Any, cast

import pytest

from archspec.diagnostics.kind import DiagnosticKind


class TooHeavy(DiagnosticKind):
    """It is too heavy."""

    weight: int
    most: int = 10

    def message(self) -> str:
        return f"weighs {self.weight}, and at most {self.most} are borne"


class OutOfPlace(DiagnosticKind):
    """It stands in the wrong place."""

    thing: str


class TooFarLeft(OutOfPlace):
    """A case."""

    steps: int

    def message(self) -> str:
        return f"`{self.thing}` stands {self.steps} too far left"


class Advice(DiagnosticKind, ABC):
    """A family."""


class Stitch(Advice):
    """A kind of the family."""


def test_fields_are_given_by_place_or_by_name() -> None:
    assert TooHeavy(12) == TooHeavy(weight=12, most=10)
    assert TooHeavy(12).message() == "weighs 12, and at most 10 are borne"
    assert TooFarLeft("lamp", 3).message() == "`lamp` stands 3 too far left"
    assert TooFarLeft(steps=3, thing="lamp").facts() == {"thing": "lamp", "steps": 3}


def test_instances_are_values() -> None:
    assert {TooHeavy(12), TooHeavy(12), TooHeavy(13)} == {TooHeavy(12), TooHeavy(13)}
    assert TooHeavy(12) != TooHeavy(12, most=11)
    assert replace(TooHeavy(12), most=11) == TooHeavy(12, 11)
    assert repr(TooHeavy(12)) == "TooHeavy(weight=12, most=10)"


def test_nothing_can_be_changed_left_out_or_added() -> None:
    with pytest.raises(FrozenInstanceError):
        cast("Any", TooHeavy(12)).weight = 13
    with pytest.raises(TypeError, match="weight"):
        cast("Any", TooHeavy)()
    with pytest.raises(TypeError, match="colour"):
        cast("Any", TooHeavy)(12, colour="red")


def test_a_case_has_the_name_of_its_kind() -> None:
    assert (OutOfPlace.name, OutOfPlace.kind) == ("out-of-place", OutOfPlace)
    assert (TooFarLeft.name, TooFarLeft.kind) == ("out-of-place", OutOfPlace)


def test_a_family_is_no_kind_and_its_kinds_are() -> None:
    assert not hasattr(Advice, "name")
    assert (Stitch.name, Stitch.kind) == ("stitch", Stitch)


def test_notes_and_helps_need_not_be_written() -> None:
    assert (TooHeavy(12).notes(), TooHeavy(12).helps()) == ((), ())
