"""Formulas as text: what they mean, and what every refusal points at."""

import math
import pickle
import random
import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gdmath.formula import GREEK
from gdmath.landscape.parser import MAX_DEPTH, MAX_EXPONENT, MAX_LENGTH, MAX_TOKENS, parse
from gdmath.landscape.printing import printed
from gdmath.landscape.program import program_of

NAMES = ("a", "b")
PIECES = [
    *"ab+-*/^().,= \t", "**", "sin", "sqrt(", "exp(", "log(", "abs(", "pi", "e", "1", "2.5", "1e3",
    ".5", "1e999", "9", "²", "⁻³", "·", "π", "٣", "\0", "\n", "θ", "__import__", "lambda",
    "'", "{", "−",
]  # fmt: skip


def value(formula, a=0.0, b=0.0):
    return float(program_of(parse(formula, NAMES))(np.array([a, b]))[0])


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("1", 1), (".5", 0.5), ("1.", 1), ("2e-3", 0.002), ("2E+3", 2000), ("007", 7),
        ("-a**2", -9), ("(-a)**2", 9), ("2**3**2", 512), ("2^3^2", 512), ("2**-1", 0.5),
        ("--a", 3), ("---a", -3), ("2 - -a", 5), ("2*-a", -6), ("-a*b", -15), ("+a", 3),
        ("a - b - 1", -3), ("a / b / 2", 0.3), ("a/b*2", 1.2), ("a - (b - 1)", -1),
        ("a**b**0", 3), ("(a**2)**b", 9**5), ("a**-2", 1 / 9), ("a**0", 1), ("a**0.5", 3**0.5),
        ("pi", math.pi), ("e**2", math.e**2), ("ln(a)", math.log(3)), ("log(a)", math.log(3)),
        ("exp(a)", math.exp(3)), ("abs(-a)", 3), ("sqrt(a + 1)", 2), ("tanh(a)", math.tanh(3)),
        ("asin(1/a)", math.asin(1 / 3)), ("atan(a)", math.atan(3)), (" a\t*\nb ", 15),
        ("log(-a)", math.nan), ("1/(a - 3)", math.inf), ("(-a)**0.5", math.nan),
    ],
)  # fmt: skip
def test_formulas_mean_what_they_mean_in_mathematics(formula, expected):
    assert value(formula, 3, 5) == pytest.approx(expected, rel=1e-15, nan_ok=True)


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("2a^2 + 3b^2", 93), ("a² + b²", 34), ("2(a+1)", 8), ("2a", 6), ("(2a)", 6), ("-2a", -6),
        ("a b", 15), ("2 a b", 30), ("a b a", 45), ("a(b + 1)", 18), ("(a)b", 15), ("((a)b)", 15),
        ("(a + 1)(b - 1)", 16), ("2(a)(b)", 30), ("a²b", 45), ("2a²b²", 450), ("a^2b", 45),
        ("2a^2b^2", 450), ("a**2 b", 45), ("a^-2b", 5 / 9), ("a^(b - 3)(b)", 45), ("2^(a)b", 40),
        ("2sin(a)", 2 * math.sin(3)), ("a sin(b)", 3 * math.sin(5)),
        ("sin(a)cos(b)", math.sin(3) * math.cos(5)), ("sin(a)²", math.sin(3) ** 2),
        ("2pi a", 6 * math.pi), ("pi(a + 1)", 4 * math.pi), ("2π", 2 * math.pi),
        ("a e", 3 * math.e),
        ("(a + 1)²", 16), ("-a²", -9), ("(-a)²", 9), ("a²³", 3**23), ("a⁻¹", 1 / 3), ("a⁻²", 1 / 9),
        ("a⁺²", 9), ("a⁰", 1), ("2²a", 12), ("2^a²", 512), ("2^3²", 512), ("e²a", 3 * math.e**2),
        ("a − b", -2), ("a – b", -2), ("−a", -3), ("a·b", 15), ("a × b", 15), ("a⋅b∗a∙b", 225),
        ("a ÷ b", 0.6), ("a∕b", 0.6), ("2a/3", 2), ("2a/b*2", 2.4), ("1/(2a)", 1 / 6),
        ("1/2*a", 1.5), ("a/b²", 3 / 25), ("2a - 3b", -9), ("2a-3 b", -9), ("2*-3a", -18),
        ("2e3a", 6000), ("2e^a", 2 * math.exp(3)), ("2e²", 2 * math.e**2), ("2.5a", 7.5),
        (".5a", 1.5), ("a\u00a0+\u2009b", 8), ("2\u202fa", 6), ("2\u200aa", 6),
        ("a • b", 15), ("a⨯b", 15), ("a^2\n+ b^2", 34), ("0*a", 0), ("0e-400a", 0), ("0^2 + a", 3),
    ],
)  # fmt: skip
def test_formulas_are_read_as_on_paper(formula, expected):
    assert value(formula, 3, 5) == pytest.approx(expected, rel=1e-15)


