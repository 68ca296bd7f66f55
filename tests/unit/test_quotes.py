"""Detection at the level of characters: which words stand in quotation marks."""

from __future__ import annotations

import pytest

from notation import parse
from quoth.engine.languages import load_language
from quoth.engine.quotes import detect, find_repeats

MARKS = [
    '"⟦The bridge is safe,⟧" the engineer said.',
    "“⟦The bridge is safe,⟧” the engineer said.",
    "„⟦Die Brücke ist sicher⟧“, sagte sie.",
    "«⟦Le pont est sûr⟧», dit-elle.",
    "« ⟦Le pont est sûr⟧ », dit-elle.",
    "»⟦Die Brücke ist sicher⟧«, sagte sie.",
    "``⟦The bridge is safe,⟧'' the engineer said.",
    '""⟦The bridge is safe,⟧"" the engineer said.',
    '""⟦It is safe,⟧"" she said.""⟦Go home.⟧""',
    '" ⟦The bridge is safe.⟧ " The engineer said no more. She called it " ⟦a sound bridge⟧ ".',
    "&quot;⟦The bridge is safe,&quot; the engineer said.".replace("&quot; the", "⟧&quot; the"),
    "&ldquo;⟦The bridge is safe,⟧&rdquo; the engineer said.",
    "&#8220;⟦The bridge is safe,⟧&#x201D; the engineer said.",
    'The engineer shook her head."⟦It is safe,⟧"she said.',
    '“⟦The bridge is safe,⟧" the engineer said.',
]
SINGLES = [
    "'⟦The bridge is safe,⟧' the engineer said.",
    "‘⟦The bridge is safe,⟧’ the engineer said.",
    "'⟦The workers' tools are in the workers' hut,⟧' said Ruth. '⟦It's theirs.⟧'",
    "She called it '⟦a toll on the poor⟧' and left.",
    "The '90s were kind to the Joneses' farm, and rock 'n' roll was on the radio.",
    "‘⟦I don’t know who’s coming,⟧’ he said.",
    "It was the residents' third petition in the council's time.",
    "'⟦He is 5' tall and I'm not,⟧' said Ruth.",
    "'⟦She told me \"⟦never again⟧\" and meant it,⟧' said Ruth.",
    "`⟦The bridge is safe,⟧' the engineer said.",
]
NESTED = [
    '"⟦My mother said ⟦never⟧ to me," he said.'.replace("⟦never⟧", "'⟦never⟧'").replace(',"', ',⟧"'),
    "“⟦They shouted ‘⟦go home⟧’ at us,⟧” she said.",
    "“⟦They shouted “⟦go home⟧” at us,⟧” she said.",
    "«⟦Il a dit “⟦jamais⟧” hier⟧», dit-elle.",
]
LAYOUTS = [
    "“⟦First part.⟧\n\n“⟦Second part.⟧\n\n“⟦Third part,⟧” she said.",
    '"⟦First part.⟧\n"⟦Second part,⟧" she said.',
    "“⟦First part.⟧\n\n⟦Second part without a mark of its own,⟧” she said.",
    "She paused. “⟦First part.⟧\n\n⟦A middle part.⟧\n\n⟦The end,⟧” she said.",
    "‘⟦First part.⟧\n\n‘⟦Second part,⟧’ she said.",
]
BROKEN = [
    "“⟦It was never closed and the paragraph ends here.⟧\n\nThe council met on Monday.",
    "“⟦It was never closed.⟧ She left. “⟦This one was,⟧” he said.".replace("⟧ She left.", " She left.⟧"),
    "⟦The opening mark is lost,⟧” she said. “⟦This one is whole,⟧” he said.",
    'A 27" screen and a 5\'4" door. "⟦Both are too small,⟧" he said.',
    'He wrote that "⟦the 27" screen is small,⟧" and left.',
    "“”, \"\" and '' hold nothing.",
    "He saw 5” of rain.",
    "He said &lquo;we go&rquo; today, and &squo;no&ssquo;.",
    "&sbquo;⟦We go,⟧&lsquo; he said.".replace("&lsquo;", "’"),
    '<a href="page" class="link">The council</a> said "⟦no comment⟧".',
]


