"""The loss scaler finds an overflow and skips the optimizer; the schedule must not go on without it."""

import warnings

import torch


def step(*, ask_scaler):
    """One step of a loop whose scaled gradient is infinite; the rate and the scale afterwards."""
    weight = torch.nn.Parameter(torch.ones(1))
    optimizer = torch.optim.SGD([weight], lr=0.1)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda done: 1 / (1 + done))
    scaler = torch.amp.GradScaler("cpu", init_scale=65536.0)
    scaler.scale((weight * 1e38).sum()).backward()
    before = scaler.get_scale()
    scaler.step(optimizer)
    scaler.update()
    if not ask_scaler or scaler.get_scale() >= before:
        schedule.step()
    return optimizer.param_groups[0]["lr"], scaler.get_scale()


def breaks():
    step(ask_scaler=False)


def fixed():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert step(ask_scaler=True) == (0.1, 32768.0)
