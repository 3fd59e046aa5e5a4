"""Schematic maps: points at their coordinates, labels beside them, a scale and the north. No boundaries, no ground, no tiles."""

from .drawing import Drawing, draw, numbered

__all__ = ["Drawing", "draw", "numbered"]
