"""Write torch_reference.json: what PyTorch's optimisers and schedulers do, in float64.

Anyone with PyTorch (2.0 or newer) can run it again: python tests/data/torch_reference.py
The tests themselves need no PyTorch. Of 100 steps every fifth iterate is kept.
"""

import json
from pathlib import Path

import torch

STEPS, EVERY = 100, 5
X = (0.5, 1.0, 1.5, 2.0, 3.0)
Y = (1.0, 2.5, 2.0, 4.0, 5.5)


def mean_squared_error(theta):
    x, y = torch.tensor(X, dtype=torch.float64), torch.tensor(Y, dtype=torch.float64)
    return ((theta[0] + theta[1] * x - y) ** 2).sum() / (2 * len(X))


def rosenbrock(theta):
    return (1 - theta[0]) ** 2 + 100 * (theta[1] - theta[0] ** 2) ** 2


COSTS = {
    "mean_squared_error": (mean_squared_error, (4.0, -3.0)),
    "rosenbrock": (rosenbrock, (-1.2, 1.0)),
}

# Our name and arguments, PyTorch's class and arguments. No setting is so wild that 100 steps on
# Rosenbrock's valley would amplify the last bit of a start beyond 1e-10.
RULES = {
    "gradient_descent": (
        torch.optim.SGD,
        {"rate": "lr"},
        [{"rate": 2e-4}, {"rate": 1e-3}],
        {},
    ),
    "momentum": (
        torch.optim.SGD,
        {"rate": "lr", "momentum": "momentum"},
        [{"rate": 2e-4, "momentum": 0.9}, {"rate": 1e-3, "momentum": 0.5}],
        {},
    ),
    "nesterov": (
        torch.optim.SGD,
        {"rate": "lr", "momentum": "momentum"},
        [{"rate": 2e-4, "momentum": 0.9}, {"rate": 1e-3, "momentum": 0.5}],
        {"nesterov": True},
    ),
    "adagrad": (
        torch.optim.Adagrad,
        {"rate": "lr", "epsilon": "eps"},
        [{}, {"rate": 0.5}, {"rate": 0.1, "epsilon": 1e-3}],
        {},
    ),
    "rmsprop": (
        torch.optim.RMSprop,
        {"rate": "lr", "decay": "alpha", "epsilon": "eps"},
        [{}, {"rate": 0.05, "decay": 0.9}, {"rate": 0.02, "decay": 0.5, "epsilon": 0.1}],
        {},
    ),
    "adam": (
        torch.optim.Adam,
        {"rate": "lr", "epsilon": "eps"},
        [{}, {"rate": 0.2}, {"rate": 0.05, "beta1": 0.5, "beta2": 0.9, "epsilon": 1e-3}],
        {},
    ),
    "adamw": (
        torch.optim.AdamW,
        {"rate": "lr", "epsilon": "eps", "weight_decay": "weight_decay"},
        [{}, {"rate": 0.2}, {"rate": 0.02, "beta1": 0.5, "beta2": 0.9, "weight_decay": 0.3}],
        {},
    ),
}

SCHEDULES = {
    "StepDecay": (
        {"rate": 0.4, "factor": 0.3, "every": 7},
        lambda rule: torch.optim.lr_scheduler.StepLR(rule, step_size=7, gamma=0.3),
    ),
    "ExponentialDecay": (
        {"rate": 0.4, "factor": 0.93},
        lambda rule: torch.optim.lr_scheduler.ExponentialLR(rule, gamma=0.93),
    ),
    "CosineDecay": (
        {"rate": 0.4, "steps": 60, "final": 0.02},
        lambda rule: torch.optim.lr_scheduler.CosineAnnealingLR(rule, T_max=60, eta_min=0.02),
    ),
    "InverseDecay": (
        {"rate": 0.4, "decay": 0.25},
        lambda rule: torch.optim.lr_scheduler.LambdaLR(rule, lambda k: 1 / (1 + 0.25 * k)),
    ),
}


def run(make_rule, cost_name, schedule=None):
    """Return every fifth iterate of 100 steps."""
    cost, start = COSTS[cost_name]
    theta = torch.tensor(start, dtype=torch.float64, requires_grad=True)
    rule = make_rule([theta])
    scheduler = schedule(rule) if schedule else None
    kept = []
    for step in range(STEPS + 1):
        if step % EVERY == 0:
            kept.append(theta.tolist())
        rule.zero_grad()
        cost(theta).backward()
        rule.step()
        if scheduler:
            scheduler.step()
    return kept


def trajectories():
    for name, (make, renamed, variants, fixed) in RULES.items():
        for arguments in variants:
            options = {renamed[key]: value for key, value in arguments.items() if key in renamed}
            if "beta1" in arguments:
                options["betas"] = (arguments["beta1"], arguments["beta2"])

            def rule(parameters, make=make, options=options, fixed=fixed):
                return make(parameters, **options, **fixed)

            for cost_name in COSTS:
                yield {
                    "optimizer": name,
                    "arguments": arguments,
                    "schedule": None,
                    "cost": cost_name,
                    "points": run(rule, cost_name),
                }
    for name, make in (("gradient_descent", torch.optim.SGD), ("adam", torch.optim.Adam)):
        for schedule, (arguments, scheduler) in SCHEDULES.items():
            if schedule != "CosineDecay":  # PyTorch's rises again after T_max
                yield {
                    "optimizer": name,
                    "arguments": {},
                    "schedule": [schedule, arguments],
                    "cost": "mean_squared_error",
                    "points": run(
                        lambda parameters, make=make, arguments=arguments: make(
                            parameters, lr=arguments["rate"]
                        ),
                        "mean_squared_error",
                        scheduler,
                    ),
                }


def rates():
    for name, (arguments, scheduler) in SCHEDULES.items():
        rule = torch.optim.SGD([torch.zeros(2, requires_grad=True)], lr=arguments["rate"])
        schedule, values = scheduler(rule), []
        for _ in range(arguments.get("steps", STEPS) + 1):
            values.append(rule.param_groups[0]["lr"])
            rule.step()
            schedule.step()
        yield {"schedule": name, "arguments": arguments, "rates": values}


if __name__ == "__main__":
    reference = {
        "torch": torch.__version__.split("+")[0],
        "every": EVERY,
        "data": {"x": X, "y": Y},
        "starts": {name: start for name, (_, start) in COSTS.items()},
        "trajectories": list(trajectories()),
        "schedules": list(rates()),
    }
    target = Path(__file__).with_suffix(".json")
    unfinished = target.with_suffix(".tmp")
    unfinished.write_text(json.dumps(reference) + "\n", encoding="utf-8")
    unfinished.replace(target)
