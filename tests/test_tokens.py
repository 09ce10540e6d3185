"""Features: whole-batch hashing gives what a text alone would give."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minyi.errors import BadModelError
from minyi.segmenting import dictionary_hash, segment
from minyi.tokens import (
    BUCKETS,
    TextSettings,
    check_settings,
    known_words,
    occurrences,
    readable,
)

SETTINGS = TextSettings(characters=(1, 2, 3), lexicon=True, words=True, title=True)
TEXTS = st.lists(st.text(alphabet="停水两天了A1 ３\n，。楼x\x01\u200b𠮷", max_size=30), max_size=8)


def of_one(families, position):
    return [
        family.buckets[family.starts[position] : family.starts[position + 1]].tolist()
        for family in families
    ]


@settings(deadline=None)
@given(TEXTS)
def test_a_text_has_the_same_features_in_a_batch_as_alone(texts):
    settings = TextSettings(title=False)
    together = occurrences(texts, settings)
    for position, text in enumerate(texts):
        assert of_one(together, position) == of_one(occurrences([text], settings), 0)


@settings(deadline=None)
@given(TEXTS)
def test_every_feature_can_be_shown_to_a_person(texts):
    letters, families = readable(texts, SETTINGS)
    hashed = occurrences(texts, SETTINGS)
    for spans, family in zip(families, hashed, strict=True):
        assert spans.shape == (len(family.buckets), 2)
        for i, text in enumerate(texts):
            mine = slice(*family.starts[i : i + 2])
            assert (spans[mine, 1] <= len(letters[i])).all()
            alone, (first, *_) = readable([text], SETTINGS)
            assert alone == [letters[i]]
            if family is hashed[0]:
                assert spans[mine].tolist() == first.tolist()
    for n, spans in zip((1, 2, 3), families, strict=False):
        assert (np.diff(spans) == n).all()


def test_spans_name_the_characters_and_words_that_were_hashed():
    (letters,), (ones, _, threes, words) = readable(
        ["15号楼停水"], TextSettings(characters=(1, 2, 3), lexicon=False, words=True)
    )
    assert letters == "0号楼停水"
    assert [letters[a:b] for a, b in ones] == list("0号楼停水")
    assert [letters[a:b] for a, b in threes] == ["0号楼", "号楼停", "楼停水"]
    assert [letters[a:b] for a, b in words] == ["号楼", "停水"]


@settings(deadline=None)
@given(TEXTS)
def test_buckets_lie_in_the_table_and_starts_rise(texts):
    for family in occurrences(texts, SETTINGS):
        assert len(family.starts) == len(texts) + 1
        assert (np.diff(family.starts) >= 0).all()
        assert family.starts[-1] == len(family.buckets)
        assert (
            not len(family.buckets) or 0 <= family.buckets.min() <= family.buckets.max() < BUCKETS
        )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("3号楼停水", "15号楼停水"),
        ("APP打不开", "app打不开"),
        ("３号楼停水", "3号楼停水"),
        ("這裡停水", "这里停水"),
    ],
)
def test_writings_of_one_thing_share_their_features(one, other):
    families = occurrences([one, other], TextSettings(title=False))
    assert of_one(families, 0) == of_one(families, 1)


def test_of_the_lexicon_only_words_of_the_dictionary_are_learned():
    settings = TextSettings(characters=(1,), lexicon=True)
    text = "小区停水两天没人管"
    (letters,), spans = readable([text], settings)
    _, *before = occurrences([text], settings)
    _, *after = known_words(occurrences([text], settings))
    words = {
        letters[start:end]
        for family, kept, places in zip(before, after, spans[1:], strict=True)
        for bucket, (start, end) in zip(family.buckets, places, strict=True)
        if bucket in kept.buckets
    }
    assert {"小区", "停水"} <= words
    assert not {"区停", "水两", "区停水两"} & words


def test_equal_strings_are_equal_features_and_others_are_not():
    families = occurrences(["停水", "停电"], TextSettings(characters=(1, 2), lexicon=False))
    ones, twos = families
    assert ones.buckets[0] == ones.buckets[2]
    assert ones.buckets[1] != ones.buckets[3]
    assert twos.buckets[0] != twos.buckets[1]


def test_a_title_counts_as_a_field_of_its_own():
    with_title = occurrences(["停水\n家里没水"], TextSettings(characters=(1, 2, 3), title=True))
    without = occurrences(["家里没水"], TextSettings(title=True))
    assert [f.block for f in with_title].count("title") == 2
    assert "title" not in [f.block for f in without]


@pytest.mark.parametrize(
    "text", ["乒乓球拍卖完了", "小区停水两天没人管", "研究生命起源", "医保报销比例"]
)
def test_both_segmenters_cut_alike(text):
    assert segment(text, "rjieba") == segment(text, "jieba")


def test_a_model_of_another_dictionary_is_refused():
    check_settings(TextSettings(words=True, dictionary=dictionary_hash("rjieba")))
    with pytest.raises(BadModelError, match="分词词典"):
        check_settings(TextSettings(words=True, dictionary="0" * 64))
    with pytest.raises(BadModelError, match="分词器"):
        check_settings(TextSettings(segmenter="other"))
