"""Mini-batches: every sample once an epoch, and the same seed gives the same path."""

import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gdmath import Dataset, HuberCost, LogisticCost, MeanAbsoluteError, descend
from gdmath.cost.mean_loss import MeanLoss
from gdmath.optimizers import Adam, GradientDescent, MiniBatch, Newton
from gdmath.schedules import InverseDecay

deterministic = settings(derandomize=True, max_examples=40, deadline=None)


class Distances:
    """The mean of ½ |θ − pᵢ|² over points pᵢ, which remembers what was asked of it."""

    def __init__(self, points, asked=None):
        self.points = np.asarray(points, dtype=float)
        self.asked = [] if asked is None else asked

    @property
    def data(self):
        return self

    @property
    def m(self):
        return len(self.points)

    def on(self, indices):
        self.asked.append(indices.tolist())
        return Distances(self.points[indices], self.asked)

    def __call__(self, theta):
        return 0.5 * ((theta - self.points) ** 2).sum(axis=-1).mean()

    def gradient(self, theta):
        return theta - self.points.mean(axis=0)

    def hessian(self, theta):
        return np.eye(2)


def cost(m=10):
    return Distances(np.random.default_rng(3).normal(size=(m, 2)))


@deterministic
@given(st.integers(1, 30), st.integers(0, 2**40), st.data())
def test_an_epoch_uses_every_sample_once(m, seed, data):
    size = data.draw(st.integers(1, m))
    rule = MiniBatch(GradientDescent(0.1), size, seed)
    per_epoch = rule.batches_per_epoch(m)
    assert per_epoch == int(np.ceil(m / size))
    for epoch in range(3):
        batches = [rule.batch_at(epoch * per_epoch + k, m) for k in range(per_epoch)]
        assert sorted(np.concatenate(batches).tolist()) == list(range(m))
        assert [len(batch) for batch in batches[:-1]] == [size] * (per_epoch - 1)
        assert 1 <= len(batches[-1]) <= size


def test_epochs_and_seeds_differ_and_any_step_can_be_asked_first():
    rule = MiniBatch(GradientDescent(0.1), size=20, seed=5)
    orders = [rule.batch_at(epoch, 20).tolist() for epoch in range(5)]
    assert len({tuple(order) for order in orders}) == 5
    other = MiniBatch(GradientDescent(0.1), size=20, seed=6)
    assert other.batch_at(0, 20).tolist() != orders[0]
    again = MiniBatch(Adam(), size=20, seed=5)
    assert [again.batch_at(epoch, 20).tolist() for epoch in (4, 1)] == [orders[4], orders[1]]


def test_a_batch_cannot_be_written_to():
    with pytest.raises(ValueError, match="read-only"):
        MiniBatch(GradientDescent(0.1), size=2).batch_at(0, 5)[0] = 1


def test_each_step_uses_the_batch_it_says():
    samples, rule = cost(), MiniBatch(GradientDescent(0.5), size=4, seed=1)
    path = descend(samples, (3, 3), rule, 7)
    assert samples.asked == [rule.batch_at(step, 10).tolist() for step in range(7)]
    for step, (here, after) in enumerate(zip(path.points, path.points[1:], strict=False)):
        mean = samples.points[rule.batch_at(step, 10)].mean(axis=0)
        np.testing.assert_allclose(after, here - 0.5 * (here - mean), atol=1e-15)


def test_the_same_seed_gives_the_same_path():
    paths = [
        descend(cost(), (3, 3), MiniBatch(Adam(0.1), 1, seed), 40).points for seed in (0, 0, 1)
    ]
    assert paths[0].tobytes() == paths[1].tobytes()
    assert paths[0].tobytes() != paths[2].tobytes()


def test_a_batch_of_all_samples_is_the_inner_rule():
    np.testing.assert_allclose(
        descend(cost(), (3, 3), MiniBatch(Adam(0.1), size=10), 30).points,
        descend(cost(), (3, 3), Adam(0.1), 30).points,
        atol=1e-12,
    )


def test_the_inner_rule_sees_the_batchs_own_cost():
    samples, rule = cost(), MiniBatch(Newton(), size=1, seed=2)
    path = descend(samples, (3, 3), rule, 3)
    used = [int(rule.batch_at(step, 10)[0]) for step in range(3)]
    np.testing.assert_allclose(path.points[1:], samples.points[used], atol=1e-12)


