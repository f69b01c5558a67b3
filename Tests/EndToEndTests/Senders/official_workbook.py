"""An official's workbook, filled in by a program that is not ours: official_workbook.py TEMPLATE OUT JSON

TEMPLATE is the register's template; JSON a list of rows by column heading. Days are written as Excel's own."""
import datetime
import json
import re
import sys

import openpyxl

template, out, rows = sys.argv[1], sys.argv[2], json.loads(sys.argv[3])
book = openpyxl.load_workbook(template)
sheet = book.worksheets[0]
heads = {str(cell.value).strip(): cell.column for cell in sheet[1] if cell.value}
for number, row in enumerate(rows, start=2):
    for head, value in row.items():
        if re.fullmatch(r"\d{4}-\d\d-\d\d", value):
            value = datetime.date.fromisoformat(value)
        sheet.cell(row=number, column=heads[head], value=value)
book.save(out)
