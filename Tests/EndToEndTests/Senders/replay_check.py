#!/usr/bin/env python3
"""Compares a state folder with the archive that was replayed into it, row by row.

Reads the archive, the device list that was imported, what `lantian store export` wrote, and the
files of frames and findings. Prints one JSON object.
"""
import csv
import gzip
import json
import pathlib
import re
import sqlite3
import sys
from collections import Counter, defaultdict
from datetime import datetime, timedelta, timezone

COLUMNS = {
    "PM2.5": "pm25", "PM10": "pm10", "SO2": "so2", "NO2": "no2", "CO": "co", "O3_1h": "o3",
    "O3_8h": "o3-8h",
}
BEIJING = timezone(timedelta(hours=8))


def expectations(archive, points):
    """(point, quantity, start) -> values in the order of the file, and what the rows were."""
    values, counts, doubled = defaultdict(list), Counter(), Counter()
    with gzip.open(archive, "rt", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            counts["rows"] += 1
            label = row["city"] + " " + row["station"]
            doubled[(label, row["date"], row["hour"])] += 1
            found = {quantity: row[name] for name, quantity in COLUMNS.items() if row[name]}
            if not found:
                counts["rows_without_values"] += 1
                continue
            counts["rows_with_values"] += 1
            # The archive's hour is the end of the hour it tells of.
            end = datetime.strptime(row["date"] + " " + row["hour"], "%Y-%m-%d %H")
            start = int(end.replace(tzinfo=BEIJING).timestamp()) - 3600
            for quantity, value in found.items():
                values[(points[label], quantity, start)].append(value)
    counts["doubled_station_hours"] = sum(count > 1 for count in doubled.values())
    return values, counts


def stored(export):
    """The same key -> values as kept, the current one last; digits as they were sent."""
    values = defaultdict(list)
    with open(export, encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            start = int(datetime.fromisoformat(row["start"]).timestamp())
            kept = values[(row["point"], row["quantity"], start)]
            kept.append(row["as_sent"])
            assert len(kept) == int(row["revision"]), row
    return values


def frames(inbox):
    """How many frames the archive holds: each row is the frames of one commit."""
    rows = inbox.execute("SELECT bytes FROM segment")
    return sum(len(re.findall(rb"##[0-9]{4}QN=", row[0])) for row in rows)


def without_repeats(values):
    """What a store keeps of values that follow each other: equal numbers are one."""
    kept = []
    for value in values:
        if not kept or float(kept[-1]) != float(value):
            kept.append(value)
    return kept


def dead_feeds(path, labels):
    database = sqlite3.connect("file:%s?mode=ro" % path, uri=True)
    rows = database.execute(
        """SELECT finding.rule, station.point FROM finding
           JOIN register_air_stations AS station
             ON finding.subject = 'air-stations/' || station.row_id
           WHERE finding.rule LIKE 'dead-feed-%'""")
    return sorted({rule + " " + labels[point] for rule, point in rows})


def main():
    archive, devices, state, export = *sys.argv[1:3], pathlib.Path(sys.argv[3]), sys.argv[4]
    with open(devices, encoding="utf-8") as file:
        labels = {row["point"]: row["point_label"] for row in csv.DictReader(file)}
    points = {label: point for point, label in labels.items()}
    expected, report = expectations(archive, points)
    found = stored(export)
    kept = {key: without_repeats(values) for key, values in expected.items()}
    report["values"] = len(expected)
    report["stored"] = len(found)
    report["missing"] = sum(key not in found for key in kept)
    report["unexpected"] = sum(key not in kept for key in found)
    report["different"] = sum(found[key] != values for key, values in kept.items() if key in found)
    revised = [key for key, values in found.items() if len(values) > 1]
    report["revised_values"] = len(revised)
    report["revised_station_hours"] = len({(point, start) for point, _, start in revised})
    inbox = sqlite3.connect("file:%s?mode=ro" % (state / "inbox.sqlite"), uri=True)
    report["frames"] = frames(inbox)
    feeds = dead_feeds(state / "ledger.sqlite", labels)
    print(json.dumps({"counts": dict(report), "dead_feeds": feeds}, ensure_ascii=False))


if __name__ == "__main__":
    main()
