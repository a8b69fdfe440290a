"""A small recurrent network that is trained on the words of pages."""

from typing import ClassVar, Literal

from webloop.content.text.model import Lesson
from webloop.content.text.neural.descent import Descent
from webloop.content.text.neural.network import Size
from webloop.content.text.neural.recurrent import Recurrent
from webloop.content.text.neural.recurrent_training import train_recurrent
from webloop.content.text.neural.repeatable import NEURAL
from webloop.content.text.neural.start import Start
from webloop.extras import find_extra
from webloop.registry import param, register
from webloop.submodels.roles import Learner


@register("learner")
class Gru(Learner):
    """A neural model of words: gated recurrent units between tied word vectors, trained for a fixed number of steps.

    A step looks at some excerpts of pages, which come up in proportion to their pages' weights, and moves the weights
    of the network by Adam; its rate falls to 0 in a straight line. Before a page stands the end of a paragraph. The
    model can score every word of the vocabulary and writes those that it has seen in a training. All training sets
    take the same time, however large, and texts that come from the same seed are the same on the same machine; other
    processors and versions of torch round differently.

    The time of a step grows with the vocabulary: `content.vocabulary: 5000` is advised. With it and the defaults, a
    training takes some 30 s on one core, and 100,000 words of WikiText-2 give a perplexity near 100 on its test set.
    Steps on a small training set pass it many times: a model that starts from the previous one each time then learns
    it by heart, and needs fewer.

    It needs torch: `pip install 'webloop[neural]'`.

    >>> Gru(steps=400).start
    'scratch'

    References:
        Cho et al. 2014, arXiv:1406.1078 (the unit); Gerstgrasser et al. 2024, arXiv:2404.01413 (language models
        trained anew in each generation); Shumailov et al. 2024, doi:10.1038/s41586-024-07566-y (trained on from one
        model: `start: base`).
    """

    content: ClassVar[str] = "text"
    libraries: ClassVar[tuple[str, ...]] = ("torch",)

    kind: Literal["gru"] = "gru"
    start: Start = param(
        "scratch",
        "Weights that a training begins with: new ones, or those of the lab's first or previous model",
        source="Gerstgrasser et al. 2024: scratch",
    )
    embedding: int = param(
        128, "Length of a word's vector", unit="numbers", ge=1, le=4096, source="measured on WikiText-2"
    )
    hidden: int = param(
        192, "Length of the network's state", unit="numbers", ge=1, le=4096, source="measured on WikiText-2"
    )
    steps: int = param(
        800,
        "Steps of a training; a fixed amount of work, whatever the size of the training set",
        unit="steps",
        ge=1,
        le=1_000_000,
        source="measured on WikiText-2: three times through 100,000 words",
    )
    batch: int = param(
        4, "Excerpts that a step looks at", unit="excerpts", ge=1, le=4096, source="measured on WikiText-2"
    )
    excerpt: int = param(
        100,
        "Most words of an excerpt; longer pages are cut into equal parts",
        unit="words",
        ge=1,
        le=4096,
        source="measured on WikiText-2",
    )
    learning_rate: float = param(0.005, "Rate of the first step", unit="-", gt=0, le=1, source="measured on WikiText-2")

    def fit(self, training: Lesson) -> Recurrent:
        """The trained model.

        Raises:
            InputError: without torch, or when it should start from a model of another learner or size.
            ValueError: without pages.
        """
        self.check(len(training.vocabulary))
        descent = Descent(self.steps, self.batch, self.learning_rate)
        return train_recurrent(training, Size(self.embedding, self.hidden), self.start, descent, self.excerpt)

    def check(self, words: int) -> None:  # noqa: ARG002 (it takes as many as there are)
        """Torch must be there."""
        find_extra("torch", NEURAL, "the learner gru")
