"""What the user set (``config.toml``) and what the program remembers of them (``ui.json``)."""

from __future__ import annotations

import contextlib
import difflib
import json
import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from .errors import UsageError
from .locales import locale_language
from .wording import Wording

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tfhelp_corpus.entry import Language

CONFIG_NAME = "config.toml"
REMEMBERED_NAME = "ui.json"

_KEYS = ("theme", "language", "private", "env", "model", "models", "summaries", "keys")
_MAX_BYTES = 1_000_000

say = Wording(
    {
        "unreadable": "{file} cannot be read: {why}.",
        "large": "it is larger than a configuration file can be",
        "encoding": "{file}, line {line}: the file is not UTF-8.",
        "encoding_hint": "Save it as UTF-8.",
        "syntax": "{file}, line {line}: this is not TOML ({why}).",
        "syntax_hint": 'Lines look like: theme = "nord"',
        "unknown": "{file}, line {line}: there is no setting {name}.",
        "unknown_hint": "Settings are: {known}.",
        "mean": "Did you mean {name}?",
        "value": "{file}, line {line}: {name} must be {expected}.",
        "text": "text in quotes",
        "yes_no": "true or false",
        "texts": 'a list of texts: ["…", "…"]',
        "language": '"en" or "zh"',
        "table": "a table: [keys], then a line for each action",
        "state": "The folder {folder} cannot be used: {why}.",
        "state_hint": "Name another one with TFHELP_STATE.",
    },
    {
        "unreadable": "无法读取 {file}：{why}。",
        "large": "文件太大，不像是配置文件",
        "encoding": "{file} 第 {line} 行：文件不是 UTF-8 编码。",
        "encoding_hint": "请另存为 UTF-8。",
        "syntax": "{file} 第 {line} 行：不是合法的 TOML（{why}）。",
        "syntax_hint": '每行的写法如：theme = "nord"',
        "unknown": "{file} 第 {line} 行：没有 {name} 这个设置。",
        "unknown_hint": "可用的设置有：{known}。",
        "mean": "是不是想写 {name}？",
        "value": "{file} 第 {line} 行：{name} 应为{expected}。",
        "text": "带引号的文本",
        "yes_no": " true 或 false",
        "texts": '文本列表：["…", "…"]',
        "language": ' "en" 或 "zh"',
        "table": "一个表：先写 [keys]，然后每个动作一行",
        "state": "文件夹 {folder} 无法使用：{why}。",
        "state_hint": "可以用 TFHELP_STATE 指定另一个文件夹。",
    },
)


@dataclass(frozen=True, slots=True)
class Settings:
    """How the user wants the chat to be."""

    theme: str | None = None
    """A theme's name: the configured one, else the one that was chosen last; whether it exists the chat checks."""
    language: Language | None = None
    """Of the interface; None for the locale's."""
    private: bool = False
    """Keep no history."""
    env: str | None = None
    """Folder of the environment that questions are about."""
    keys: Mapping[str, str] = field(default_factory=dict)
    """Keys by action; which actions there are the chat checks."""
    model: str | None = None
    """The local model that writes summaries: a path, or a name that ``tfhelp models`` lists."""
    models: tuple[str, ...] = ()
    """Folders in which models are looked for."""
    summaries: bool = False
    """Whether the chat begins with summaries: as configured, else as it was left."""


def config_file() -> Path:
    """Where the settings are read from; it need not exist.

    ``TFHELP_CONFIG`` names a folder that holds ``config.toml``, or the file itself.
    """
    if own := os.environ.get("TFHELP_CONFIG"):
        path = Path(own)
        return path if path.suffix == ".toml" or path.is_file() else path / CONFIG_NAME
    import platformdirs

    return platformdirs.user_config_path("tfhelp", appauthor=False) / CONFIG_NAME


def state_folder() -> Path:
    """The folder for what the program keeps, made for its user alone (0700); ``TFHELP_STATE`` names another one.

    Raises:
        UsageError: it cannot be made.
    """
    folder = state_path()
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        language = locale_language()
        why = error.strerror or error
        raise UsageError(say(language, "state", folder=folder, why=why), say(language, "state_hint")) from None
    if not os.environ.get("TFHELP_STATE") and os.name == "posix":
        with contextlib.suppress(OSError):
            folder.chmod(0o700)  # an older one may be open; a folder that the user named is theirs to guard
    return folder


def state_path() -> Path:
    """Where that folder is, or would be; nothing is made."""
    if own := os.environ.get("TFHELP_STATE"):
        return Path(own)
    import platformdirs

    return platformdirs.user_state_path("tfhelp", appauthor=False)


def ui_language(option: Language | None, settings: Settings) -> Language:
    """The language of the interface: the option, else the setting, else the locale's."""
    return option or settings.language or locale_language()


