"""What was compiled from older sources is thrown away, and what is current is kept."""

from openmbi.index.dynamic_factor.compiled import throw_away_stale


def test_a_changed_source_throws_all_compiled_code_away(tmp_path):
    (tmp_path / "caller.py").write_text("a = 1\n")
    called = tmp_path / "called.py"
    called.write_text("b = 1\n")
    assert throw_away_stale(tmp_path)
    kept = tmp_path / "__pycache__" / "caller.climb-1.py311.1.nbc"
    kept.write_text("code")
    assert not throw_away_stale(tmp_path)
    assert kept.exists()
    called.write_text("b = 2\n")
    assert throw_away_stale(tmp_path)
    assert not kept.exists()
