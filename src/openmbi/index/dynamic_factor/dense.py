"""Small dense algebra in plain loops: it compiles in a moment, and for a handful of factors a library call costs more than the sum itself."""

from __future__ import annotations

import numpy as np

from openmbi.index.dynamic_factor.steps import part


@part()
def cholesky(A):
    """Turn a symmetric matrix into its lower Cholesky factor in place; return log|A|, NaN where it is not positive definite."""
    n = len(A)
    log = 0.0
    for i in range(n):
        for j in range(i + 1):
            total = A[i, j]
            for k in range(j):
                total -= A[i, k] * A[j, k]
            if i > j:
                A[i, j] = total / A[j, j]
            elif total > 0:
                A[i, i] = np.sqrt(total)
                log += np.log(total)
            else:
                return np.nan
    return log


@part()
def substitute(L, b):
    """Turn b (n,) into the solution of LL'x = b in place."""
    n = len(L)
    for i in range(n):
        total = b[i]
        for k in range(i):
            total -= L[i, k] * b[k]
        b[i] = total / L[i, i]
    for i in range(n - 1, -1, -1):
        total = b[i]
        for k in range(i + 1, n):
            total -= L[k, i] * b[k]
        b[i] = total / L[i, i]


@part()
def inverted(A):
    """Return A⁻¹ and log|A| of a symmetric positive definite matrix; NaN where it is not."""
    n = len(A)
    L, inverse, column = A.copy(), np.empty((n, n)), np.empty(n)
    log = cholesky(L)
    if np.isnan(log):
        return L, log
    for j in range(n):
        for i in range(n):
            column[i] = 1.0 if i == j else 0.0
        substitute(L, column)
        for i in range(n):
            inverse[i, j] = column[i]
    return inverse, log


@part()
def product(A, B):
    """Return A B of small matrices."""
    n, m, p = len(A), A.shape[1], B.shape[1]
    C = np.zeros((n, p))
    for i in range(n):
        for k in range(m):
            for j in range(p):
                C[i, j] += A[i, k] * B[k, j]
    return C


@part()
def product_transposed(A, B):
    """Return A B' of small matrices."""
    n, m, p = len(A), A.shape[1], len(B)
    C = np.zeros((n, p))
    for i in range(n):
        for j in range(p):
            total = 0.0
            for k in range(m):
                total += A[i, k] * B[j, k]
            C[i, j] = total
    return C


@part()
def quadratic(S, a, b):
    """Return a'Sb."""
    total = 0.0
    for i in range(len(a)):
        for j in range(len(b)):
            total += a[i] * S[i, j] * b[j]
    return total


@part()
def times(A, B):
    """Return A B of large matrices, by the library."""
    return np.dot(A, B)
