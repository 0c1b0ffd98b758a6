"""Where a model that writes runs, and in which numbers: memory is compared before anything is loaded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tfhelp.models.memory import Fit, fit, in_words

from .devices import Choice, choose
from .jobs import JobFailed

if TYPE_CHECKING:
    from tfhelp.models.writer_facts import WriterFacts

    from .devices import Hardware


def place(
    facts: WriterFacts, hardware: Hardware, device: str = "auto", dtype: str = "auto"
) -> tuple[Choice, Fit | None]:
    """Choose device and dtype for a model.

    Args:
        facts: the model.
        hardware: what there is.
        device: as asked; ``auto`` goes to the CPU when the card's memory does not do.
        dtype: as asked; ``auto`` on a card is bf16 where it can, else fp16; on a CPU fp32, or bf16 if only that fits.

    Returns:
        The choice; and if that is the CPU because the card was too small, how much too small.

    Raises:
        JobFailed: ``no_device``, ``no_dtype``, or ``no_memory`` with the numbers.
    """
    first = choose(hardware, device, "auto").device
    tried = [first, "cpu"] if device == "auto" and first != "cpu" else [first]
    failed: list[tuple[Choice, Fit]] = []
    for where in tried:
        for number in [dtype] if dtype != "auto" else _preferred(hardware, where):
            choice = choose(hardware, where, number)
            free = hardware.free_on(where)
            measure = fit(facts, number, free) if free is not None else None
            if measure is None or measure.fits:
                return choice, failed[0][1] if failed and failed[0][0].device != where else None
            failed.append((choice, measure))
    choice, measure = min(failed, key=lambda pair: pair[1].needed - pair[1].free)
    needed, free_words = in_words(measure.needed), in_words(measure.free)
    raise JobFailed("no_memory", model=facts.name, needed=needed, free=free_words, device=choice.device)


def _preferred(hardware: Hardware, device: str) -> list[str]:
    """Numbers to try on a device, the best first."""
    if device == "cpu":
        return ["fp32", "bf16"]  # without units of its own a processor takes many times longer in bf16
    if device.startswith("cuda"):
        try:
            return [choose(hardware, device, "bf16").dtype]  # most models were trained in it; some overflow in fp16
        except JobFailed:
            pass
    return [choose(hardware, device, "auto").dtype]
