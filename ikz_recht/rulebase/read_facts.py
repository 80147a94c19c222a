"""Question files and derivations."""

from __future__ import annotations

from .condition import ALWAYS, Condition
from .fact import LAND_OPTIONS, NUMERIC, PARTICIPANT_KINDS, ROLES, YES_NO, FactType, Kind, Value
from .fields import FACT_ID, Fields, Report
from .model import VALUE_CLAUSE, Aggregate, DecisionList, Derivation, DerivedAnswer, Nature, Product, Question, Section, Validity
from .nodes import Mapping, Node, Scalar
from .problem import suggestion
from .read_conditions import _NEVER, Vocabulary, read_condition, read_value
from .read_statements import Sources, read_evidence, read_statement_names, read_validity

_ATTRIBUTES = {
    "zaehlt": (),
    "summiert": ("einwohner",),
    "groesste": ("einwohner",),
    "kleinste": ("einwohner",),
    "sammelt": ("land",),
    "zaehlt_verschiedene": ("land", "kreis", "verband"),
    "gleich": ("land", "kreis", "verband"),
    "alle": ("traegt_aufgabe",),
}
_YES_NO_AGGREGATES = ("gleich", "alle")
_LIST_TYPES = ("auswahl", "zahl", "ja_nein")
_NUMBER = FactType(Kind.NUMBER)


def read_section(node: Node, report: Report, tasks: FactType) -> tuple[Section, list[Question]]:
    """One file of rules/fragen."""
    fields = Fields(node, report, "Fragendatei")
    section = Section(fields.text("abschnitt"), fields.text("titel"))
    draft = fields.choice("dient", ("ergebnis", "entwurf"), required=False, default="ergebnis") == "entwurf"
    questions = [read_question(item, report, section.id, tasks, draft) for item in fields.items("fragen", required=True)]
    fields.done()
    return section, questions


def read_question(node: Node, report: Report, section: str, tasks: FactType, draft: bool = False) -> Question:
    """One question; questions of a Land name their section themselves."""
    fields = Fields(node, report, "Frage")
    identifier = fields.identifier(FACT_ID)
    kind = Kind(fields.choice("typ", [str(kind) for kind in Kind], default="ja_nein"))
    section = section or fields.text("abschnitt")
    question = Question(
        id=identifier,
        section=section,
        type=_question_type(fields, kind, tasks),
        text=fields.text("text"),
        help=fields.text("hilfe"),
        changeable=fields.flag("aenderbar"),
        nature=Nature(fields.choice("wesen", [str(item) for item in Nature], default=Nature.FACT)),
        for_draft_only=draft,
        place=node.place,
        clauses=_texts(fields, "wenn_satz"),
        examples=_texts(fields, "beispiele"),
    )
    _check_clauses(question, fields)
    fields.done()
    return question


def _texts(fields: Fields, key: str) -> dict[str, str]:
    """A mapping of words to sentences."""
    texts = {}
    for name, place, value in fields.pairs(key):
        if isinstance(value, Scalar) and value.text.strip():
            texts[name] = " ".join(value.text.split())
        else:
            fields.report.add(place, f"Zu „{name}“ gehört ein Satz.", "Setzen Sie ihn in Anführungszeichen.")
    return texts


def _check_clauses(fact: Question | Derivation, fields: Fields) -> None:
    if fact.type.kind in (*NUMERIC, Kind.DATE):
        _check_value_clause(fact, fields)
        return
    answers = ("ja", "nein") if fact.type.kind is Kind.YES_NO else fact.type.option_ids()
    for answer in fact.clauses:
        if answer not in answers:
            node = fields.node("wenn_satz")
            text = f"{'Die Frage' if isinstance(fact, Question) else 'Die Ableitung'} hat keine Antwort „{answer}“."
            fields.report.add(node.place if node else fields.place, text, suggestion(answer, answers))


def _check_value_clause(fact: Question | Derivation, fields: Fields) -> None:
    """Of a number or date the only clause is `wert`, with a gap for „mindestens 5 Jahre“."""
    if fact.clauses and (set(fact.clauses) != {VALUE_CLAUSE} or fact.clauses[VALUE_CLAUSE].count("{}") != 1):
        node = fields.node("wenn_satz")
        remedy = f"Schreiben Sie „{VALUE_CLAUSE}: die Laufzeit {{}} beträgt“; für {{}} wird die Grenze eingesetzt."
        fields.report.add(node.place if node else fields.place, "Bei Zahlen und Tagen ist „wenn_satz“ ein Satz mit einer Lücke.", remedy)


