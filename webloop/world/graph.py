"""The directed graph of sites, as arrays: who links to whom, and how that changes from month to month.

Preferential attachment with fitness: a link finds a site with a chance in proportion to
`fitness * (in_degree + attractiveness)`. People's links follow the graph of the day; links in synthetic pages
follow what a model has learned, which is the same of an earlier day. So the weights are passed in.

References:
    Dorogovtsev, Mendes & Samukhin 2000, doi:10.1103/PhysRevLett.85.4633 (initial attractiveness);
    Bianconi & Barabási 2001, doi:10.1209/epl/i2001-00260-6 (fitness).
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from webloop.world.choosing import Indices, Weights, choose, choose_others

MOST_SITES = 2**31 - 1  # an index takes four bytes: half the memory, and what SciPy's sparse arrays want
_ROOM = 1.5  # arrays grow by half when they are full, so that a newcomer costs the same at any size


@dataclass(frozen=True)
class Wave:
    """New links that are placed alike, such as those of people, or those of one model.

    Attributes:
        number: how many.
        sources: weights of the sites that they stand on, (sites,) or shorter.
        targets: weights of the sites that they lead to, (sites,) or shorter: sites that came later have none.
    """

    number: int
    sources: Weights
    targets: Weights


class Links:
    """Sites and the links between them.

    A pair of sites may be linked more than once; a site never links to itself.

    Args:
        source: the site that each link stands on, (links,).
        target: the site that it leads to, (links,).
        fitness: how well each site turns what it is into links, 1 on average, > 0, (sites,).

    Raises:
        ValueError: when indices lie outside the sites, arrays differ in length or a site links to itself.

    >>> links = Links(np.array([0, 1, 2, 2]), np.array([1, 0, 0, 0]), np.ones(3))
    >>> links.in_degree.tolist(), links.out_degree.tolist()
    ([3, 1, 0], [1, 1, 2])
    >>> links.weights(attractiveness=2).tolist()
    [5.0, 3.0, 2.0]
    """

    def __init__(self, source: NDArray[Any], target: NDArray[Any], fitness: Weights) -> None:
        self.sites = len(fitness)
        self.number = len(source)
        _check_links(source, target, self.sites)
        _check_fitness(fitness)
        self._source = source.astype(np.int32)
        self._target = target.astype(np.int32)
        self._fitness = fitness.astype(np.float64)
        self._in_degree = np.bincount(self._target, minlength=self.sites)
        self._out_degree = np.bincount(self._source, minlength=self.sites)

    @property
    def source(self) -> Indices:
        """The site that each link stands on, (links,); a view that must not be written to."""
        return _view(self._source, self.number)

    @property
    def target(self) -> Indices:
        """The site that each link leads to, (links,); a view that must not be written to."""
        return _view(self._target, self.number)

    @property
    def fitness(self) -> Weights:
        """The fitness of each site, (sites,); a view that must not be written to."""
        return _view(self._fitness, self.sites)

    @property
    def in_degree(self) -> NDArray[np.int64]:
        """Links that lead to each site, (sites,); a view that must not be written to."""
        return _view(self._in_degree, self.sites)

    @property
    def out_degree(self) -> NDArray[np.int64]:
        """Links that stand on each site, (sites,); a view that must not be written to."""
        return _view(self._out_degree, self.sites)

    def weights(self, attractiveness: float) -> Weights:
        """How likely people are to link to each site, not normalised: fitness * (in_degree + attractiveness)."""
        value: Weights = self.fitness * (self.in_degree + attractiveness)
        return value

    def add_sites(self, fitness: Weights, links_per_site: int, targets: Weights, rng: np.random.Generator) -> None:
        """New sites, each with its first links; nobody links to them yet.

        Args:
            fitness: of the new sites, (new,).
            links_per_site: links that each begins with, >= 0.
            targets: weights of the sites they lead to, (sites before,) or shorter; newcomers don't see each other.
            rng: its stream.
        """
        _check_fitness(fitness)
        newcomers = np.arange(self.sites, self.sites + len(fitness), dtype=np.int32)
        source = np.repeat(newcomers, links_per_site)
        target = choose(_of_length(targets, self.sites), len(source), rng)
        sites, number = self.sites + len(fitness), self.number + len(source)
        self._fitness = _with(self._fitness, self.sites, fitness)
        for name in ("_in_degree", "_out_degree"):
            setattr(self, name, _with(getattr(self, name), self.sites, np.zeros(len(fitness), dtype=np.int64)))
        self._source = _with(self._source, self.number, source)
        self._target = _with(self._target, self.number, target)
        self.sites, self.number = sites, number
        self._count(source, target, 1)

    def renew(self, waves: tuple[Wave, ...], rng: np.random.Generator) -> None:
        """As many random links die as there are new ones, which take their places: cost goes by new links.

        Every link is as likely to die as any other, and none that is born here dies here.

        Args:
            waves: the new links; together at most as many as there are links.
            rng: its stream: first who dies, then for each wave its sources and its targets.

        Raises:
            ValueError: when more links are new than there are, or weights choose nobody.
        """
        total = sum(wave.number for wave in waves)
        if total > self.number:
            raise ValueError(f"{total} links can't be renewed: there are only {self.number}")
        places = rng.choice(self.number, total, replace=False, shuffle=False)
        source, target = np.empty(total, dtype=np.int32), np.empty(total, dtype=np.int32)
        done = 0
        for wave in waves:
            part = slice(done, done + wave.number)
            source[part] = choose(_of_length(wave.sources, self.sites), wave.number, rng)
            target[part] = choose_others(_of_length(wave.targets, self.sites), source[part], rng)
            done += wave.number
        # `choose` puts draws in random order and places carry no meaning, so which link is replaced tells nothing
        self._count(self._source[places], self._target[places], -1)
        self._source[places], self._target[places] = source, target
        self._count(source, target, 1)

    def _count(self, source: Indices, target: Indices, sign: int) -> None:
        """Links that are gained or lost, in the degrees."""
        self._in_degree[: self.sites] += sign * np.bincount(target, minlength=self.sites)
        self._out_degree[: self.sites] += sign * np.bincount(source, minlength=self.sites)


def _check_links(source: NDArray[Any], target: NDArray[Any], sites: int) -> None:
    if sites > MOST_SITES:
        raise ValueError(f"{sites} sites are too many: at most {MOST_SITES}")
    if source.shape != target.shape or source.ndim != 1:
        raise ValueError(f"links need one source and one target each, not {source.shape} and {target.shape}")
    for ends in (source, target):
        if len(ends) and not 0 <= ends.min() <= ends.max() < sites:
            raise ValueError(f"links must join sites from 0 to {sites - 1}")
    if (source == target).any():
        raise ValueError(f"site {source[source == target][0]} links to itself")


def _check_fitness(fitness: Weights) -> None:
    if not (np.isfinite(fitness).all() and (fitness > 0).all()):
        raise ValueError("fitness must be finite and above 0")


def _view(array: NDArray[Any], length: int) -> NDArray[Any]:
    view = array[:length]
    view.flags.writeable = False
    return view


def _with(array: NDArray[Any], length: int, more: NDArray[Any]) -> NDArray[Any]:
    """The first entries of an array with more behind them, in the same memory while it lasts."""
    needed = length + len(more)
    if needed > len(array):
        larger = np.empty(max(needed, int(len(array) * _ROOM)), dtype=array.dtype)
        larger[:length] = array[:length]
        array = larger
    array[length:needed] = more
    return array


def _of_length(weights: Weights, sites: int) -> Weights:
    """Weights with a 0 for each site that came after them."""
    if len(weights) > sites:
        raise ValueError(f"there are weights for {len(weights)} sites, but only {sites} sites")
    return weights if len(weights) == sites else np.concatenate([weights, np.zeros(sites - len(weights))])
