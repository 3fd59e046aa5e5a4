"""`manage.py load_examples`: invented rows for a demonstration."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from portal.core.history import acting

from ...examples.catalogue import AGENCY, make_firms, make_plots
from ...examples.demo_file import read_demo, write_demo
from ...examples.meetings import make_meetings
from ...examples.partner import make_partner
from ...examples.users import in_order_of_roles, make_users
from ...models import Company, Organisation


class Command(BaseCommand):
    help = "Invent plots, companies, users, a partner and meetings for a demonstration; sign-ins go to var/demo.json. Doing it again changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        if not (settings.SETU_DEMO or settings.SETU_TESTING):
            raise CommandError(_("Examples are only for demonstrations: set SETU_DEMO=1, never in production."))
        path = settings.VAR_DIR / "demo.json"
        passwords, keys = read_demo(path)
        try:
            with acting(door="command"), transaction.atomic(), translation.override("en"):
                plots = make_plots()
                users, told = make_users(passwords)
                bodies, contacts, firms = make_firms(users)
                agency, member = bodies[AGENCY["slug"]], bodies["example-denchi"]
                assert isinstance(agency, Organisation)
                assert isinstance(member, Company)
                partner, key, scopes = make_partner(agency, member, users, keys.get(AGENCY["slug"], ""))
                meetings = make_meetings(users, bodies, contacts)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        # Only after the rows are there: a password that is told but not stored would open nothing.
        write_demo(
            path,
            {
                "site": settings.SITE_URL,
                "users": [
                    {"role": part.role, "email": part.email, "password": told[part.email]}
                    | ({"partner": part.partner} if part.partner else {})
                    for part in in_order_of_roles(told)
                ],
                "keys": [{"partner": partner.slug, "key": key, "scopes": scopes}],
            },
        )
        self.stdout.write(
            _("Examples: %(plots)d plots, %(firms)d companies and people, %(users)d sign-ins, %(meetings)d meetings new.")
            % {
                "plots": plots,
                "firms": firms,
                "users": sum(told[email] != passwords.get(email) for email in told),
                "meetings": meetings,
            }
        )
