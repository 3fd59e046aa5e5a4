"""The relationship: who met whom, what was promised, what follows."""

from .commitment import Commitment
from .company import Company, Establishment
from .company_invitation import CompanyInvitation
from .contact import Contact
from .delegation import Delegation
from .follow_up import FollowUp
from .interest import Interest, InterestAnswer
from .meeting import Attendance, Meeting
from .membership import Membership
from .organisation import Organisation
from .partner_profile import PartnerProfile
from .project import Project, ProjectStep

__all__ = [
    "Attendance",
    "Commitment",
    "Company",
    "CompanyInvitation",
    "Contact",
    "Delegation",
    "Establishment",
    "FollowUp",
    "Interest",
    "InterestAnswer",
    "Meeting",
    "Membership",
    "Organisation",
    "PartnerProfile",
    "Project",
    "ProjectStep",
]
