"""Joint answering: the coordination's table with links, and the pages of a participant who came by one."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.responses import Response

from ...advice.joint import COORDINATION, Standing, disputes, may_answer, to_answer
from ...advice.question_texts import current, hanging_lines, reason
from ...rulebase.fact import PARTICIPANTS, TASK, show_value
from ...rulebase.model import Question
from .. import own_situation
from ..call import OWN_PART, Call, Forbidden, Link, NotFound, case_of, cookie_name, with_session
from ..cases import complete
from ..forms import Sent, answer_sent
from ..joint import Joint, joint_of, revoke_links, say, settle_again
from ..store.people import Link as StoredLink
from ..store.people import Role, change_link, create_link, find_link, list_links
from ..store.projects import StoredCase, find_case
from ..store.sessions import close_session, open_session
from .questions import Shown

DEFAULT_DAYS, MAX_DAYS = 60, 365
COORDINATION_NAME = "Koordination"


@dataclass(frozen=True, slots=True)
class Dispute:
    """Different answers to one question, and what depends on them."""

    question: Question
    said: tuple[tuple[str, str], ...]
    hanging: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Party:
    """How far one party is. `link` None for the coordination."""

    name: str
    left: int
    link: StoredLink | None


def _said(question: Question, standing: Standing) -> tuple[tuple[str, str], ...]:
    return tuple(
        (party or COORDINATION_NAME, "weiß nicht" if value is None else show_value(value, question.type))
        for party, value in standing.said.items()
    )


def _disputes(joint: Joint) -> list[Dispute]:
    found = disputes(joint.state, joint.now)
    return [Dispute(question, _said(question, standing), tuple(hanging_lines(joint.state, question))) for question, standing in found]


def table(call: Call) -> Response:
    """Who is through, question by question, and where they differ."""
    return _table(call, case_of(call))


def _table(call: Call, stored: StoredCase, given: tuple[tuple[str, str], ...] = (), problem: str = "") -> Response:
    joint = joint_of(call, stored)
    links = list_links(call.desk.engine, stored.id)
    parties = _parties(joint, links)
    questions = [question for question in joint.state.program.questions.values() if question.id in joint.now]
    return call.page(
        "gemeinsam.html",
        400 if problem else 200,
        fall=stored,
        bereit=complete(joint.state),
        namen=_names(joint),
        parteien=parties,
        koordination=COORDINATION_NAME,
        zeilen=[(question, dict(_said(question, joint.now[question.id]))) for question in questions],
        widersprueche=_disputes(joint),
        links=[link for link in links if not link.revoked],
        neue=given,
        fehler=problem,
        tage=DEFAULT_DAYS,
        meiste_tage=MAX_DAYS,
    )


def _names(joint: Joint) -> list[str]:
    """The participants who can get a link."""
    return list(dict.fromkeys(item.name for item in joint.state.case.participants or () if item.name))


def _parties(joint: Joint, links: list[StoredLink]) -> list[Party]:
    found = [Party(link.name, len(to_answer(joint.state, joint.now, link.name)), link) for link in links if not link.revoked]
    if any(COORDINATION in standing.said for standing in joint.now.values()):
        found.append(Party(COORDINATION_NAME, 0, None))
    return found


def invite(call: Call) -> Response:
    """Links for the chosen participants; the addresses are shown once."""
    stored = case_of(call, Role.COORDINATE)
    joint = joint_of(call, stored)
    names, days = _names(joint), call.value("tage")
    chosen = [name for name in call.form.get("name", ()) if name in names]
    if not complete(joint.state):
        return _table(call, stored, problem="Beantworten Sie zuerst, um welche Aufgabe es geht und wer beteiligt ist.")
    if not chosen:
        return _table(call, stored, problem="Wählen Sie mindestens eine Beteiligte.")
    if not (days.isascii() and days.isdecimal() and len(days) < 5 and 1 <= int(days) <= MAX_DAYS):
        return _table(call, stored, problem=f"Die Links können 1 bis {MAX_DAYS} Tage gelten.")
    base = str(call.request.base_url.replace(scheme="https") if call.desk.settings.secure else call.request.base_url)
    made = [(name, create_link(call.desk.engine, stored.id, name, int(days))[1]) for name in dict.fromkeys(chosen)]
    for name, _ in made:
        call.note("link angelegt", fall=stored.id, name=name, tage=days)
    settle_again(call, joint)  # what came by an earlier link of the same name counts again
    return _table(call, case_of(call), tuple((name, f"{base}gemeinsam/{secret}") for name, secret in made))


def revoke(call: Call) -> Response:
    """A link no longer opens the case, and what came by it no longer counts."""
    stored = case_of(call, Role.COORDINATE)
    before = joint_of(call, stored)
    if call.path("link") not in {link.id for link in list_links(call.desk.engine, stored.id)}:
        raise NotFound
    revoke_links(call, before, (call.path("link"),))
    return call.to(f"/fall/{stored.id}/gemeinsam")


def arrive(call: Call) -> Response:
    """What the address of a link shows: whom it is for, and a button. Opening an address alone changes nothing (mail programs do it too)."""
    link = find_link(call.desk.engine, call.path("geheimnis"))
    stored = find_case(call.desk.engine, link.case_id) if link else None
    if link is None or stored is None:
        text = "Er ist abgelaufen, gesperrt oder unvollständig kopiert. Bitten Sie die Koordination um einen neuen."
        return call.page("meldung_schlicht.html", 404, titel="Dieser Link gilt nicht", text=text, nur_link=True)
    return call.page("einladung.html", link=link, fall=stored, geheimnis=call.path("geheimnis"))


def enter(call: Call) -> Response:
    """A session for the participant, instead of any other in this browser."""
    link = find_link(call.desk.engine, call.path("geheimnis"))
    if link is None:
        raise NotFound
    call.note("link benutzt", fall=link.case_id, name=link.name)
    if call.session is not None:
        close_session(call.desk.engine, call.session.id)
    return with_session(call.to(OWN_PART), call.desk, open_session(call.desk.engine, None, link.id))


def _own(call: Call) -> tuple[StoredLink, Joint]:
    """The participant and its case, as of now."""
    link = call.session.link if call.session else None
    stored = find_case(call.desk.engine, link.case_id) if link else None
    if link is None or stored is None:
        raise NotFound
    return link, joint_of(call, stored)


def part(call: Call) -> Response:
    """What is still to be answered, where they differ, what was said."""
    link, joint = _own(call)
    state = joint.state
    own = [
        (state.program.questions[name], dict(_said(state.program.questions[name], standing)).get(link.name, ""))
        for name, standing in joint.now.items()
        if link.name in standing.said and name in state.program.questions
    ]
    spoken = {question.id for question, _ in own}
    standing_names = {TASK, *state.case.answers, *state.case.unknown, *state.presets()} - {PARTICIPANTS, *spoken}
    recommended = state.opinion.recommendation if complete(state) else None
    return call.page(
        "mein_teil.html",
        link=link,
        fall=joint.stored,
        zu_beantworten=to_answer(state, joint.now, link.name),
        weitere=may_answer(state, joint.now, link.name),
        widersprueche=_disputes(joint),
        eigene=own,
        uebrige=[(q, current(state, q)) for q in state.program.questions.values() if q.id in standing_names],
        selbst=own_situation.own_participant(state.case.participants, link.name),
        vorn=recommended.chosen.form.name if recommended else "",
    )


def go_on(call: Call) -> Response:
    """To the next question, else to the overview."""
    link, joint = _own(call)
    left = to_answer(joint.state, joint.now, link.name)
    return call.to(f"{OWN_PART}/frage/{left[0].id}" if left else OWN_PART)


def question_page(call: Call) -> Response:
    """One question, with the participant's own answer if there is one."""
    link, joint = _own(call)
    return _ask(call, link, joint, _question(joint, call.path("frage")), Sent())