@pytest.mark.parametrize(
    ("formula", "column", "reason"),
    [
        ("2 3", 3, "'3' stands where an operator should; write 2*3 to multiply"),
        ("a 2", 3, "'2' stands where an operator should; write a*2"),
        ("(a + 1)2", 8, "'2' stands where an operator should; write (…)*2"),
        ("a²3", 3, "'3' stands where"),
        ("(2 3)", 4, "'3' stands where an operator or ')' should; write 2*3"),
        ("1/2a", 4, "'a' follows a divisor; write /(2*a) or /2*a"),
        ("1/2 a", 5, "'a' follows a divisor"),
        ("1/-2a", 5, "'a' follows a divisor"),
        ("a/b(a + 1)", 4, "'(' follows a divisor; write /(b*(…)) or /b*(…)"),
        ("1/2π", 4, "'π' follows a divisor"),
        ("2a/3b", 5, "'b' follows a divisor"),
        ("1 ÷ 2a", 6, "'a' follows a divisor"),
        ("e^2a", 4, "'a' follows an exponent; write ^(2*a) or ^2*a"),
        ("2^a b", 5, "'b' follows an exponent; write ^(a*b) or ^a*b"),
        ("2^-a(b)", 5, "'(' follows an exponent"),
        ("a^b(2)", 4, "'(' follows an exponent"),
        ("2^a²b", 5, "'b' follows an exponent"),
        ("2e", 2, "'e' follows a number; write 2*e, or a power of ten such as 2e3"),
        ("2e -3a", 2, "'e' follows a number"),
        ("2 e*a", 3, "'e' follows a number"),
        ("e(a)", 2, "'(' follows 'e', which is a number; write e*(…) or exp(…)"),
        ("a² ³", 4, "'³' follows an exponent; write (a²)³ or a^(2^3)"),
        ("a²^3", 3, "'^' follows an exponent; write (a²)^… or a^(2^…)"),
        ("(a+b)² ³", 8, "'³' follows an exponent; write ((a+b)²)³ or (a+b)^(2^3)"),
        ("²", 1, "'²' stands where a number, a variable"),
        ("a + ²", 5, "'²' stands where"),
        ("a⁻", 2, "'⁻' is not allowed"),
        ("a⁶⁵", 2, "the exponent is 65; it must be from -64 to 64"),
        ("a⁻⁶⁵", 2, "the exponent is 65"),
        ("(a⁹)⁹", 5, "the exponent is 81"),
        ("0⁻¹", 2, "'⁻¹' of 0 and -1"),
        ("1e200(1e200)", 6, "'(' of 1e+200 and 1e+200 is infinite or too large"),
        ("ab", 1, "'ab' is not known; did you mean a*b?"),
        ("2ab", 2, "'ab' is not known; did you mean a*b?"),
        ("asin b", 6, "'b' follows 'asin', which is a function"),
        ("bsin(a)", 1, "'bsin' is not known; did you mean b*sin(…)?"),
        ("2πa", 2, "'πa' is not known; did you mean pi*a?"),
        ("sin²(a)", 4, "'²' follows 'sin', which is a function; write sin(...)²"),
        ("sin⁻¹(a)", 4, "which is a function; write asin(...) or 1/sin(...)"),
        ("sin^-1(a)", 4, "which is a function; write asin(...) or 1/sin(...)"),
        ("exp⁻²(a)", 4, "which is a function; write 1/exp(...)"),
        ("sin^2(a)", 4, "which is a function; write sin(...)^2"),
        ("sin 2a", 5, "which is a function; write sin(2…)"),
        ("sina", 1, "'sina' is not known; did you mean sin(a)?"),
        ("lna", 1, "did you mean ln(a)?"),
        ("2cosb", 2, "did you mean cos(b)?"),
        ("asinb", 1, "did you mean asin(b)?"),
        ("sinbcosa", 1, "did you mean sin(b)*cos(a)?"),
        ("sin2a", 1, "did you mean sin(2*a)?"),
        ("2a3b", 2, "did you mean a*3*b?"),
        ("a2", 1, "did you mean a^2 or 2*a?"),
        ("1/ab", 3, "did you mean (a*b)?"),
        ("e^ab", 3, "did you mean (a*b)?"),
        ("log10(a)", 1, "did you mean (log(…)/log(10))?"),
        ("log_2(a)", 1, "did you mean (log(…)/log(2))?"),
        ("lg(a)", 1, "did you mean (log(…)/log(10))?"),
        ("cot(a)", 1, "did you mean (1/tan(…))?"),
        ("arctan(a)", 1, "did you mean atan?"),
        ("1/2(a+b)", 4, "'(' follows a divisor; write /(2*(…)) or /2*(…)"),
        ("1/a²b", 5, "'b' follows a divisor; write /(a²*b) or /a²*b"),
        ("1/(a)b", 6, "'b' follows a divisor; write /((a)*b) or /(a)*b"),
        ("½a²", 1, "'½' is not understood; write (1/2)"),
        ("a^½", 3, "'½' is not understood; write (1/2)"),
        ("a₁", 1, "'a₁' is not allowed; write a1"),
        ("2,5a", 2, "',' is not allowed; decimals stand behind a point"),
        ("a—b", 2, "'—' is not understood; write -"),
        ("a^2\nb^2", 5, "'b' begins a line without a sign; write a^2*b to multiply"),
        ("2\r\n(a)", 4, "'(' begins a line without a sign; write 2*(…) to multiply"),
        ("1e5e", 4, "'e' follows a number; write 1e5*e"),
        ("1e-400a", 1, "'1e-400' is too small; numbers other than 0 are at least 4.94e-324"),
        ("1e-200*1e-200*a", 7, "'*' of 1e-200 and 1e-200 is too small for float64"),
        ("1e-200/1e200", 7, "'/' of 1e-200 and 1e+200 is too small"),
        ("2^-2000 a", 2, "'^' of 2 and -2000 is too small"),
        ("f(a)", 1, "'f' is not known"),
        ("√a", 1, "'√' is not understood; write sqrt(...)"),
    ],
)
def test_what_paper_leaves_open_is_refused_at_its_character(formula, column, reason):
    with pytest.raises(ValueError, match=re.escape(f", column {column}: ")) as refusal:
        parse(formula, NAMES)
    assert reason in str(refusal.value)


