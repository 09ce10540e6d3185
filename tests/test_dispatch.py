"""A model trained on past dispatches sits beside the directory, as the office says."""

from dataclasses import replace

import numpy as np
import pytest

import minyi as library
from minyi.dispatch import Dispatcher, load_dispatcher
from minyi.errors import BadModelError, UsageError
from minyi.model_store import save_model
from minyi.retraining import train
from minyi.routing import Directory, Duty, Guess, Organization

PLACES = ["东关小区", "西河村口", "北门市场", "南苑大院", "中心街上", "新村三组", "火车站旁"]
WORK = {
    "区文旅局": ["广场舞台想办灯会", "想多几场露天电影", "希望办个猜灯谜", "建议搞戏曲下乡"],
    "区残联": ["盼着无障碍活动多些", "建议办手语角", "希望给盲人读报", "想要轮椅出借点"],
    "外地的局": ["铁路道口想改线", "盼高铁多停一站", "建议火车加班次", "希望机场开快线"],
}
ROWS = [(p + w, name) for name, works in WORK.items() for p in PLACES for w in works]
REST = "大家建议办手语角，盼着无障碍活动多些"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    trained = train([text for text, _ in ROWS], {"category": [name for _, name in ROWS]})
    path = tmp_path_factory.mktemp("模型") / "派单模型"
    save_model(trained.model, path)
    return path


def body(name, **more):
    return Organization(name=name, **more)


BARE = Directory(
    name="示例区",
    organizations=(body("区群众办", role="coordinating"), body("区文旅局"), body("区残联")),
)


def understood(dispatcher, text, *duties):
    """The route of a text in an office that gives its categories to nobody else."""
    own = replace(BARE, duties=duties)
    return replace(library.load().flow, directory=own, dispatcher=dispatcher).understand([text])


def routed(dispatcher, text, *duties):
    return understood(dispatcher, text, *duties).routes[0]


def test_it_decides_where_the_rules_fall_back(folder):
    route = routed(load_dispatcher(folder, first=False), REST)
    assert route.organization == "区残联"
    assert "按以往派单记录的模型（把握 " in route.reason
    assert routed(None, REST).organization == "区群众办"


def test_it_does_not_decide_where_a_duty_does(folder):
    dispatcher = load_dispatcher(folder, first=False)
    everything = Duty(organization="区文旅局", categories=("*",))
    assert routed(dispatcher, REST, everything).organization == "区文旅局"


def test_an_organization_of_another_district_is_never_told(folder):
    route = routed(load_dispatcher(folder, first=False), "盼高铁多停一站，建议火车加班次")
    assert route.organization == "区群众办"


def test_who_is_asked_for_outranks_it(folder):
    route = routed(load_dispatcher(folder, first=True), f"请区文旅局答复：{REST}")
    assert route.organization == "区文旅局"
    assert "来信请" in route.reason


class Said:
    """A model that gives these probabilities."""

    main_head = "category"

    def __init__(self, *chances):
        self.chances = np.array(chances, np.float32)

    def labels(self, head):
        return ("区残联", "区文旅局")

    def probabilities(self, texts):
        return {"category": self.chances.reshape(len(texts), 2)}


def test_a_guess_that_is_more_probably_wrong_is_not_heard():
    dispatcher = Dispatcher(Said([0.5, 0.5], [0.1, 0.9], [0.7, 0.3], [1.0, 0.0]), sure_above=0.8)
    assert dispatcher.guesses(["甲", "乙", "丙", "丁"]) == [
        None,
        Guess("区文旅局", 90, sure=True),
        Guess("区残联", 70),
        Guess("区残联", 99, sure=True),  # nothing is certain
    ]
    assert Dispatcher(Said()).guesses([]) == []


def test_without_held_out_figures_a_person_looks_at_every_guess(folder):
    model = load_dispatcher(folder, first=False).model
    bare = Dispatcher(replace(model, facts={}))
    assert routed(bare, REST).needs_review
    assert understood(bare, REST).review_reasons[0]
    sure = Dispatcher(model, sure_above=0.0)
    assert not routed(sure, REST).needs_review


def test_an_office_names_its_model_in_its_settings(folder, tmp_path):
    line = f'dispatch_model = "{folder.as_posix()}"\ndispatch_mode = "first"\n'
    (tmp_path / "minyi.toml").write_text(line, encoding="utf-8")
    dispatcher = library.load(tmp_path).flow.dispatcher
    assert dispatcher is not None
    assert dispatcher.first
    assert library.load().flow.dispatcher is None


@pytest.mark.parametrize(
    ("line", "error", "told"),
    [
        ('dispatch_model = "没有"\n', BadModelError, "不是模型文件夹"),
        ('dispatch_mode = "always"\n', UsageError, "fallback"),
        ("dispatch_model = 3\n", UsageError, "派单模型文件夹的路径"),
        ("max_error = 3\n", UsageError, "0.03 表示至多错 3%"),
    ],
)
def test_a_wrong_setting_is_told_in_chinese(tmp_path, line, error, told):
    (tmp_path / "minyi.toml").write_text(line, encoding="utf-8")
    with pytest.raises(error, match=told):
        library.load(tmp_path)


def test_organizations_of_the_model_that_the_directory_does_not_know_are_named(folder):
    assert load_dispatcher(folder, first=False).strangers(BARE) == ["外地的局"]


def test_check_lists_a_model_that_cannot_be_used_and_a_budget_that_cannot_be_kept(
    minyi, folder, tmp_path
):
    lines = f'model = "{folder.as_posix()}"\ndispatch_model = "没有"\nmax_error = 0.03\n'
    (tmp_path / "minyi.toml").write_text(lines, encoding="utf-8")
    code, told, _ = minyi("check", tmp_path)
    assert code == 2
    assert "没有 不是模型文件夹" in told
    assert "误差曲线" not in told  # this model has one


def test_an_organization_that_serves_another_likely_category_fits():
    aid = replace(BARE, duties=(Duty(organization="区残联", categories=("aid.care",)),))
    said = Dispatcher(Said([0.9, 0.1], [0.9, 0.1], [0.1, 0.9]), first=True)
    others = [[("aid.care", 0.2)], [("aid.care", 0.05)], [("aid.care", 0.2)]]
    guesses = said.guesses(["甲", "乙", "丙"], others, aid)
    assert [guess.fits for guess in guesses] == [True, False, False]
