"""Since 4.46 the training loop calls get_batch_samples, since 4.50 with the device as well."""

import tiny
from transformers import Trainer

RELEASES = ">=4.50"


class Old(Trainer):
    def get_batch_samples(self, model, batch):
        return model.generate(**batch), None


class Renamed(Trainer):
    def sample_answers(self, model, batch):
        return model.generate(**batch), None


def _train(kind):
    return kind(tiny.model(), tiny.training_arguments(), train_dataset=tiny.rows()).train()


def breaks():
    _train(Old)


def fixed():
    assert _train(Renamed).global_step == 2
