"""The knowledge of tfhelp: entries in English and Chinese, their parser and their checker."""
