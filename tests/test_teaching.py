"""The head for targets learns from a larger encoder; torch and transformers come with the extra `train`."""

import json
from pathlib import Path
from typing import Any

import pytest

from toolkit import encoder, language
from toolkit.training.examples import sentences

torch = pytest.importorskip("torch", reason="needs the extra `train`")
transformers = pytest.importorskip("transformers", reason="needs the extra `train`")

LIKED, HATED = "Everybody loves brave Marla Quist.", "Everybody hates cruel Ivo Brandt."


def read(tmp_path: Path) -> list[Any]:
    rows = []
    for text, polarity in ((LIKED, 1), (HATED, -1)):
        start = text.index(" ", text.index(" ", text.index(" ") + 1) + 1) + 1
        rows.append({"text": text, "targets": [{"start": start, "end": len(text) - 1, "polarity": polarity}]})
    path = tmp_path / "rows.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows * 4), encoding="utf-8")
    return sentences(path, encoder.load().tokenizer, language.load())


def small_teacher() -> Any:
    from toolkit.training.teaching import Teacher

    words = sorted({word for text in (LIKED, HATED) for word in text.replace(".", " .").split()})
    vocabulary = ["<s>", "<pad>", "</s>", "[UNK]", "<mask>", *words]
    from tokenizers import Tokenizer, models, pre_tokenizers

    plain = Tokenizer(models.WordLevel({word: n for n, word in enumerate(vocabulary)}, unk_token="[UNK]"))
    plain.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer = transformers.PreTrainedTokenizerFast(tokenizer_object=plain, pad_token="<pad>")
    config = transformers.MPNetConfig(
        vocab_size=len(vocabulary), hidden_size=32, num_hidden_layers=2, num_attention_heads=4, intermediate_size=64
    )
    torch.manual_seed(1)
    return Teacher(transformers.MPNetModel(config), tokenizer)


def test_lessons_list_targets_with_their_characters_and_answers(tmp_path: Path) -> None:
    from toolkit.training.teaching import lessons

    read_in = read(tmp_path)
    made = lessons(read_in[:1], read_in[1:2])
    assert [(LIKED, HATED)[t.sentence][t.start : t.end] for t in made.targets] == ["Marla Quist", "Ivo Brandt"]
    assert [t.answer for t in made.targets] == [2, None]


def test_a_teacher_learns_and_teaches(tmp_path: Path) -> None:
    from toolkit.training import teaching
    from toolkit.training.model import Reader

    read_in, teacher = read(tmp_path), small_teacher()
    annotated = teaching.lessons(read_in)
    plan = teaching.Plan(epochs=30, rate=3e-3, fresh=1, size=4)
    before = {name: p.clone() for name, p in teacher.encoder.encoder.layer[0].named_parameters()}
    record = teaching.teach(teacher, annotated, plan)
    assert list(record["losses"].values())[-1] < 0.7
    assert all(torch.equal(before[name], p) for name, p in teacher.encoder.encoder.layer[0].named_parameters())
    taught = teaching.answers(teacher, annotated)
    assert taught.argmax(1).tolist() == [target.answer for target in annotated.targets]
    torch.manual_seed(2)
    reader = Reader(17, 6, 5)
    encoder_before = reader.encoder.words.weight.clone()
    silent = teaching.lessons([], read_in)
    teaching.fit_targets(reader, silent, taught, teaching.Plan(epochs=10, rate=1e-3, fresh=1, size=4))
    assert torch.equal(encoder_before, reader.encoder.words.weight)
    states = teaching._early(reader, silent.sentences)
    scores = reader.targets(*teaching._taken(states, silent, silent.targets))
    assert scores.argmax(1).tolist() == taught.argmax(1).tolist()