def test_a_power_of_ten_is_not_a_variable():
    for formula in ("2e1", "2.5e1 + e2"):
        with pytest.raises(ValueError, match=r"e1' is a number, though e1 is a variable; write 2"):
            parse(formula, ("e1", "e2"))
    for formula, product in (("2E+3", r"2\*E\+3"), ("2E3", r"2\*E\*3"), ("1.5E-1", r"1\.5\*E-1")):
        says = rf"'{re.escape(formula)}' is a number, though E is a variable; write {product} to"
        with pytest.raises(ValueError, match=says):
            parse(formula, ("E", "y"))
    assert float(program_of(parse("2E + 2e3", ("E", "y")))(np.array([3.0, 1.0]))[0]) == 2006
    assert float(program_of(parse("2*e1", ("e1", "e2")))(np.array([3.0, 1.0]))[0]) == 6


@pytest.mark.parametrize(
    ("formula", "column", "reason"),
    [
        ("a + sni(b)", 5, "'sni' is not known; did you mean sin?"),
        ("Sin(b)", 1, "'Sin' is not known; did you mean sin?"),
        ("SQRT(b)", 1, "'SQRT' is not known; did you mean sqrt?"),
        ("a + xyz", 5, "'xyz' is not known; the variables are a and b, the constants pi, e"),
        ("sin a", 5, "'a' follows 'sin', which is a function; write sin(a)"),
        ("atan(a, b)", 7, "',' is not allowed; every function takes one argument"),
        ("(a + b", 7, "')' is missing for the '(' in column 1"),
        ("a + b)", 6, "')' closes nothing"),
        ("a +", 4, "the end stands where a number, a variable, a function or '(' should"),
        ("a + * b", 5, "'*' stands where"),
        ("()", 2, "')' stands where"),
        ("J = a", 3, "'=' is not allowed"),
        ("a = 1", 3, "'=' is not allowed; write only what J equals"),
        ("a + ٣", 5, "is not"),
        ("a\0b", 2, r"'\x00' is not allowed"),
        ("1e999", 1, "'1e999' is too large"),
        ("9**9**9**9", 5, "'**' of 9 and 3.8742e+08 is infinite or too large"),
        ("exp(exp(exp(100)))", 5, "'exp' of 2.68812e+43 is infinite or too large"),
        ("1e200*1e200*a", 6, "'*' of 1e+200 and 1e+200 is infinite or too large"),
        ("a + 1/0", 6, "'/' divides by 0"),
        ("a/(1 - 1)", 2, "'/' divides by 0"),
        ("0**-1", 2, "'**' of 0 and -1"),
        ("a + log(-1)", 5, "'log' of -1 has no real value"),
        ("sqrt(-2)", 1, "'sqrt' of -2 has no real value"),
        ("a**65", 2, "the exponent is 65; it must be from -64 to 64"),
        ("((a**9)**9)**9", 8, "the exponent is 81"),
        ("(-a**9)**-9", 8, "the exponent is 81"),
        ("a**9**9", 2, "the exponent is 3.8742e+08"),
    ],
)  # fmt: skip
def test_a_refusal_points_at_the_character(formula, column, reason):
    with pytest.raises(ValueError, match=re.escape(f", column {column}: ")) as refusal:
        parse(formula, NAMES)
    message = str(refusal.value)
    assert message.startswith(f"formula {formula!r}, ")
    assert reason in message
    assert "\n" not in message
    assert str(pickle.loads(pickle.dumps(refusal.value))) == message  # noqa: S301 (our own)


