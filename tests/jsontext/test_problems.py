import pytest

from edge_studio.jsontext.problems import find_problem


@pytest.mark.parametrize(
    ("text", "line", "column", "message"),
    [
        ("", 1, 1, "The text is empty"),
        ('{"a": "x', 1, 7, "The text ends inside a string: a closing quote is missing"),
        ('{"a": "x\n}', 1, 9, "The string is not closed on its line: a closing quote is missing"),
        ('{"a": 1', 1, 8, "The text ends inside an object: } is missing"),
        ('{"a": [1', 1, 9, "The text ends inside a list: ] is missing"),
        ('{"a": 1,', 1, 9, "The text ends inside an object after a comma: } is missing"),
        ('{"a":', 1, 6, "The text ends after a colon: a value is missing"),
        ('{"a"', 1, 5, 'The text ends after the key "a": a colon and a value are missing'),
        ('{\n "a": 1\n "b": 2\n}', 3, 2, "Comma missing after 1"),
        ('{"a": "x" "b": 2}', 1, 11, 'Comma missing after "x"'),
        ('[{} "b"]', 1, 5, "Comma missing after }"),
        ('{"a": 1,}', 1, 8, "Trailing comma: nothing follows before }"),
        ("[1,\n]", 1, 3, "Trailing comma: nothing follows before ]"),
        ("[1,,2]", 1, 4, "A comma too many"),
        ('{"a":1,,}', 1, 8, "A comma too many"),
        ("{'a': 1}", 1, 2, "Single quotes: JSON needs double quotes"),
        ("{\"a\": 'x'}", 1, 7, "Single quotes: JSON needs double quotes"),
        ('{"a": “x”}', 1, 7, "Typographic quotes (“): JSON needs straight double quotes"),
        ("{a: 1}", 1, 2, "The key a needs double quotes"),
        ("{1: 1}", 1, 2, "A key in double quotes is missing here"),
        ("{: 1}", 1, 2, "A key is missing before the colon"),
        ('{"a" 1}', 1, 6, 'Colon missing after the key "a"'),
        ('{"a": }', 1, 7, 'A value is missing after "a":'),
        ('{"a": , "b": 1}', 1, 7, 'A value is missing after "a":'),
        ('{"a": True}', 1, 7, "True must be written true"),
        ('{"a": None}', 1, 7, "None is not JSON: write null"),
        ('{"a": undefined}', 1, 7, "undefined is not JSON: write null"),
        ('{"a": yes}', 1, 7, "The text yes needs double quotes"),
        ('{"a": NaN}', 1, 7, "NaN is not JSON: a number must be written in digits"),
        ('["NaN", -Infinity]', 1, 9, "-Infinity is not JSON: a number must be written in digits"),
        ('{"a": 01}', 1, 7, "A number must not begin with 0"),
        ('{"a": 1.}', 1, 8, "A digit must follow the decimal point"),
        ('{"a": .5}', 1, 7, "A number must begin with a digit: 0.5, not .5"),
        ('{"a": +5}', 1, 7, "A number must not begin with +"),
        ('{"a": -}', 1, 7, "A digit must follow the minus sign"),
        ('{"a": 1e}', 1, 8, "Digits must follow the exponent"),
        ('{"a": "\t"}', 1, 8, "A tab inside a string must be written \\t"),
        ('{"a": "\x01"}', 1, 8, "A control character inside a string must be written \\u0001"),
        ('{"a": "\\x"}', 1, 8, "Unknown escape in a string: a backslash itself is written \\\\"),
        ('{"a": "\\u12"}', 1, 8, "\\u must be followed by four hexadecimal digits"),
        ('{"a": 1} // note', 1, 10, "JSON has no comments"),
        ('{"a": 1}}', 1, 9, "} closes nothing: there is one too many"),
        ('{"a": [1}', 1, 9, "} does not close the [ that was opened: ] is missing before it"),
        ('{"a": 1} {"b": 2}', 1, 10, "More text after the end of the JSON"),
        ('{"a": 1},', 1, 9, "A comma after the end of the JSON"),
        ('["a": 1]', 1, 5, "A colon in a list: only the members of an object have one"),
        (
            '{"event": {"web": "webPageDetails": {"name": "x"}}}',
            *(1, 35, 'A second colon after one key: { or a comma is missing before "webPageDetails"'),
        ),
        ('{"a": [{"b": "c": 1}]}', 1, 17, 'A second colon after one key: { or a comma is missing before "c"'),
        ('{"a": 1: 2}', 1, 8, "A second colon after one key: its value stands before it already"),
        ('{"a": {}: 2}', 1, 9, "A second colon after one key: its value stands before it already"),
        ('[{"a": 1}: 2]', 1, 10, "A colon in a list: only the members of an object have one"),
        ('{"a": {{now}}}', 1, 7, "The placeholder {{now}} needs double quotes"),
        ("[{{ a b }}]", 1, 2, "The placeholder {{ a b }} needs double quotes"),
        ("\ufeff{}", 1, 1, "An invisible byte order mark (U+FEFF) stands here: remove it"),
        ('{"a":\u00a01}', 1, 6, "An unusual space (U+00A0) stands here: use a plain one"),
        ('{"😀": "😀" 1}', 1, 13, 'Comma missing after "😀"'),
        ('{"a": "say \\"hi\\"" 1}', 1, 20, 'Comma missing after "say \\"hi\\""'),
        ("}", 1, 1, "} closes nothing: a value is missing before it"),
        ("*", 1, 1, "* is not JSON here"),
    ],
)
def test_each_slip_is_named_in_plain_words(text: str, line: int, column: int, message: str) -> None:
    problem = find_problem(text)
    assert problem is not None
    assert (problem.line, problem.column, problem.message) == (line, column, message)


def test_long_tokens_are_cut_in_messages() -> None:
    problem = find_problem('["' + "x" * 100 + '" 1]')
    assert problem is not None
    assert len(problem.message) < 70


def test_valid_json_has_no_problem() -> None:
    assert find_problem('{"a": [1, 2.5e+3, "\\u00e9", null]}\n') is None
