"""What a model of past dispatches may decide beside the directory."""

import pytest

from minyi.routing import Duty, Guess, Organization, route_all, serves_any

NOBODYS = "education.school"  # no duty of the small office serves it


def routed(directory, guess, text="孩子上学的事没人管", category=NOBODYS, **more):
    return route_all([text], [category], directory, guesses=[guess], **more)[0]


def test_it_takes_the_place_of_the_coordinating_office(office):
    route = routed(office, Guess("区民政局", 87, sure=True))
    assert route.organization == "区民政局"
    assert "按以往派单记录的模型（把握 87%）" in route.reason
    assert not route.needs_review


def test_a_guess_that_is_not_sure_is_looked_at(office):
    route = routed(office, Guess("区民政局", 62))
    assert route.organization == "区民政局"
    assert route.needs_review
    assert "请人工确认" in route.reason


def test_an_alias_is_as_good_as_the_name(office):
    assert routed(office, Guess("医保", 90)).organization == "区医保局"


@pytest.mark.parametrize(
    ("guess", "hint"),
    [
        ("区教育局", ""),  # the directory does not know it
        ("柳河镇人民政府", "东关街道"),  # serves another town only
        ("区纪委监委", ""),  # discipline, and the matter is no conduct
        ("区群众工作部", ""),  # is the coordinating office itself
    ],
)
def test_never_an_organization_that_the_directory_excludes(office, guess, hint):
    route = routed(office, Guess(guess, 99, sure=True), place_hints=[hint])
    assert route.organization == "区群众工作部"
    assert "以往派单" not in route.reason


def test_an_office_of_the_very_town_may_be_learned(office):
    route = routed(office, Guess("东关街道办事处", 80), place_hints=["东关街道"])
    assert route.organization == "东关街道办事处"


def test_where_a_duty_is_known_it_stands(office):
    route = routed(office, Guess("区住建局", 99, sure=True), "停水两天了", "utilities.water")
    assert route.organization == "区供水公司"


def test_first_hears_it_before_the_duties_among_those_that_serve_the_category(office):
    first = Guess("区住建局", 91, first=True, sure=True)  # assists with water
    route = routed(office, first, "停水两天了", "utilities.water")
    assert route.organization == "区住建局"
    assert "按分工应由区供水公司主办" in route.reason
    other = Guess("区医保局", 99, first=True, sure=True)  # has duties, none for water
    assert routed(office, other, "停水两天了", "utilities.water").organization == "区供水公司"


@pytest.mark.parametrize("first", [False, True])
@pytest.mark.parametrize(
    "text",
    [
        "请区医保局处理孩子上学的事",
        "区民政局工作人员态度恶劣，推诿扯皮",
        "别再转给区民政局了",
    ],
)
def test_what_the_text_says_of_an_organization_outranks_it(office, text, first):
    guess = Guess("区民政局", 99, first=first, sure=True)
    route = routed(office, guess, text, "conduct.style")
    assert route == routed(office, None, text, "conduct.style")


def test_a_text_that_says_nothing_is_not_sent_by_a_model(office):
    route = routed(office, Guess("区民政局", 99, sure=True), "啊")
    assert route.organization == "区群众工作部"


def test_the_organization_that_the_table_names_stands(office):
    route = routed(office, Guess("区民政局", 99), assigned=["区医保局"])
    assert route.organization == "区医保局"


def test_a_coordinating_office_with_a_duty_for_everything_is_still_the_last_resort(
    altered,
):
    everything = Duty(organization="区群众工作部", categories=("*",))
    own = altered(duties=(*altered().duties, everything))
    assert routed(own, Guess("区民政局", 90, sure=True)).organization == "区民政局"


def test_an_organization_without_any_duty_is_not_excluded(altered):
    own = altered(organizations=(*altered().organizations, Organization(name="区教育局")))
    assert routed(own, Guess("区教育局", 90)).organization == "区教育局"


def test_equal_matters_with_other_guesses_go_to_other_offices(office):
    guesses = [Guess("区民政局", 90), None, Guess("区医保局", 90)]
    routes = route_all(["孩子上学"] * 3, [NOBODYS] * 3, office, guesses=guesses)
    assert [r.organization for r in routes] == ["区民政局", "区群众工作部", "区医保局"]


def test_what_fits_no_category_is_nobodys_though_the_coordinating_office_takes_it(altered):
    rest = Duty(organization="区群众工作部", categories=("other.general",))
    own = altered(duties=(*altered().duties, rest))
    guess = Guess("区民政局", 90, sure=True)
    assert routed(own, guess, category="other.general").organization == "区民政局"
    named = Duty(organization="区群众工作部", categories=(NOBODYS,))
    own = altered(duties=(*altered().duties, named))
    assert routed(own, guess).organization == "区群众工作部"


def test_first_may_follow_another_category_that_the_matter_may_well_have(office):
    guess = Guess("区医保局", 91, first=True, sure=True, fits=True)
    assert routed(office, guess, "停水两天了", "utilities.water").organization == "区医保局"
    elsewhere = Guess("柳河镇人民政府", 91, first=True, sure=True, fits=True)
    route = routed(office, elsewhere, "停水", "utilities.water", place_hints=["东关街道"])
    assert route.organization == "区供水公司"


@pytest.mark.parametrize(
    ("name", "categories", "wanted"),
    [
        ("医保", ["health.insurance"], True),
        ("区住建局", ["travel.roads", "housing.property"], True),
        ("区住建局", ["travel.roads"], False),
        ("区住建局", [], False),
        ("外地的局", ["housing.property"], False),
    ],
)
def test_who_serves_any_of_some_categories(office, name, categories, wanted):
    assert serves_any(name, categories, office) == wanted
