"""Make the README's pictures of the chat from the real program: ``python docs/pictures/chat.py``.

The application runs without a terminal, is typed to, and draws itself as an SVG.
"""

from __future__ import annotations

import asyncio
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from tfhelp.assistant import Assistant
from tfhelp.chat.app import ChatApp
from tfhelp.chat.engine import Engine
from tfhelp.chat.later import Later
from tfhelp.conversation.session import Session
from tfhelp.settings import Settings

if TYPE_CHECKING:
    from tfhelp_corpus.entry import Language

HERE = Path(__file__).parent
SIZE = (100, 32)
PASTE = """\
Traceback (most recent call last):
  File "train.py", line 41, in <module>
    trainer.train()
  File "train.py", line 22, in encode
    return tokenizer(batch["text"], padding=True, return_tensors="pt")
ValueError: Asking to pad but the tokenizer does not have a padding token.
"""
PICTURES: tuple[tuple[str, Language, tuple[str, ...]], ...] = (
    ("chat-en", "en", (PASTE,)),
    ("chat-zh", "zh", ("显存不够怎么办", "还是不行")),
)


async def draw(name: str, language: Language, texts: tuple[str, ...]) -> None:
    """Ask the texts one after the other and draw what is on the screen then."""
    session = Session(language=language, environment=None, private=False)
    engine = Engine(lambda: Assistant.open(lasting=True))
    app = ChatApp(engine, Later(lambda: session), Settings(theme="textual-dark"), language)
    async with app.run_test(size=SIZE) as pilot:
        for asked, text in enumerate(texts, start=1):
            app.main.ask(text)
            while app.main.place is None or app.main.place.turn != asked:
                await pilot.pause(0.05)
        await pilot.pause(0.3)
        (HERE / f"{name}.svg").write_text(app.export_screenshot(title="tfhelp"), encoding="utf-8")
    engine.close()


def main() -> None:
    """Draw every picture."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["TFHELP_STATE"] = folder  # not among the conversations of whoever runs this
        for picture in PICTURES:
            asyncio.run(draw(*picture))


if __name__ == "__main__":
    main()
