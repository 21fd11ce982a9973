"""Reads an export as a consultant would, and counts its answers again.

Usage: export_check.py FOLDER [DOCUMENTS]. Ends with 0 where every file reads with Python's own csv module, every row is
as long as its headers, the files are those of the manifest, the frequencies and summaries are what pandas counts from
answers.csv, and answers.csv is what was submitted: DOCUMENTS has the document of each response, as JSON.
"""

import csv
import hashlib
import json
import sys
from pathlib import Path

import pandas as pd

csv.field_size_limit(sys.maxsize)
# The groups of each table of frequencies, by the column of answers.csv that they stand in.
GROUPS = {
    "frequencies": None,
    "frequencies_by_region": "region",
    "frequencies_by_country": "country",
    "frequencies_by_commission": "commission",
    "frequencies_by_department_type": "department_type",
}
SUMMARIES = {"numbers": None} | {f"numbers_by_{name}": name for name in GROUPS.values() if name}
# The columns of responses.csv before those of the questions.
LEADING = 13
NON_ANSWERS = ["not_our_competence", "no_data", "not_applicable"]
CLOSED = ["select_one", "select_multiple", "rank", "acknowledge"]
NUMBERS = ["integer", "decimal", "range"]


def unguard(cell):
    return cell[1:] if cell.startswith("'") else cell


