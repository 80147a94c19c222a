"""Files beside a case: each with its version, on both databases."""

from __future__ import annotations

import pytest

from ikz_recht.advice.case import Case
from ikz_recht.web.store.attachments import Attachment, Kind, copy_attachments, find_attachment, find_attachments, save_attachment
from ikz_recht.web.store.projects import Conflict, add_case, create_project, delete_case

from .conftest import Build, desk
from .databases import storage as storage


def test_the_second_of_two_does_not_overwrite_the_first(server: Build) -> None:
    engine = desk(server()).engine
    stored = add_case(engine, create_project(engine, "Vorhaben", None).id, Case(), {}, "Fall")
    nothing = find_attachment(engine, stored.id, Kind.SITTINGS)
    assert nothing == Attachment(Kind.SITTINGS)
    save_attachment(engine, stored, nothing, "erledigt: []\n", "A")
    with pytest.raises(Conflict):
        save_attachment(engine, stored, nothing, "erledigt: [x]\n", "B")
    first = find_attachment(engine, stored.id, Kind.SITTINGS)
    assert (first.document, first.version, first.who) == ("erledigt: []\n", 1, "A")
    save_attachment(engine, stored, first, "", "B")
    with pytest.raises(Conflict):
        save_attachment(engine, stored, first, "erledigt: [x]\n", "A")
    assert find_attachment(engine, stored.id, Kind.SITTINGS).version == 2
    assert find_attachment(engine, stored.id, Kind.SHARES).version == 0


def test_a_copy_has_its_own_and_a_deleted_case_has_none(server: Build) -> None:
    engine = desk(server()).engine
    project = create_project(engine, "Vorhaben", None)
    first, second = (add_case(engine, project.id, Case(), {}, name) for name in ("eins", "zwei"))
    save_attachment(engine, first, Attachment(Kind.SHARES), "koalitionen: {}\n", "A")
    save_attachment(engine, first, Attachment(Kind.SITTINGS), "", "A")
    copy_attachments(engine, first, second)
    assert {kind: item.version for kind, item in find_attachments(engine, second.id).items()} == {
        "teilung": 1,
        "sitzungen": 0,
        "bereitschaft": 0,
    }
    delete_case(engine, first.id)
    assert find_attachment(engine, first.id, Kind.SHARES).version == 0
    with pytest.raises(Conflict):
        save_attachment(engine, first, Attachment(Kind.SHARES), "koalitionen: {}\n", "A")
    assert find_attachment(engine, second.id, Kind.SHARES).document == "koalitionen: {}\n"
