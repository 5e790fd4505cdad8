#!/usr/bin/env python3
"""Opens a report workbook, Polish or English, and holds it against itself.

usage: check_workbook.py FILE.xlsx [FILE.xlsx ...] [--allow-empty]

It fails when a sheet, a chart or a table is missing, when any cell holds a
formula, or when a figure of the other sheets differs from a count over the
sheet with the data. It prints one line for each file. Needs openpyxl.
"""
import datetime
import math
import re
import sys
import zipfile
from collections import Counter, defaultdict

import openpyxl

NAMES = {
    "pl": {
        "sheets": ["Podsumowanie", "Trend", "Przyczyny", "Kanały", "Dane", "Słownik"],
        "data": "tblDane", "trend": "tblTrend", "causes": "tblPrzyczyny",
        "categories": "tblKategorie", "products": "tblProdukty", "codes": "tblKody", "measures": "tblMiary",
        "kind": "Rodzaj (kod)", "month": "Miesiąc", "cost": "Koszt [zł]", "in time": "W terminie (kod)",
        "state": "Status (kod)", "days": "Czas odpowiedzi [dni]", "count": "Reklamacje",
        "share": "Udział", "cum": "Udział łączny",
        "trend columns": {"Zamówienia": "order", "Reklamacje": "complaint",
                          "Opinie pozytywne": "opinion-positive", "Sugestie": "suggestion"},
        "rate": "Reklamacje na 100 zamówień", "orders": "Zamówienia",
        "cause": ("Przyczyna", "Przyczyna"), "category": ("Kategoria", "Kategoria"),
        "product": ("Produkt lub usługa", "Produkt/usługa"), "no product": "nie podano",
        "said": ("Kanał", "Reklamacje", "Opinie", "Sugestie", "Razem", "razem"), "channel": "Kanał",
        "hours": ("tblGodziny", ["pon.", "wt.", "śr.", "czw.", "pt.", "sob.", "niedz."]), "code list": ("Kolumna", "Kod", "Wiersze"), "code suffix": " (kod)",
        "kpi": {"complaints": "kpi_reklamacje_n", "rate": "kpi_reklamacje_na_100", "open": "kpi_otwarte_n",
                "in time": "kpi_w_terminie", "days": "kpi_dni_mediana", "positive": "kpi_opinie_pozytywne",
                "cost": "kpi_koszt", "last": "kpi_ostatni_miesiac_n"},
    },
    "en": {
        "sheets": ["Summary", "Trend", "Causes", "Channels", "Data", "Dictionary"],
        "data": "tblData", "trend": "tblTrend", "causes": "tblCauses",
        "categories": "tblCategories", "products": "tblProducts", "codes": "tblCodes", "measures": "tblMeasures",
        "kind": "Kind (code)", "month": "Month", "cost": "Cost [PLN]", "in time": "In time (code)",
        "state": "Status (code)", "days": "Answer time [days]", "count": "Complaints",
        "share": "Share", "cum": "Cumulative share",
        "trend columns": {"Orders": "order", "Complaints": "complaint",
                          "Positive opinions": "opinion-positive", "Suggestions": "suggestion"},
        "rate": "Complaints per 100 orders", "orders": "Orders",
        "cause": ("Cause", "Cause"), "category": ("Category", "Category"),
        "product": ("Product or service", "Product/service"), "no product": "not given",
        "said": ("Channel", "Complaints", "Opinions", "Suggestions", "Total", "total"), "channel": "Channel",
        "hours": ("tblHours", ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]), "code list": ("Column", "Code", "Rows"), "code suffix": " (code)",
        "kpi": {"complaints": "kpi_complaints_n", "rate": "kpi_complaints_per_100", "open": "kpi_open_n",
                "in time": "kpi_in_time", "days": "kpi_days_median", "positive": "kpi_positive_opinions",
                "cost": "kpi_cost", "last": "kpi_last_month_n"},
    },
}
CLOSED = {"answered", "closed", "withdrawn"}
MIN_CHARTS = {0: 1, 1: 2, 2: 2, 3: 1}  # by place of the sheet


class Wrong(Exception):
    """What is wrong with a workbook."""


def expect(ok, message):
    if not ok:
        raise Wrong(message)


def same(a, b, what):
    a, b = a or 0, b or 0
    expect(math.isclose(a, b, rel_tol=1e-9, abs_tol=0.005), f"{what}: {a}, the data have {b}")


