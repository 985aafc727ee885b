from pathlib import Path

import pytest

from generator.cache import cache_directory, jsii_cache_directory
from generator.errors import ToolError


def test_an_absolute_xdg_cache_home_is_honoured() -> None:
    assert cache_directory({"XDG_CACHE_HOME": "/caches"}) == Path("/caches/tidegate")


@pytest.mark.parametrize("configured", [{}, {"XDG_CACHE_HOME": ""}, {"XDG_CACHE_HOME": "caches"}])
def test_without_an_absolute_one_it_is_in_the_home_directory(
    configured: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", "/home-of-one")
    assert cache_directory(configured) == Path("/home-of-one/.cache/tidegate")


def test_a_user_without_a_home_is_told_what_to_set(monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody(_cls: type[Path]) -> Path:
        raise RuntimeError

    monkeypatch.setattr(Path, "home", classmethod(nobody))
    with pytest.raises(ToolError, match="no home directory") as raised:
        cache_directory({})
    assert "XDG_CACHE_HOME" in raised.value.fix


def test_jsii_keeps_its_packages_in_the_cache_unless_the_user_says_where() -> None:
    environment = {"XDG_CACHE_HOME": "/caches"}
    assert jsii_cache_directory(environment) == Path("/caches/tidegate/jsii")
    environment["JSII_RUNTIME_PACKAGE_CACHE_ROOT"] = "/elsewhere"
    assert jsii_cache_directory(environment) == Path("/elsewhere")
