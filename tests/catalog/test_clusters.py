from pathlib import Path

from openmbi.catalog.clusters import load_clusters

CLUSTERS = load_clusters(None)


def test_seventeen_of_the_twenty_clusters_are_manufacturing():
    assert len(CLUSTERS.clusters) == 17


def test_an_enterprise_belongs_to_the_clusters_of_its_industry_and_place():
    assert CLUSTERS.contains("guangdong_semiconductors", "C3973", "440300")
    assert CLUSTERS.contains("guangdong_electronic_information", "3973", "440307")
    assert not CLUSTERS.contains("guangdong_semiconductors", "C397", "440300")  # it may be a display as well
    assert not CLUSTERS.contains("guangdong_semiconductors", "C3973", "321182")  # of another province
    assert not CLUSTERS.contains("guangdong_semiconductors", "", "440300")


def test_a_bureau_declares_a_local_cluster(tmp_path: Path):
    (tmp_path / "clusters").mkdir()
    (tmp_path / "clusters/lighting.yml").write_text(
        "code: lighting\nname: {zh: 灯饰, en: lighting}\ncitation: {zh: 本局, en: own}\n"
        "industries: [C387]\nplaces: ['442000', '440183']\n",
        encoding="utf-8",
    )
    clusters = load_clusters(tmp_path)
    assert len(clusters.clusters) == 18
    assert clusters.contains("lighting", "C3872", "442000")
    assert clusters.contains("lighting", "C3872", "440118")  # 440183, recoded
    assert not clusters.contains("lighting", "C3872", "440300")