def _question_type(fields: Fields, kind: Kind, tasks: FactType) -> FactType:
    if kind in (Kind.CHOICE, Kind.MULTI):
        options = _options(fields)
        if len(options) < 2:
            fields.report.add(fields.place, "Eine Auswahl braucht mindestens zwei Optionen.", "Ergänzen Sie „optionen:“.")
        return FactType(kind, options)
    if kind in NUMERIC:
        low, high = fields.number("mindestens"), fields.number("hoechstens")
        if low is None or high is None:
            fields.report.add(fields.place, "Eine Zahl braucht „mindestens“ und „hoechstens“.", "Ergänzen Sie die Grenzen.")
        return FactType(kind, (), low, high, fields.text("einheit", required=False))
    if kind is Kind.TASK:
        return tasks
    return FactType(kind, LAND_OPTIONS) if kind is Kind.LAND else FactType(kind)


def _options(fields: Fields) -> tuple[tuple[str, str], ...]:
    options = []
    for name, place, value in fields.pairs("optionen"):
        if not isinstance(value, Scalar) or not value.text.strip():
            fields.report.add(place, f"Zur Option „{name}“ gehört ein Text.", "Schreiben Sie „kennung: Text der Antwort“.")
        options.append((name, getattr(value, "text", name)))
    return tuple(options)


def declare_derivations(nodes: tuple[Node, ...], report: Report, vocabulary: Vocabulary) -> None:
    """First pass: put ids and types into the vocabulary, so that derivations may name each other in any order."""
    versions: dict[str, list[Validity]] = {}
    for node in nodes:
        quiet = Report()
        fields = Fields(node, quiet, "Ableitung")
        identifier, validity = fields.text("id"), read_validity(fields)
        if identifier in versions:
            if any(validity.overlaps(other) for other in versions[identifier]):
                hint = "Fassungen derselben Ableitung brauchen „gilt“ mit Tagen, die sich nicht überschneiden; sonst eine andere id."
                report.add(node.place, f"„{identifier}“ gibt es für dieselben Tage schon.", hint)
        elif identifier in vocabulary:
            report.add(node.place, f"„{identifier}“ gibt es schon als Frage oder Ableitung.", "Wählen Sie eine andere id.")
        elif identifier:
            vocabulary[identifier] = _derivation_type(fields)
        versions.setdefault(identifier, []).append(validity)


def _derivation_type(fields: Fields) -> FactType:
    if fields.node("bedingung"):
        return YES_NO
    if any(fields.node(key) for key in _YES_NO_AGGREGATES):
        return YES_NO
    if fields.node("sammelt"):
        return FactType(Kind.MULTI, LAND_OPTIONS)
    if fields.node("liste"):
        kind = fields.choice("typ", _LIST_TYPES, required=False, default="auswahl")
        return FactType(Kind(kind), _options(fields)) if kind == "auswahl" else FactType(Kind(kind))
    return _NUMBER


def read_derivation(node: Node, report: Report, vocabulary: Vocabulary, sources: Sources) -> Derivation:
    """Second pass: one derivation with its rule."""
    fields = Fields(node, report, "Ableitung")
    identifier = fields.identifier(FACT_ID)
    fact_type = vocabulary.get(identifier, YES_NO)
    given = [key for key in ("bedingung", "liste", "produkt", *_ATTRIBUTES) if fields.node(key) is not None]
    if len(given) != 1:
        report.add(
            node.place,
            "Eine Ableitung braucht genau eine Vorschrift.",
            f"Möglich sind: bedingung, liste, produkt, {', '.join(_ATTRIBUTES)}.",
        )
    if given == ["liste"]:
        _check_list_type(fields, fact_type)
    derivation = Derivation(
        id=identifier,
        text=fields.text("text"),
        type=fact_type,
        rule=_derivation_rule(fields, given[0] if given else "", fact_type, vocabulary),
        norm=fields.text("norm", required=False),
        evidence=read_evidence(fields, sources) if fields.node("beleg") else None,
        place=node.place,
        validity=read_validity(fields),
        statements=read_statement_names(fields),
        clauses=_texts(fields, "wenn_satz"),
    )
    _check_clauses(derivation, fields)
    fields.done()
    return derivation


def read_derived_answer(node: Node, report: Report, vocabulary: Vocabulary, sources: Sources) -> DerivedAnswer:
    """One entry of `vorgaben`: a question whose answer follows from other facts."""
    fields = Fields(node, report, "Vorgabe")
    question = fields.text("frage")
    if question and question not in vocabulary:
        report.add(node.place, f"Eine Frage „{question}“ gibt es nicht.", suggestion(question, vocabulary))
    answer = DerivedAnswer(
        question=question,
        text=fields.text("text"),
        rule=_decision_list(fields, vocabulary.get(question, YES_NO), vocabulary),
        norm=fields.text("norm", required=False),
        evidence=read_evidence(fields, sources),
        place=node.place,
        validity=read_validity(fields),
        statements=read_statement_names(fields),
    )
    fields.done()
    return answer


