"""What a reader does with the brief in a browser, for the tests that do it.

What belongs here: opening a table, reading its cells. What does not: any expectation, and the browser (``conftest``).
"""

from __future__ import annotations

from typing import Any

from tests.brief.conftest import Visit


def open_table(visit: Visit, name: str) -> Any:
    visit.page.locator(f"#table-{name} > summary").click()
    visit.page.locator(f"#table-{name} tbody tr").first.wait_for()
    return visit.page.locator(f"#table-{name} table")


def cells(table: Any) -> list[list[str]]:
    return [
        [cell.inner_text().strip() for cell in row.locator("th, td").all()]
        for row in table.locator("tbody tr").all()
    ]
