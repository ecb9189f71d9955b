"""Manim films of gradient descent, drawn from `gdmath`."""
