"""Air-quality arithmetic written another way: rational numbers of Python's `fractions`, straight from the formulas.

usage: reference.py COUNT SEED    writes COUNT cases, one a line: kind TAB inputs... TAB expected

Shares no code and no table with the library it judges. A missing value is an empty text; lists are joined by commas.
"""
import random
import sys
from fractions import Fraction as F
from math import ceil, floor

INDEX = (0, 50, 100, 150, 200, 300, 400, 500)
TABLE = {
    "so2/24": (0, 50, 150, 475, 800, 1600, 2100, 2620), "so2/1": (0, 150, 500, 650, 800),
    "no2/24": (0, 40, 80, 180, 280, 565, 750, 940), "no2/1": (0, 100, 200, 700, 1200, 2340, 3090, 3840),
    "pm10/24": (0, 50, 150, 250, 350, 420, 500, 600), "co/24": (0, 2, 4, 14, 24, 36, 48, 60),
    "co/1": (0, 5, 10, 35, 60, 90, 120, 150), "o3/1": (0, 160, 200, 300, 400, 800, 1000, 1200),
    "o3/8": (0, 100, 160, 215, 265, 800), "pm25/24": (0, 35, 75, 115, 150, 250, 350, 500),
}
POLLUTANTS = ("pm25", "pm10", "so2", "no2", "co", "o3")
S = {"so2": 60, "no2": 40, "pm10": 70, "pm25": 35, "co": 4, "o3": 160}


def half_even(x, decimals):
    """GB/T 8170: the nearest multiple of 10^-decimals, of two equally near ones the even."""
    unit = F(10) ** -decimals
    below = floor(x / unit)
    rest = x / unit - below
    up = rest > F(1, 2) or (rest == F(1, 2) and below % 2 == 1)
    return (below + up) * unit


def text(x, decimals):
    if x is None:
        return ""
    whole = abs(x) * 10 ** decimals
    assert whole.denominator == 1
    digits = str(whole.numerator).rjust(decimals + 1, "0")
    sign = "-" if x < 0 else ""
    return sign + (digits[:-decimals] + "." + digits[-decimals:] if decimals else digits)


def iaqi(edition, item, c):
    points = list(TABLE[item])
    if edition == 2026 and item == "pm10/24":
        points[2] = 120
    if edition == 2026 and item == "pm25/24":
        points[2] = 60
    for k in range(1, len(points)):
        if c <= points[k]:
            slope = F(INDEX[k] - INDEX[k - 1], points[k] - points[k - 1])
            return ceil(INDEX[k - 1] + slope * (c - points[k - 1]))
    if len(points) == 8:
        return 500
    return None if edition == 2012 else INDEX[len(points) - 1]


def aqi(edition, report, values):
    found = {}
    for p, c in values.items():
        if c is None:
            continue
        period = "24" if p in ("pm25", "pm10") else "1" if report == "hourly" else "8" if p == "o3" else "24"
        i = iaqi(edition, f"{p}/{period}", half_even(c, 1 if p == "co" else 0))
        if i is not None:
            found[p] = i
    if not found:
        return ""
    top = max(found.values())
    primary = [p for p in POLLUTANTS if found.get(p) == top] if top > 50 else []
    over = [p for p in POLLUTANTS if found.get(p, 0) > 100]
    return f"{top};{'+'.join(primary)};{'+'.join(over)}"


def percentile(values, p):
    x = sorted(values)
    k = 1 + F((len(x) - 1) * p, 100)
    s = floor(k)
    return x[s - 1] if s == len(x) else x[s - 1] + (x[s] - x[s - 1]) * (k - s)


def mean(values):
    return sum(values, F(0)) / len(values)


def daily_max_8h(hours):
    """24 hours of a day; windows that end from 8 to 24."""
    means = []
    for end in range(8, 25):
        window = [h for h in hours[end - 8:end] if h is not None]
        if len(window) >= 6:
            means.append(mean(window))
    if means and (len(means) >= 14 or max(means) > 160):
        return max(means)
    return None


def concentration(rng, p):
    top = rng.choice((10, 120, 700, 4000)) if p != "co" else rng.choice((2, 12, 160))
    decimals = rng.choice((0, 0, 0, 1, 2, 3)) if p != "co" else rng.choice((1, 1, 2, 3))
    return F(rng.randint(0, top * 10 ** decimals), 10 ** decimals)


