"""The questionnaire in the terminal: plain numbered lines that a screen reader and a pipe can follow."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

from ..advice import interview as state_of
from ..advice.case import Case
from ..advice.case_store import CaseStore, open_case
from ..advice.interview import Interview
from ..advice.question_texts import current, progress, proposal, reason, section_title
from ..documents.summary import settled_lines
from ..inference.facts import Participant
from ..rulebase.fact import PARTICIPANTS, TASK
from ..rulebase.model import Question, Rulebase
from .ask_participants import ask_participants, participant_line
from .presets import show_presets, wrong_presets
from .prompt import Back, Change, Deeper, Enough, InputEnded, Leave, ask, ask_yes_no, begin, numbered, read_line
from .screen import say

_HELP = "Antworten Sie mit Nummer oder Wort. Immer möglich: ?  zurück  weiß nicht  ändern  genug  vertiefen  sichern"


class _Done(Exception):
    """The user wants the result now, with the state reached in the middle of a step."""

    def __init__(self, state: Interview) -> None:
        super().__init__()
        self.state = state


def run_interview(path: Path, rulebase: Rulebase, day: dt.date) -> Case | None:
    """Ask until nothing more can change the opinion; the file is written after every answer.

    None if the user leaves before the end. Raises InputEnded if the input ends there or makes no sense, InputProblems if the
    file cannot be used or another session has it.
    """
    with open_case(path) as file:
        state = state_of.start(rulebase, day, file.load(rulebase))
        file.save(state.case)
        _greet(path, state)
        begin()
        try:
            state = _answers(state, file)
            state = _draft_details(state, file)
        except Leave as leave:  # everything up to the last answer is in the file, also participants entered so far
            say(f"\nGesichert in {path}. Weiter geht es mit: ikz-recht beraten --fragen {path}")
            if isinstance(leave, InputEnded):
                raise
            return None
    say()
    return state.case


def _answers(state: Interview, file: CaseStore) -> Interview:
    """What the catalogue answers and a stored case has not confirmed is shown first; then come the questions."""
    try:
        if any(not preset.text for preset in state.presets().values()):
            state = _offer_presets(state, file)
            _save(state, file)
        return _ask_all(state, file)
    except _Done as done:
        return done.state


def _ask_all(state: Interview, file: CaseStore) -> Interview:
    """Until the recommendation stands and the user wants no more, or has said „genug“."""
    while True:
        try:
            question = _next(state)
            if question is not None:
                state = _step(state, question, file)
                _save(state, file)
            elif state.deep:
                say("\nAlle Fragen, die das Ergebnis noch ändern können, sind beantwortet.")
                return state
            else:
                _settled(state)
                while read_line().lower() not in ("", "nein", "n", "ja", "j"):
                    say("Enter zeigt das Ergebnis; „vertiefen“ stellt weitere Fragen, „ändern“ ändert eine Antwort.")
                return state
        except Enough:
            state = _with_entered(state, file)
            if TASK in {*state.case.answers, *state.case.unknown} and (state.case.participants or ())[1:]:
                return state
            say("Für ein Ergebnis braucht es noch die Aufgabe und mindestens zwei Beteiligte.")
        except Deeper:
            say(
                "Gut, nach der Empfehlung folgen auch die vertiefenden Fragen."
                if not state.settled()
                else "Es folgen die vertiefenden Fragen."
            )
            state = state_of.go_deeper(state)
        except Back:
            state = _back(state, file)
        except Change as change:
            state = _change(state, change.what, file)


def _with_entered(state: Interview, file: CaseStore) -> Interview:
    """With the participants that are in the file already: „genug“ may come in the middle of their list."""
    entered = file.saved.participants
    if entered is None or len(entered) < 2 or entered == state.case.participants:
        return state
    return state_of.name_participants(state, entered)


def _settled(state: Interview) -> None:
    """The recommendation stands: what it is, under which conditions, and what more questions would be for."""
    say()
    for line in settled_lines(state.opinion):
        say(line)
    rest = len(state.pending())
    if rest:
        say(f"Enter = Ergebnis zeigen; vertiefen = bis zu {rest} weitere Fragen zu Auflagen, Vertragsinhalt, Verfahren und Begleitrecht.")
    else:
        say("Enter = Ergebnis zeigen.")


def _next(state: Interview) -> Question | None:
    """The next question; participants once more if the file holds fewer than two, because somebody stopped while entering them."""
    entered = state.case.participants
    if entered is not None and len(entered) < 2 and TASK in {*state.case.answers, *state.case.unknown}:
        return state.program.questions[PARTICIPANTS]
    return state.next()


def _save(state: Interview, file: CaseStore) -> None:
    """Answers taken back by „zurück“ on the way to the question asked now stand in the file as laid aside: a later session still has them."""
    asked_now = _next(state)
    given = {*state.case.answers, *state.case.unknown, asked_now.id if asked_now else ""}
    taken_back = {name: value for name, value in state.previous.items() if name not in given}
    file.save(replace(state.case, aside={**taken_back, **state.case.aside}))


def _greet(path: Path, state: Interview) -> None:
    say(f"Falldatei: {path} (wird nach jeder Antwort geschrieben)")
    say(_HELP)
    known = len(state.case.answers) + len(state.case.unknown)
    if known:
        say(f"Es geht weiter; {known} Fragen sind schon beantwortet.")
    for participant in state.case.participants or ():
        say(f"  {participant_line(participant)}")


def _step(state: Interview, question: Question, file: CaseStore) -> Interview:
    """One question with everything the user may say instead of an answer."""
    try:
        return _ask_one(state, question, file)
    except Back:
        return _back(state, file)
    except Change as change:
        return _change(state, change.what, file)


def _back(state: Interview, file: CaseStore) -> Interview:
    """One question back. The participants are not thrown away: their list is shown and goes on from its end."""
    if state.asked[-1:] == (PARTICIPANTS,):
        try:
            return _ask_one(replace(state, asked=state.asked[:-1]), state.program.questions[PARTICIPANTS], file)
        except Change:
            return state
        except Back:  # the last one is struck out as well
            pass
    earlier = state_of.back(state)
    if earlier is None:
        say("Das ist die erste Frage dieser Sitzung. Frühere Antworten ändern Sie mit „ändern“.")
    return earlier or state


def _ask_one(state: Interview, question: Question, file: CaseStore) -> Interview:
    say(f"\nFrage {len(state.asked) + 1} – {section_title(state, question)}{progress(state)}")
    say(question.text)
    if question.id == PARTICIPANTS:
        partial = state.case.participants or ()
        participants = ask_participants(partial, lambda so_far: _save_partial(state, so_far, file), reason(state, question))
        state = state_of.name_participants(state, participants)
        _save(state, file)
        return _offer_presets(state, file)
    answer = ask(question, proposal(state, question), reason(state, question))
    state = state_of.answer(state, question.id, answer)
    if question.id == TASK and answer is not None:
        _save(state, file)
        state = _offer_presets(state, file)
    return state


def _save_partial(state: Interview, so_far: tuple[Participant, ...], file: CaseStore) -> None:
    file.save(replace(state.case, participants=so_far))


def _offer_presets(state: Interview, file: CaseStore) -> Interview:
    """Show what the task and the participants answer; what the catalogue answers counts as given once it is confirmed."""
    presets = state.presets()
    if not presets or state.case.participants is None:
        return state
    show_presets(state)
    try:
        wrong = wrong_presets(list(presets))
    except Enough:
        raise _Done(state) from None
    except Back:
        return _back(state, file)
    except Change as change:
        return _change(state, change.what, file)
    return state_of.confirm_presets(state_of.doubt_presets(state, wrong))


def _change(state: Interview, what: str, file: CaseStore) -> Interview:
    """Answer an earlier question anew, named by id or by its number in a list."""
    answered = dict.fromkeys((TASK, PARTICIPANTS, *state.case.answers, *sorted(state.case.unknown), *state.presets()))
    names = [name for name in answered if name in state.program.questions]
    if what not in names:
        say("Welche Antwort möchten Sie ändern?")
        for number, name in enumerate(names, start=1):
            question = state.program.questions[name]
            say(f"  {number}. {question.text} {current(state, question)}")
        say("Nummer (leer = keine)")
        try:
            choice = numbered(read_line(), len(names))
        except (Back, Change):
            choice = None
        if choice is None:
            return state
        what = names[choice]
    try:
        return _ask_one(state, state.program.questions[what], file)
    except (Back, Change):
        return state


def _draft_details(state: Interview, file: CaseStore) -> Interview:
    """Names, dates and sums that only fill the draft: offered, never required."""
    open_details = [item for item in state.program.questions.values() if item.for_draft_only and item.id not in state.case.answers]
    try:
        if not open_details or not ask_yes_no("Möchten Sie noch Angaben für den Entwurf machen (Name, Sitz, Beginn …)?"):
            return state
    except Enough:
        return state
    for question in open_details:
        say(f"\n{question.text} (leer = auslassen)")
        try:
            answer = ask(question, None, question.help, optional=True)
        except Enough:
            return state
        except (Back, Change, Deeper):
            continue
        if answer is not None:
            state = state_of.answer(state, question.id, answer)
            _save(state, file)
    return state
