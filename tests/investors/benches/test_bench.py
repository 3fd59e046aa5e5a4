"""The bench compares what it claims to compare, and leaves nothing behind."""

import re
from io import StringIO

import pytest
from django.core.management import call_command

from investors.models import Meeting
from portal.partners.models import Partner


@pytest.mark.django_db
def test_every_arm_answers_the_same_rows_and_none_of_them_stays() -> None:
    out = StringIO()
    call_command("bench", rows=80, requests=1, stdout=out)
    said = out.getvalue()
    assert "a page of 50, bodies equal" in said
    assert len(re.findall(r"\d ×$", said, re.MULTILINE)) == 3
    assert not Meeting.objects.exists()
    assert not Partner.objects.exists()