def rows_of(book, name):
    """The rows of a native table as dictionaries by header."""
    for sheet in book.worksheets:
        if name in sheet.tables:
            cells = [[c.value for c in row] for row in sheet[sheet.tables[name].ref]]
            header = cells[0]
            expect(len(set(header)) == len(header), f"{name}: a header stands twice")
            columns = [c.name for c in sheet.tables[name].tableColumns]
            expect(columns == header, f"{name}: the table's columns are not the header's")
            return [dict(zip(header, r)) for r in cells[1:] if any(v is not None for v in r)]
    raise Wrong(f"no table {name}")


def kpi(book, name):
    expect(name in book.defined_names, f"no name {name}")
    sheet, cell = next(book.defined_names[name].destinations)
    return book[sheet][cell.replace("$", "")].value


def no_formulas(book):
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                expect(cell.data_type != "f", f"{sheet.title}!{cell.coordinate} holds a formula")
                expect(cell.data_type != "e", f"{sheet.title}!{cell.coordinate} holds an error")


def check_trend(book, n, data):
    counts = Counter((d[n["kind"]], d[n["month"]]) for d in data)
    seen = Counter()
    for row in rows_of(book, n["trend"]):
        month = row[n["month"]]
        expect(isinstance(month, datetime.datetime), f"month {month!r} is no date")
        for header, code in n["trend columns"].items():
            same(row[header], counts[code, month], f"{header}, {month:%Y-%m}")
            seen[code] += row[header]
        if row[n["orders"]]:
            same(row[n["rate"]], 100 * row[n["count"]] / row[n["orders"]], f"rate, {month:%Y-%m}")
    whole = Counter(d[n["kind"]] for d in data)
    for code in n["trend columns"].values():
        same(seen[code], whole[code], f"all months of {code}")


def check_breakdown(book, n, table, columns, complaints):
    label, column = columns
    counts, cost = Counter(), defaultdict(float)
    for d in complaints:
        key = d[column] or n["no product"]
        counts[key] += 1
        cost[key] += d[n["cost"]] or 0
    rows = rows_of(book, n[table])
    done, last = 0, math.inf
    for row in rows:
        key, k = row[label], row[n["count"]]
        same(k, counts.get(key), f"{table}: {key}")
        same(row[n["cost"]], cost.get(key), f"{table}: cost of {key}")
        expect(k <= last, f"{table}: not in falling order")
        last, done = k, done + k
        if len(complaints) < 20:
            expect(row[n["share"]] is None and row[n["cum"]] is None, f"{table}: shares of too few cases")
        else:
            same(row[n["share"]], k / len(complaints), f"{table}: share of {key}")
            same(row[n["cum"]], done / len(complaints), f"{table}: cumulative share of {key}")
    same(done, len(complaints), f"{table}: sum")


def check_channels(book, n, data, complaints):
    """Complaints by channel, and all opinions and suggestions, are rows of the data."""
    sheet = book[n["sheets"][3]]
    channel, complaint, opinion, suggestion, total, all_of = n["said"]
    header, below = None, []
    for row in sheet.iter_rows():
        cells = {c.column: c.value for c in row if c.value is not None}
        if header is None:
            if {channel, total} <= set(cells.values()):
                header = {v: k for k, v in cells.items()}
            continue
        below.append({name: cells.get(place) for name, place in header.items()})
        if cells.get(header[channel]) == all_of:
            break
    if not below:
        return
    for row in below[:-1]:
        same(row.get(complaint), sum(1 for d in complaints if d[n["channel"]] == row[channel]), f"channels: {row[channel]}")
    kinds = Counter(d[n["kind"]] for d in data)
    last = below[-1]
    same(last.get(complaint), len(complaints), "channels: complaints")
    same(last.get(suggestion), kinds["suggestion"], "channels: suggestions")
    same(last.get(opinion), sum(k for kind, k in kinds.items() if kind.startswith("opinion-")), "channels: opinions")
    same(sum(row[total] for row in below[:-1]), last[total], "channels: sum")
    table, days = n["hours"]
    hours = rows_of(book, table)
    expect([list(row.values())[0] for row in hours] == list(range(24)), "the hours are not 0 to 23")
    for row in hours:
        same(sum(row[day] for day in days), row[total], f"days at {list(row.values())[0]}")
    expect(len(sheet.tables) == 6, f"{len(sheet.tables)} native tables of channels")
    scales = [r for rules in sheet.conditional_formatting for r in rules.rules if r.type == "colorScale"]
    expect(len(scales) == 1, f"{len(scales)} colour scales over the hours")


def check_codes(book, n, data):
    column, code, rows = n["code list"]
    for row in rows_of(book, n["codes"]):
        if row[code] is None:
            continue
        found = sum(1 for d in data if str(d[row[column] + n["code suffix"]]) == str(row[code]))
        same(row[rows], found, f"codes: {row[column]} {row[code]}")


