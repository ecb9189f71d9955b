"""What Taylor's theorem leaves beyond a tangent, as an integral of the second derivative."""

import numpy as np

NODES = 8  # of the Gauss–Legendre rule, exact for polynomials of degree 15

_nodes, _weights = np.polynomial.legendre.leggauss(NODES)

SHARES = (1 + _nodes) / 2
WEIGHTS = (1 - SHARES) * _weights / 2
"""∫₀¹ (1 − s) f(s) ds is about Σ WEIGHTS f(SHARES)."""
