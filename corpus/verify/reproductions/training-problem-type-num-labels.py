"""One output cannot be a choice between classes."""

import tiny

RELEASES = ">=5.1"


def breaks():
    tiny.config("bert", num_labels=1, problem_type="single_label_classification")


def fixed():
    config = tiny.config("bert", num_labels=2, problem_type="single_label_classification")
    assert config.num_labels == 2
