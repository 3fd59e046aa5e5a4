"""Keys: made once, kept as digests, and dead when they should be."""

from datetime import timedelta
from io import StringIO

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command

from portal.core.clock import now
from portal.partners.keys import BadExpiry, UnknownScope, digest_of, looks_like_key, make_key
from portal.partners.models import ApiKey, Partner

pytestmark = pytest.mark.django_db


@pytest.fixture
def partner() -> Partner:
    return Partner.objects.create(slug="example", name="Example", is_example=True)


def test_a_key_is_kept_as_its_digest_only(partner: Partner) -> None:
    row, secret = make_key(partner=partner, name="First", scopes=["meetings:read"])
    row.refresh_from_db()
    assert looks_like_key(secret)
    assert secret.startswith(f"{row.prefix}_")
    assert row.digest == digest_of(secret)
    assert secret not in {str(value) for value in ApiKey.objects.values().get().values()}


def test_no_two_keys_are_alike(partner: Partner) -> None:
    made = {make_key(partner=partner, name="Same", scopes=["meetings:read"])[1] for _ in range(20)}
    assert len(made) == 20


@pytest.mark.parametrize("scopes", [["meetings:delete"], ["*"], ["meetings:read", "x"]])
def test_an_unknown_scope_is_refused(partner: Partner, scopes: list[str]) -> None:
    with pytest.raises(UnknownScope, match="meetings:read"):
        make_key(partner=partner, name="First", scopes=scopes)


def test_a_key_without_scope_or_name_or_future_is_refused(partner: Partner) -> None:
    with pytest.raises(ValidationError):
        make_key(partner=partner, name="First", scopes=[])
    with pytest.raises(ValidationError):
        make_key(partner=partner, name="", scopes=["meetings:read"])
    with pytest.raises(BadExpiry):
        make_key(partner=partner, name="First", scopes=["meetings:read"], expires_at=now() - timedelta(seconds=1))
    assert not ApiKey.objects.exists()


def test_the_command_prints_the_key_once(partner: Partner) -> None:
    out = StringIO()
    call_command(
        "create_key",
        "example",
        "--name",
        "N",
        "--scope",
        "meetings:read",
        "commitments:read",
        "--expires",
        "2199-03-31",
        stdout=out,
    )
    secret = out.getvalue().strip()
    row = ApiKey.objects.get(digest=digest_of(secret))
    assert row.scopes == ["commitments:read", "meetings:read"]
    assert row.expires_at is not None
    assert row.expires_at.year == 2199
    history = apps.get_model("partners", "ApiKeyEvent").objects.get(pgh_obj_id=row.pk)
    assert history.pgh_context.metadata["door"] == "command"


@pytest.mark.parametrize(
    "arguments",
    [
        ["nobody", "--name", "N", "--scope", "meetings:read"],
        ["example", "--name", "N", "--scope", "nothing"],
        ["example", "--name", "N", "--scope", "meetings:read", "--expires", "2024-02-30"],
        ["example", "--name", "N", "--scope", "meetings:read", "--expires", "soon"],
        ["example", "--name", "a\x00b", "--scope", "meetings:read"],
    ],
)
def test_the_command_says_what_is_wrong(partner: Partner, arguments: list[str]) -> None:
    with pytest.raises(CommandError):
        call_command("create_key", *arguments)
    assert not ApiKey.objects.exists()