def _check_list_type(fields: Fields, fact_type: FactType) -> None:
    """What `_derivation_type` passed over in silence."""
    fields.choice("typ", _LIST_TYPES, required=False)
    if fact_type.kind is Kind.CHOICE:
        if not _options(fields):
            fields.report.add(
                fields.place, "Eine Auswahl braucht „optionen“.", "Ergänzen Sie „optionen:“ oder „typ: ja_nein“ oder „typ: zahl“."
            )


def _derivation_rule(
    fields: Fields, key: str, fact_type: FactType, vocabulary: Vocabulary
) -> Condition | DecisionList | Product | Aggregate:
    if key == "bedingung":
        node = fields.node("bedingung")
        return read_condition(node, vocabulary, fields.report) if node else _NEVER
    if key == "liste":
        return _decision_list(fields, fact_type, vocabulary)
    if key == "produkt":
        return _product(fields, vocabulary)
    return _aggregate(fields, key) if key else _NEVER


def _decision_list(fields: Fields, fact_type: FactType, vocabulary: Vocabulary) -> DecisionList:
    lines: list[tuple[Condition, Value]] = []
    items = fields.items("liste")
    if not items:
        fields.report.add(fields.place, "„liste“ ist leer.", "Ergänzen Sie Zeilen mit „wenn“ und „dann“.")
    for position, item in enumerate(items):
        line = Fields(item, fields.report, "Zeile der Liste")
        last = position == len(items) - 1
        condition_node, value_node = line.node("wenn"), line.node("dann")
        otherwise = line.node("sonst")
        if otherwise is not None:
            if not last:
                fields.report.add(item.place, "Auf „sonst“ folgt keine weitere Zeile.", "Stellen Sie „sonst“ ans Ende.")
            value_node = otherwise
        if value_node is None or (condition_node is None) == (otherwise is None):
            fields.report.add(item.place, "Diese Zeile ist unvollständig.", "Eine Zeile hat „wenn“ und „dann“ oder nur „sonst“.")
            continue
        value = read_value(value_node, fact_type, fields.report)
        condition = read_condition(condition_node, vocabulary, fields.report) if condition_node else ALWAYS
        if value is not None:
            lines.append((condition, value))
        line.done()
    return DecisionList(tuple(lines))


def _product(fields: Fields, vocabulary: Vocabulary) -> Product:
    factors = fields.words("produkt")
    numbers = [name for name, fact_type in vocabulary.items() if fact_type.kind in NUMERIC]
    for factor, item in zip(factors, fields.items("produkt"), strict=False):
        if factor not in numbers:
            fields.report.add(item.place, f"„{factor}“ ist keine Zahl, die es gibt.", suggestion(factor, numbers))
    if len(factors) < 2:
        fields.report.add(fields.place, "Ein Produkt braucht mindestens zwei Zahlen.", "Schreiben Sie „produkt: [a, b]“.")
    return Product(factors)


def _aggregate(fields: Fields, operation: str) -> Aggregate:
    allowed = _ATTRIBUTES[operation]
    attribute = fields.choice(operation, allowed, default=allowed[0]) if allowed else ""
    node = fields.node("von" if allowed else operation)
    if node is None or (isinstance(node, Mapping) and not node.entries):
        return Aggregate(operation, attribute, frozenset())
    filters = Fields(node, fields.report, "Auswahl der Beteiligten")
    kinds = _known_words(filters, "art", PARTICIPANT_KINDS)
    roles = _known_words(filters, "rolle", ROLES)
    lands = _known_words(filters, "land", dict(LAND_OPTIONS))
    holds = filters.flag("traegt_aufgabe") if filters.node("traegt_aufgabe") else None
    filters.done()
    return Aggregate(operation, attribute, kinds, roles, holds, lands)


def _known_words(fields: Fields, key: str, known: dict[str, str]) -> frozenset[str]:
    words = fields.words(key)
    for word, item in zip(words, fields.items(key), strict=False):
        if word not in known:
            fields.report.add(
                item.place,
                f"{'Das' if key == 'land' else 'Die'} {key.capitalize()} „{word}“ von Beteiligten gibt es nicht.",
                suggestion(word, known),
            )
    return frozenset(words)
