"""Sampling from the posterior of an item response model: probit, two parameters, one or more dimensions."""

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array
from scipy.special import ndtr, ndtri

from toolkit.measures._matrices import Array

__all__ = ["ENOUGH", "RHAT", "SPREAD", "Answers", "Draws", "aligned_draws", "effective_size", "sample", "split_rhat"]

CHAINS = 4
#: Prior standard deviation of discrimination and difficulty (precision 0.25, as usual in MCMCpack).
SPREAD = 2.0
#: When chains agree: the largest split R-hat, and how many independent draws a parameter needs.
RHAT, ENOUGH = 1.05, 200
_WARMUP = 500


class Answers(NamedTuple):
    """Who answers which item how: places of actors and items, and 1 or -1, one of each an answer."""

    actor: npt.NDArray[np.intp]
    item: npt.NDArray[np.intp]
    sign: Array
    n_actors: int
    n_items: int


class Draws(NamedTuple):
    """Draws x chains x actors (or items) x dimensions; difficulty without dimensions."""

    theta: Array
    beta: Array
    alpha: Array


class _Sums(NamedTuple):
    """Sparse matrices that sum answers by actor and by item, items by actor, actors by item; answers to each item."""

    by_actor: Any
    by_item: Any
    items: Any
    actors: Any
    answers: npt.NDArray[np.intp]


class _State:
    """Four chains that walk side by side; the second axis of each array is the chain."""

    def __init__(self, answers: Answers, dimensions: int, rng: np.random.Generator) -> None:
        self.answers, self.rng, self.k = answers, rng, dimensions
        self.sums = _sums(answers)
        self.theta = rng.standard_normal((answers.n_actors, CHAINS, dimensions))
        self.items = np.zeros((answers.n_items, CHAINS, dimensions + 1))
        self.step = 1.7 / np.sqrt(2 * dimensions * (answers.n_actors + answers.n_items))

    def sweep(self) -> None:
        """Draw everything once given everything else."""
        self._draw_actors(self._draw_items(self._latent()))
        self._shift()
        self._rescale()

    def _latent(self) -> Array:
        """Draw the latent answers, normal and cut off at 0 (Albert and Chib 1993)."""
        who, what, sign = self.answers.actor, self.answers.item, self.answers.sign[:, None]
        items = self.items[what]
        mean = np.einsum("ack,ack->ac", self.theta[who], items[..., :-1]) - items[..., -1]
        below = (1.0 - self.rng.random(mean.shape)) * ndtr(sign * mean)
        return np.asarray(mean - sign * ndtri(np.maximum(below, 1e-300)))

    def _draw_items(self, latent: Array) -> Array:
        """Draw the items, each with the scale of its latent answers (parameter expansion; Liu and Wu 1999)."""
        design = np.concatenate([self.theta, np.full((*self.theta.shape[:2], 1), -1.0)], axis=2)
        outer = _times(self.sums.actors, design[..., :, None] * design[..., None, :])
        linear = _times(self.sums.by_item, design[self.answers.actor] * latent[..., None])
        lower, white = _whitened(outer + np.eye(self.k + 1) / SPREAD**2, linear)
        rest = _times(self.sums.by_item, latent**2) - (white**2).sum(axis=-1)
        scale = np.sqrt(self.rng.chisquare(np.broadcast_to(self.sums.answers[:, None], rest.shape)) / rest)
        self.items = _draw(lower, white * scale[..., None], self.rng)
        return np.asarray(latent * scale[self.answers.item])

    def _draw_actors(self, latent: Array) -> None:
        beta, alpha = self.items[..., :-1], self.items[..., -1]
        outer = _times(self.sums.items, beta[..., :, None] * beta[..., None, :])
        what = self.answers.item
        linear = _times(self.sums.by_actor, beta[what] * (latent + alpha[what])[..., None])
        self.theta = _normal(outer + np.eye(self.k), linear, self.rng)

    def _shift(self) -> None:
        """Move all actors, and the difficulties with them: no answer becomes more or less likely."""
        beta, alpha = self.items[..., :-1], self.items[..., -1]
        outer = len(self.theta) * np.eye(self.k) + np.einsum("mck,mcl->ckl", beta, beta) / SPREAD**2
        linear = -self.theta.sum(axis=0) - np.einsum("mc,mck->ck", alpha, beta) / SPREAD**2
        shift = _normal(outer, linear, self.rng)
        self.theta = self.theta + shift
        self.items[..., -1] += np.einsum("mck,ck->mc", beta, shift)

    def _rescale(self) -> None:
        """Stretch the actors and shrink the discriminations, or not (generalised Gibbs; Liu and Sabatti 2000)."""
        factor = np.exp(self.step * self.rng.standard_normal(CHAINS))
        of_actors = (self.theta**2).sum(axis=(0, 2))
        of_items = (self.items[..., :-1] ** 2).sum(axis=(0, 2)) / SPREAD**2
        surplus = self.k * (len(self.theta) - len(self.items))
        gain = -(factor**2 - 1) * of_actors / 2 - (factor**-2 - 1) * of_items / 2 + surplus * np.log(factor)
        factor = np.where(np.log(1.0 - self.rng.random(CHAINS)) < gain, factor, 1.0)[:, None]
        self.theta = self.theta * factor
        self.items[..., :-1] /= factor