def plain(x):
    """Exact decimal text."""
    if x is None:
        return ""
    decimals = 0
    while (x * 10 ** decimals).denominator != 1:
        decimals += 1
    return text(x, decimals)


def case(rng):
    kind = rng.choices(
        ("iaqi", "aqi", "round", "daily", "mda8", "percentile", "mean", "composite", "budget", "days"),
        (22, 22, 16, 8, 8, 6, 4, 8, 3, 3))[0]
    edition = rng.choice((2012, 2026))
    if kind == "iaqi":
        item = rng.choice(sorted(TABLE))
        c = concentration(rng, item.split("/")[0])
        if rng.random() < 0.2:
            c = F(rng.choice(TABLE[item]))
        i = iaqi(edition, item, c)
        return kind, edition, item, plain(c), "" if i is None else i
    if kind == "aqi":
        report = rng.choice(("hourly", "daily"))
        values = {p: None if rng.random() < 0.15 else concentration(rng, p) for p in POLLUTANTS}
        return kind, edition, report, ",".join(plain(values[p]) for p in POLLUTANTS), aqi(edition, report, values)
    if kind == "round":
        decimals = rng.randint(0, 4)
        places = rng.randint(0, 6)
        n = rng.randint(-10 ** 7, 10 ** 7)
        if rng.random() < 0.3:
            n, places = n * 10 + 5, decimals + 1
        x = F(n, 10 ** places)
        return kind, text(x, places), decimals, text(half_even(x, min(decimals, places)), min(decimals, places))
    if kind in ("daily", "mda8"):
        gap = rng.choice((0.0, 0.05, 0.2))
        hours = [None if rng.random() < gap else F(rng.randint(0, 4000), 10) for _ in range(24)]
        valid = [h for h in hours if h is not None]
        if kind == "daily":
            value = mean(valid) if len(valid) >= 20 else None
        else:
            value = daily_max_8h(hours)
        expected = "" if value is None else f"{value.numerator}/{value.denominator}"
        return kind, ",".join(map(plain, hours)), expected
    if kind == "percentile":
        values = [F(rng.randint(0, 3000), 10) for _ in range(rng.randint(1, 40))]
        p = rng.choice((90, 95, 98))
        x = percentile(values, p)
        return kind, p, ",".join(map(plain, values)), f"{x.numerator}/{x.denominator}"
    if kind == "mean":
        values = [F(rng.randint(0, 3000), 10) for _ in range(rng.randint(1, 40))]
        x = mean(values)
        return kind, ",".join(map(plain, values)), f"{x.numerator}/{x.denominator}"
    if kind == "composite":
        stated = {p: F(rng.randint(0, 40), 10) if p == "co" else F(rng.randint(0, 300)) for p in POLLUTANTS}
        singles = {p: half_even(stated[p] / S[p], 2) for p in POLLUTANTS}
        return kind, ",".join(plain(stated[p]) for p in POLLUTANTS), text(sum(singles.values()), 2)
    days = rng.randint(1, 366)
    left = rng.randint(0, 366)
    if kind == "budget":
        target, total = rng.randint(10, 80), F(rng.randint(0, 100 * days * 10), 10)
        # The largest whole-unit mean of the rest that still rounds to the target.
        best = ""
        if left:
            low, high = -1, 60_000
            while low < high:
                middle = (low + high + 1) // 2
                if half_even((total + middle * left) / (days + left), 0) <= target:
                    low = middle
                else:
                    high = middle - 1
            best = "" if low < 0 else low
        return kind, target, plain(total), days, left, best
    target = F(rng.randint(0, 1000), 10)
    good = rng.randint(0, days)
    needed = next((g for g in range(days + left + 1) if half_even(F(100 * g, days + left), 1) >= target), None)
    return kind, plain(target), good, days, left, needed


if __name__ == "__main__":
    count, seed = int(sys.argv[1]), int(sys.argv[2])
    rng = random.Random(seed)
    out = sys.stdout
    for _ in range(count):
        out.write("\t".join(map(str, case(rng))) + "\n")
