"""The commands as a person or a script calls them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ARTICLE = Path(__file__).resolve().parents[2] / "client" / "examples" / "interview.txt"
LINES = [
    {"id": "a", "text": '"It rains," Ann Orr told Reuters.'},
    {"id": "b", "text": ""},
    {"id": "c", "text": 7},
    {"id": "d"},
    {"id": "e", "text": "x", "language_code": "xx"},
    {"id": "f", "text": "\ud800"},
]


def run(*command: str, stdin: str | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", *command], capture_output=True, text=True, timeout=120, check=False, input=stdin
    )


def test_extract_over_a_file_answers_every_line(tmp_path: Path) -> None:
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text("\n".join([*map(json.dumps, LINES), "", "not json", "[]"]))
    ended = run("quoth.service", "extract", str(source), "-o", str(target))
    rows = [json.loads(line) for line in target.read_text("utf-8").splitlines()]
    assert ended.returncode == 1
    assert [row.get("error", {}).get("field") for row in rows] == [
        None, "text", "text", "text", "language_code", "text", "line", "line",
    ]  # fmt: skip
    assert [row["document_id"] for row in rows] == ["a", "b", "c", "d", "e", "f", "", ""]
    assert rows[0]["quotations"][0]["segments"] == [{"span": {"start": 1, "end": 10}, "text": "It rains,"}]
    assert rows[0]["elapsed_seconds"] > 0
    assert f"{source}:2: text" in ended.stderr


def test_extract_reads_and_writes_the_standard_streams() -> None:
    ended = run("quoth.service", "extract", "-", stdin=json.dumps(LINES[0]))
    assert ended.returncode == 0
    assert json.loads(ended.stdout)["document_id"] == "a"


def test_extract_of_a_file_that_is_not_there(tmp_path: Path) -> None:
    ended = run("quoth.service", "extract", str(tmp_path / "none.jsonl"))
    assert ended.returncode == 2
    assert "none.jsonl" in ended.stderr


@pytest.mark.parametrize("form", ["table", "json"])
def test_the_main_job(form: str) -> None:
    ended = run("quoth.client", "extract", "--local", "--format", form, str(ARTICLE))
    assert ended.returncode == 0, ended.stderr
    for word in (
        "Selam Dawit",
        "Ethiopian Water Minister",
        "Karim Fahmy",
        "NDTV",
        "Aaj Tak",
        "the Sheraton",
        "Garden City",
    ):
        assert word in ended.stdout


def test_the_example_article_comes_out_right() -> None:
    found = json.loads(run("quoth.client", "extract", "--local", "--format", "json", str(ARTICLE)).stdout)
    rows = [
        (q["speaker"]["name"], q["mention"]["text"], q["venue"]["kind"], [o["name"] for o in q["venue"]["outlets"]])
        for q in found["quotations"]
    ]
    interview = ("interview", ["NDTV", "Aaj Tak"])
    press = ("press_conference", [])
    assert rows == [
        ("Selam Dawit", "Dawit", *interview),
        ("Selam Dawit", "she", *interview),
        ("Selam Dawit", "she", *interview),
        ("Selam Dawit", "Dawit", *interview),
        ("Selam Dawit", "Dawit", *interview),
        ("Selam Dawit", "she", *interview),
        ("Karim Fahmy", "he", *press),
        ("Karim Fahmy", "he", *press),
    ]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["none.txt"], "none.txt"),
        (["latin.txt"], "UTF-8"),
        (["ok.txt", "--timeout", "0"], "timeout"),
        (["ok.txt", "--timeout", "nan"], "timeout"),
    ],
)
def test_the_client_says_what_is_wrong(tmp_path: Path, arguments: list[str], words: str) -> None:
    (tmp_path / "latin.txt").write_bytes("é".encode("latin-1"))
    (tmp_path / "ok.txt").write_text("Hello.")
    ended = run("quoth.client", "extract", "--local", str(tmp_path / arguments[0]), *arguments[1:])
    assert ended.returncode == 2
    assert words in ended.stderr
    assert "Traceback" not in ended.stderr


def test_the_client_says_that_nobody_answers() -> None:
    ended = run("quoth.client", "extract", "--address", "127.0.0.1:1", "--timeout", "20", str(ARTICLE))
    assert ended.returncode == 1
    assert "UNAVAILABLE" in ended.stderr


def test_control_characters_of_an_article_do_not_reach_the_terminal(tmp_path: Path) -> None:
    path = tmp_path / "odd.txt"
    path.write_text('"It \x1b[2J rains,\x07" said Ann Orr.')
    ended = run("quoth.client", "extract", "--local", str(path))
    assert "\ufffd[2J rains" in ended.stdout
    assert not set("\x1b\x07") & set(ended.stdout)


def test_lines_that_no_reader_expects_cost_only_themselves(tmp_path: Path) -> None:
    source = tmp_path / "in.jsonl"
    source.write_text("\ufeff" + "\n".join([json.dumps(LINES[0]), "[" * 100_000, json.dumps(LINES[0])]), "utf-8")
    ended = run("quoth.service", "extract", str(source))
    rows = [json.loads(line) for line in ended.stdout.splitlines()]
    assert [row["document_id"] for row in rows] == ["a", "", "a"]
    assert "Traceback" not in ended.stderr