def _sums(answers: Answers) -> _Sums:
    every, one = np.arange(len(answers.sign)), np.ones(len(answers.sign))
    by_actor = csr_array((one, (answers.actor, every)), shape=(answers.n_actors, len(one)))
    by_item = csr_array((one, (answers.item, every)), shape=(answers.n_items, len(one)))
    items = csr_array((one, (answers.actor, answers.item)), shape=(answers.n_actors, answers.n_items))
    counts = np.bincount(answers.item, minlength=answers.n_items)
    return _Sums(by_actor, by_item, items, csr_array(items.T), counts)


def _times(sums: Any, values: Array) -> Array:
    """Sum over the first axis as the sparse matrix says."""
    found = sums @ values.reshape(len(values), -1)
    return np.asarray(found).reshape(-1, *values.shape[1:])


def _whitened(precision: Array, linear: Array) -> tuple[Array, Array]:
    """Give the Cholesky factor L of precision matrices, and L^-1 times (precision times mean)."""
    lower = np.asarray(np.linalg.cholesky(precision))
    return np.asarray(lower, np.float64), np.asarray(np.linalg.solve(lower, linear[..., None])[..., 0], np.float64)


def _draw(lower: Array, white: Array, rng: np.random.Generator) -> Array:
    """Draw from the normal distributions that `_whitened` describes."""
    whole = (white + rng.standard_normal(white.shape))[..., None]
    return np.asarray(np.linalg.solve(np.swapaxes(lower, -1, -2), whole)[..., 0])


def _normal(precision: Array, linear: Array, rng: np.random.Generator) -> Array:
    """Draw from normal distributions given by their precision matrices and precision times mean."""
    return _draw(*_whitened(precision, linear), rng)


def _run(state: _State, draws: int, thin: int) -> Draws:
    n, m, k = state.answers.n_actors, state.answers.n_items, state.k
    theta, items = np.empty((draws, n, CHAINS, k)), np.empty((draws, m, CHAINS, k + 1))
    for place in range(draws):
        for _sweep in range(thin):
            state.sweep()
        theta[place], items[place] = state.theta, state.items
    theta, items = np.swapaxes(theta, 1, 2), np.swapaxes(items, 1, 2)
    return Draws(theta, items[..., :-1], items[..., -1])


def _agree(draws: Draws) -> bool:
    """Say whether every split R-hat is at most `RHAT` and every parameter has `ENOUGH` independent draws."""
    flat = [part.reshape(*part.shape[:2], -1) for part in draws]
    rhat, size = max(split_rhat(p).max() for p in flat), min(effective_size(p).min() for p in flat)
    return bool(rhat <= RHAT and size >= ENOUGH)