def answer_question(call: Call) -> Response:
    """Record the answer."""
    link, joint = _own(call)
    question = _question(joint, call.path("frage"))
    sent = answer_sent(question, call.form)
    if not sent.answered:
        return _ask(call, link, joint, question, sent)
    say(call, link, question.id, sent.value, _number(call.value("stand")))
    return call.to(OWN_PART if call.value("danach") == "uebersicht" else f"{OWN_PART}/weiter")


def _question(joint: Joint, name: str) -> Question:
    question = joint.state.program.questions.get(name)
    if question is None or name in (TASK, PARTICIPANTS):  # these two are the coordination's
        raise NotFound
    return question


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 16 else -1


def _ask(call: Call, link: StoredLink, joint: Joint, question: Question, sent: Sent) -> Response:
    standing = joint.now.get(question.id, Standing(question.id))
    value = standing.said.get(link.name)
    spoke = link.name in standing.said
    help_lines = tuple(line for line in reason(joint.state, question).splitlines() if line)
    return call.page(
        "mein_teil_frage.html",
        400 if sent.problem else 200,
        link=link,
        fall=joint.stored,
        f=Shown(question, sent, "", None, "", help_lines, value, spoke and value is None),
        stand=joint.own_stand(link.name, question.id),
        andere=[(party, text) for party, text in _said(question, standing) if party != link.name],
        im_fall=current(joint.state, question) if not standing.said and question.id in joint.state.case.answers else "",
        strittig=standing.disputed,
        danach=call.query("danach"),
    )


