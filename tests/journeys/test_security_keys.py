"""A security key in a real browser (安全密钥), by the virtual one of Chromium: registered, then shown at the door."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.journeys.conftest import PATIENCE, Watch, enter, leave

PASSWORD = "Chunfeng-2026"
OPTIONS = {
}


@pytest.fixture
def page(browser: Browser, server: str):


def set_password(page: Page, account: str) -> None:


def sign_in(page: Page, account: str, password: str) -> None:


def test_a_key_is_registered_and_opens_the_door(page: Page):