def read(path):
    """The file as a table of text, unguarded."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file, strict=True))
    headers = [unguard(cell) for cell in rows[0]]
    assert len(set(headers)) == len(headers), f"{path.name}: two columns are called the same"
    for number, row in enumerate(rows[1:], start=2):
        assert len(row) == len(headers), f"{path.name}: record {number} has {len(row)} cells, not {len(headers)}"
    for row in rows:
        for cell in row:
            # What a spreadsheet takes for a formula: only numbers may begin so.
            if cell[:1] and cell[0] in "=+-@\t\r":
                float(cell)
    return pd.DataFrame([[unguard(cell) for cell in row] for row in rows[1:]], columns=headers, dtype=str)


def check_manifest(folder):
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    sums = dict(reversed(line.split("  ")) for line in (folder / "SHA256SUMS").read_text().splitlines())
    tables = {}
    for entry in manifest["files"]:
        content = (folder / entry["name"]).read_bytes()
        assert len(content) == entry["bytes"], entry["name"]
        assert hashlib.sha256(content).hexdigest() == entry["sha256"] == sums[entry["name"]], entry["name"]
        tables[entry["name"].removesuffix(".csv")] = table = read(folder / entry["name"])
        assert len(table) == entry["rows"], f"{entry['name']}: {len(table)} rows, not {entry['rows']}"
    found = {path.name for path in folder.iterdir()}
    assert found == {entry["name"] for entry in manifest["files"]} | {"manifest.json", "SHA256SUMS"}, found
    return tables


def grouped(answers, column, commissions):
    """The answers with the group that each counts in, in several rows where it counts in several."""
    if column is None:
        return answers.assign(group="all")
    if column == "commission":
        listed = answers.assign(group=answers["region"].map(commissions).str.split())
        return listed.explode("group").dropna(subset="group")
    return answers.assign(group=answers[column])


def outside_repeats(answers, types):
    return answers[(answers["entry"] == "") & answers["type"].isin(types)]


def check_frequencies(name, table, answers, commissions, choices):
    answers = grouped(outside_repeats(answers, CLOSED), GROUPS[name], commissions)
    given = answers[answers["non_answer"] == ""]
    cells = ["group", "question", "choice"]
    counts = given.groupby(cells)["response"].nunique().to_dict()
    bases = given.groupby(cells[:2])["response"].nunique().to_dict()
    apart = answers.groupby(["group", "question", "non_answer"])["response"].nunique().to_dict()
    ranked = given[given["type"] == "rank"]
    ranks = ranked.assign(rank=ranked["value"].astype(float)).groupby(cells)["rank"].mean().to_dict()
    for row in table.to_dict("records"):
        cell, question = (row["group"], row["question"], row["choice"]), (row["group"], row["question"])
        count, base = counts.pop(cell, 0), bases.get(question, 0)
        assert (int(row["count"]), int(row["base"])) == (count, base), (name, row, count, base)
        assert row["share"] == (f"{count / base:.6f}" if base else ""), (name, row)
        for kind in NON_ANSWERS:
            assert int(row[kind]) == apart.get((*question, kind), 0), (name, kind, row)
        assert_close(row["mean_rank"], ranks.get(cell), (name, row))
    assert not counts, f"{name}: counted by pandas only: {counts}"
    for group, rows in table.groupby("group"):
        assert list(zip(rows["question"], rows["choice"])) == choices, f"{name}: {group} is not complete"
    return len(table)


def check_summaries(table, answers, commissions):
    answers = outside_repeats(answers, NUMBERS)
    checked = 0
    for name, column in SUMMARIES.items():
        rows = table[table["table"] == name]
        given = grouped(answers[answers["non_answer"] == ""], column, commissions)
        given = given.assign(number=given["value"].astype(float)).groupby(["group", "question"])["number"]
        numbers = {key: values for key, values in given}
        for row in rows.to_dict("records"):
            values = numbers.pop((row["group"], row["question"]), pd.Series(dtype=float))
            assert int(row["n"]) == len(values), (name, row)
            expected = {
                "sum": values.sum(), "mean": values.mean(), "median": values.median(), "q1": values.quantile(0.25),
                "q3": values.quantile(0.75), "min": values.min(), "max": values.max(),
            }
            for figure, value in expected.items():
                assert_close(row[figure], value if len(values) else None, (name, figure, row))
        assert not numbers, f"{name}: counted by pandas only: {list(numbers)}"
        checked += len(rows)
    assert checked == len(table)
    return checked


def assert_close(written, expected, where):
    if expected is None:
        assert written == "", where
    else:
        assert abs(float(written) - expected) <= 1e-9 * max(1.0, abs(expected)), (*where, expected)


def check_wide(responses, answers, codebook):
    """Every choice and number of responses.csv stands in answers.csv, and the other way round."""
    several = set(codebook[codebook["type"] == "select_multiple"]["question"])
    top = answers[(answers["entry"] == "") & (answers["non_answer"] == "")]
    chosen = top[top["question"].isin(several)]
    long = set(zip(chosen["response"], chosen["question"] + "/" + chosen["choice"]))
    columns = [column for column in responses if column.split("/")[0] in several and "/" in column]
    wide = {(row["response"], column) for row in responses.to_dict("records") for column in columns if row[column] == "1"}
    assert wide == long
    for kind in ["text", "select_one", *NUMBERS]:
        asked = top[top["type"] == kind]
        for row in asked.to_dict("records"):
            cell = responses.at[row["response"], row["question"]] if row["question"] in responses else None
            assert cell == (row["choice"] or row["value"]), (row, cell)


def flattened(document, response, within=()):
    """What answers.csv is to say of a document."""
    for name, answer in document.items():
        place = (response, "/".join(within), name)
        if isinstance(answer, dict):
            yield (*place, "", "", answer["non_answer"], answer.get("reason", ""))
        elif not isinstance(answer, list):
            yield (*place, answer, "", "")
        else:
            for position, item in enumerate(answer, start=1):
                if not isinstance(item, dict):
                    yield (*place, item, str(position), "", "")
                elif "_entry" in item:
                    yield from flattened(item, response, (*within, name, item["_entry"]))
                else:
                    yield (*place, item["name"], "", "")


def check_documents(answers, codebook, path):
    exported = set(codebook[codebook["exported"] == "1"]["question"])
    documents = json.loads(path.read_text(encoding="utf-8"), parse_int=str, parse_float=str)
    kinds = dict(zip(codebook["question"], codebook["type"]))
    expected = []
    for response, document in documents.items():
        for response, entry, name, *cells in flattened(document, response):
            if name not in exported:
                continue
            if cells[-2]:
                expected.append((response, entry, name, "", "", *cells[-2:]))
            elif kinds[name] == "rank":
                expected.append((response, entry, name, cells[0], cells[1], "", ""))
            elif kinds[name] in CLOSED:
                expected.append((response, entry, name, cells[0], "", "", ""))
            else:
                expected.append((response, entry, name, "", cells[0], "", ""))
    columns = ["response", "entry", "question", "choice", "value", "non_answer", "reason"]
    found = list(answers[columns].itertuples(index=False, name=None))
    assert sorted(found) == sorted(expected), sorted(set(found) ^ set(expected))[:10]


def main(folder, documents=None):
    tables = check_manifest(folder)
    answers, participation = tables["answers"], tables["participation"]
    commissions = dict(zip(participation["region"], participation["commissions"]))
    codebook = tables["codebook"]
    # A question's row has no choice. Personal questions and those in repeats are in no table.
    closed = codebook["type"].isin(CLOSED) & (codebook["exported"] == "1") & (codebook["repeat"] == "")
    listed = codebook[closed & (codebook["choice"] != "")]
    choices = list(zip(listed["question"], listed["choice"]))
    cells = 0
    for name in GROUPS:
        cells += check_frequencies(name, tables[name], answers, commissions, choices)
    cells += check_summaries(tables["numbers"], answers, commissions)
    check_wide(tables["responses"].set_index("response", drop=False), answers, codebook)
    hidden = set(codebook[codebook["exported"] == "0"]["question"])
    assert not hidden & (set(answers["question"]) | set(tables["responses"].columns[LEADING:]))
    if documents:
        check_documents(answers, codebook, documents)
    print(f"{len(tables)} files, {len(answers)} answers, {cells} cells")


main(*map(Path, sys.argv[1:]))