def load() -> Settings:
    """Read the settings; without a file, the defaults.

    Raises:
        UsageError: the file cannot be read, is not TOML, or holds a setting that does not exist or a wrong value.
    """
    path = config_file()
    text = _text(path)
    return _checked(_File(path, text), _parse(path, text) if text.strip() else {})


def remember(*, theme: str | None = None, summaries: bool | None = None) -> bool:
    """Keep what was chosen for the next start; what is not given stays as it is.

    Returns:
        Whether it could be kept; a full disk must not end a conversation.
    """
    try:
        path = state_folder() / REMEMBERED_NAME
        temporary = path.with_name(f".{path.name}.{os.getpid()}")
        try:
            chosen = {"theme": theme, "summaries": summaries}
            known = _remembered() | {name: value for name, value in chosen.items() if value is not None}
            temporary.write_text(json.dumps(known) + "\n", encoding="utf-8")
            temporary.replace(path)
        finally:
            temporary.unlink(missing_ok=True)
    except (OSError, UsageError):
        return False
    return True


def _remembered() -> dict[str, Any]:
    """What was chosen last, ``theme`` and ``summaries``; without what never was, or what is damaged."""
    try:
        data = json.loads((state_path() / REMEMBERED_NAME).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    kinds = {"theme": str, "summaries": bool}
    if not isinstance(data, dict):
        return {}
    return {name: data[name] for name, kind in kinds.items() if isinstance(data.get(name), kind) and data[name] != ""}


def _text(path: Path) -> str:
    """The file's text, empty when there is no file."""
    try:
        with path.open("rb") as file:
            data = file.read(_MAX_BYTES + 1)
    except (FileNotFoundError, NotADirectoryError):
        return ""
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or error
        raise UsageError(say(locale_language(), "unreadable", file=path, why=why)) from None
    if len(data) > _MAX_BYTES:
        language = locale_language()
        raise UsageError(say(language, "unreadable", file=path, why=say(language, "large")))
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        language = locale_language()
        line = data.count(b"\n", 0, error.start) + 1
        raise UsageError(say(language, "encoding", file=path, line=line), say(language, "encoding_hint")) from None


def _parse(path: Path, text: str) -> dict[str, Any]:
    import tomllib

    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        language = locale_language()
        found = re.fullmatch(r"(.*) \(at (?:line (\d+), column \d+|end of document)\)", str(error), re.DOTALL)
        line = found[2] if found and found[2] else text.rstrip().count("\n") + 1
        why = found[1] if found else error
        raise UsageError(
            say(language, "syntax", file=path, line=line, why=why), say(language, "syntax_hint")
        ) from None


@dataclass(frozen=True, slots=True)
class _File:
    """The file as text, to say on which line a setting stands."""

    path: Path
    text: str

    def line(self, key: str) -> int:
        pattern = re.compile(rf"^\s*(?:\[\s*)?[\"']?{re.escape(key)}[\"']?\s*[=\].]")
        return next((n for n, line in enumerate(self.text.split("\n"), start=1) if pattern.match(line)), 1)

    def wrong(self, key: str, expected: str, shown: str = "") -> UsageError:
        language = locale_language()
        words = say(language, expected)
        line = self.line(key)
        return UsageError(say(language, "value", file=self.path, line=line, name=shown or key, expected=words))

    def unknown(self, key: str) -> UsageError:
        language = locale_language()
        close = difflib.get_close_matches(key.lower(), _KEYS, n=1)
        hint = (
            say(language, "mean", name=close[0]) if close else say(language, "unknown_hint", known=", ".join(_KEYS))
        )
        return UsageError(say(language, "unknown", file=self.path, line=self.line(key), name=key), hint)


def _checked(file: _File, data: Mapping[str, Any]) -> Settings:
    for key in data:
        if key not in _KEYS:
            raise file.unknown(key)
    for key in ("theme", "env", "model"):
        if key in data and not (isinstance(data[key], str) and data[key].strip()):
            raise file.wrong(key, "text")
    if data.get("language") not in (None, "en", "zh"):
        raise file.wrong("language", "language")
    for key in ("private", "summaries"):
        if not isinstance(data.get(key, False), bool):
            raise file.wrong(key, "yes_no")
    models = data.get("models", [])
    if not (isinstance(models, list) and all(isinstance(folder, str) and folder.strip() for folder in models)):
        raise file.wrong("models", "texts")
    keys = data.get("keys", {})
    if not isinstance(keys, dict):
        raise file.wrong("keys", "table")
    for action, key in keys.items():
        if not (isinstance(key, str) and key.strip()):
            raise file.wrong(action, "text", f"keys.{action}")
    remembered = _remembered()
    return Settings(
        theme=data.get("theme") or remembered.get("theme"),
        language=cast("Language | None", data.get("language")),
        private=data.get("private", False),
        env=data.get("env"),
        keys=dict(keys),
        model=data.get("model"),
        models=tuple(models),
        summaries=data.get("summaries", remembered.get("summaries", False)),
    )
