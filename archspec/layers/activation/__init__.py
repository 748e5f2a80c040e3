"""Activations: functions of each value, or of the channels of each position."""
