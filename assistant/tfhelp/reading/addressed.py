"""Whether a line is addressed to a reader, as a person's is and a program's is not."""

from __future__ import annotations

import re
from functools import cache

from tfhelp_corpus.language import language_of

ASKING = re.compile(
    r"怎么|为什么|为何|请问|吗|如何|求助|求解|呢|我|咋|啥|是不是|怎样|大佬|？|解决|什么|办"
    r"|(?i:^(?:how|why|hi|hello|thanks|please help|any (?:idea|help)|can (?:i|you|we|someone|anyone|anybody)"
    r"|we (?:are|have|use|run|see))\b|^(?:what|is|are|do|does|which|where|should)\b.{1,300}\?\s*$"
    r"|\b(?:i|my|i'm|anyone)\b(?!/)|\bhow (?:do|to|can)\b|\bwhy (?:do|does|is)\b)"
)
"""What asks, anywhere in a person's words."""

_OPENING = (
    # A colon soon after makes "How to fix: …" a heading of a program; "Thanks to", "Please install" and "Are you
    # sure" are said by programs as well, and so are most questions that begin with "is", "are", "do" and "did".
    r"(?i:(?:how|why)\b(?![^?:\n]{0,60}:)|h(?:i|ello|ey)\b|thanks\b(?! to\b)|thank you|thx\b|tnx\b|pl[sz]\b"
    r"|sorry (?:for|if)\b"
    r"|please (?:help|advi[sc]e|tell|explain|let me|can|could|someone|anyone|give me)\b"
    r"|help(?: me\b| pl| needed| wanted|\s*[!?.]*$)|tell me\b|not sure\b|no idea\b|idk\b|im\b|ive\b"
    r"|any (?:ideas?|help|suggestions?|hints?|advice|tips?|thoughts|clues?|workarounds?|solutions?)\b"
    r"|any(?:one|body)\b|some(?:one|body)\b"
    r"|(?:ha[sv]e?|do(?:es)?|can|could|would|will|did) (?:any|some)(?:one|body)\b"
    r"|(?:can|could|should|do|did|must|may|am|have) (?:i|we)\b|can you (?:help|please|tell|explain)\b"
    r"|we (?:use|run|see|get|got|tried)\b|we are (?:using|running|trying|getting|seeing|on)\b"
    r"|we have (?:an?|tried|\d)\b"
    r"|(?:is|are) there\b[^:\n]{1,200}\?\s*$|is (?:it|this|that) (?:a bug|normal|expected|possible|ok|my)\b"
    r"|(?:what|which|where|who|should|so|ok|okay|and)\b[^\n]{1,300}\?\s*$|(?:is|are) (?:my|we)\b"
    r"|what (?:does (?:this|it|that)|am|should|can)\b|do you (?:know|guys)\b|same (?:error|problem|issue|thing)\b"
    r"|(?:i|my|i'm|i've|i'd)\b(?![/:.]))"
)
_FIRST_PERSON = (
    r"""(?<![\w'"`/.(-])(?:(?:I|I'm|I've|I'd|I'll|[Mm]y|i'm|i've)(?![\w/'"`.:=)-])"""
    r"|i (?:am|have|did|don't|tried|get|got|use|used|want|need|should|call|run|try|think"
    r"|just|was|only|also|already)\b"
    r"|(?:any|some)(?:one|body) (?:know|help|explain|seen|have|tell)"
    r"|(?:should|do|can|could|did|am) i\b"
    r"|(?:how to (?:fix|solve)|how come|(?:, |so )why)\b(?: (?:it|this|that))?\s*[?!.]*$"
    r"|\b(?:any (?:ideas?|help|suggestions?)|what to do)\s*[?!.]*$)"
)
MAX_CHARS = 400
"""Of a line; whether somebody is addressed shows at its beginning."""


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """Compiled when first needed: a bare error line asks for none of them."""
    return re.compile(pattern)


def is_addressed(text: str) -> bool:
    """Whether a line is addressed to a reader, as no message of a program is: a question, an "I"."""
    if not text.isascii() and ASKING.search(text) and language_of(text) == "zh":
        return True
    shown = text[:MAX_CHARS]
    return shown[:1].isalpha() and bool(_compiled(_OPENING).match(shown) or _compiled(_FIRST_PERSON).search(shown))


def is_chinese(text: str) -> bool:
    """Whether a line is Chinese apart from the names of files in it."""
    if text.isascii():
        return False
    return language_of(" ".join(word for word in text.split() if "/" not in word and "\\" not in word)) == "zh"


_ENDS = (
    r"""(?<=[.!?)'"`\]]) {1,3}(?=[A-Za-z])"""
    r"| {1,3}(?=(?:I (?:am|have|had|use|used|tried|get|got|want|don't|was|did|just|already)|I'm|I've"
    r"|[Hh]ow (?:can|do|should) [Ii]"
    r"|[Aa]ny ideas?|[Pp]lease help|p(?:ls|lz)|thanks)\b)"
)
_MARKS = r"""(?<![A-Za-z])'|'(?![A-Za-z])|["`\[\]=]"""
_MAX_TAIL = 500


def without_question(message: str) -> tuple[str, str]:
    """A message, and what a person wrote behind it on its line (empty if nothing): ``… not found. Any ideas?``."""
    if not message[-_MAX_TAIL:].isascii():
        return message, ""  # Chinese behind a message is found by its characters
    ends = list(_compiled(_ENDS).finditer(message, max(0, len(message) - _MAX_TAIL)))
    for number, end in enumerate(ends):
        upto = ends[number + 1].start() if number + 1 < len(ends) else len(message)
        tail = message[end.end() :]
        if is_addressed(message[end.end() : upto]) and not _compiled(_MARKS).search(tail):
            return _unquoted(message[: end.start()]), tail
    return message, ""


def _unquoted(message: str) -> str:
    """A message without the quotation mark that a person closed behind it."""
    last = message[-1:]
    return message[:-1] if last in ("`", '"') and message.count(last) % 2 else message
