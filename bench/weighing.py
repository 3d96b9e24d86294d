"""How weights are learned from letters, without any library: few features by Newton's method, many by their margins."""

import math
import random
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set

PENALTY = 20.0  # on the square of a weight, its feature scaled to a deviation of 1
STEPS = 30

COST = 0.05  # of a letter on the wrong side of its margin, against the square of the weights
ROUNDS = 60
ENOUGH = 1e-3  # by so little no letter's share changes any more


def margins(rows: Sequence[Set[str]], wanted: Sequence[bool], times: Sequence[float], few: int) -> dict[str, float]:
    """A weight for each feature, and under "" the constant: a linear machine with squared hinges, by dual descent.

    A row's features together count nearly as much as any other row's; a row of `few` features counts half. The seldomer
    a feature, the more it may weigh: by the square of log((rows + 1) / (rows with it + 1)), the inverse document
    frequency (Spaerck Jones, "A statistical interpretation of term specificity", Journal of Documentation 28, 1972).
    Both sides count alike, and a row as so many `times`. Hsieh et al., "A Dual Coordinate Descent Method for
    Large-scale Linear SVM", ICML 2008, algorithm 1.
    """
    features = sorted(set().union(*rows))
    places = {feature: at for at, feature in enumerate(features)}
    placed = [[places[feature] for feature in sorted(row)] for row in rows]
    sizes = [1 / math.sqrt(few + len(row)) for row in placed]
    having = Counter(place for row in placed for place in row)
    rarities = [math.log((len(rows) + 1) / (having[place] + 1)) ** 2 for place in range(len(features))]
    squares = [size * size * sum(map(rarities.__getitem__, row)) for row, size in zip(placed, sizes, strict=True)]
    agencies = sum(count for want, count in zip(wanted, times, strict=True) if want)
    whole = sum(times)
    costs = [
        COST * count * whole / (2 * (agencies if want else whole - agencies))
        for want, count in zip(wanted, times, strict=True)
    ]
    weights, constant = [0.0] * len(features), 0.0
    shares = [0.0] * len(rows)
    order, chance = list(range(len(rows))), random.Random(0)
    for _ in range(ROUNDS):
        chance.shuffle(order)
        moved = 0.0
        for at in order:
            row, size, sign, slack = placed[at], sizes[at], 1.0 if wanted[at] else -1.0, 1 / (2 * costs[at])
            total = size * sum(map(weights.__getitem__, row)) + constant
            slope = sign * total - 1 + slack * shares[at]
            share = max(0.0, shares[at] - slope / (1 + squares[at] + slack))
            change = (share - shares[at]) * sign
            if change:
                shares[at] = share
                constant += change
                step = change * size
                for place in row:
                    weights[place] += step * rarities[place]
                moved = max(moved, abs(change))
        if moved < ENOUGH:
            break
    return dict(zip(features, weights, strict=True)) | {"": constant}


def margin(weights: Mapping[str, float], row: Set[str], few: int) -> float:
    """What a row comes to; features without a weight don't count."""
    known = [weights[feature] for feature in row if feature in weights]
    return weights[""] + sum(known) / math.sqrt(few + len(known))


def newton(rows: Sequence[Sequence[float]], wanted: Sequence[bool], times: Sequence[float]) -> list[float]:
    """A weight for each figure, and the constant at the end: a logistic regression.

    Both sides count alike, and a row as so many `times`.
    """
    count, wide = len(rows), len(rows[0])
    means = [sum(row[at] for row in rows) / count for at in range(wide)]
    spreads = [math.sqrt(sum((row[at] - means[at]) ** 2 for row in rows) / count) + 1e-3 for at in range(wide)]
    scaled = [[(value - mean) / by for value, mean, by in zip(row, means, spreads, strict=True)] for row in rows]
    whole = sum(times)
    agencies = sum(each for want, each in zip(wanted, times, strict=True) if want)
    counted = [
        each * count / (2 * (agencies if want else whole - agencies)) for want, each in zip(wanted, times, strict=True)
    ]
    weights = [0.0] * (wide + 1)
    for _ in range(STEPS):
        step = _step(scaled, [float(want) for want in wanted], counted, weights)
        weights = [weight - each for weight, each in zip(weights, step, strict=True)]
        if max(map(abs, step)) < 1e-6:
            break
    unscaled = [weight / by for weight, by in zip(weights, spreads, strict=False)]
    return [*unscaled, weights[-1] - sum(weight * mean for weight, mean in zip(unscaled, means, strict=True))]


def _step(
    rows: Sequence[Sequence[float]], wanted: Sequence[float], counted: Sequence[float], weights: Sequence[float]
) -> list[float]:
    """Newton's step: the gradient, divided by the second derivatives."""
    size = len(weights)
    slope = [PENALTY * weight for weight in weights[:-1]] + [0.0]
    bend = [[PENALTY * (at == to) if at < size - 1 else 1e-6 * (at == to) for to in range(size)] for at in range(size)]
    for row, want, counts in zip(rows, wanted, counted, strict=True):
        whole = [*row, 1.0]
        chance = 1 / (1 + math.exp(-sum(value * weight for value, weight in zip(whole, weights, strict=True))))
        for at, value in enumerate(whole):
            slope[at] += counts * (chance - want) * value
            scaled = counts * chance * (1 - chance) * value
            line = bend[at]
            for to in range(at + 1):
                line[to] += scaled * whole[to]
    for at in range(size):
        for to in range(at):
            bend[to][at] = bend[at][to]
    return _solved(bend, slope)


def _solved(matrix: list[list[float]], right: list[float]) -> list[float]:
    """The solution of a linear system, by Gauss; the matrix is positive definite, so that nothing need be exchanged."""
    size = len(right)
    for at in range(size):
        for below in range(at + 1, size):
            times = matrix[below][at] / matrix[at][at]
            if times:
                for to in range(at, size):
                    matrix[below][to] -= times * matrix[at][to]
                right[below] -= times * right[at]
    for at in reversed(range(size)):
        right[at] = (right[at] - sum(matrix[at][to] * right[to] for to in range(at + 1, size))) / matrix[at][at]
    return right


def total(weights: Sequence[float], row: Iterable[float]) -> float:
    """What a row of figures comes to."""
    return weights[-1] + sum(weight * value for weight, value in zip(weights, row, strict=False))
