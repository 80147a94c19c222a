"""The overview pages in docs/laender are what the rules give, and say of each form what its Land's law says."""

from __future__ import annotations

from ikz_recht.workshop.overview import overview
from tests.real import PROJECT, RULES

PAGES = overview(RULES)


def test_the_pages_in_docs_are_current() -> None:
    folder = PROJECT / "docs" / "laender"
    assert {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()} == PAGES, "ikz-recht regeln uebersicht docs/laender"


def test_every_form_has_a_row_and_every_rule_of_a_land_stands_on_its_page() -> None:
    table = PAGES["README.md"]
    for form in RULES.forms.values():
        assert f"| {form.land} | [{form.name}]({form.land.lower()}.md) |" in table
    for rule in RULES.rules:
        if rule.land in RULES.lands and not rule.id.endswith(".ersetzt"):
            assert f"`{rule.id}`" in PAGES[f"{rule.land.lower()}.md"], rule.id


def test_the_table_tells_private_members_and_approval_apart() -> None:
    rows = {tuple(cell.strip() for cell in line.split("|")[1:3]): line for line in PAGES["README.md"].splitlines() if line.startswith("| ")}
    association = next(line for (land, name), line in rows.items() if land == "HE" and name.startswith("[Zweckverband]"))
    agreement = next(line for (land, name), line in rows.items() if land == "HE" and "Mandatierung" in name)
    assert "| ja |" in association
    assert "Genehmigung (§ 10 KGG HE)" in association
    assert "Anzeige (§ 26 Abs. 2 S. 1 KGG HE)" in agreement
    assert "nein (§ 24 Abs. 5 KGG HE)" in agreement