@pytest.mark.parametrize("example", MARKS + SINGLES + NESTED + LAYOUTS + BROKEN)
def test_segments(example: str) -> None:
    text, expected = parse(example)
    found = [s.span for q in detect(text, load_language("en").elisions).quoted for s in q.segments]
    assert sorted(span.of(text) for span in found) == sorted(e.words(text) for e in expected)
    assert sorted((span.start, span.end) for span in found) == sorted((e.start, e.end) for e in expected)


CONVERSATIONS = [
    "Mint: ⟦Why now?⟧\n\nRao: ⟦Because the river rose.⟧\n\n⟦And it will rise again.⟧\n\nMint: ⟦When?⟧\n\nRao: ⟦In June.⟧",
    "An edited talk follows.\n\nQ. ⟦Why now?⟧\n\nA. ⟦The river rose.⟧\n\nQ. ⟦And then?⟧\n\nA. ⟦It fell.⟧",
    "ANN ORR: ⟦Are you in?⟧\nBO LUND: ⟦I am.⟧\n[music]\nORR: ⟦Good.⟧\nLUND: ⟦Is it?⟧\n(Laughter.)",
    '"ORR: ⟦Are you in?⟧\n\n"LUND: ⟦I am.⟧\n\n"(CROSSTALK)\n\n"ORR: ⟦Good.⟧\n\n"LUND: ⟦Is it?⟧"',
    "Rao: ⟦He said “⟦never⟧” to me.⟧\nMint: ⟦Why?⟧\nRao: ⟦Ask him.⟧\nMint: ⟦I shall.⟧",
    "Rao (laughs): ⟦I never said so.⟧\nMint: ⟦You did.⟧\nRao: ⟦When?⟧\nMint : ⟦In June.⟧",
    'RAO: ⟦He told me "⟦go home now.⟧"⟧\nMINT: ⟦Did he?⟧\nRAO: ⟦Twice.⟧\nMINT: ⟦I see.⟧',
    "Nashik: The river rose.\n\nPune: The river fell.\n\nThe list: rice, oil and salt.",
]


@pytest.mark.parametrize("example", CONVERSATIONS)
def test_turns_of_a_conversation(example: str) -> None:
    test_segments(example)


def test_a_turn_knows_its_label() -> None:
    text = parse(CONVERSATIONS[0])[0]
    labels = [q.label.of(text) for q in detect(text, frozenset()).quoted if q.label]
    assert labels == ["Mint", "Rao", "Mint", "Rao"]


REPEATS = [
    (["We won.", "We lost.", "we won"], [None, None, 0]),
    (["We will not pay a penny", "Today I say that we will not pay a penny, ever."], [1, None]),
    (["No way", "No way at all, my friend"], [None, None]),
    (["It’s over now, friends", "It's over now, friends!"], [None, 0]),
    (["We will not pay", *["We will not"] * 20], [None, 0, *[1] * 19]),
    ([], []),
]


@pytest.mark.parametrize(("quotations", "expected"), REPEATS)
def test_repeats(quotations: list[str], expected: list[int | None]) -> None:
    assert find_repeats(quotations) == expected


GROUPS = [
    ("“A long answer,” she said, “and its end.”", [2]),
    ("“One,” she said. “Two.”", [1, 1]),
    ("“First.\n\n“Second.\n\n“Third,” she said. “Fourth.”", [3, 1]),
    ("“First.\n\n“Second,” she said.\n\n“Third,” he said.", [2, 1]),
    ("“A,” she said. “B.\n\n“C.”", [1, 2]),
]


@pytest.mark.parametrize(("text", "sizes"), GROUPS)
def test_segments_of_one_utterance_are_one_quotation(text: str, sizes: list[int]) -> None:
    assert [len(q.segments) for q in detect(text, frozenset()).quoted] == sizes


def test_a_nested_quotation_knows_its_parent() -> None:
    outer, inner = detect("“They shouted ‘go home’ at us,” she said.", frozenset()).quoted
    assert (outer.parent, inner.parent) == (None, 0)


def test_a_mark_without_a_partner_is_reported_where_it_stands() -> None:
    text = "She stopped. “It was never closed.\n\nThe council met."
    (warning,) = detect(text, frozenset()).warnings
    assert warning.span is not None
    assert warning.span.of(text) == "“"