def situation(call: Call) -> Response:
    """What the participant says about itself."""
    link, joint = _own(call)
    own = own_situation.own_participant(joint.state.case.participants, link.name)
    if own is None:
        raise NotFound
    if call.request.method == "GET":
        return _situation(call, link, joint, own_situation.as_values(own), {}, own_situation.fingerprint(own))
    entered = own_situation.read(own, call.value)
    if entered.participant is None:
        return _situation(call, link, joint, entered.values, entered.problems, call.value("stand"))
    own_situation.keep(call, link, entered.participant, call.value("stand"))
    return call.to(OWN_PART)


def _situation(call: Call, link: StoredLink, joint: Joint, values: object, problems: object, stand: str) -> Response:
    return call.page(
        "mein_teil_gemeinde.html",
        400 if problems else 200,
        link=link,
        fall=joint.stored,
        werte=values,
        fehler=problems,
        stand=stand,
        aufgabe=current(joint.state, joint.state.program.questions[TASK]),
    )


def finish(call: Call) -> Response:
    """Say that one is through, or not yet."""
    link, _ = _own(call)
    change_link(call.desk.engine, link.id, link.case_id, finished=call.value("fertig") == "ja")
    return call.to(OWN_PART)


def leave(call: Call) -> Response:
    """End the session; the link works again at any time."""
    if call.session is None:
        raise Forbidden("Sie sind nicht angemeldet.")
    close_session(call.desk.engine, call.session.id)
    text = "Ihre Antworten sind gespeichert. Mit Ihrem Link kommen Sie jederzeit zurück, solange er gilt."
    response = call.page("meldung_schlicht.html", titel="Sie sind abgemeldet", text=text)
    response.delete_cookie(cookie_name(call.desk), path="/")
    return response


ROUTES = (
    ("/fall/{fall}/gemeinsam", "GET", table, Role.READ),
    ("/fall/{fall}/gemeinsam", "POST", invite, Role.COORDINATE),
    ("/fall/{fall}/gemeinsam/{link}/sperren", "POST", revoke, Role.COORDINATE),
    ("/gemeinsam/{geheimnis}", "GET", arrive, None),
    ("/gemeinsam/{geheimnis}", "POST", enter, None),
    (OWN_PART, "GET", part, Link.ONLY),
    (f"{OWN_PART}/weiter", "GET", go_on, Link.ONLY),
    (f"{OWN_PART}/frage/{{frage}}", "GET", question_page, Link.ONLY),
    (f"{OWN_PART}/frage/{{frage}}", "POST", answer_question, Link.ONLY),
    (f"{OWN_PART}/gemeinde", "GET", situation, Link.ONLY),
    (f"{OWN_PART}/gemeinde", "POST", situation, Link.ONLY),
    (f"{OWN_PART}/fertig", "POST", finish, Link.ONLY),
    (f"{OWN_PART}/beenden", "POST", leave, Link.ONLY),
)