def sample(answers: Answers, dimensions: int, *, draws: int, longest: int, seed: int) -> tuple[Draws, int, bool]:
    """Sample the posterior with four chains, twice as long each time until they agree.

    ``P(actor i supports item j) = Phi(beta_j . theta_i - alpha_j)``, theta standard normal, alpha and beta normal with
    standard deviation `SPREAD`. Of `longest` sweeps at most every second, fourth ... is kept, so that there are always
    as many draws.

    Returns
    -------
    Draws, int, bool
        The draws, aligned (`aligned_draws`); how many sweeps each chain made after its warm-up; whether they agree.
    """
    state = _State(answers, dimensions, np.random.default_rng(seed))
    for _sweep in range(_WARMUP):
        state.sweep()
    raw, thin = _run(state, draws, 1), 1
    while True:
        found = aligned_draws(raw)
        good = _agree(found)
        if good or 2 * thin * draws > longest:
            return found, thin * draws, good
        thin *= 2
        more = _run(state, draws // 2, thin)
        raw = Draws(*(np.concatenate([old[1::2], new]) for old, new in zip(raw, more, strict=True)))


def aligned_draws(draws: Draws, rounds: int = 5) -> Draws:
    """Turn and mirror each draw so that all lie alike, since no answer tells how the space lies.

    The common orientation starts from the first eigenvectors of the mean Gram matrix of positions and discriminations,
    which neither turning nor mirroring changes, and is improved by orthogonal Procrustes rotation to the mean. Axes
    are the principal axes of the mean positions.
    """
    both = np.concatenate([draws.theta, draws.beta], axis=2)
    shape, k = both.shape, both.shape[3]
    points = both.reshape(-1, *shape[2:])
    wide = np.swapaxes(points, 0, 1).reshape(shape[2], -1)
    target = np.linalg.eigh(wide @ wide.T)[1][:, ::-1][:, :k]
    for _round in range(rounds):
        left, _, right = np.linalg.svd(np.einsum("dik,il->dkl", points, target))
        points = np.einsum("dik,dkl->dil", points, left @ right)
        target = points.mean(axis=0)
    actors = target[: draws.theta.shape[2]]
    actors = actors - actors.mean(axis=0)
    axes = np.linalg.eigh(actors.T @ actors)[1][:, ::-1]
    points = (points @ axes).reshape(shape)
    return Draws(points[:, :, : draws.theta.shape[2]], points[:, :, draws.theta.shape[2] :], draws.alpha)


def split_rhat(values: Array) -> Array:
    """Compare the halves of all chains (draws x chains x parameters): 1 where they agree (Gelman et al. 2013, 11.4)."""
    half = len(values) // 2
    parts = np.concatenate([values[:half], values[-half:]], axis=1)
    within = parts.var(axis=0, ddof=1).mean(axis=0)
    between = parts.mean(axis=0).var(axis=0, ddof=1)
    return np.asarray(np.sqrt((half - 1) / half + between / np.maximum(within, 1e-300)))


def effective_size(values: Array) -> Array:
    """Give the number of independent draws that the draws (draws x chains x parameters) are worth (Geyer 1992)."""
    n, chains = values.shape[:2]
    centred = values - values.mean(axis=0)
    spectrum = np.abs(np.fft.rfft(centred, 2 * n, axis=0)) ** 2
    covariance = np.fft.irfft(spectrum, 2 * n, axis=0)[:n].mean(axis=1) / n
    within = covariance[0] * n / (n - 1)
    total = covariance[0] + values.mean(axis=0).var(axis=0, ddof=1)
    rho = 1 - (within - covariance) / np.maximum(total, 1e-300)
    rho[0] = 1.0
    pairs = rho[: n // 2 * 2].reshape(n // 2, 2, -1).sum(axis=1)
    going = np.logical_and.accumulate(pairs > 0, axis=0)
    tail = np.where(going, np.minimum.accumulate(pairs, axis=0), 0.0).sum(axis=0)
    return np.asarray(n * chains / np.maximum(2 * tail - 1, 1 / np.log10(n * chains)))
