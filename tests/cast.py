"""The whole cast: every kind of person that an endpoint may meet. All invented."""

from dataclasses import dataclass

from portal.accounts.models import Role, User
from portal.accounts.viewer import NOBODY, Viewer

PASSWORD = "a long pass phrase for tests"


@dataclass
class Cast:
    """Officials of the desk, two investors of two companies."""

    officer: User
    colleague: User
    supervisor: User
    operator: User
    administrator: User
    reader: User
    investor: User
    stranger: User

    @property
    def desk(self) -> list[User]:
        return [self.officer, self.colleague, self.supervisor, self.operator, self.administrator, self.reader]

    @property
    def nobody(self) -> Viewer:
        return NOBODY


def make_user(name: str, role: str, **fields: object) -> User:
    """An invented user at example.org."""
    return User.objects.create_user(f"{name}@example.org", PASSWORD, name=name.title(), role=role, is_example=True, **fields)


def make_cast() -> Cast:
    """Make everyone; the investor and the stranger belong to two invented companies."""
    from investors.models import Company, Membership

    supervisor = make_user("supervisor", Role.SUPERVISOR)
    investor = make_user("investor", Role.INVESTOR, language="ja", zone="Asia/Tokyo")
    stranger = make_user("stranger", Role.INVESTOR)
    own = Company.objects.create(
        slug="example-denchi", name="Example Denchi", name_en="Example Denchi", country_code="JP", is_example=True
    )
    other = Company.objects.create(
        slug="example-motor", name="Example Motor", name_en="Example Motor", country_code="JP", is_example=True
    )
    Membership.objects.create(user=investor, company=own)
    Membership.objects.create(user=stranger, company=other)
    return Cast(
        officer=make_user("officer", Role.DESK_OFFICER, supervisor=supervisor),
        colleague=make_user("colleague", Role.DESK_OFFICER, supervisor=supervisor),
        supervisor=supervisor,
        operator=make_user("operator", Role.OPERATOR),
        administrator=make_user("administrator", Role.ADMINISTRATOR),
        reader=make_user("reader", Role.READER),
        investor=investor,
        stranger=stranger,
    )