@pytest.mark.parametrize(
    ("formula", "column", "reason"),
    [
        ("1_000", 2, "'_000' is not known"),
        ("0x10*a", 2, "'x10' is not known"),
        ("1j*a", 2, "'j' is not known"),
        ("1e+", 2, "'e' follows a number; write 1*e, or a power of ten such as 1e3"),
        ("f'{a}'", 2, '"\'" is not allowed'),
        ("a # b", 3, "'#' is not allowed"),
        ("a \\\n+ b", 3, "'\\\\' is not allowed"),
        ("0 < a < b", 3, "'<' is not allowed"),
        ("a if b", 3, "'if' is not known"),
        ("lambda", 1, "'lambda' is not known"),
        ("a.real", 2, "'.' is not allowed"),
        ("a; b", 2, "';' is not allowed"),
        ("a(b := 1)", 5, "':' is not allowed"),
        ("a@b", 2, "'@' is not allowed"),
        ("a//b", 3, "'/' stands where"),
        ("ａ + b", 1, "'ａ' is not known"),
        ("ﬁ", 1, "'ﬁ' is not known"),
    ],
)
def test_what_python_alone_understands_is_refused(formula, column, reason):
    with pytest.raises(ValueError, match=re.escape(f", column {column}: ")) as refusal:
        parse(formula, NAMES)
    assert reason in str(refusal.value)