def check_kpis(book, n, data, complaints):
    names = n["kpi"]
    kinds = Counter(d[n["kind"]] for d in data)
    same(kpi(book, names["complaints"]), len(complaints), names["complaints"])
    same(kpi(book, names["open"]), sum(1 for d in complaints if d[n["state"]] not in CLOSED), names["open"])
    numbers = {
        "rate": 100 * len(complaints) / kinds["order"] if kinds["order"] else None,
        "cost": sum(d[n["cost"]] or 0 for d in complaints) or None,
    }
    judged = Counter(d[n["in time"]] for d in complaints)
    if judged["yes"] + judged["no"] >= 10:
        numbers["in time"] = judged["yes"] / (judged["yes"] + judged["no"])
    opinions = kinds["opinion-positive"] + kinds["opinion-negative"]
    if opinions >= 10:
        numbers["positive"] = kinds["opinion-positive"] / opinions
    days = sorted(d[n["days"]] for d in complaints if d[n["days"]] is not None)
    if len(days) >= 5:
        numbers["days"] = days[math.ceil(len(days) / 2) - 1]
    for key, want in numbers.items():
        if want is not None:
            same(kpi(book, names[key]), want, names[key])
    kpi(book, names["last"])


def check_drawings(path, book, empty):
    charts = [len(s._charts) for s in book.worksheets]
    if not empty:
        for place, least in MIN_CHARTS.items():
            expect(charts[place] >= least, f"{book.sheetnames[place]}: {charts[place]} charts, want {least}")
    with zipfile.ZipFile(path) as parts:
        expect(parts.testzip() is None, "the file is damaged")
        for name in parts.namelist():
            if re.fullmatch(r"xl/drawings/drawing\d+\.xml", name):
                text = parts.read(name).decode()
                expect(text.count("<xdr:graphicFrame ") == len(re.findall(r'<xdr:cNvPr [^>]*descr="[^"]+"', text)),
                       f"{name}: a chart without a description")
    return sum(charts)


def check_tables(book):
    """Native tables have ASCII names and no merged cells."""
    for sheet in book.worksheets:
        for table in sheet.tables.values():
            expect(re.fullmatch(r"tbl[A-Za-z0-9_]+", table.name), f"{sheet.title}: a table is called {table.name}")
            area = openpyxl.worksheet.cell_range.CellRange(table.ref)
            for merged in sheet.merged_cells.ranges:
                expect(area.isdisjoint(merged), f"{table.name}: {merged} is merged")


def check_print(book):
    for sheet in book.worksheets:
        expect(sheet.page_setup.paperSize in (9, "9"), f"{sheet.title}: not A4")
        expect(sheet.page_setup.fitToWidth in (1, None) and sheet.sheet_properties.pageSetUpPr.fitToPage,
               f"{sheet.title}: not one page wide")
        expect(len(sheet.title) <= 31, f"{sheet.title}: name too long")


def check(path, allow_empty):
    book = openpyxl.load_workbook(path)
    lang = next((k for k, n in NAMES.items() if n["sheets"] == book.sheetnames), None)
    expect(lang is not None, f"sheets {book.sheetnames}")
    n = NAMES[lang]
    data = rows_of(book, n["data"])
    expect(data or allow_empty, "no data")
    complaints = [d for d in data if d[n["kind"]] == "complaint"]
    no_formulas(book)
    charts = check_drawings(path, book, not data)
    check_print(book)
    check_tables(book)
    rows_of(book, n["measures"])
    check_trend(book, n, data)
    check_breakdown(book, n, "causes", n["cause"], complaints)
    check_breakdown(book, n, "categories", n["category"], complaints)
    if any(d[n["product"][1]] for d in complaints):
        check_breakdown(book, n, "products", n["product"], complaints)
    check_channels(book, n, data, complaints)
    check_codes(book, n, data)
    check_kpis(book, n, data, complaints)
    expect(book[n["sheets"][4]].freeze_panes, "the header of the data is not frozen")
    tables = sum(len(s.tables) for s in book.worksheets)
    return (f"{path}: {lang}, {len(book.sheetnames)} sheets, {tables} tables, {charts} charts, "
            f"{len(data)} rows of data, {len(complaints)} complaints: all figures agree")


def main(args):
    allow_empty = "--allow-empty" in args
    files = [a for a in args if not a.startswith("--")]
    if not files:
        print(__doc__, file=sys.stderr)
        return 2
    bad = 0
    for path in files:
        try:
            print(check(path, allow_empty))
        except Wrong as e:
            print(f"{path}: {e}", file=sys.stderr)
            bad = 1
    return bad


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