def test_update_is_pure():
    samples, theta, rule = cost(), np.array([1.0, 2.0]), MiniBatch(Adam(), size=3)
    state = rule.init(theta)
    first = rule.update(samples, theta, samples.gradient(theta), state)
    again = rule.update(samples, theta, samples.gradient(theta), state)
    assert first[0].tolist() == again[0].tolist()
    assert first[1] == again[1]
    assert state == rule.init(theta)
    assert first[1].steps == first[1].inner.steps == 1


def test_a_batch_larger_than_the_data_is_an_error_at_the_first_step():
    rule = MiniBatch(GradientDescent(0.1), size=11)
    with pytest.raises(ValueError, match=r"^size is 11; it must be at most 10, the number of"):
        descend(cost(), (1, 1), rule, 5)


def test_a_cost_without_samples_is_refused_in_one_line():
    class Bare:
        def __call__(self, theta):
            return np.float64(1)

        def gradient(self, theta):
            return np.ones(2)

    with pytest.raises(ValueError, match=r"^cost is a Bare, which has no samples; .+$"):
        descend(Bare(), (1, 1), MiniBatch(GradientDescent(0.1), 1), 5)


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda rule: MiniBatch(rule, size=0), "size is 0; it must be a whole number, at least 1"),
        (lambda rule: MiniBatch(rule, size=2.0), "size is 2.0"),
        (lambda rule: MiniBatch(rule, size=2, seed=-1), "seed is -1"),
        (lambda rule: MiniBatch("adam", size=2), "optimizer is 'adam'; it must be an optimizer"),
        (lambda rule: MiniBatch(rule, size=2).batch_at(-1, 5), "step is -1"),
        (lambda rule: MiniBatch(rule, size=2).batch_at(0, 1), "size is 2; it must be at most 1"),
    ],
)
def test_arguments_out_of_range_are_named(make, says):
    with pytest.raises(ValueError, match=f"^{re.escape(says)}"):
        make(GradientDescent(0.1))


def test_one_sample_at_a_time_settles_when_the_rate_falls():
    samples = cost(m=25)
    rule = MiniBatch(GradientDescent(InverseDecay(1.0, decay=1)), size=1)
    path = descend(samples, (9, 9), rule, 2500, tolerance=0)
    # With α = 1/(k+1) the iterate is the mean of the samples seen: here 100 epochs of them all.
    np.testing.assert_allclose(path.points[-1], samples.points.mean(axis=0), atol=1e-12)


def observations(m, seed=0):
    random = np.random.default_rng(seed)
    x = random.normal(size=m)
    return Dataset(x, (random.random(m) < 1 / (1 + np.exp(-x))).astype(float))


def read(monkeypatch, cost, rule, steps):
    """How many rows a descent reads, and its path."""
    rows = []
    plain = MeanLoss._mean

    def counting(self, theta, block, shape):
        rows.append(self.data.m)
        return plain(self, theta, block, shape)

    with monkeypatch.context() as patch:
        patch.setattr(MeanLoss, "_mean", counting)
        path = descend(cost, (0.5, -0.5), rule, steps)
    return sum(rows), path


@pytest.mark.parametrize("kind", [LogisticCost, HuberCost, MeanAbsoluteError])
def test_a_step_on_a_batch_of_many_observations_reads_the_batch_alone(monkeypatch, kind):
    m, steps = 40_000, 300
    rule = MiniBatch(GradientDescent(0.5), size=32)
    rows, path = read(monkeypatch, kind(observations(m)), rule, steps)
    assert path.steps == steps
    assert rows <= 32 * steps + 5 * m  # both ends, and the Hessian at the start
    many, whole = read(monkeypatch, kind(observations(m)), MiniBatch(GradientDescent(0.5), m), 3)
    assert many >= 3 * m
    assert whole.steps == 3


def test_of_a_few_observations_every_step_is_evaluated(monkeypatch):
    rows, path = read(
        monkeypatch, LogisticCost(observations(500)), MiniBatch(GradientDescent(0.5), 1), 20
    )
    assert rows >= 20 * 2 * 500
    assert path.outcome == "stopped"


def test_the_path_over_batches_is_the_same_however_often_it_is_evaluated():
    cost, rule = LogisticCost(observations(400)), MiniBatch(GradientDescent(0.5), size=7)
    often = descend(cost, (3, -3), rule, 50)
    rarely = descend(cost, (3, -3), rule, 50, every=50)
    np.testing.assert_array_equal(often.points, rarely.points)
    np.testing.assert_allclose(often.costs, rarely.costs, rtol=1e-12)
    np.testing.assert_allclose(often.gradients, rarely.gradients, rtol=1e-9, atol=1e-14)
    assert often.outcome == rarely.outcome == "stopped"