@pytest.mark.parametrize("formula", ["a\n+ b", "\ta\r\n+b\n", "+a+007*b/7"])
def test_what_python_would_refuse_is_read(formula):
    assert value(formula, 3, 5) == 8


@pytest.mark.parametrize("formula", [None, 3, b"a", ["a"], "", "  \n"])
def test_what_is_no_text_is_refused(formula):
    with pytest.raises(ValueError, match=r"^formula is .*; it must be text such as"):
        parse(formula, NAMES)


@pytest.mark.parametrize(
    ("formula", "limit"),
    [
        ("a" + " " * MAX_LENGTH, f"at most {MAX_LENGTH} characters, not {MAX_LENGTH + 1}"),
        ("-" * 100_000 + "a", f"at most {MAX_LENGTH} characters"),
        ("(" * 250 + "a" + ")" * 49, f"at most {MAX_DEPTH} levels"),
        ("+".join("a" * (MAX_TOKENS // 2 + 1)), f"at most {MAX_TOKENS} numbers, names and signs"),
        ("**".join("a" * 100), f"at most {MAX_DEPTH} levels"),
        ("sin(" * 33 + "a" + ")" * 33, f"at most {MAX_DEPTH} levels"),
    ],
)
def test_limits_are_named(formula, limit):
    with pytest.raises(ValueError, match=limit) as refusal:
        parse(formula, NAMES)
    assert len(str(refusal.value)) < 250


def test_what_is_just_within_the_limits_is_read():
    assert value("(" * MAX_DEPTH + "a" + ")" * MAX_DEPTH, 2) == 2
    assert value("-" * (MAX_TOKENS - 1) + "a", 2) == -2
    assert value(f"a**{MAX_EXPONENT}", 2) == 2.0**MAX_EXPONENT
    assert value("+".join("a" * (MAX_TOKENS // 2)), 1) == MAX_TOKENS // 2


def test_an_error_in_a_long_formula_quotes_what_is_around_it():
    formula = "a + " * 50 + "sni(b)" + " + a" * 50
    with pytest.raises(ValueError, match="column 201: 'sni' is not known") as refusal:
        parse(formula, NAMES)
    assert "…" in str(refusal.value)
    assert "sni(b)" in str(refusal.value)


@pytest.mark.long
@settings(derandomize=True, deadline=None, max_examples=400)
@given(st.one_of(st.text(max_size=60), st.lists(st.sampled_from(PIECES), max_size=30).map("".join)))
def test_random_text_is_read_or_refused_in_one_line(text):
    try:
        printed(parse(text, NAMES), NAMES)
    except ValueError as error:
        refusal = str(error)
    else:
        refusal = ""
    assert len(refusal.splitlines()) <= 1


@pytest.mark.parametrize(
    ("formula", "typst", "latex"),
    [
        ("(a - 1)**2", "(a - 1)^(2)", r"\left(a - 1\right)^{2}"),
        ("1/2*a", "(1)/(2) a", r"\frac{1}{2} a"),
        ("a*b/2/a", "(a b)/(2 a)", r"\frac{a b}{2 a}"),
        ("2*3*a", "2 dot 3 a", r"2 \cdot 3 a"),
        ("a - (b - 1)", "a - (b - 1)", r"a - \left(b - 1\right)"),
        ("-a**2 + -b", "-a^(2) + (-b)", r"-a^{2} + \left(-b\right)"),
        ("exp(-a)**2", "(e^(-a))^(2)", r"\left(e^{-a}\right)^{2}"),
        ("log(abs(a))", "ln(abs(a))", r"\ln\left(\left|a\right|\right)"),
        ("asin(pi*a)", "arcsin(pi a)", r"\arcsin\left(\pi a\right)"),
        ("sqrt(.5*a)", "sqrt(0.5 a)", r"\sqrt{0.5 a}"),
        ("2e-3*a", "2 dot 10^(-3) a", r"2 \cdot 10^{-3} a"),
        ("(a**2)**b", "(a^(2))^(b)", r"\left(a^{2}\right)^{b}"),
        ("2a²b", "2 a^(2) b", "2 a^{2} b"),
        ("2(a + 1)", "2 (a + 1)", r"2 \left(a + 1\right)"),
        ("2a*3b", "2 a dot 3 b", r"2 a \cdot 3 b"),
        ("2a/3", "(2 a)/(3)", r"\frac{2 a}{3}"),
        ("a⁻²", "a^(-2)", "a^{-2}"),
    ],
)
def test_formulas_are_printed(formula, typst, latex):
    formula = printed(parse(formula, NAMES), NAMES)
    assert formula.typst == typst
    assert formula.latex == latex


@pytest.mark.parametrize(
    ("name", "typst", "latex"),
    [
        ("θ0", "theta_0", r"\theta_{0}"),
        ("theta_1", "theta_1", r"\theta_{1}"),
        ("x", "x", "x"),
        ("slope", 'italic("slope")', r"\mathit{slope}"),
        ("w12", "w_12", "w_{12}"),
        ("k_max", 'k_"max"', r"k_{\mathrm{max}}"),
        ("_", 'italic("_")', r"\mathit{\_}"),
        ("_x", 'italic("_x")', r"\mathit{\_x}"),
    ],
)
def test_names_are_printed(name, typst, latex):
    formula = printed(parse(name, (name, "b")), (name, "b"))
    assert (formula.typst, formula.latex) == (typst, latex)


def test_typst_knows_every_greek_letter():
    typst = pytest.importorskip("typst")
    source = "".join(f"#assert($ {name} $ == $ {letter} $)\n" for name, letter in GREEK.items())
    assert typst.compile(source.encode(), format="svg").startswith(b"<svg")


def test_typst_reads_what_is_printed(tmp_path):
    typst = pytest.importorskip("typst")
    formulas = [
        "-(a+b)**2/3", "exp(-a**2)**b", "sin(a)**2*cos(b)/tan(a*b)", "abs(a)**.5 + 2e9*pi*e",
        "1/(1+1/(1+a))", "2**a*3**b", "-(-a)", "asin(a)+acos(a)+atan(a)+sinh(a)+cosh(b)+tanh(b)",
    ]  # fmt: skip
    names = [("a", "b"), ("θ0", "k_max"), ("slope", "_x"), ("_", "__"), ("w12", "ν")]
    generator = random.Random(0)  # noqa: S311 (no secret)
    lines = []
    for first, second in names:
        for text in formulas:
            renamed = re.sub(
                r"\b[ab]\b", lambda match, pair=(first, second): pair["ab".index(match[0])], text
            )
            lines.append(f"$ {printed(parse(renamed, (first, second)), (first, second)).typst} $")
    generator.shuffle(lines)
    source = tmp_path / "formulas.typ"
    source.write_text("\n\n".join(lines), encoding="utf-8")
    assert typst.compile(str(source), format="pdf").startswith(b"%PDF")


def test_a_number_beyond_float64_is_not_quoted_in_full():
    with pytest.raises(ValueError, match="is too large") as caught:
        parse("1" * 400, ("a", "b"))
    assert len(str(caught.value)) < 250
