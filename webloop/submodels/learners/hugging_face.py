"""A causal language model of the library transformers, in a folder of this machine."""

from typing import ClassVar, Literal

from webloop.content.text.model import Lesson
from webloop.content.text.neural.causal import Causal
from webloop.content.text.neural.causal_training import train_causal
from webloop.content.text.neural.descent import Descent
from webloop.content.text.neural.folder import LEARNER, digest_of, look
from webloop.content.text.neural.repeatable import NEURAL
from webloop.content.text.neural.start import Start
from webloop.extras import find_extra
from webloop.registry import param, register
from webloop.submodels.roles import Learner


@register("learner")
class HuggingFace(Learner):
    """Any causal language model with its own tokenizer, such as GPT-2, OPT or SmolLM; nothing is ever downloaded.

    The folder holds what `save_pretrained` of the model and of its tokenizer wrote. The model reads the words of the
    vocabulary with a space before each, punctuation too, as they stand in WikiText, and is trained on all tokens of
    its tokenizer. When it writes or is scored, only tokens count that lead to words of the vocabulary: pages have as
    many words as they should, probabilities of all words sum to 1, and perplexity is per word. A word that is not in
    the vocabulary is never written, and `<unk>` is a word like any other: let the vocabulary be large.

    A model that starts from the folder's weights may write every word of the vocabulary, since it may have met any
    of them before; one that started from scratch writes the words that it has seen. Every model keeps its own
    weights in memory.

    It needs torch and transformers: `pip install 'webloop[neural]'`. On one core a model of 135 million parameters
    trains on and writes some 70 tokens a second.

    >>> HuggingFace(folder="models/smollm2").start
    'base'

    References:
        Wolf et al. 2020, arXiv:1910.03771 (transformers); Shumailov et al. 2024, doi:10.1038/s41586-024-07566-y
        (each generation fine-tunes a model that was trained before).
    """

    content: ClassVar[str] = "text"
    libraries: ClassVar[tuple[str, ...]] = ("tokenizers", "torch", "transformers")

    kind: Literal["hugging_face"] = "hugging_face"
    folder: str = param(
        ...,
        "Folder with the model and its tokenizer, relative to the scenario file",
        unit="path",
        source="user",
        min_length=1,
    )
    start: Start = param(
        "base",
        "Weights that a training begins with: new ones, the folder's, or the lab's previous model's (at first the "
        "folder's)",
        source="Shumailov et al. 2024: base",
    )
    steps: int = param(
        100,
        "Steps of a training; a fixed amount of work, whatever the size of the training set",
        unit="steps",
        ge=1,
        le=1_000_000,
        source="assumption",
    )
    batch: int = param(8, "Excerpts that a step looks at", unit="excerpts", ge=1, le=4096, source="assumption")
    window: int = param(
        128,
        "Most tokens that the model looks at at once, and learns from in an excerpt; no more than it is made for",
        unit="tokens",
        ge=2,
        le=1_000_000,
        source="assumption",
    )
    learning_rate: float = param(
        5e-5, "Rate of the first step", unit="-", gt=0, le=1, source="default of transformers' Trainer"
    )

    def fit(self, training: Lesson) -> Causal:
        """The trained model.

        Raises:
            InputError: without torch or transformers; without a model in the folder; when its tokenizer can't tell
                the words of the vocabulary apart; when it should go on from a model of another learner.
            ValueError: without pages.
        """
        self.check(len(training.vocabulary))
        descent = Descent(self.steps, self.batch, self.learning_rate)
        return train_causal(training, self.folder, self.start, descent, self.window)

    def check(self, words: int) -> None:  # noqa: ARG002 (whether its tokenizer can tell them apart is seen later)
        """Torch, transformers and the model's folder must be there."""
        for library in ("torch", "transformers"):
            find_extra(library, NEURAL, LEARNER)
        look(self.folder, trained=self.start != "scratch")

    def digest(self) -> str:
        """SHA-256 of the model and its tokenizer."""
        return digest_of(self.folder)
