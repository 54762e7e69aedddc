"""The file of owners: read, or refused with the line that is wrong; without one the bureau answers for all."""

from pathlib import Path

import pytest

from openmbi.catalog.owners import LONE_BUREAU, load_owners
from openmbi.core.language import Language
from openmbi.core.owners import BUREAU, Role
from openmbi.core.problems import Problem

OWNERS = """\
owners:
  - identifier: province
    name: {zh: 省厅, en: province}
    role: province
    places: ["440000"]
  - identifier: guangzhou
    name: {zh: 广州市局, en: Guangzhou}
    role: city
    places: ["440100"]
    channels: ["${MAIL_OF_GUANGZHOU}", "wecombot://${WECOM_KEY}"]
    language: zh
    named: true
  - identifier: plant
    name: {zh: 某厂, en: a plant}
    role: enterprise
    places: ["440106"]
    enterprises: [91440101MA000001]
actors:
  - identifier: wang.min
    name: {zh: 王敏, en: Wang Min}
    owner: guangzhou
    logins: [wangmin]
"""


def written(folder: Path, text: str) -> Path:
    (folder / "owners.yml").write_text(text, encoding="utf-8")
    return folder


def test_owners_are_read(tmp_path: Path):
    owners = load_owners(written(tmp_path, OWNERS))
    city = owners.owner_of("440103")
    assert city
    assert (city.identifier, city.role, city.language, city.named) == ("guangzhou", Role.CITY, Language.ZH, True)
    assert city.channels == ("${MAIL_OF_GUANGZHOU}", "wecombot://${WECOM_KEY}")
    assert city.name.en == "Guangzhou"
    assert owners.acts_for("wang.min") == city
    plant = owners.owner_of_enterprise("91440101MA000001")
    assert plant
    assert owners.superior_of(plant) == city


def test_codes_of_digits_need_no_quotes(tmp_path: Path):
    bare = OWNERS.replace('"440000"', "440000").replace('"440100"', "440100").replace("91440101MA000001", "123456789")
    owners = load_owners(written(tmp_path, bare))
    city, plant = owners.owner_of("440103"), owners.owner_of_enterprise("123456789")
    assert city
    assert plant
    assert (city.identifier, city.places, plant.identifier) == ("guangzhou", ("440100",), "plant")


@pytest.mark.parametrize("place", ["true", "44.01"])
def test_what_is_no_code_is_no_place(tmp_path: Path, place: str):
    with pytest.raises(Problem) as caught:
        load_owners(written(tmp_path, OWNERS.replace('"440100"', place)))
    assert caught.value.code == "catalog.invalid"


def test_without_a_file_the_bureau_answers_for_every_place(tmp_path: Path):
    owners = load_owners(tmp_path)
    assert owners == LONE_BUREAU
    for place in ("440106", "321182", "999999", "unplaced"):
        bureau = owners.owner_of(place)
        assert bureau
        assert bureau.identifier == BUREAU
        assert owners.superior_of(bureau) is None
        assert bureau.channels == ()


@pytest.mark.parametrize(
    ("found", "instead", "said"),
    [
        ('places: ["440100"]', 'places: ["440000"]', "place 440000 is given twice"),
        ("identifier: guangzhou", "identifier: province", "identifier province is given twice"),
        ("identifier: wang.min", "identifier: guangzhou", "identifier guangzhou is given twice"),
        ("owner: guangzhou", "owner: shenzhen", "shenzhen is not declared"),
        ("wecombot://${WECOM_KEY}", "wecombot://0123456789", "an address holds secrets"),
        ("${MAIL_OF_GUANGZHOU}", "mailto://${WECOM_KEY}", "variable of a channel WECOM_KEY is given twice"),
        ("role: province", "role: county", "whose role is a lower one"),
        ("enterprises: [91440101MA000001]", "enterprises: []", "enterprises are named where"),
        ("language: zh", "enterprises: [91440101MA000002]", "enterprises are named where"),
        ("identifier: wang.min", "identifier: Wang Min", "identifier"),
        ("logins: [wangmin]", "login: wangmin", "login"),
    ],
)
def test_what_is_wrong_is_told_with_file_and_line(tmp_path: Path, found: str, instead: str, said: str):
    with pytest.raises(Problem) as caught:
        load_owners(written(tmp_path, OWNERS.replace(found, instead)))
    assert caught.value.code == "catalog.invalid"
    assert said in caught.value.say(Language.EN)
    assert caught.value.line
    assert caught.value.file == str(tmp_path / "owners.yml")


def test_a_secret_that_is_refused_is_not_repeated(tmp_path: Path):
    with pytest.raises(Problem) as caught:
        load_owners(written(tmp_path, OWNERS.replace("${WECOM_KEY}", "0123456789abcdef")))
    assert "0123456789abcdef" not in caught.value.say(Language.EN)
